"""How tall text is in a given width, and where it is cut when it is too tall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.measure import break_lines, line_pitch, text_width
from briefgen.deck.model import Paragraph, text_of
from briefgen.deck.placed import SetParagraph
from briefgen.deck.theme import Level, Slot, Theme

SMALLEST = 12.0
"""No text on a slide is smaller, in points."""
GAP_SLACK = 1.1
"""Renderers that set lines closer than the font wants do not shrink the gaps between paragraphs."""
SPARE = 0.985
"""Share of a width that lines may fill: renderers differ by about a character in a hundred."""


_LEAST_HANG = 4.0
"""Points: with less, a level has no room for the marks of lists."""
_NARROW = 1.1
"""By how many times a line may hold more letters than others of its length."""


class Step(Struct, frozen=True, cache_hash=True, gc=False):
    """A rung of the ladder: the size of first-level text in points, and the share of the usual spacing."""

    size: float
    spacing: float = 1.0


class TextStyle(Struct, frozen=True, cache_hash=True):
    """Levels, and the faces that they are measured with."""

    levels: tuple[Level, ...]
    face: str
    heading_face: str

    def level(self, number: int) -> Level:
        return self.levels[number] if number < len(self.levels) else self.levels[-1]


class Measured(Struct, frozen=True, gc=False):
    """A paragraph in a style and a width, with all that its lines depend on beside the size."""

    paragraph: Paragraph
    level: Level
    share: float
    """Its size as a share of that of first-level text."""
    text: str
    """In capitals where the level has them."""
    face: str
    bold: bool
    code: bool
    width: float
    before: float
    """Space before it at the usual spacing."""


class MeasuredText(Struct, frozen=True):
    """Paragraphs in a style and a width; what was found out for a size is kept, as fitting tries it several times."""

    paragraphs: tuple[Measured, ...]
    pitch: float
    """See common_pitch."""
    before: tuple[float, ...]
    """Space before each paragraph but the first: PowerPoint drops that."""
    after: float
    tried: dict[float, tuple[list[list[str]], float]] = field(default_factory=dict)
    """The lines of each paragraph, and the height of them all, by the size of first-level text."""


@lru_cache(maxsize=256)
def style_of(slot: Slot, theme: Theme) -> TextStyle:
    own = slot.levels[0].face
    return TextStyle(slot.levels, own or theme.text_face, own or theme.heading_face)


@lru_cache(maxsize=64)
def plain_style(theme: Theme, size: float, bold: bool = False) -> TextStyle:
    """Text without bullets or spacing of its own, but with the body's indents for lists."""
    own = theme.body.levels[0].face
    levels = [
        replace(
            level,
            size=size,
            bold=bold,
            bullet=False,
            leading=1.0,
            caps=False,
            right=0.0,
            tracking=0.0,
        )
        for level in theme.body.levels
    ]
    return TextStyle(tuple(levels), own or theme.text_face, own or theme.heading_face)


@lru_cache(maxsize=256)
def plain_height(
    paragraphs: tuple[Paragraph, ...], width: float, theme: Theme, size: float, bold: bool = False
) -> float:
    """Height in points of text in a plain style; kept, as the same is asked for at every step of a ladder."""
    return text_height(paragraphs, width, plain_style(theme, size, bold), Step(size))


def measured(paragraph: Paragraph, width: float, style: TextStyle) -> Measured:
    """The paragraph as it is measured in `width` points."""
    runs = paragraph.runs
    level, share, face, bold, before = _manner(
        style, paragraph.level, paragraph.heading, paragraph.item, bool(paragraph.marker)
    )
    text = text_of(runs).upper() if level.caps else text_of(runs)
    code = 0
    for run in runs:
        if run.bold:
            bold = True
        if run.code:
            code += len(run.text)
    if code * 2 > len(text):
        face = "Courier New"
    room = max(width - level.right, width / 3) if level.right else width
    return Measured(paragraph, level, share, text, face, bold, bool(code), room, before)


@lru_cache(maxsize=256)
def _manner(
    style: TextStyle, number: int, heading: bool, item: bool, marked: bool
) -> tuple[Level, float, str, bool, float]:
    """What paragraphs of a kind have in common: level, share of the size, face, whether bold, and space before."""
    level = style.level(number)
    before = max(level.before, 6.0) if heading or not item else level.before
    return (
        level,
        min(level.size / style.levels[0].size, 1.0),
        style.heading_face if level.heading else style.face,
        level.bold or heading,
        min(before, 3.0) if item and not marked else before,
    )


@lru_cache(maxsize=16)
def measured_text(paragraphs: tuple[Paragraph, ...], width: float, style: TextStyle) -> MeasuredText:
    """The paragraphs as they are measured in `width` points; kept while they are tried, evened out and set."""
    found = tuple([measured(paragraph, width, style) for paragraph in paragraphs])
    return MeasuredText(
        found,
        common_pitch(paragraphs, style),
        tuple([one.before for one in found[1:]]),
        sum([one.level.after for one in found]),
    )


def common_pitch(paragraphs: tuple[Paragraph, ...], style: TextStyle) -> float:
    """The line height, in em, that text must be given when any of its lines may be a Chinese one."""
    text = "".join([run.text for paragraph in paragraphs for run in paragraph.runs])
    return line_pitch(text, style.face) if paragraphs else 1.22


def space_before(one: Measured, step: Step) -> float:
    return round(one.before * step.spacing, 1)


@lru_cache(maxsize=256)
def size_at(share: float, first: float) -> float:
    """Size of a list level: as the theme relates it to that of the first one."""
    return max(SMALLEST, round(first * share * 2) / 2)


def _hang(one: Measured, size: float) -> float:
    """Room for the bullet or number; numbers need as much as their digits."""
    hang = one.level.hang
    if one.paragraph.marker != "number":
        return hang if one.level.bullet or hang > _LEAST_HANG else size * 0.9
    return max(hang, size * (0.9 + 0.52 * len(str(one.paragraph.number))))


def _indent(one: Measured, size: float) -> float:
    """Where the text of a list item begins, in points."""
    return max(one.level.left - one.level.hang, 0.0) + _hang(one, size)


def lines_of(one: Measured, step: Step) -> list[str]:
    """The lines that a paragraph takes."""
    return _lines(one, size_at(one.share, step.size))


def _lines(one: Measured, size: float) -> list[str]:
    text = one.text
    room = (one.width - (_indent(one, size) if one.paragraph.item else 0.0)) * SPARE
    if one.code:
        room *= 0.9
    if one.level.tracking:
        room /= _stretch(one, size)
    whole = "\n" not in text
    if whole and len(text) * size <= room:
        return [text]
    room = max(room, size)
    if whole:
        return break_lines(text, size, one.face, room, one.bold)
    return [line for part in text.split("\n") for line in break_lines(part, size, one.face, room, one.bold) or [""]]


def _stretch(one: Measured, size: float) -> float:
    """How many times as wide lines are with letter-spacing, that of lines of narrow letters reckoned with."""
    wide = text_width(one.text.replace("\n", " "), size, one.face, one.bold)
    return 1 + _NARROW * one.level.tracking * len(one.text) / max(wide, size)


def lines_at(text: MeasuredText, step: Step) -> Sequence[list[str]]:
    """The lines of each paragraph."""
    return _tried(text, step.size)[0]


def _tried(text: MeasuredText, first: float) -> tuple[list[list[str]], float]:
    """The lines of each paragraph, first-level text in `first` points, and the height of them all without gaps."""
    found = text.tried.get(first)
    if found is None:
        lines, tall = [], 0.0
        for one in text.paragraphs:
            size = size_at(one.share, first)
            own = _lines(one, size)
            lines.append(own)
            tall += len(own) * size * text.pitch * one.level.leading
        found = text.tried[first] = lines, tall
    return found


def lines_height(one: Measured, step: Step, pitch: float) -> float:
    """Height in points of a paragraph's lines; `pitch` is the line height in em."""
    size = size_at(one.share, step.size)
    return len(_lines(one, size)) * size * pitch * one.level.leading


def paragraph_height(paragraph: Paragraph, width: float, style: TextStyle, step: Step) -> float:
    """Height in points of a paragraph alone."""
    return lines_height(measured(paragraph, width, style), step, line_pitch(paragraph.text, style.face))


def height_of(text: MeasuredText, step: Step) -> float:
    """Height of measured paragraphs in points."""
    gaps = text.after
    if text.before:
        gaps += sum([round(before * step.spacing, 1) for before in text.before])
    return _tried(text, step.size)[1] + gaps * GAP_SLACK


def text_height(paragraphs: tuple[Paragraph, ...], width: float, style: TextStyle, step: Step) -> float:
    """Height of paragraphs in points."""
    return height_of(measured_text(paragraphs, width, style), step)


def set_paragraphs(paragraphs: tuple[Paragraph, ...], style: TextStyle, step: Step) -> tuple[SetParagraph, ...]:
    """Paragraphs with the sizes and spacing of a step."""
    return set_measured([measured(paragraph, 0.0, style) for paragraph in paragraphs], step)


def set_measured(paragraphs: Iterable[Measured], step: Step) -> tuple[SetParagraph, ...]:
    """Measured paragraphs with the sizes and spacing of a step."""
    found = []
    for one in paragraphs:
        paragraph, size = one.paragraph, size_at(one.share, step.size)
        found.append(
            SetParagraph(
                paragraph,
                size,
                space_before(one, step),
                bold=True if paragraph.heading else None,
                color="accent1" if paragraph.heading else "",
                left=_indent(one, size) if paragraph.item else 0.0,
                hang=_hang(one, size) if paragraph.marker else 0.0,
            )
        )
    return tuple(found)
