"""Words and numbers wider than the column, cell or arrow that they stand in: they cost a step of the ladder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from briefgen.deck.flow import Setting, column_widths
from briefgen.deck.linebreak import find_breaks
from briefgen.deck.measure import text_width
from briefgen.deck.model import Block, Columns, Items, Paragraph, Table, Text, text_of
from briefgen.deck.tables import cell_rooms, cell_size
from briefgen.deck.textfit import SPARE, Step, measured, size_at, style_of
from briefgen.deck.theme import Theme
from briefgen.deck.visuals import head_room, small
from briefgen.patterns import lazy_pattern

Broken = tuple[float, float]
"""How wide a word is, and how much room there is for it, in points."""
_MARKS = lazy_pattern(r"(?<=[/?|_@.&=-])(?=[^\W\d])")
"""Where an address or a compound may be cut without harm, though no line breaks there: not in a number."""


def broken_word(blocks: Sequence[Block], width: float, setting: Setting, step: Step) -> Broken | None:
    """A word that would be cut in a table, a column or the head of a step; None where all stay whole."""
    for block in blocks:
        found = _broken(block, width, setting, step)
        if found:
            return found
    return None


def _broken(block: Block, width: float, setting: Setting, step: Step) -> Broken | None:
    theme = setting.theme
    if isinstance(block, Table):
        size = cell_size(step)
        rooms = cell_rooms(block, width, theme, step)
        words = zip(_widest_by_column(block, theme.text_face), rooms, strict=False)
        return next(((wide * size, room) for wide, room in words if wide * size > room), None)
    if isinstance(block, Items) and block.use == "flow":
        room = head_room(block, width)
        wide = max(_widest(text_of(item.head), theme.text_face, True) for item in block.items) * small(step)
        return (wide, room) if wide > room else None
    if isinstance(block, Columns):
        for column, room in zip(block.columns, column_widths(block, width), strict=True):
            texts = [p for inner in column.blocks if isinstance(inner, Text) for p in inner.paragraphs]
            found = _broken_in_text(texts, room, theme, step) or broken_word(column.blocks, room, setting, step)
            if found:
                return found
    return None


def _broken_in_text(paragraphs: Sequence[Paragraph], width: float, theme: Theme, step: Step) -> Broken | None:
    for paragraph in paragraphs:
        one = measured(paragraph, width, style_of(theme.body, theme))
        room = (width - (one.level.left if paragraph.item else 0.0)) * SPARE
        wide = _widest(one.text, one.face, one.bold) * size_at(one.share, step.size)
        if wide > room and not one.code:
            return wide, room
    return None


@lru_cache(maxsize=16)
def _widest_by_column(table: Table, face: str) -> tuple[float, ...]:
    """The widest word of each column, in em; kept, as each step of a ladder asks for it."""
    found = [0.0] * len(table.header)
    for number, row in enumerate((table.header, *table.rows)):
        for column, cell in enumerate(row[: len(found)]):
            bold = number == 0 or table.use != "table" or any(run.bold for run in cell)
            found[column] = max(found[column], _widest(text_of(cell), face, bold))
    return tuple(found)


@lru_cache(maxsize=1024)
def _widest(text: str, face: str, bold: bool) -> float:
    """The widest of what no line may break inside, in em."""
    words = max(text.split(), key=len, default="") if len(text) > 4000 else text
    return max((text_width(piece, 1.0, face, bold) for word in words.split() for piece in _pieces(word)), default=0.0)


def _pieces(word: str) -> list[str]:
    ends = [0, *find_breaks(word), len(word)]
    return [part for start, end in pairwise(ends) for part in _MARKS.split(word[start:end])]
