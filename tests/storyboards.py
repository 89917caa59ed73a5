"""Random storyboards that strain the deck engine, each with the texts that its deck must not lose."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

CHINESE = (
    "客户愿意为确定性付费：交付周期从四十五天缩短到十二天，续约率（三年期）上升了九个百分点——"
    "但是，“没有负责人的试点”都停了……"
)
ENGLISH = (
    "Teams that write a decision down revisit it half as often; the sample leaves out small projects (118 in all)."
)
WORDS = (
    "短",
    "x",
    "1. 第一",
    "# 不是标题",
    "- 不是列表",
    "| a | b |",
    "**a** _b_ `c` ~~d~~ [e](f) {g} <h> &amp; ::: i",
    "增长 9% 至 3,000 元/家，ARR 约 $1.2B",
    "https://www.example.org/reports/2023/annual-report-of-the-company-with-a-long-name.html?chapter=3&part=2",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "👩‍👩‍👧‍👦 team 🚀 ❤️ 🇨🇳",
    "שלום עולם, هذا نص عربي",
    "ctrl\x01\x0b\x1fchars\x7f",
    "e\u0301a\u0308o\u0302 z\u200bw 한국어 ไทย",
    "\\ backslash \\* and \t tab",
)
OVEN = Path(__file__).parent / "cases" / "pandoc" / "oven.png"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Strain:
    """A storyboard and the texts, as a reader sees them, that must stand in its deck."""

    storyboard: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    lines: tuple[str, ...]
    texts: tuple[str, ...]


def escaped(text: str) -> str:
    """Plain text as Markdown that says the same."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def cut(text: str, lengths: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return lengths.map(lambda length: (text * (length // len(text) + 1))[:length])


short = st.one_of(st.sampled_from(WORDS), cut(CHINESE, st.integers(1, 16)), cut(ENGLISH, st.integers(1, 24)))
medium = st.one_of(short, cut(CHINESE, st.integers(10, 80)), cut(ENGLISH, st.integers(10, 160)))
long = st.one_of(medium, cut(CHINESE, st.integers(80, 400)), cut(ENGLISH, st.integers(100, 900)))
titles = st.one_of(medium, cut(CHINESE, st.integers(60, 200)), cut(ENGLISH, st.integers(100, 200)))


def part(lines: Iterable[str], texts: Iterable[str]) -> Part:
    return Part(tuple(lines), tuple(texts))


@st.composite
def bullets(draw: st.DrawFn) -> Part:
    texts = draw(st.lists(medium, min_size=1, max_size=14))
    lines, level = [], 0
    for text in texts:
        level = min(draw(st.integers(0, 5)), level + 1) if lines else 0
        lines.append(f"{'    ' * level}- {escaped(text)}")
    return part(lines, texts)


@st.composite
def numbered(draw: st.DrawFn) -> Part:
    texts = draw(st.lists(medium, min_size=1, max_size=12))
    return part([f"{number}. {escaped(text)}" for number, text in enumerate(texts, 1)], texts)


@st.composite
def paragraphs(draw: st.DrawFn) -> Part:
    texts = draw(st.lists(long, min_size=1, max_size=3))
    return part([line for text in texts for line in (escaped(text), "")], texts)


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def tabled(header: list[str], rows: list[list[str]]) -> Part:
    lines = [row(header), "|---" * len(header) + "|", *map(row, rows)]
    return part(lines, [*header, *(cell for cells in rows for cell in cells)])


@st.composite
def tables(draw: st.DrawFn) -> Part:
    columns, rows = draw(st.sampled_from([(2, 40), (12, 4), (3, 6), (1, 1), (6, 12)]))
    cells = short if columns > 3 or rows > 12 else medium
    header = draw(st.lists(short, min_size=columns, max_size=columns))
    body = [draw(st.lists(cells, min_size=columns, max_size=columns)) for _ in range(rows)]
    return tabled(header, body)


def fenced(opening: str, inner: Part) -> Part:
    return part(["", f"::: {opening}", *inner.lines, ":::", ""], inner.texts)


@st.composite
def pairs(draw: st.DrawFn, name: str, count: tuple[int, int]) -> Part:
    """A list whose items begin with bold words: figures, timeline, flow, matrix."""
    items = draw(st.lists(st.tuples(short, medium), min_size=count[0], max_size=count[1]))
    lines = [f"- **{escaped(head)}** {escaped(text)}" for head, text in items]
    return fenced(name, part(lines, [text for item in items for text in item]))


@st.composite
def quotes(draw: st.DrawFn) -> Part:
    words, credit = draw(long), draw(short)
    name = f"{{.quote #quote-test-{draw(st.integers(1, 9))}.1.1-1f2e3d4c}}"
    return fenced(name, part([f"> {escaped(words)}", ">", f"> — {escaped(credit)}"], [words, credit]))


@st.composite
def small_tables(draw: st.DrawFn, name: str, columns: int) -> Part:
    header = draw(st.lists(short, min_size=columns, max_size=columns))
    body = draw(st.lists(st.lists(medium, min_size=columns, max_size=columns), min_size=1, max_size=6))
    return fenced(name, tabled(header, body))


@st.composite
def charts(draw: st.DrawFn) -> Part:
    kind = draw(st.sampled_from(["bar", "column", "line", "pie", "doughnut"]))
    size = draw(st.integers(1, 8))
    categories = [f"{number} {text}" for number, text in enumerate(draw(st.lists(short, min_size=size, max_size=size)))]
    series = draw(
        st.lists(cut(CHINESE, st.integers(1, 8)), min_size=1, max_size=1 if kind in ("pie", "doughnut") else 3)
    )
    values = st.integers(0, 1000).map(str)
    lines = [row(["分类", *series]), "|---" * (len(series) + 1) + "|"]
    lines += [
        row([category, *draw(st.lists(values, min_size=len(series), max_size=len(series)))]) for category in categories
    ]
    return fenced(f'{{.chart type={kind} unit="%" alt="试验"}}', part(lines, [*categories, *series]))


@st.composite
def maps(draw: st.DrawFn) -> Part:
    thesis, arguments = draw(medium), draw(st.lists(medium, min_size=1, max_size=8))
    lines = [escaped(thesis), "", *(f"- {escaped(text)}" for text in arguments)]
    return fenced("{.map}", part(lines, [thesis, *arguments]))


@st.composite
def columns(draw: st.DrawFn) -> Part:
    left, right = draw(bullets()), draw(st.one_of(bullets(), paragraphs()))
    lines = ["", ":::: columns", *fenced("{.column width=40%}", left).lines, *fenced("column", right).lines, "::::", ""]
    return part(lines, left.texts + right.texts)


@st.composite
def code(draw: st.DrawFn) -> Part:
    texts = draw(st.lists(cut(ENGLISH, st.integers(1, 120)), min_size=1, max_size=30))
    return part(["", "```", *texts, "```", ""], texts)


@st.composite
def pictures(draw: st.DrawFn) -> Part:
    alt, caption = draw(short), draw(st.one_of(st.just(""), medium))
    width = draw(st.sampled_from(["", "{width=60%}", "{width=5%}"]))
    title = f' "{escaped(caption)}"' if caption else ""
    return part(["", f"![{escaped(alt)}]({OVEN}{title}){width}", ""], [caption] if caption else [])


def in_fence(name: str, content: Callable[[], st.SearchStrategy[Part]]) -> st.SearchStrategy[Part]:
    return content().map(lambda inner: fenced(name, inner))


BODIES: tuple[st.SearchStrategy[Part], ...] = (
    bullets(),
    numbered(),
    paragraphs(),
    tables(),
    quotes(),
    pairs("{.figures}", (1, 6)),
    pairs("{.timeline}", (1, 9)),
    pairs("{.flow}", (1, 8)),
    pairs('{.matrix x="横" y="纵"}', (4, 4)),
    small_tables("{.contrast}", 2),
    small_tables("{.asks}", 3),
    charts(),
    maps(),
    columns(),
    code(),
    pictures(),
    in_fence("{.statement}", paragraphs),
    in_fence("{.sources}", bullets),
)
EXTRAS = (in_fence("notes", paragraphs), in_fence("{.so-what}", paragraphs), in_fence("{.source}", paragraphs))


@st.composite
def strains(draw: st.DrawFn) -> Strain:
    """One to four slides, each of one or two kinds of content and perhaps notes, a callout and a source line."""
    language = draw(st.sampled_from(["zh-CN", "en-US"]))
    head = draw(medium)
    lines = ["---", f'title: "{yaml_plain(head)}"', f"lang: {language}", "---", ""]
    texts = [yaml_plain(head)]
    for number in range(1, draw(st.integers(1, 4)) + 1):
        if draw(st.integers(0, 4)) == 0:
            section = draw(medium)
            lines += [f"# {escaped(section)}", ""]
            texts.append(section)
        title = f"{draw(titles)} {number}"
        parts = draw(st.lists(st.one_of(*BODIES), min_size=1, max_size=2))
        parts += [draw(extra) for extra in EXTRAS if draw(st.integers(0, 3)) == 0]
        lines += [f"## {escaped(title)}", ""]
        texts.append(title)
        for each in parts:
            lines += [*each.lines, ""]
            texts += each.texts
    return Strain("\n".join(lines), tuple(" ".join(CONTROL.sub("", text).split()) for text in texts))


def yaml_plain(text: str) -> str:
    """Text that stands between double quotes in YAML as itself."""
    return " ".join(re.sub(r'["\\]', "", CONTROL.sub("", text)).split())
