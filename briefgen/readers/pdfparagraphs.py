"""The paragraphs of a PDF from its lines: a line goes on where it is full for the column that it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from briefgen.patterns import lazy_pattern
from briefgen.readers.pdfcolumns import ONE, Place, find_columns
from briefgen.readers.pdflines import Line
from briefgen.readers.text import STARTS_ITEM
from briefgen.sentences import is_wide

_QUOTE, _WIDE = "\"'“”‘’", "\u2e80-\uffef"
_LATIN = rf"[^\s{_WIDE}{_QUOTE}]+"
# LibreOffice sets Latin words that one wide character joins, and one behind a Chinese comma, on one line.
_WORD = (
    rf"(?:{_LATIN}(?:[{_WIDE}]{_LATIN})*|[{_WIDE}])[，。、；：？！）》」』】〕…,.;:!?)%]*(?:(?<=[，、；：]){_LATIN})?"
)
_UNIT = lazy_pattern(rf"[（《「『【〔{_QUOTE}]*{_WORD}(?:[{_QUOTE}]+(?:{_WORD})?)*|\S+")
"""What a line break does not part: a Chinese character or a Latin word with the marks around it.

No line breaks beside a quotation mark that may open as well as close (UAX 14, class QU).
"""
BULLET = lazy_pattern(r"[•●○▪■◆\uf0b7\uf0a7]\s*|[·–-]\s+")


class _Shape(Struct, frozen=True):
    """A column of text: its margins, and the distance from one line to the next, in points."""

    left: float
    right: float
    step: float
    narrow: dict[int, float]
    """How far lines go that begin at one distance, in units of 3 points, from the edge: a quotation is set narrower."""


def find_paragraphs(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Lines that make one paragraph or heading; `body` is the size of most of the text, in points."""
    places = find_columns(lines)
    shapes = _shapes(lines, places, body)
    group: list[Line] = []
    last = ONE
    for line, place in zip(lines, places, strict=True):
        if group and not _goes_on(group, line, shapes[last], shapes[place], last != place):
            yield group
            group = []
        group.append(line)
        last = place
    if group:
        yield group


def _shapes(lines: Sequence[Line], places: Sequence[Place], body: float) -> dict[Place, _Shape]:
    """The shape of each column; lines of all pages tell it, as a page may hold no full line of it."""
    running = [line for line in lines if line.size == body]
    steps = [a.top - b.top for a, b in pairwise(running) if a.page == b.page and a.top > b.top]
    step = min(median(steps) if steps else 1.5 * body, 2.2 * body)
    columns: dict[Place, list[Line]] = defaultdict(list)
    for line, place in zip(lines, places, strict=True):
        if line.size == body:
            columns[place].append(line)
    return {place: _shape(columns[place] or running, step) for place in {*places}}


def _shape(running: Sequence[Line], step: float) -> _Shape:
    rights = sorted(line.right for line in running)
    narrow: dict[int, float] = {}
    for line in running:
        narrow[round(line.left / 3)] = max(line.right, narrow.get(round(line.left / 3), 0.0))
    return _Shape(min(line.left for line in running), rights[int(0.95 * (len(rights) - 1))], step, narrow)


def _goes_on(group: Sequence[Line], following: Line, shape: _Shape, its_shape: _Shape, new_column: bool) -> bool:
    """Whether the following line continues the paragraph: the line is full, and the next is neither set off nor in."""
    line = group[-1]
    if line.size != following.size or line.bold != following.bold or STARTS_ITEM.match(following.text):
        return False
    hangs = len(group) == 1 and bool(BULLET.match(line.text) or STARTS_ITEM.match(line.text))
    indent = following.left - its_shape.left - max(line.left - shape.left, 0.0)
    if BULLET.match(following.text) or indent > (4 if hangs else 0.8) * line.size:
        return False
    fell = line.top - following.top
    turns = line.page != following.page or (new_column and fell < 0)
    if not turns and not 0 < fell < 1.3 * max(shape.step, 1.1 * line.size):
        return False
    return line.right + _needed(following) > _right(line, following, shape) - 0.3 * line.size


def _needed(following: Line) -> float:
    """The room in points that the line's first unit would have taken on the line before."""
    unit = _UNIT.match(following.text)
    return sum(1.0 if is_wide(char) else 0.5 for char in (unit.group() if unit else "")) * following.size


def _right(line: Line, following: Line, shape: _Shape) -> float:
    if line.left > shape.left + line.size and abs(following.left - line.left) < 1:
        return min(shape.right, shape.narrow.get(round(line.left / 3), shape.right))
    return shape.right
