"""The first step of the deck's way: a storyboard (Markdown, a subset of pandoc's slide syntax) to a Deck."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from briefgen import yamlfile
from briefgen.deck.blocks import footnotes_of, read_blocks, runs_of
from briefgen.deck.fences import Attributes
from briefgen.deck.model import Deck, Slide, text_of
from briefgen.deck.nodes import Node, read_nodes
from briefgen.deck.slidedraft import SlideDraft, warn
from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.patterns import lazy_pattern
from briefgen.yamlfile import ListNode, MapNode, Scalar, read_yaml

FRONT_MATTER = ("title", "subtitle", "author", "date", "lang", "footer")
_FRONT = lazy_pattern(r"\A\ufeff?---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE = lazy_pattern(r'(\w+): "([^"\\]*)"')
_TITLE_BLOCK = lazy_pattern(r"(?:%[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){1,3}")
"""Pandoc's title block: title, authors and date, each after a percent sign, going on in indented lines."""
_UNFIT = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
MAX_CHARACTERS = 20_000_000


class _Outline(Struct):
    """What the walk over the slides carries along."""

    path: str
    footnotes: dict[str, Node]
    slide_level: int
    language: str
    section: str = ""
    slides: list[Slide] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_storyboard(text: str, path: str = "<storyboard>") -> Deck:
    """The deck that a storyboard describes; what it does not know stands in `warnings`, with line and column.

    Raises BriefgenError with all problems when front matter, fences or chart tables cannot be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise BriefgenError(Problem(path, 0, 0, f"the storyboard is longer than {MAX_CHARACTERS:,} characters"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    unfit = None if text.replace("\n", "").isprintable() else _UNFIT.search(text)
    front, body, first_line, problems = _split_front_matter(_UNFIT.sub("", text) if unfit else text, path)
    if unfit:
        line = text.count("\n", 0, unfit.start()) + 1
        message = f"character U+{ord(unfit[0]):04X} cannot stand in a slide and was left out"
        problems.append(Problem(path, line, unfit.start() - text.rfind("\n", 0, unfit.start()), message, "", "warning"))
    nodes, footnotes = read_nodes(body, first_line, path)
    language = front.get("lang", "") or ("zh-CN" if _is_chinese(body) else "en-US")
    outline = _Outline(path, footnotes, _slide_level(nodes), language, problems=problems)
    _read_slides(outline, nodes)
    if any(problem.severity == "error" for problem in outline.problems):
        raise BriefgenError(sorted(outline.problems))
    title = _title_slide(front)
    return Deck(
        title=front.get("title", ""),
        slides=(*title, *outline.slides),
        subtitle=front.get("subtitle", ""),
        author=front.get("author", ""),
        date=front.get("date", ""),
        language=language,
        footer=front.get("footer", ""),
        path=path,
        warnings=tuple(sorted(outline.problems)),
    )


def _is_chinese(text: str) -> bool:
    return not text.isascii() and any("\u4e00" <= char <= "\u9fff" for char in set(text))


def _split_front_matter(text: str, path: str) -> tuple[dict[str, str], str, int, list[Problem]]:
    """The front matter's values, the rest of the text, the line where this begins, and the complaints."""
    match = _FRONT.match(text)
    if not match:
        block = _TITLE_BLOCK.match(text)
        written = [" ".join(line.split()) for line in re.split(r"^%", block[0], flags=re.M)[1:]] if block else []
        front = {key: value for key, value in zip(("title", "author", "date"), written, strict=False) if value}
        return front, text[block.end() :] if block else text, len(block[0].splitlines()) + 1 if block else 1, []
    simple = _simple_front(match[1] or "")
    if simple:
        return simple, text[match.end() :], match[0].count("\n") + 1, []
    front = {}
    problems: list[Problem] = []
    try:
        tree = read_yaml(f"\n{match[1] or ''}".encode(), path)
    except BriefgenError as error:
        return {}, text[match.end() :], match[0].count("\n") + 1, list(error.problems)
    if not isinstance(tree, MapNode) and not (isinstance(tree, Scalar) and tree.empty):
        problems.append(Problem(path, 2, 1, "the front matter must be `name: value` lines"))
    for key, value in tree.pairs if isinstance(tree, MapNode) else ():
        if key.text in FRONT_MATTER:
            front[key.text] = _plain(value)
        else:
            hint = did_you_mean(key.text, FRONT_MATTER)
            message = f"front matter '{key.text}' is not used"
            problems.append(Problem(path, key.line, key.column, message, hint, "warning"))
    return front, text[match.end() :], match[0].count("\n") + 1, problems


def _simple_front(written: str) -> dict[str, str]:
    """The values of lines `name: "text"` alone, as our templates write them; empty for all that asks for YAML."""
    front: dict[str, str] = {}
    for line in written.splitlines():
        match = _FRONT_LINE.fullmatch(line)
        if not match or match[1] not in FRONT_MATTER or match[1] in front or not line.isprintable():
            return {}
        front[match[1]] = " ".join(match[2].split())
    return front


def _plain(value: yamlfile.Node) -> str:
    """A value as one line of text; a list's entries and an author's `name` as pandoc and Quarto write them."""
    if isinstance(value, ListNode):
        return ", ".join(map(_plain, value.items))
    if isinstance(value, MapNode):
        return next((_plain(inner) for key, inner in value.pairs if key.text == "name"), "")
    return "" if value.empty else " ".join(value.text.split())


def _slide_level(nodes: list[Node]) -> int:
    """2, or 1 where the storyboard has no second-level heading at all, as pandoc would decide."""
    levels = {node.value[0] for node in nodes if node.type == "Heading"}
    return 1 if 1 in levels and 2 not in levels else 2


def _read_slides(outline: _Outline, nodes: list[Node]) -> None:
    heading: Node | None = None
    begun, body = False, list[Node]()
    for node in nodes:
        level = node.value[0] if node.type == "Heading" else 0
        if node.type == "Rule" or 0 < level <= outline.slide_level:
            if begun or body:
                _read_slide(outline, heading, body)
            heading, begun, body = (node if level else None), bool(level), []
        else:
            body.append(node)
    if begun or body:
        _read_slide(outline, heading, body)


def _read_slide(outline: _Outline, heading: Node | None, nodes: Sequence[Node]) -> None:
    draft = SlideDraft(outline.path, outline.footnotes, outline.problems, outline.language)
    title = runs_of(draft, heading) if heading else ()
    level, attributes = heading.value if heading else (0, Attributes())
    opens_section = level == 1 and outline.slide_level == 2
    if opens_section:
        outline.section = text_of(title)
    for key in attributes.values:
        assert heading is not None
        warn(draft, heading, f"attribute '{key}' of a heading is not used", "", attributes.places[key])
    read_blocks(draft, nodes)
    slide = Slide(
        title=title,
        kind="section" if opens_section else "slide",
        id=attributes.id,
        blocks=draft.finish(),
        so_what=tuple(draft.so_what),
        source=(*draft.source, *footnotes_of(draft)),
        notes=tuple(draft.notes),
        section=outline.section,
        line=heading.line if heading else (nodes[0].line if nodes else 0),
    )
    if opens_section and (slide.blocks or slide.so_what):
        outline.slides.extend(_section_and_slide(slide))
    else:
        outline.slides.append(slide)


def _section_and_slide(slide: Slide) -> tuple[Slide, Slide]:
    """Content right under a section's heading: a section slide, then a slide of the same title."""
    from msgspec.structs import replace

    return replace(slide, blocks=(), so_what=(), source=(), notes=()), replace(slide, kind="slide", id="")


def _title_slide(front: dict[str, str]) -> tuple[Slide, ...]:
    from briefgen.deck.model import Run

    return (Slide(title=(Run(front["title"]),), kind="title", line=1),) if front.get("title") else ()
