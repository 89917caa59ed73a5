"""Text in a layout's slot: the largest size and widest spacing at which it fits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from briefgen.deck.measure import break_lines, text_width
from briefgen.deck.model import Paragraph, Run
from briefgen.deck.placed import TextShape
from briefgen.deck.textfit import (
    SMALLEST,
    SPARE,
    MeasuredText,
    Step,
    height_of,
    lines_at,
    measured,
    measured_text,
    set_measured,
    style_of,
)
from briefgen.deck.theme import Box, Slot, Theme

TYPE_SCALE = (54.0, 48.0, 44.0, 40.0, 36.0, 34.0, 32.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0)
FLOORS = {
    "title": 20.0,
    "body": 14.0,
    "second": 14.0,
    "quote": 14.0,
    "statement": 20.0,
    "subtitle": 14.0,
    "so-what": 14.0,
}
"""The smallest size for each slot, in points; 12 for all others."""
AIR = 0.72
"""Share of the room that text with wide spacing may fill."""
SMALLER = 0.8
"""How much smaller text is set to bring up a last line of a word or two characters."""
_WIDE = 1.5
"""By how many times the mark of what is left away may be wider than is measured, in another face."""
INSETS = 7.2
"""Least height that is kept for the insets above and below."""


@lru_cache(maxsize=64)
def ladder(size: float, floor: float) -> tuple[Step, ...]:
    """First less spacing, then a smaller size: every rung from the slot's size to the floor."""
    sizes = [size, *(smaller for smaller in TYPE_SCALE if floor <= smaller < size)]
    return tuple(Step(points, spacing) for points in sizes for spacing in (1.0, 0.5))


@lru_cache(maxsize=64)
def airy(size: float) -> tuple[Step, ...]:
    """Wider spacing for slides with little text, where it leaves a part of the room free (see AIR)."""
    return Step(size, 2.4), Step(size, 1.8), Step(size, 1.4)


def text_width_of(slot: Slot) -> float:
    return slot.box.width - slot.inset[0] - slot.inset[2]


def inside(area: Box, slot: Slot | None) -> Box:
    """What text may fill of the part of its slot that `area` is: less than that where the brand has large insets."""
    if slot is None:
        return area
    wide = min(area.width, text_width_of(slot))
    less = max(slot.inset[1] + slot.inset[3] - INSETS, 0.0)
    return replace(area, width=max(wide, area.width / 3), height=max(area.height - less, area.height / 3))


def fit_slot(
    slot: Slot, paragraphs: tuple[Paragraph, ...], theme: Theme, height: float = 0.0, floor: float = 0.0
) -> TextShape | None:
    """The text in its slot at the largest size at which it fits, or None; `height` overrides the slot's."""
    text = measured_text(paragraphs, text_width_of(slot), style_of(slot, theme))
    step = _fitting_step(text, slot, height or slot.box.height, floor)
    return TextShape(slot.name, set_measured(text.paragraphs, step), slot) if step else None


@lru_cache(maxsize=64)
def fit_line(slot: Slot, text: str, theme: Theme) -> TextShape | None:
    """A line in its slot, its end left away where it is too long; None where not even a line of it has room."""
    whole = fit_slot(slot, (Paragraph((Run(text),)),), theme)
    if whole:
        return whole
    one = measured(Paragraph((Run(text),)), text_width_of(slot), style_of(slot, theme))
    size = min(slot.size, SMALLEST)
    room = one.width * SPARE - text_width("…", size, one.face, one.bold) * _WIDE
    first = break_lines(text, size, one.face, max(room, size), one.bold)[0].rstrip(" ,;:.，；：。")
    return fit_slot(slot, (Paragraph((Run(f"{first}…"),)),), theme)


def _fitting_step(text: MeasuredText, slot: Slot, height: float, floor: float) -> Step | None:
    room = height - max(slot.inset[1] + slot.inset[3], INSETS)
    if slot.role in ("body", "second", "support") and len(text.paragraphs) > 1:
        for step in airy(slot.size):
            if height_of(text, step) <= room * AIR:
                return _aired(text, without_widow(text, (step, *slightly_smaller(step))), room)
    steps = ladder(slot.size, floor or FLOORS.get(slot.role, 12.0))
    for index, step in enumerate(steps):
        if height_of(text, step) <= room:
            large = slot.role in ("title", "statement", "quote")
            return without_widow(text, steps[index:] if large else (step, *slightly_smaller(step)))
    return None


def _aired(text: MeasuredText, step: Step, room: float) -> Step:
    """The step with the widest spacing that leaves a part of the room free."""
    return next((wide for wide in airy(step.size) if height_of(text, wide) <= room * AIR), step)


@lru_cache(maxsize=64)
def slightly_smaller(step: Step) -> tuple[Step, ...]:
    """Sizes of text that nobody tells from the step's."""
    return tuple(Step(step.size - less, step.spacing) for less in (0.5, 1.0, 1.5, 2.0) if step.size - less >= 14)


def without_widow(text: MeasuredText, steps: Sequence[Step]) -> Step:
    """The first step, or a slightly smaller one at which a last line of a word or two characters goes up a line."""
    first = steps[0]
    lines = lines_at(text, first)
    if not any(map(has_widow, lines)):
        return first
    for step in steps:
        if step.size < first.size * SMALLER:
            break
        if sum(map(len, lines_at(text, step))) < sum(map(len, lines)):
            return step
    return first


def has_widow(lines: Sequence[str]) -> bool:
    """Whether the last of several lines is one word, or so few characters that a renderer may leave only two there."""
    last = lines[-1]
    return len(lines) > 1 and (len(last) <= 2 + len(lines) or (" " not in last and len(last) <= 10 and last.isascii()))


def squeeze_slot(slot: Slot, paragraphs: tuple[Paragraph, ...], theme: Theme) -> TextShape:
    """Text at the smallest size of its slot, whose box is made as tall as that needs, downwards."""
    text = measured_text(paragraphs, text_width_of(slot), style_of(slot, theme))
    step = Step(min(FLOORS.get(slot.role, 12.0), slot.size), 0.5)
    tall = height_of(text, step) + max(slot.inset[1] + slot.inset[3], INSETS) + 1
    box = Box(slot.box.left, slot.box.top, slot.box.width, max(tall, slot.box.height))
    return TextShape(slot.name, set_measured(text.paragraphs, step), slot, box)
