"""Beside the chart: whether the numbers on its bars, points and slices have room beside one another."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from briefgen.deck.measure import text_width
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from briefgen.deck.chart import ChartData, ChartLook

MOST_LABELS = 30
"""With more values than this the chart shows a value axis instead of a label on each value."""
LINE = 1.22
"""Height of a line of labels in em."""
RING = 0.8
"""Where the labels on a doughnut stand, as a share of its radius: in the middle of the ring."""
_CODE_PARTS = lazy_pattern(r'"([^"]*)"|(General|[#,0]+(?:\.(0+))?(E\+00)?)')
_BESIDE = 2.0
"""Points between two labels."""


def label_text(value: float, code: str) -> str:
    """A number as `code`, one of `number_format`'s, shows it."""
    shown = []
    for match in _CODE_PARTS.finditer(code):
        if match[2] is None:
            shown.append(match[1])
        elif match[4]:
            shown.append(f"{value:.2E}")
        else:
            comma = "," if "," in match[2] else ""
            shown.append(f"{value:{comma}.{len(match[3] or '')}f}" if match[2] != "General" else f"{value:g}")
    return "".join(shown)


def is_labelled(data: ChartData, code: str, look: ChartLook) -> bool:
    """Whether each value can carry its number without running over another; slices are asked for one by one."""
    count = sum(len(values) for _, values in data.series)
    most_lines = 2 if data.kind == "line" else len(data.series)
    if data.kind in ("pie", "doughnut"):
        return True
    if count > MOST_LABELS or len(data.series) > most_lines:
        return False
    return not look.width or _have_room(data, code, look)


def _have_room(data: ChartData, code: str, look: ChartLook) -> bool:
    """Whether the widest number, or the height of a line where bars lie, fits between the middles of two bars."""
    lies = data.kind == "bar"
    slot = (look.height if lies else look.width) / max(len(data.categories), 1)
    count = len(data.series) if data.kind != "line" else 1
    room = slot if count == 1 else slot * 1.08 / (1.08 * count - 0.08 + 0.7)  # as bar_plot sets gap and overlap
    if lies:
        return look.text_pt <= room
    texts = {label_text(value, code) for _, values in data.series for value in values if value is not None}
    return max((text_width(text, look.text_pt, look.face) for text in texts), default=0.0) + _BESIDE <= room


def crowded_slices(data: ChartData, code: str, look: ChartLook, named: bool) -> frozenset[int]:
    """The slices whose labels would run over those of larger ones; `named` where the category stands above the number.

    Nothing where the size of the chart is not known.
    """
    values = [value or 0.0 for value in data.series[0][1]]
    total = sum(values)
    if not look.width or total <= 0:
        return frozenset()
    boxes, before = [], 0.0
    for name, value in zip(data.categories, values, strict=False):
        text = label_text(value, code)
        size = text_width(f"{name}\n{text}" if named else text, look.text_pt, look.face), look.text_pt * LINE
        boxes.append(_label_box((before + value / 2) / total, (size[0], size[1] * (2 if named else 1)), data, look))
        before += value
    kept: list[int] = []
    for index in sorted(range(len(boxes)), key=lambda index: -values[index]):
        if not any(_collide(boxes[index], boxes[other]) for other in kept):
            kept.append(index)
    return frozenset(range(len(boxes))) - frozenset(kept)


Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def _label_box(turn: float, size: tuple[float, float], data: ChartData, look: ChartLook) -> Rectangle:
    """Where the label at that share of the circle stands, from the circle's middle: outside of a pie, on a ring."""
    across, up = sin(turn * 2 * pi), cos(turn * 2 * pi)
    wide, tall = size
    if data.kind == "doughnut":
        radius, out = min(look.width, look.height) / 2 * RING, 0.0
    else:
        radius, out = max(min(look.width, look.height) / 2 - tall, look.text_pt), 0.5
    x, y = across * (radius + wide * out), -up * (radius + tall * out)
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def _collide(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
