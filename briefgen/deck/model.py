"""The deck as plain data: what the storyboard says, before any theme, measure or position."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from unicodedata import category

from briefgen.deck.chart import ChartData
from briefgen.errors import Problem


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one formatting; a line break is a newline in `text`."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    raised: Literal["", "super", "sub"] = ""
    link: str = ""
    """A URL, or `#id` of a slide."""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item or heading inside a slide."""

    runs: Runs
    level: int = 0
    """List level from 0."""
    marker: Literal["", "bullet", "number"] = ""
    number: int = 0
    """Of an ordered item, as counted from its list's start."""
    heading: bool = False
    item: bool = False
    """True inside a list item: indented as its level is, also without a marker (second paragraphs, cut ones)."""

    @property
    def text(self) -> str:
        return text_of(self.runs)


def text_of(runs: Runs) -> str:
    """The bare text of runs."""
    return "".join(run.text for run in runs)


def is_visible(text: str) -> bool:
    """Whether any of it can be seen: not only blanks, controls, and what no character is assigned to."""
    return any(not char.isspace() and category(char) not in ("Cc", "Cf", "Cn", "Cs") for char in text)


@dataclass(frozen=True, slots=True)
class Text:
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `use` says what for, which decides the look only."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[Literal["l", "ctr", "r"], ...]
    use: Literal["table", "contrast", "asks"] = "table"
    shares: tuple[float, ...] = ()
    """Of the width, by column, once decided: the parts of a table that was cut keep the same columns."""


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    path: str
    """As written, relative to the storyboard."""
    alt: str
    width: float = 0.0
    """Share of the width there is, 0 for as large as fits."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody, with the credit line; `id` names the shape that holds them."""

    paragraphs: tuple[Paragraph, ...]
    credit: Runs
    id: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One of the entries of figures, a timeline, a flow or a matrix: the bold head, what follows, and the footnote."""

    head: Runs
    text: Runs
    foot: Runs = ()


@dataclass(frozen=True, slots=True)
class Items:
    """Entries drawn side by side."""

    use: Literal["figures", "timeline", "flow", "matrix"]
    items: tuple[Item, ...]
    x: str = ""
    """Label of the matrix's horizontal axis."""
    y: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    data: ChartData


@dataclass(frozen=True, slots=True)
class Agenda:
    """Links to slides; empty entries are made from the sections."""

    entries: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class ArgumentMap:
    thesis: Runs
    arguments: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Column:
    blocks: tuple[Block, ...]
    width: float = 0.0
    """Share of the width, 0 for an equal part of what is left."""


@dataclass(frozen=True, slots=True)
class Columns:
    columns: tuple[Column, ...]


Block = Text | Table | Code | Picture | Quotation | Statement | Items | Chart | Agenda | ArgumentMap | Sources | Columns


@dataclass(frozen=True, slots=True)
class Slide:
    title: Runs
    kind: Literal["title", "section", "slide"] = "slide"
    id: str = ""
    blocks: tuple[Block, ...] = ()
    so_what: tuple[Paragraph, ...] = ()
    source: tuple[Paragraph, ...] = ()
    """The source line, footnotes after it."""
    notes: tuple[Paragraph, ...] = ()
    section: str = ""
    """Title of the section that it stands in."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    title: str
    slides: tuple[Slide, ...]
    subtitle: str = ""
    author: str = ""
    date: str = ""
    language: str = "en-US"
    """BCP 47 tag of the text where its script does not tell."""
    footer: str = ""
    path: str = "<storyboard>"
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
