"""How tall text is in a given width, and where it is cut when it is too tall."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.measure import break_lines, line_pitch
from briefgen.deck.model import Paragraph, Run, Runs, text_of
from briefgen.deck.placed import SetParagraph
from briefgen.deck.theme import Level, Slot, Theme

SMALLEST = 12.0
"""No text on a slide is smaller, in points."""
GAP_SLACK = 1.1
"""Renderers that set lines closer than the font wants do not shrink the gaps between paragraphs."""
SPARE = 0.985
"""Share of a width that lines may fill: renderers differ by about a character in a hundred."""


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
    tried: dict[float, tuple[tuple[list[str], ...], float]] = field(default_factory=dict)
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
        replace(level, size=size, bold=bold, bullet=False, leading=1.0, caps=False) for level in theme.body.levels
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
    return Measured(paragraph, level, share, text, face, bold, bool(code), width, before)


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
def _size(share: float, first: float) -> float:
    """Size of a list level: as the theme relates it to that of the first one."""
    return max(SMALLEST, round(first * share * 2) / 2)


def _hang(one: Measured, size: float) -> float:
    """Room for the bullet or number; numbers need as much as their digits."""
    hang = one.level.hang
    if one.paragraph.marker != "number":
        return hang
    return max(hang, size * (0.9 + 0.52 * len(str(one.paragraph.number))))


def _indent(one: Measured, size: float) -> float:
    """Where the text of a list item begins, in points."""
    return one.level.left - one.level.hang + _hang(one, size)


def lines_of(one: Measured, step: Step) -> list[str]:
    """The lines that a paragraph takes."""
    size, text = _size(one.share, step.size), one.text
    room = (one.width - (_indent(one, size) if one.paragraph.item else 0.0)) * SPARE
    if one.code:
        room *= 0.9
    whole = "\n" not in text
    if whole and len(text) * size <= room:
        return [text]
    room = max(room, size)
    if whole:
        return break_lines(text, size, one.face, room, one.bold)
    return [line for part in text.split("\n") for line in break_lines(part, size, one.face, room, one.bold) or [""]]


def lines_at(text: MeasuredText, step: Step) -> tuple[list[str], ...]:
    """The lines of each paragraph."""
    return _tried(text, step)[0]


def _tried(text: MeasuredText, step: Step) -> tuple[tuple[list[str], ...], float]:
    """The lines of each paragraph, and the height of all lines, gaps not counted."""
    found = text.tried.get(step.size)
    if found is None:
        lines = tuple([lines_of(one, step) for one in text.paragraphs])
        tall = sum([_lines_height(*pair, step, text.pitch) for pair in zip(text.paragraphs, lines, strict=True)])
        found = text.tried[step.size] = lines, tall
    return found


def _lines_height(one: Measured, lines: list[str], step: Step, pitch: float) -> float:
    return len(lines) * _size(one.share, step.size) * pitch * one.level.leading


def paragraph_height(paragraph: Paragraph, width: float, style: TextStyle, step: Step) -> float:
    """Height in points of a paragraph alone."""
    one = measured(paragraph, width, style)
    return _lines_height(one, lines_of(one, step), step, line_pitch(paragraph.text, style.face))


def height_of(text: MeasuredText, step: Step) -> float:
    """Height of measured paragraphs in points."""
    gaps = text.after
    if text.before:
        gaps += sum([round(before * step.spacing, 1) for before in text.before])
    return _tried(text, step)[1] + gaps * GAP_SLACK


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
        paragraph, size = one.paragraph, _size(one.share, step.size)
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


def cut_text(
    paragraphs: tuple[Paragraph, ...], width: float, height: float, style: TextStyle, step: Step
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """The paragraphs that fit in `height`, and the rest; a paragraph is cut only where it fills most of a page.

    A heading is not left behind at the foot. The first part may be empty.
    """
    used, count = 0.0, 0
    text = measured_text(paragraphs, width, style)
    for one in text.paragraphs:
        before = space_before(one, step) * GAP_SLACK if count else 0.0
        tall = before + _lines_height(one, lines_of(one, step), step, text.pitch)
        tall += one.level.after * GAP_SLACK
        if used + tall > height:
            break
        used += tall
        count += 1
    if count == len(paragraphs):
        return paragraphs, ()
    rest = text.paragraphs[count]
    room = height - used
    tall = _lines_height(rest, lines_of(rest, step), step, text.pitch)
    if tall > height * 0.6 and (count == 0 or room > height * 0.4):
        head, tail = _cut_paragraph(rest, room, step)
        if head:
            return (*paragraphs[:count], head), (tail, *paragraphs[count + 1 :])
    while count > 1 and paragraphs[count - 1].heading:
        count -= 1
    return paragraphs[:count], paragraphs[count:]


def _cut_paragraph(one: Measured, height: float, step: Step) -> tuple[Paragraph | None, Paragraph]:
    """A paragraph cut after a line, at least two lines on either side."""
    paragraph, lines = one.paragraph, lines_of(one, step)
    pitch = _size(one.share, step.size) * 1.32 * one.level.leading
    count = min(int(height / pitch), len(lines) - 2)
    if count < 2 and not (count == 1 and len(lines) <= 3):
        count = max(1, int(height / pitch)) if len(lines) > 1 and height >= pitch else 0
    if count < 1 or count >= len(lines):
        return None, paragraph
    at, text = 0, paragraph.text
    for line in lines[:count]:
        at = text.index(line, at) + len(line) if line and line in text[at:] else at + len(line)
    left, right = split_at(paragraph.runs, min(at, len(text)))
    return replace(paragraph, runs=left), replace(paragraph, runs=right, marker="", heading=paragraph.heading)


def split_at(runs: Runs, at: int) -> tuple[Runs, Runs]:
    """Runs before and after a code point of their text; the blank at the cut goes."""
    left: list[Run] = []
    right: list[Run] = []
    for run in runs:
        cut = max(0, min(len(run.text), at))
        if run.text[:cut]:
            left.append(replace(run, text=run.text[:cut]))
        if run.text[cut:]:
            right.append(replace(run, text=run.text[cut:]))
        at -= len(run.text)
    if left:
        left[-1] = replace(left[-1], text=left[-1].text.rstrip())
    if right:
        right[0] = replace(right[0], text=right[0].text.lstrip())
    return tuple(run for run in left if run.text), tuple(run for run in right if run.text)
