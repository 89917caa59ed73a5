"""Blocks one under the other in an area: how tall they are, where they are cut into pages, and where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.chartfit import chart_height, chart_size, cut_chart
from briefgen.deck.illustration import caption_height, place_picture
from briefgen.deck.model import (
    ArgumentMap,
    Block,
    Chart,
    Code,
    Column,
    Columns,
    Items,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Sources,
    Statement,
    Table,
    Text,
)
from briefgen.deck.placed import BoxLook, ChartShape, SetParagraph, Shape, TextShape
from briefgen.deck.quoting import PAD, cut_quotation, place_quotation, quotation_height
from briefgen.deck.tables import MOST_ON_A_PAGE, cut_table, place_table, table_height
from briefgen.deck.textcut import cut_text
from briefgen.deck.textfit import (
    SMALLEST,
    Step,
    TextStyle,
    plain_style,
    set_paragraphs,
    style_of,
    text_height,
)
from briefgen.deck.theme import Box, Theme
from briefgen.deck.visuals import (
    as_text,
    cut_items,
    items_height,
    map_height,
    place_items,
    place_map,
)

GAP = 16.0
"""Between two blocks, at the usual spacing."""
PICTURE_HEIGHT = 150.0
"""What a picture needs at least; it grows into what is free."""
LEAST = 50.0
"""A brand's page may have less room than that: alone on it, they take what there is."""


class Setting(Struct, frozen=True):
    """What measuring needs beside the block: the theme, the storyboard's path (pictures), its title for alt texts."""

    theme: Theme
    path: str
    title: str = ""
    compact: bool = False
    """True inside columns, where quotations are set smaller."""


def paragraphs_of(block: Text | Statement | Sources) -> tuple[Paragraph, ...]:
    return block.paragraphs


def _style(block: Block, setting: Setting, step: Step) -> TextStyle:
    """The style of a text-like block."""
    theme = setting.theme
    if isinstance(block, Sources):
        return replace(style_of(theme.body, theme))
    if isinstance(block, Statement):
        return plain_style(theme, step.size * 1.3, bold=True)
    return style_of(theme.body, theme)


def _step(block: Block, step: Step) -> Step:
    if isinstance(block, Sources):
        return replace(step, size=max(SMALLEST, step.size * 0.7))
    if isinstance(block, Statement):
        return replace(step, size=step.size * 1.3)
    return step


def block_height(block: Block, width: float, setting: Setting, step: Step) -> float:
    """The least height that a block needs, in points."""
    theme = setting.theme
    if isinstance(block, Text | Statement | Sources):
        return text_height(block.paragraphs, width, _style(block, setting, step), _step(block, step)) + PAD
    if isinstance(block, Table):
        return table_height(block, width, theme, step)
    if isinstance(block, Code):
        return _code_height(block.text, width, setting, step)
    if isinstance(block, Quotation):
        return quotation_height(block, width, theme, step)
    if isinstance(block, Items):
        return items_height(block, width, theme, step)
    if isinstance(block, ArgumentMap):
        return map_height(block, width, theme, step)
    if isinstance(block, Chart):
        return chart_height(block.data, width, theme)
    if isinstance(block, Picture):
        return PICTURE_HEIGHT + caption_height(block, width, theme)
    if isinstance(block, Columns):
        return max(
            stack_height(column.blocks, wide, replace(setting, compact=True), step)
            for column, wide in zip(block.columns, column_widths(block, width), strict=True)
        )
    return 0.0


def is_flexible(block: Block) -> bool:
    """True for blocks that take whatever room is left."""
    if isinstance(block, Columns):
        return any(is_flexible(inner) for column in block.columns for inner in column.blocks)
    return isinstance(block, Chart | Picture | ArgumentMap) or (isinstance(block, Items) and block.use == "matrix")


def stack_height(blocks: Sequence[Block], width: float, setting: Setting, step: Step) -> float:
    gaps = GAP * step.spacing * max(len(blocks) - 1, 0)
    return sum(block_height(block, width, setting, step) for block in blocks) + gaps


def column_widths(block: Columns, width: float) -> list[float]:
    """Widths in points, with the gutter taken off."""
    gutter = 24.0
    room = width - gutter * (len(block.columns) - 1)
    given = sum(column.width for column in block.columns)
    open_ = sum(not column.width for column in block.columns)
    left = max(1.0 - given, 0.15 * open_) if open_ else 0.0
    shares = [column.width or left / open_ for column in block.columns]
    return [room * share / sum(shares) for share in shares]


def _code_height(text: str, width: float, setting: Setting, step: Step) -> float:
    style = code_style(setting.theme, step)
    paragraph = Paragraph((Run(text),))
    return text_height((paragraph,), width - 24, style, Step(style.levels[0].size)) + 20


def code_style(theme: Theme, step: Step) -> TextStyle:
    size = max(SMALLEST, min(16.0, step.size - 4))
    return replace(plain_style(theme, size), face="Courier New", heading_face="Courier New")


def place_blocks(blocks: Sequence[Block], box: Box, setting: Setting, step: Step) -> list[Shape]:
    """The blocks one under the other; what is flexible shares the room that is left."""
    spare = box.height - stack_height(blocks, box.width, setting, step)
    flexible = sum(map(is_flexible, blocks))
    shapes: list[Shape] = []
    drawn = all(isinstance(block, Items) for block in blocks)
    top = box.top + (max(spare, 0.0) * 0.25 if drawn and not flexible else 0.0)
    for block in blocks:
        tall = block_height(block, box.width, setting, step)
        if is_flexible(block) and spare > 0:
            tall += spare / flexible
        elif isinstance(block, Chart | Picture):
            tall = min(tall, box.bottom - top)
        shapes += place_block(block, Box(box.left, top, box.width, tall), setting, step)
        top += tall + GAP * step.spacing
    return shapes


def place_block(block: Block, box: Box, setting: Setting, step: Step) -> list[Shape]:
    """The shapes of one block."""
    theme = setting.theme
    if isinstance(block, Text | Statement | Sources):
        style, own = _style(block, setting, step), _step(block, step)
        paragraphs = set_paragraphs(block.paragraphs, style, own)
        if isinstance(block, Statement):
            paragraphs = tuple(replace(paragraph, bold=True) for paragraph in paragraphs)
        return [TextShape("Text", paragraphs, box=box, look=BoxLook())]
    if isinstance(block, Table):
        return place_table(block, box, theme, step, setting.title)
    if isinstance(block, Code):
        size = code_style(theme, step).levels[0].size
        paragraph = SetParagraph(Paragraph((Run(block.text),)), size, color="tx1")
        return [TextShape("Code", (paragraph,), box=box, look=BoxLook("bg2", inset=(12, 8, 12, 8)), mono=True)]
    if isinstance(block, Quotation):
        return place_quotation(block, box, theme, step)
    if isinstance(block, Items):
        return place_items(block, box, theme, step)
    if isinstance(block, ArgumentMap):
        return place_map(block, box, theme, step)
    if isinstance(block, Chart):
        usual = max(SMALLEST, min(16.0, step.size - 4))
        return [ChartShape("Chart", box, block.data, chart_size(block.data, box.width, box.height, theme, usual))]
    if isinstance(block, Picture):
        return place_picture(block, box, theme, setting.path, 0.0 if setting.compact else 0.5)
    if isinstance(block, Columns):
        return _place_columns(block, box, setting, step)
    return []


def _place_columns(block: Columns, box: Box, setting: Setting, step: Step) -> list[Shape]:
    shapes: list[Shape] = []
    left = box.left
    widths = column_widths(block, box.width)
    for column, wide in zip(block.columns, widths, strict=True):
        inner = Box(left, box.top, wide, box.height)
        shapes += place_blocks(column.blocks, inner, replace(setting, compact=True), step)
        left += wide + 24.0
    return shapes


def cut_block(
    block: Block, width: float, room: float, setting: Setting, step: Step
) -> tuple[Block | None, Block | None]:
    """The part of a block that fits in `room` points and the rest; (None, block) when nothing fits."""
    if isinstance(block, Text | Statement | Sources) and len(block.paragraphs) > MOST_ON_A_PAGE:
        first = replace(block, paragraphs=block.paragraphs[:MOST_ON_A_PAGE])
        fitting, left = cut_block(first, width, room, setting, step)
        over = left.paragraphs if isinstance(left, Text | Statement | Sources) else ()
        return fitting, replace(block, paragraphs=(*over, *block.paragraphs[MOST_ON_A_PAGE:]))
    if not _is_measured_in_parts(block) and block_height(block, width, setting, step) <= room:
        return block, None
    if isinstance(block, Text | Statement | Sources):
        style, own = _style(block, setting, step), _step(block, step)
        head, tail = cut_text(block.paragraphs, width, room - PAD, style, own)
        return replace(block, paragraphs=head) if head else None, replace(block, paragraphs=tail) if tail else None
    if isinstance(block, Table):
        return cut_table(block, width, room, setting.theme, step)
    if isinstance(block, Items) and block.use != "matrix":
        return cut_items(block, width, room, setting.theme, step)
    if isinstance(block, Code):
        return _cut_code(block, partial(_code_height, width=width, setting=setting, step=step), room)
    if isinstance(block, Chart):
        shown, later = cut_chart(block.data, width, room, setting.theme)
        return Chart(shown) if shown else None, Chart(later) if later else None
    if isinstance(block, Columns):
        return _cut_columns(block, width, room, setting, step)
    if isinstance(block, Quotation) and block.piece:
        return cut_quotation(block, width, room, setting.theme, step)
    return None, block


def _is_measured_in_parts(block: Block) -> bool:
    """Whether rows, lines or paragraphs are measured one by one up to the cut, not all of them for every page."""
    if isinstance(block, Items):
        return block.use != "matrix"
    return _length(block) > MOST_ON_A_PAGE and (not isinstance(block, Quotation) or block.piece > 0)


def _length(block: Block) -> int:
    """How many rows, lines or paragraphs stand one below the other, where that can be many."""
    if isinstance(block, Columns):
        return max(sum(map(_length, column.blocks)) for column in block.columns)
    if isinstance(block, Table):
        return len(block.rows)
    if isinstance(block, Code):
        return block.text.count("\n") + 1
    return len(block.paragraphs) if isinstance(block, Text | Statement | Sources | Quotation) else 1


def _cut_code(block: Code, tall: partial[float], room: float) -> tuple[Code | None, Code | None]:
    lines = block.text.split("\n", MOST_ON_A_PAGE)
    later = [lines.pop()] if len(lines) > MOST_ON_A_PAGE else []

    def height(count: int) -> float:
        return tall("\n".join(lines[:count]))

    high = 1
    while high <= len(lines) and height(high) <= room:
        high *= 2
    count = high // 2 + bisect_right(range(high // 2 + 1, min(high, len(lines) + 1)), room, key=height)
    if not count:
        return None, block
    if count == len(lines) and not later:
        return block, None
    return replace(block, text="\n".join(lines[:count])), replace(block, text="\n".join([*lines[count:], *later]))


def _cut_columns(
    block: Columns, width: float, room: float, setting: Setting, step: Step
) -> tuple[Columns | None, Columns | None]:
    heads, tails = [], []
    for column, wide in zip(block.columns, column_widths(block, width), strict=True):
        head, tail = cut_stack(column.blocks, wide, room, replace(setting, compact=True), step)
        heads.append(Column(tuple(head), column.width))
        tails.append(Column(tuple(tail), column.width))
    first = Columns(tuple(heads)) if any(column.blocks for column in heads) else None
    rest = Columns(tuple(tails)) if any(column.blocks for column in tails) else None
    return first, rest


def cut_stack(
    blocks: Sequence[Block], width: float, room: float, setting: Setting, step: Step
) -> tuple[list[Block], list[Block]]:
    """The blocks that fit on one page, and those that do not; the first part is empty when nothing fits."""
    page: list[Block] = []
    used = 0.0
    for index, block in enumerate(blocks):
        left = room - used
        head, tail = cut_block(block, width, left, setting, step)
        if head is None and not page and isinstance(block, Chart | Picture) and left >= LEAST:
            return [block], list(blocks[index + 1 :])
        if head is not None:
            page.append(head)
            used += block_height(head, width, setting, step) + GAP * step.spacing
        if tail is not None:
            return page, [tail, *blocks[index + 1 :]]
    return page, []


def pages_of(
    blocks: Sequence[Block], width: float, room: float, setting: Setting, step: Step
) -> list[list[Block]] | None:
    """The blocks on as many pages as they need; None when some block fits on no page at this step."""
    pages: list[list[Block]] = []
    rest = list(blocks)
    while rest:
        page, rest = cut_stack(rest, width, room, setting, step)
        if not page:
            return None
        pages.append(page)
    return pages


def balanced_pages(
    blocks: Sequence[Block], width: float, room: float, setting: Setting, steps: Iterable[Step]
) -> tuple[list[list[Block]], Step] | None:
    """The fewest pages at the smallest step, then the largest step and the most even pages of that number."""
    ladder = list(steps)
    last = pages_of(blocks, width, room, setting, ladder[-1])
    if last is None:
        return None
    best, step = last, ladder[-1]
    for candidate in ladder:
        pages = pages_of(blocks, width, room, setting, candidate)
        if pages is not None and len(pages) <= len(last):
            best, step = pages, candidate
            break
    low, high = room * 0.35, room
    while high - low > 6:
        middle = (low + high) / 2
        pages = pages_of(blocks, width, middle, setting, step)
        if pages is not None and len(pages) <= len(best):
            best, high = pages, middle
        else:
            low = middle
    return best, step


def simplified(blocks: Sequence[Block]) -> list[Block]:
    """Drawings that cannot be cut turned into lists, which can."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Items | ArgumentMap):
            found.append(as_text(block))
        elif isinstance(block, Columns):
            found.extend(inner for column in block.columns for inner in simplified(column.blocks))
        else:
            found.append(block)
    return found


def listed(blocks: Sequence[Block]) -> list[Block]:
    """Tables whose rows, code whose lines and quotations whose words are taller than a slide turned into paragraphs."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Code):
            lines = (Paragraph((Run(line, code=True),)) for line in block.text.split("\n"))
            found.append(Text(tuple(lines)))
        elif isinstance(block, Quotation) and block.piece:
            credit = (Paragraph((Run("— "), *block.credit)),) if block.credit else ()
            found.append(Text((*block.paragraphs, *credit)))
        else:
            found.append(_as_list(block) if isinstance(block, Table) else block)
    return found


def _as_list(table: Table) -> Text:
    """A table's rows as items, each cell after its column's name."""
    found: list[Paragraph] = []
    for row in table.rows or (table.header,):
        for number, (name, cell) in enumerate(zip(table.header, row, strict=False)):
            label = tuple(replace(run, bold=True) for run in name)
            runs = (*label, Run(": "), *cell) if table.rows else label
            found.append(Paragraph(runs, level=min(number, 1), marker="bullet", item=True))
    return Text(tuple(found))
