"""The columns of a PDF's pages: which of how many side by side each line stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefgen.readers.pdflines import Line

Place = tuple[int, int]
"""Which column from the left, counted from 0, and of how many."""
ONE: Place = (0, 1)


def find_columns(lines: Sequence[Line]) -> list[Place]:
    """The place of each line; the lines come column by column, as programs write them."""
    places = [ONE] * len(lines)
    reach: dict[int, tuple[Place, float]] = {}
    for band in _bands(lines):
        for number, column in enumerate(band):
            for index in column:
                places[index] = (number, len(band))
        reach[lines[band[0].start].page] = (0, len(band)), max(lines[index].right for index in band[0])
    if reach:
        _place_lone_columns(lines, places, reach)
    return places


def _place_lone_columns(lines: Sequence[Line], places: list[Place], reach: dict[int, tuple[Place, float]]) -> None:
    """A page behind one in columns may fill no more than the first: nothing stands beside it, but it is as narrow."""
    for (page, place), run in groupby(range(len(lines)), lambda index: (lines[index].page, places[index])):
        indexes = [*run]
        if place == ONE and page - 1 in reach:
            first, right = reach[page - 1]
            if all(lines[index].right < right + lines[index].size for index in indexes):
                places[indexes[0] : indexes[-1] + 1] = [first] * len(indexes)


def _bands(lines: Sequence[Line]) -> Iterator[list[range]]:
    """Columns that stand side by side, as ranges of lines."""
    band: list[range] = []
    for index in range(1, len(lines)):
        if not _jumps_up(lines[index - 1], lines[index]):
            continue
        left = _column_before(lines, index, band[-1].start if band else 0)
        if len(left) < 2:
            continue
        if band and left.start >= band[-1].start and left.stop <= band[-1].stop:
            band[-1] = range(band[-1].start, index)
        else:
            if band:
                yield band
            band = [left]
        band.append(_column_from(lines, index))
    if band:
        yield band


def _jumps_up(line: Line, following: Line) -> bool:
    """Whether the following line stands higher and further right on the page, as the first of a column does."""
    return line.page == following.page and following.top > line.top + line.size and following.left > line.left


def _column_before(lines: Sequence[Line], index: int, first: int) -> range:
    """The lines left of the line at `index`, none where one of them reaches into its column."""
    start = index
    head = lines[index]
    while start > first and lines[start - 1].page == head.page and lines[start - 1].top < head.top + 2 * head.size:
        start -= 1
        if lines[start].right > head.left:
            return range(0)
    return range(start, index)


def _column_from(lines: Sequence[Line], index: int) -> range:
    """The lines below the one at `index` that begin where it does or, where it is indented, a little before."""
    end = index + 1
    head = lines[index]
    while end < len(lines) and lines[end].page == head.page and lines[end].left > head.left - 3 * head.size:
        if lines[end].top > lines[end - 1].top:
            break
        end += 1
    return range(index, end)
