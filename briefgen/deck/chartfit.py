"""How tall a chart must be for the names of all its bars, and where one with too many is cut."""

from __future__ import annotations

from math import ceil

from msgspec.structs import replace

from briefgen.deck.chart import ChartData
from briefgen.deck.measure import text_width
from briefgen.deck.textfit import SMALLEST
from briefgen.deck.theme import Theme

LEAST_HEIGHT = 190.0
"""What any chart needs; it grows into what is free."""
_PITCH = 1.3
"""From one name to the next in em: programs leave out every other name where they stand closer."""
_NAMES = 0.3
"""Share of the width that the names of bars may take before they are wrapped."""
_HEAD = 40.0
"""Legend, axis and margins."""
_FEWEST, _MOST = 3, 100


def chart_height(data: ChartData, width: float, theme: Theme) -> float:
    """The least height in points."""
    if data.kind != "bar":
        return LEAST_HEIGHT
    return max(LEAST_HEIGHT, len(data.categories) * _lines(data, width, theme) * SMALLEST * _PITCH + _HEAD)


def _lines(data: ChartData, width: float, theme: Theme) -> int:
    """How many lines the longest name takes; no slide has more names than are looked at."""
    names = data.categories[:_MOST]
    widest = max((text_width(name, SMALLEST, theme.text_face) for name in names), default=0.0)
    return min(ceil(widest / (width * _NAMES)) or 1, 3)


def chart_size(data: ChartData, width: float, height: float, theme: Theme, usual: float) -> float:
    """The size of a chart's text in points: smaller where the names of many bars have to stand."""
    if data.kind != "bar":
        return usual
    room = (height - _HEAD) / (max(len(data.categories), 1) * _lines(data, width, theme) * _PITCH)
    return max(SMALLEST, min(usual, round(room * 2 - 0.5) / 2))


def cut_chart(data: ChartData, width: float, room: float, theme: Theme) -> tuple[ChartData | None, ChartData | None]:
    """The bars that have room with their names, and the others, all measured on one axis; (None, all) where few have.

    So too where all names have room and the chart has not. A chart of another kind is never cut: its names are those of
    an axis.
    """
    count = int((room - _HEAD) / (_lines(data, width, theme) * SMALLEST * _PITCH))
    if chart_height(data, width, theme) <= room:
        return data, None
    if data.kind != "bar" or not _FEWEST <= count < len(data.categories):
        return None, data
    if data.reach is None:
        values = [value for _, series in data.series for value in series if value is not None]
        data = replace(data, reach=(min([0.0, *values]), max([0.0, *values])))
    return _part(data, slice(count)), _part(data, slice(count, None))


def _part(data: ChartData, which: slice) -> ChartData:
    series = tuple((name, values[which]) for name, values in data.series)
    return replace(data, categories=data.categories[which], series=series)
