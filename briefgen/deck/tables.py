"""Native tables: column widths, row heights that renderers keep to, and where a long table is cut."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.measure import break_lines, text_width
from briefgen.deck.model import Runs, Table, text_of
from briefgen.deck.placed import Cell, Ornament, Shape, TableShape
from briefgen.deck.slotfit import has_widow
from briefgen.deck.textcut import split_at
from briefgen.deck.textfit import SMALLEST, SPARE, Step
from briefgen.deck.theme import Box, Theme

MOST_ON_A_PAGE = 80
"""No page takes more rows or paragraphs: only so many are measured to find out where it ends."""
PADDING = 7.2
"""Left and right of a cell's text; above and below it is half as much."""
ARROW = 22.8
"""What a contrast's arrow takes at the right of its first column, beside the padding."""
_GAP = {"table": 4.0, "contrast": 10.0, "asks": 8.0}


def cell_size(step: Step) -> float:
    """Tables are set two steps smaller than the body."""
    return max(SMALLEST, min(18.0, step.size - (2 if step.spacing > 1 else 4)))


class Grid(Struct, frozen=True):
    """A table's columns and rows in points; rows without the gap that a step's spacing adds."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]


@lru_cache(maxsize=64)
def _grid(table: Table, width: float, face: str, size: float) -> Grid:
    """Kept, as a ladder has several steps at which a table's text is of one size, and placing asks again."""
    widths = _column_widths(table, width, face, size)
    rows = (table.header, *table.rows)
    if not table.shares and table.use != "contrast" and len(widths) <= 4 and len(rows) <= 9:
        widths = _evened(widths, rows, face, size)
    free = _text_widths(table, widths)
    return Grid(widths, tuple(_row_height(row, free, face, size) for row in rows))


def _text_widths(table: Table, widths: tuple[float, ...]) -> tuple[float, ...]:
    """The columns' widths without the room of a contrast's arrow."""
    return (widths[0] - ARROW, *widths[1:]) if _has_arrows(table) else widths


def _has_arrows(table: Table) -> bool:
    return table.use == "contrast" and len(table.header) == 2


def _evened(widths: tuple[float, ...], rows: tuple[tuple[Runs, ...], ...], face: str, size: float) -> tuple[float, ...]:
    """The widths, or a little moved from one column to the next where that saves a line or a word alone in one."""

    def cost(tried: tuple[float, ...]) -> tuple[float, int]:
        found = [cell_lines(text_of(c), w, face, size) for row in rows for c, w in zip(row, tried, strict=False)]
        tall = sum([_row_height(row, tried, face, size) for row in rows])
        return tall, sum(map(has_widow, found))

    best, least = widths, cost(widths)
    if least[1] == 0:
        return widths
    for at in range(len(widths) - 1):
        for share in (-0.04, 0.04, -0.08, 0.08):
            moved = share * sum(widths)
            tried = (*widths[:at], widths[at] + moved, widths[at + 1] - moved, *widths[at + 2 :])
            if min(tried[at : at + 2]) > 0.6 * min(widths[at : at + 2]) and (found := cost(tried)) < least:
                best, least = tried, found
    return best


def _column_widths(table: Table, width: float, face: str, size: float) -> tuple[float, ...]:
    """Adding up to `width`: as the text needs, with room for words where there is any."""
    count = len(table.header)
    if table.shares:
        return tuple(share * width for share in table.shares)
    if table.use == "contrast":
        return (width / count,) * count
    equal = width / max(count, 1)
    wanted, least, whole = [], [], []
    for n in range(count):
        texts = [text_of(row[n]) for row in (table.header, *table.rows) if n < len(row)]
        wanted.append(max([text_width(text, size, face, True) for text in texts]) * 1.04 + 2 * PADDING + 4)
        words = [word for text in texts for word in _whole_words(text)]
        longest = max([text_width(word, size, face, True) for word in words], default=0.0) * 1.04 + 2 * PADDING + 4
        whole.append(max(longest, equal * 0.4))
        least.append(min(max(longest, equal * 0.4), equal * 0.85, wanted[-1]))
    if sum(wanted) <= width:
        extra = width / sum(wanted)
        return tuple(want * extra for want in wanted)
    if sum(whole) <= width:
        least = whole  # no word need be cut
    more = [max(want - low, 0.0) ** 0.5 for want, low in zip(wanted, least, strict=True)]
    room = width - sum(least)
    return tuple(low + room * part / sum(more) for low, part in zip(least, more, strict=True))


def _whole_words(text: str) -> list[str]:
    """The words that no line may break inside."""
    words = text.split()
    return words if text.isascii() else [word for word in words if not any(map(_is_wide, word))]


def _is_wide(char: str) -> bool:
    """East Asian, Hangul too: compared here, since a pattern of such ranges takes milliseconds to compile."""
    return (
        "\u1100" <= char <= "\u11ff"
        or "\u2e80" <= char <= "\ua4cf"
        or "\uac00" <= char <= "\ud7af"
        or "\uf900" <= char <= "\ufaff"
        or ("\ufe30" <= char <= "\ufe4f" or "\uff00" <= char <= "\uffef")
    )


def _row_height(cells: tuple[Runs, ...], widths: tuple[float, ...], face: str, size: float) -> float:
    """Height of a row's text and padding: LibreOffice sets Chinese in tables 1.45 em apart, PowerPoint 1.32."""
    tallest = size * 1.24
    for cell, width in zip(cells, widths, strict=False):
        text = text_of(cell)
        pitch = 1.24 if text.isascii() else 1.46
        tallest = max(tallest, _line_count(text, width, face, size) * size * pitch)
    return tallest + PADDING


def _line_count(text: str, width: float, face: str, size: float) -> int:
    return len(cell_lines(text, width, face, size))


def _room(width: float) -> float:
    return max((width - 2 * PADDING) * SPARE - 1, 6.0)


@lru_cache(maxsize=512)
def cell_lines(text: str, width: float, face: str, size: float) -> tuple[str, ...]:
    """The lines of a cell; kept, as evening out changes two columns at a time."""
    room = _room(width)
    return tuple([line for part in text.split("\n") for line in (break_lines(part, size, face, room, True) or [""])])


def _fitted_grid(table: Table, width: float, theme: Theme, step: Step) -> Grid:
    """The table's columns, adding up to `width`, and its rows, the header first."""
    grid = _grid(table, width, theme.text_face, cell_size(step))
    gap = _GAP.get(table.use, 4.0) * step.spacing
    return Grid(grid.widths, tuple([tall + gap for tall in grid.heights]))


def cell_rooms(table: Table, width: float, theme: Theme, step: Step) -> list[float]:
    """Points that the text of each column's cells has; of a table longer than a page its columns as they are cut."""
    face, size = theme.text_face, cell_size(step)
    is_long = len(table.rows) > MOST_ON_A_PAGE
    widths = _column_widths(table, width, face, size) if is_long else _grid(table, width, face, size).widths
    return [_room(wide) for wide in _text_widths(table, widths)]


def table_height(table: Table, width: float, theme: Theme, step: Step) -> float:
    return sum(_fitted_grid(table, width, theme, step).heights)


def cut_table(table: Table, width: float, height: float, theme: Theme, step: Step) -> tuple[Table | None, Table | None]:
    """The rows that fit under the header, and a table of the rest with the same header."""
    widths = _column_widths(table, width, theme.text_face, cell_size(step))
    table = replace(table, shares=tuple(wide / width for wide in widths))
    page, later = replace(table, rows=table.rows[:MOST_ON_A_PAGE]), table.rows[MOST_ON_A_PAGE:]
    heights = _fitted_grid(page, width, theme, step).heights
    used, count = heights[0], 0
    for tall in heights[1:]:
        if used + tall > height:
            break
        used += tall
        count += 1
    if count == len(table.rows):
        return table, None
    if count == 0 and table.rows and heights[1] > height - heights[0]:
        head, tail = _cut_row(page, width, height - heights[0], theme, step)
        return head, replace(tail, rows=(*tail.rows, *later)) if tail else tail
    if count == 0:
        return None, table
    return replace(table, rows=table.rows[:count]), replace(table, rows=table.rows[count:])


def _cut_row(table: Table, width: float, height: float, theme: Theme, step: Step) -> tuple[Table | None, Table | None]:
    """A first row that is taller than the page, cut inside its cells."""
    widths = _text_widths(table, _fitted_grid(table, width, theme, step).widths)
    lines = int((height - PADDING - _GAP.get(table.use, 4.0) * step.spacing) / (cell_size(step) * 1.46))
    if lines < 2:
        return None, table
    heads, tails = [], []
    for cell, wide in zip(table.rows[0], widths, strict=False):
        text = text_of(cell)
        room = _room(wide)
        broken = break_lines(text, cell_size(step), theme.text_face, room, True) if text else []
        at = 0
        for line in broken[:lines]:
            found = text.find(line, at)
            at = (found if found >= 0 else at) + len(line)
        head, tail = split_at(cell, at) if len(broken) > lines else (cell, ())
        heads.append(head)
        tails.append(tail)
    first = replace(table, rows=(tuple(heads),))
    return first, replace(table, rows=(tuple(tails), *table.rows[1:]))


def place_table(table: Table, box: Box, theme: Theme, step: Step, alt: str) -> list[Shape]:
    """The table as a native one at the top of `box`; a contrast has an arrow in each row."""
    grid = _fitted_grid(table, box.width, theme, step)
    widths, heights = grid.widths, grid.heights
    rows = tuple(_cells(table, row, number, cell_size(step)) for number, row in enumerate((table.header, *table.rows)))
    frame = Box(box.left, box.top, box.width, sum(heights))
    columns = ", ".join(filter(None, map(text_of, table.header)))
    about = ": ".join(filter(None, (alt, columns)))
    shapes: list[Shape] = [TableShape("Table", frame, widths, heights, rows, about or "Table")]
    if _has_arrows(table):
        top = box.top + heights[0]
        for number, tall in enumerate(heights[1:], 1):
            middle = Box(box.left + widths[0] - 26, top + tall / 2 - 8, 14, 16)
            shapes.append(Ornament(f"Arrow {number}", middle, "chevron", fill="accent1"))
            top += tall
    return shapes


def _cells(table: Table, row: tuple[Runs, ...], number: int, size: float) -> tuple[Cell, ...]:
    count = len(table.header)
    padded = (*row[:count], *((),) * (count - len(row)))
    return tuple(_cell(table, runs, number, column, size) for column, runs in enumerate(padded))


def _cell(table: Table, runs: Runs, number: int, column: int, size: float) -> Cell:
    align = table.align[column] if column < len(table.align) else "l"
    if table.use == "contrast":
        last = column == len(table.header) - 1
        right = PADDING + (ARROW if column == 0 and _has_arrows(table) else 0.0)
        if number == 0:
            color = "accent1" if last else "tx2"
            return Cell(runs, size, align, True, color, below=color, weight=1.5, right=right)
        color, fill = ("tx1", "bg2") if last else ("tx2", "")
        return Cell(runs, size, align, last, color, fill=fill, below="tx2", right=right)
    if number == 0:
        return Cell(runs, size, align, True, "accent1", below="accent1", weight=1.5)
    return Cell(runs, size, align, table.use == "asks" and column == 0, "tx1", below="tx2")
