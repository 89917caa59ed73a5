"""Where text that is too tall for its slide is cut: between paragraphs, or between the lines of a long one."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.deck.model import Paragraph, Run, Runs
from briefgen.deck.textfit import (
    GAP_SLACK,
    Measured,
    Step,
    TextStyle,
    lines_height,
    lines_of,
    measured_text,
    size_at,
    space_before,
)


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
        tall = before + lines_height(one, step, text.pitch)
        tall += one.level.after * GAP_SLACK
        if used + tall > height:
            break
        used += tall
        count += 1
    if count == len(paragraphs):
        return paragraphs, ()
    rest = text.paragraphs[count]
    room = height - used
    tall = lines_height(rest, step, text.pitch)
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
    pitch = size_at(one.share, step.size) * 1.32 * one.level.leading
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
