"""Files made piece by piece from hypothesis strategies: right in most places, hostile in some.

Where mutate.py breaks the form, these keep it, so that what is inside reaches the code behind the parsers.
"""

from __future__ import annotations

import re
import warnings
from html import escape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NonInteractiveExampleWarning

from fuzz.mutate import WORDS
from fuzz.targets import Target

_CLASSES = ("quote", "so-what", "source", "statement", "contrast", "figures", "timeline", "flow", "matrix", "agenda",
            "map", "asks", "sources", "notes", "columns", "column", "unknown")  # fmt: skip
_KINDS = ("bar", "column", "line", "pie", "doughnut", "radar", "")
_TAGS = ("div", "p", "h1", "h2", "h6", "ul", "ol", "li", "blockquote", "table", "tr", "td", "b", "em", "a", "pre",
         "span", "sup", "article", "aside", "nav", "br", "svg", "script")  # fmt: skip

QUIET = settings(database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

text = st.text(st.characters(codec="utf-8"), max_size=40)
words = st.one_of(
    text, st.sampled_from(WORDS).filter(lambda word: len(word) < 500), st.sampled_from(("a b.", "面包。"))
)
line = words.map(lambda found: " ".join(found.split()))


def like(value: Any) -> st.SearchStrategy[Any]:
    """A YAML value of the same shape, here and there with parts left out, repeated, or of another kind."""
    other = st.one_of(
        words, st.integers(), st.floats(), st.none(), st.booleans(), st.dates(), st.lists(words, max_size=3)
    )
    same: st.SearchStrategy[Any] = st.just(value)
    if isinstance(value, dict):
        same = st.fixed_dictionaries({key: like(inner) for key, inner in value.items()})
        other = st.fixed_dictionaries({}, optional={key: like(inner) for key, inner in value.items()})
    elif isinstance(value, list):
        same = st.tuples(*map(like, value)).map(list)
        other = st.one_of(st.lists(st.one_of([like(item) for item in value]), max_size=6), other)
    return st.integers(0, 15).flatmap(lambda drawn: other if drawn == 11 else same)


def yaml_files(sound: bytes) -> st.SearchStrategy[bytes]:
    def written(value: Any) -> bytes:
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")

    return like(yaml.safe_load(sound)).map(written)


@st.composite
def markdown_block(draw: st.DrawFn, depth: int = 0) -> str:
    kind = draw(st.integers(0, 7 if depth < 3 else 4))
    if kind == 0:
        return f"{'#' * draw(st.integers(1, 4))} {draw(line)}" + draw(st.sampled_from(("", " {#id}", " {#id .x}")))
    if kind == 1:
        items = draw(st.lists(st.tuples(st.integers(0, 3), line), min_size=1, max_size=6))
        return "\n".join(f"{'    ' * level}{draw(st.sampled_from(('-', '1.', '99.')))} {item}" for level, item in items)
    if kind == 2:
        columns = draw(st.integers(1, 5))
        rows = draw(st.lists(st.lists(line, min_size=1, max_size=columns + 1), min_size=1, max_size=6))
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, "|---" * columns + "|", *body])
    if kind == 3:
        return f"![{draw(line)}]({draw(line)})"
    if kind == 4:
        return draw(line)
    inner = "\n\n".join(draw(st.lists(markdown_block(depth=depth + 1), max_size=4)))
    if kind == 5:
        return "\n".join(f"> {part}" for part in inner.split("\n"))
    name, chart = draw(st.sampled_from(_CLASSES)), draw(st.sampled_from(_KINDS))
    head = f"{{.{name} #i}}" if kind == 6 else f"{{.chart type={chart} unit={draw(st.sampled_from(('%', '€', '')))}}}"
    colons = ":" * (9 - depth)
    return f"{colons} {head}\n{inner}\n{colons}"


markdown_files = st.lists(markdown_block(), max_size=12).map(lambda blocks: "\n\n".join(blocks))
html_trees = st.recursive(
    words.map(escape),
    lambda inner: st.tuples(st.sampled_from(_TAGS), line, st.lists(inner, max_size=5)).map(
        lambda found: f'<{found[0]} class="{escape(found[1])}">{"".join(found[2])}</{found[0]}>'
    ),
    max_leaves=30,
)


@st.composite
def package_files(draw: st.DrawFn, sound: bytes) -> bytes:
    """The package with XML parts whose attributes and texts are drawn anew, as another program might write them."""
    with ZipFile(BytesIO(sound)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    for name in draw(st.lists(st.sampled_from(xml), min_size=1, max_size=3)):
        found = parts[name].decode("utf-8", "replace")
        spots = list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)', found))
        for _ in range(draw(st.integers(1, 3)) if spots else 0):
            spot = spots[draw(st.integers(0, len(spots) - 1))]
            value = draw(st.one_of(words, st.integers().map(str), st.sampled_from([one[0] for one in spots[:40]])))
            clean = "".join(c for c in escape(value) if c >= " " and not "\ud800" <= c <= "\udfff")
            found = found[: spot.start()] + clean + found[spot.end() :]
            spots = list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)', found))
        parts[name] = found.encode("utf-8", "replace")
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return packed.getvalue()


def _encoded(found: str) -> bytes:
    return found.encode("utf-8", "surrogatepass")


def files_for(target: Target, sound: bytes) -> st.SearchStrategy[bytes] | None:
    """The strategy for a target's files; None for PDF, which mutate.py alone breaks."""
    suffix = target.file.rpartition(".")[2]
    if suffix == "yaml":
        return yaml_files(sound)
    if suffix == "md":
        return markdown_files.map(_encoded)
    if suffix == "html":
        return st.lists(html_trees, max_size=6).map(
            lambda trees: _encoded(f"<html><body>{''.join(trees)}</body></html>")
        )
    if suffix == "txt":
        return st.lists(words, max_size=30).map(lambda found: _encoded("\n\n".join(found)))
    return package_files(sound) if sound.startswith(b"PK") else None


def drawn(target: Target, sound: bytes, count: int, number: int) -> list[bytes]:
    """At most `count` different files for the target, the same for the same `number`; none without a strategy."""
    strategy = files_for(target, sound)
    found: dict[bytes, None] = {}
    if strategy is None or not count:
        return []

    @seed(number)
    @settings(QUIET, max_examples=2 * count)
    @given(strategy)
    def collect(data: bytes) -> None:
        found[data] = None

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        collect()
    return list(found)[:count]
