"""Part of settling: how far the lines of a text really reach in their box, which is often much larger."""

from __future__ import annotations

from math import ceil, floor

from briefgen.deck.measure import break_lines, text_width
from briefgen.deck.placed import TextShape
from briefgen.deck.textfit import common_pitch, measured, style_of
from briefgen.deck.textxml import is_right_to_left
from briefgen.deck.theme import Box, Slot, Theme

_LEADING = 0.12
"""What of a first line's height above its letters, and of a last one's beneath them, is empty; in em."""
_GRID = 6.0
"""Points: extents end on a grid, so that texts of nearly one length are judged alike."""


def extent_of(shape: TextShape, slot: Slot, theme: Theme) -> Box:
    """The part of a placeholder's box, in points, that its lines stand in."""
    box = shape.box or slot.box
    left, top, right, bottom = slot.inset
    inner = Box(box.left + left, box.top + top, box.width - left - right, box.height - top - bottom)
    wide, tall = _size_of(shape, slot, theme, inner.width)
    aligns = {p.align or slot.level(p.paragraph.level).align for p in shape.paragraphs}
    if len(aligns) > 1 or any(is_right_to_left(p.paragraph.runs) for p in shape.paragraphs):
        wide = inner.width
    start = inner.left + _before(inner.width - wide, aligns.pop() if len(aligns) == 1 else "l")
    above = inner.top + _before(inner.height - tall, slot.anchor)
    less = _LEADING * shape.paragraphs[0].size if shape.paragraphs else 0.0
    return _on_grid(Box(start, above + less, wide, max(tall - 2 * less, 1.0)))


def _size_of(shape: TextShape, slot: Slot, theme: Theme, room: float) -> tuple[float, float]:
    """Width and height of the lines, in points; they take no less than what is measured."""
    style = style_of(slot, theme)
    pitch = common_pitch(tuple([p.paragraph for p in shape.paragraphs]), style)
    wide = tall = 0.0
    for number, p in enumerate(shape.paragraphs):
        one = measured(p.paragraph, room, style)
        lines = break_lines(one.text, p.size, one.face, max(one.width - p.left, p.size), one.bold)
        wide = max(wide, p.left + max((text_width(line, p.size, one.face, one.bold) for line in lines), default=0.0))
        tall += len(lines) * p.size * pitch * one.level.leading + one.level.after + (p.before if number else 0.0)
    return min(wide, room), tall


def _before(free: float, where: str) -> float:
    """The part of what is free that lies before the text: all, half or none of it."""
    return {"ctr": free / 2, "r": free, "b": free}.get(where, 0.0)


def _on_grid(box: Box) -> Box:
    left = floor(box.left / _GRID) * _GRID
    return Box(left, box.top, ceil((box.right - left) / _GRID) * _GRID, box.height)
