"""How tall text is in a given width, and where it is cut when it is too tall."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.measure import break_lines, line_pitch
from briefgen.deck.model import Paragraph, Run, Runs
from briefgen.deck.placed import SetParagraph
from briefgen.deck.theme import Level, Slot, Theme

SMALLEST = 12.0
"""No text on a slide is smaller, in points."""
GAP_SLACK = 1.1
"""Renderers that set lines closer than the font wants do not shrink the gaps between paragraphs."""
SPARE = 0.985
"""Share of a width that lines may fill: renderers differ by about a character in a hundred."""


class Step(Struct, frozen=True):
    """A rung of the ladder: the size of first-level text in points, and the share of the usual spacing."""

    size: float
    spacing: float = 1.0


class TextStyle(Struct, frozen=True):
    """Levels, and the faces that they are measured with."""

    levels: tuple[Level, ...]
    face: str
    heading_face: str

    def level(self, number: int) -> Level:
        return self.levels[min(number, len(self.levels) - 1)]

    def size(self, number: int, step: Step) -> float:
        """Size of a list level: as the theme relates it to the first one."""
        share = self.level(number).size / self.levels[0].size
        return max(SMALLEST, round(step.size * min(share, 1.0) * 2) / 2)


def style_of(slot: Slot, theme: Theme) -> TextStyle:
    own = slot.levels[0].face
    return TextStyle(slot.levels, own or theme.text_face, own or theme.heading_face)


def plain_style(theme: Theme, size: float, bold: bool = False) -> TextStyle:
    """Text without bullets or spacing of its own, but with the body's indents for lists."""
    levels = tuple(
        replace(level, size=size, bold=bold, bullet=False, leading=1.0, caps=False) for level in theme.body.levels
    )
    own = theme.body.levels[0].face
    return TextStyle(levels, own or theme.text_face, own or theme.heading_face)


def line_count(paragraph: Paragraph, width: float, style: TextStyle, step: Step) -> int:
    return len(lines_of(paragraph, width, style, step))


def _hang(paragraph: Paragraph, style: TextStyle, step: Step) -> float:
    """Room for the bullet or number; numbers need as much as their digits."""
    hang = style.level(paragraph.level).hang
    if paragraph.marker != "number":
        return hang
    return max(hang, style.size(paragraph.level, step) * (0.9 + 0.52 * len(str(paragraph.number))))


def indent_of(paragraph: Paragraph, style: TextStyle, step: Step) -> float:
    """Where the text of a list item begins, in points."""
    level = style.level(paragraph.level)
    return level.left - level.hang + _hang(paragraph, style, step)


def lines_of(paragraph: Paragraph, width: float, style: TextStyle, step: Step) -> list[str]:
    """The lines that a paragraph takes in `width` points."""
    level = style.level(paragraph.level)
    size = style.size(paragraph.level, step)
    room = (width - (indent_of(paragraph, style, step) if paragraph.item else 0.0)) * SPARE
    bold = level.bold or paragraph.heading or any(run.bold for run in paragraph.runs)
    code = sum(len(run.text) for run in paragraph.runs if run.code)
    if code:
        room *= 0.9
    text = paragraph.text.upper() if level.caps else paragraph.text
    if "\n" not in text and len(text) * size <= room:
        return [text]
    face = style.heading_face if level.heading else style.face
    face = "Courier New" if code * 2 > len(text) else face
    found: list[str] = []
    for part in text.split("\n"):
        found.extend(break_lines(part, size, face, max(room, size), bold) or [""])
    return found


def paragraph_height(paragraph: Paragraph, width: float, style: TextStyle, step: Step, pitch: float = 0.0) -> float:
    """Height in points without the space before; `pitch` is that of the text it stands in, its own where 0."""
    level = style.level(paragraph.level)
    lines = line_count(paragraph, width, style, step)
    pitch = pitch or line_pitch(paragraph.text, style.face)
    return lines * style.size(paragraph.level, step) * pitch * level.leading


def common_pitch(paragraphs: tuple[Paragraph, ...], style: TextStyle) -> float:
    """The line height, in em, that text must be given when any of its lines may be a Chinese one."""
    return max((line_pitch(paragraph.text, style.face) for paragraph in paragraphs), default=1.22)


def space_before(paragraph: Paragraph, style: TextStyle, step: Step) -> float:
    level = style.level(paragraph.level)
    before = max(level.before, 6.0) if paragraph.heading or not paragraph.item else level.before
    if paragraph.item and not paragraph.marker:
        before = min(before, 3.0)
    return round(before * step.spacing, 1)


def text_height(paragraphs: tuple[Paragraph, ...], width: float, style: TextStyle, step: Step) -> float:
    """Height of paragraphs in points; PowerPoint drops the first one's space before."""
    pitch = common_pitch(paragraphs, style)
    total = sum(paragraph_height(p, width, style, step, pitch) for p in paragraphs)
    gaps = sum(space_before(p, style, step) for p in paragraphs[1:]) + sum(
        style.level(p.level).after for p in paragraphs
    )
    return total + gaps * GAP_SLACK


def line_size(text: str, slot: Slot, theme: Theme) -> float:
    """The size at which a footer or date fits in its slot, in points: its own, or smaller; 0 where none does."""
    style = style_of(slot, theme)
    left, top, right, bottom = slot.inset
    room = slot.box.height - max(0.0 if slot.anchor == "ctr" else top + bottom, 5.0)
    sizes = [slot.size, *(float(size) for size in range(int(slot.size), int(SMALLEST) - 1, -1) if size < slot.size)]
    for size in sizes:
        tall = text_height((Paragraph((Run(text),)),), slot.box.width - left - right, style, Step(size))
        if tall <= room:
            return size
    return 0.0


def set_paragraphs(paragraphs: tuple[Paragraph, ...], style: TextStyle, step: Step) -> tuple[SetParagraph, ...]:
    """Paragraphs with the sizes and spacing of a step."""
    found = []
    for paragraph in paragraphs:
        style.level(paragraph.level)
        found.append(
            SetParagraph(
                paragraph,
                style.size(paragraph.level, step),
                space_before(paragraph, style, step),
                bold=True if paragraph.heading else None,
                color="accent1" if paragraph.heading else "",
                left=indent_of(paragraph, style, step) if paragraph.item else 0.0,
                hang=_hang(paragraph, style, step) if paragraph.marker else 0.0,
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
    pitch = common_pitch(paragraphs, style)
    for paragraph in paragraphs:
        before = space_before(paragraph, style, step) * GAP_SLACK if count else 0.0
        tall = before + paragraph_height(paragraph, width, style, step, pitch)
        tall += style.level(paragraph.level).after * GAP_SLACK
        if used + tall > height:
            break
        used += tall
        count += 1
    if count == len(paragraphs):
        return paragraphs, ()
    rest = paragraphs[count]
    room = height - used
    tall = paragraph_height(rest, width, style, step, pitch)
    if tall > height * 0.6 and (count == 0 or room > height * 0.4):
        head, tail = _cut_paragraph(rest, width, room, style, step)
        if head:
            return (*paragraphs[:count], head), (tail, *paragraphs[count + 1 :])
    while count > 1 and paragraphs[count - 1].heading:
        count -= 1
    return paragraphs[:count], paragraphs[count:]


def _cut_paragraph(
    paragraph: Paragraph, width: float, height: float, style: TextStyle, step: Step
) -> tuple[Paragraph | None, Paragraph]:
    """A paragraph cut after a line, at least two lines on either side."""
    lines = lines_of(paragraph, width, style, step)
    pitch = style.size(paragraph.level, step) * 1.32 * style.level(paragraph.level).leading
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
