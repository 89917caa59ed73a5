"""The deck as plain data: what the storyboard says, before any theme, measure or position."""

from __future__ import annotations

from typing import Literal
from unicodedata import category

from msgspec import Struct

from briefgen.deck.chart import ChartData
from briefgen.errors import Problem


class Run(Struct, frozen=True, cache_hash=True, gc=False):
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


class Paragraph(Struct, frozen=True, cache_hash=True, gc=False):
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
    if len(runs) == 1:
        return runs[0].text
    return "".join([run.text for run in runs])


def is_visible(text: str) -> bool:
    """Whether any of it can be seen: not only blanks, controls, and what no character is assigned to."""
    return text[:1].isalnum() or any(
        not char.isspace() and category(char) not in ("Cc", "Cf", "Cn", "Cs") for char in text
    )


class Text(Struct, frozen=True):
    paragraphs: tuple[Paragraph, ...]


class Table(Struct, frozen=True):
    """A table; `use` says what for, which decides the look only."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[Literal["l", "ctr", "r"], ...]
    use: Literal["table", "contrast", "asks"] = "table"
    shares: tuple[float, ...] = ()
    """Of the width, by column, once decided: the parts of a table that was cut keep the same columns."""


class Code(Struct, frozen=True):
    text: str
    language: str = ""


class Picture(Struct, frozen=True):
    path: str
    """As written, relative to the storyboard."""
    alt: str
    caption: Runs = ()
    """Stands under it."""
    width: float = 0.0
    """Share of the width there is, 0 for as large as fits."""
    line: int = 0
    column: int = 0


class Quotation(Struct, frozen=True):
    """Words of somebody, with the credit line; `id` names the shape that holds them."""

    paragraphs: tuple[Paragraph, ...]
    credit: Runs
    id: str = ""
    piece: int = 0
    """From 1 where it is longer than a slide, and stands on several; 0 where it is whole."""


class Statement(Struct, frozen=True):
    paragraphs: tuple[Paragraph, ...]


class Item(Struct, frozen=True, cache_hash=True):
    """One of the entries of figures, a timeline, a flow or a matrix: the bold head, what follows, and the footnote."""

    head: Runs
    text: Runs
    foot: Runs = ()


class Items(Struct, frozen=True, cache_hash=True):
    """Entries drawn side by side."""

    use: Literal["figures", "timeline", "flow", "matrix"]
    items: tuple[Item, ...]
    x: str = ""
    """Label of the matrix's horizontal axis."""
    y: str = ""


class Chart(Struct, frozen=True):
    data: ChartData


class Agenda(Struct, frozen=True):
    """Links to slides; empty entries are made from the sections."""

    entries: tuple[Paragraph, ...] = ()


class ArgumentMap(Struct, frozen=True):
    thesis: Runs
    arguments: tuple[Runs, ...]


class Sources(Struct, frozen=True):
    paragraphs: tuple[Paragraph, ...]


class Column(Struct, frozen=True):
    blocks: tuple[Block, ...]
    width: float = 0.0
    """Share of the width, 0 for an equal part of what is left."""


class Columns(Struct, frozen=True):
    columns: tuple[Column, ...]


Block = Text | Table | Code | Picture | Quotation | Statement | Items | Chart | Agenda | ArgumentMap | Sources | Columns


class Slide(Struct, frozen=True):
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


class Deck(Struct, frozen=True):
    title: str
    slides: tuple[Slide, ...]
    subtitle: str = ""
    author: str = ""
    date: str = ""
    language: str = "en-US"
    """BCP 47 tag of the text where its script does not tell."""
    footer: str = ""
    path: str = "<storyboard>"
    warnings: tuple[Problem, ...] = ()
