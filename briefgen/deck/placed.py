"""What fitting hands to the writer: slides whose every shape, size and place is decided; points throughout."""

from __future__ import annotations

from msgspec import Struct

from briefgen.deck.chart import ChartData
from briefgen.deck.model import Deck, Paragraph, Runs, text_of
from briefgen.deck.picturehead import UPRIGHT, Turn
from briefgen.deck.theme import Box, Layout, Slot


class SetParagraph(Struct, frozen=True, gc=False):
    """A paragraph as it is set; None and "" leave it to the slot."""

    paragraph: Paragraph
    size: float
    before: float = 0.0
    bold: bool | None = None
    color: str = ""
    align: str = ""
    left: float = 0.0
    hang: float = 0.0
    mark: str = ""
    """Colour of its bullet or number, where that is not the slot's own; empty for the first accent."""


class BoxLook(Struct, frozen=True, gc=False):
    """A text box that is no placeholder."""

    fill: str = ""
    outline: str = ""
    geometry: str = "rect"
    anchor: str = "t"
    inset: tuple[float, float, float, float] = (0.0, 3.6, 0.0, 3.6)
    """Left, top, right, bottom."""
    heading: bool = False
    vertical: bool = False
    face: str = ""
    """The brand's typeface, where its masters name one that is not the theme's."""


class TextShape(Struct, frozen=True, gc=False):
    """Text in a slot (then `box` only where it differs from the slot's) or in a box of its own with a `look`."""

    name: str
    paragraphs: tuple[SetParagraph, ...]
    slot: Slot | None = None
    box: Box | None = None
    look: BoxLook | None = None
    mono: bool = False


class Ornament(Struct, frozen=True, gc=False):
    """A shape without text that says nothing: rule, dot, arrow, connector."""

    name: str
    box: Box
    geometry: str = "rect"
    fill: str = ""
    line: str = ""
    weight: float = 1.0
    veils: bool = False
    """True for a panel on a ground on which no text can be read."""


class Cell(Struct, frozen=True, gc=False):
    runs: Runs
    size: float
    align: str = "l"
    bold: bool = False
    color: str = ""
    fill: str = ""
    below: str = ""
    """Colour of the rule under the cell."""
    weight: float = 0.5
    right: float = 7.2
    """Margin at the right of the text."""


class TableShape(Struct, frozen=True):
    name: str
    box: Box
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: str


class ChartShape(Struct, frozen=True):
    name: str
    box: Box
    chart: ChartData
    size: float
    text: str = "tx1"
    line: str = "tx2"
    accents: tuple[str, ...] = ()
    """Colours of the series, where they are not the theme's accents."""
    on_accents: tuple[str, ...] = ()
    """Colours of labels on each of these, or on each of the theme's."""


class PictureShape(Struct, frozen=True):
    name: str
    box: Box
    data: bytes
    extension: str
    alt: str
    slot: Slot | None = None
    """The placeholder that it fills; `box` is where it stands, uncut, in it."""
    turn: Turn = UPRIGHT
    """How what is in the file is turned to stand so."""


Shape = TextShape | Ornament | TableShape | ChartShape | PictureShape


class DrawnPart(Struct, frozen=True):
    """A part that a drawn slide needs: a picture, a chart with its workbook, a diagram."""

    name: str
    """In the brand's file; pictures keep it, everything else is a part of its own for each slide."""
    type: str
    """The content type."""
    data: bytes
    relations: tuple[tuple[str, str, str], ...] = ()
    """(id, kind, part) of what it needs itself."""


class DrawnSlide(Struct, frozen=True):
    """A slide that was drawn in PowerPoint, as its part has it."""

    xml: bytes
    layout: str
    """The layout's part."""
    relations: tuple[tuple[str, str, str], ...] = ()
    """(id, kind, part or address) beside that to the layout; a link to a slide of the deck is `#id`."""
    parts: tuple[DrawnPart, ...] = ()
    text: str = ""


class PlacedSlide(Struct, frozen=True):
    layout: Layout
    shapes: tuple[Shape, ...]
    """In reading order, the title first."""
    title: str
    notes: tuple[Paragraph, ...] = ()
    section: str = ""
    id: str = ""
    line: int = 0
    """Of the storyboard, where the slide begins."""
    drawn: DrawnSlide | None = None
    """The slide itself, where a designer drew it; then `shapes` are empty."""

    @property
    def text(self) -> str:
        """All words on the slide, a paragraph or table cell a line; the notes are not in it."""
        lines: list[str] = [self.drawn.text] if self.drawn else []
        for shape in self.shapes:
            if isinstance(shape, TextShape):
                lines.extend(setting.paragraph.text for setting in shape.paragraphs)
            elif isinstance(shape, TableShape):
                lines.extend(text_of(cell.runs) for row in shape.rows for cell in row)
            elif isinstance(shape, ChartShape):
                lines.extend((*shape.chart.categories, *(name for name, _ in shape.chart.series)))
        return "\n".join(lines)


class ChromeLine(Struct, frozen=True):
    """A line at the edge of every slide on a layout."""

    slot: Slot
    text: str
    """Empty for the slide's number."""
    size: float = 0.0
    """In points, 0 for the layout's own."""
    color: str = ""
    """Empty for the layout's own."""


Chrome = dict[str, tuple[ChromeLine, ...]]
"""By the layout's part."""


class Fitted(Struct, frozen=True):
    """A deck with every decision taken."""

    deck: Deck
    slides: tuple[PlacedSlide, ...]
    chrome: Chrome


TOO_SMALL, FOOTER_LEFT_OUT, FOOTER_UNREADABLE = "design-too-small", "footer-left-out", "footer-unreadable"
TEXT_UNREADABLE = "text-unreadable"
WARNED = frozenset((TOO_SMALL, FOOTER_LEFT_OUT, FOOTER_UNREADABLE, TEXT_UNREADABLE))
"""Codes of findings that are the brand file's fault, not the text's: a warning says what to mend there."""


class Finding(Struct, frozen=True):
    """A decision that fitting took because something did not fit as it stood."""

    slide: int
    """Number of the slide in the finished deck, from 1."""
    code: str
    measured: float
    allowed: float
    action: str
