"""Entries drawn side by side with native shapes: big numbers, timeline, flow, 2x2 matrix, argument map."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from briefgen.deck.measure import line_pitch, text_width
from briefgen.deck.model import ArgumentMap, Item, Items, Paragraph, Run, Runs, Text, text_of
from briefgen.deck.placed import BoxLook, Ornament, SetParagraph, Shape, TextShape
from briefgen.deck.textfit import SMALLEST, SPARE, Step, plain_height
from briefgen.deck.theme import Box, Theme

GUTTER = 24.0
ROW_GAP = 18.0
SLACK = 8.0
"""Above and below text in a box of its own, insets included."""


def small(step: Step, less: float = 4.0) -> float:
    """Size of text inside a figure: smaller than the body, never under the smallest."""
    return max(SMALLEST, step.size - less)


def height(runs: Runs, width: float, size: float, theme: Theme, bold: bool = False) -> float:
    """Height of a run of text set without bullets."""
    return plain_height((Paragraph(runs),), width, theme, size, bold) if runs else 0.0


def per_row(items: Items) -> int:
    """How many entries stand side by side."""
    count = len(items.items)
    if items.use == "figures":
        return count if count <= 4 else 3 if count % 3 == 0 or count == 5 else 4
    return min(count, 5 if items.use == "flow" else 6)


@lru_cache(maxsize=8)
def crowding(items: Items) -> tuple[float, float]:
    """What stands too close to be drawn side by side, and how much of it may: entries, characters or points.

    Kept, as each measure and each place of the entries depends on it.
    """
    count = len(items.items)
    if items.use == "matrix":
        return count, 4
    if items.use != "timeline":
        return 0, 0
    if count > 6:  # the texts of thousands need not be measured for that
        return count, 6
    longest = max(len(text_of(item.text)) for item in items.items) * count
    widest = max(text_width(text_of(item.head), SMALLEST, "Arial", True) for item in items.items) * count
    measures = ((longest, 330), (round(widest), 700))
    return next((pair for pair in measures if pair[0] > pair[1]), (count, 6))


def is_list(items: Items) -> bool:
    """True where a timeline has more, or longer, entries than can stand side by side."""
    measured, allowed = crowding(items)
    return items.use == "timeline" and measured > allowed


def row_heights(items: Items, width: float, theme: Theme, step: Step) -> Iterator[float]:
    """Heights of the rows that the entries make, gaps not counted, each measured when it is asked for."""
    if is_list(items):
        yield from (_list_row(item, width, theme, step) for item in items.items)
        return
    count = per_row(items)
    rows = [items.items[at : at + count] for at in range(0, len(items.items), count)]
    heights = {"figures": _figure_height, "timeline": _event_height, "flow": _step_height}
    gap = GUTTER if items.use != "flow" else 8.0
    wide = (width - gap * (count - 1)) / count
    yield from (max(heights[items.use](item, wide, theme, step) for item in row) for row in rows)


def items_height(items: Items, width: float, theme: Theme, step: Step) -> float:
    if items.use == "matrix":
        return _matrix_height(items, width, theme, step)
    rows = list(row_heights(items, width, theme, step))
    return sum(rows) + _row_gap(items, step) * (len(rows) - 1)


def _row_gap(items: Items, step: Step) -> float:
    return (8.0 if is_list(items) else ROW_GAP + 6) * step.spacing


def cut_items(items: Items, width: float, room: float, theme: Theme, step: Step) -> tuple[Items | None, Items | None]:
    """The rows that fit in `room` points, and the rest."""
    count = 1 if is_list(items) else per_row(items)
    used, rows = 0.0, 0
    for tall in row_heights(items, width, theme, step):
        gap = _row_gap(items, step) if rows else 0.0
        if used + gap + tall > room:
            break
        used += gap + tall
        rows += 1
    at = rows * count
    first = replace(items, items=items.items[:at]) if at else None
    rest = replace(items, items=items.items[at:]) if at < len(items.items) else None
    return first, rest


def place_items(items: Items, box: Box, theme: Theme, step: Step) -> list[Shape]:
    if items.use == "matrix":
        return _place_matrix(items, box, theme, step)
    if is_list(items):
        return _place_list(items, box, theme, step)
    count = per_row(items)
    gap = GUTTER if items.use != "flow" else 8.0
    wide = (box.width - gap * (count - 1)) / count
    place = {"figures": _place_figure, "timeline": _place_event, "flow": _place_step}[items.use]
    shapes: list[Shape] = []
    top = box.top
    for row, tall in enumerate(row_heights(items, box.width, theme, step)):
        here = items.items[row * count : row * count + count]
        if items.use == "timeline":
            line = Box(box.left, top + 35, box.width, 0)
            shapes.append(Ornament(f"Line {row + 1}", line, "line", line="tx2", weight=1.25))
        for column, item in enumerate(here):
            cell = Box(box.left + column * (wide + gap), top, wide, tall)
            shapes += place(item, cell, theme, step, row * count + column + 1)
        top += tall + _row_gap(items, step)
    return shapes


def text_box(
    name: str, runs: Runs, box: Box, size: float, *, color: str = "tx1", bold: bool = False, look: BoxLook | None = None
) -> TextShape:
    """One paragraph in a box of its own."""
    setting = SetParagraph(Paragraph(runs), size, bold=bold or None, color=color)
    return TextShape(name, (setting,), box=box, look=look or BoxLook())


def _figure_size(item: Item, width: float, theme: Theme, step: Step) -> float:
    """Big numbers are as large as the column lets them be on one line, in whole steps."""
    text = text_of(item.head)
    for size in (54.0, 48.0, 40.0, 32.0, 28.0, 24.0, 20.0):
        if size <= step.size * 2.7 and text_width(text, size, theme.heading_face, True) <= width * 0.96:
            return size
    return 18.0


def _figure_height(item: Item, width: float, theme: Theme, step: Step) -> float:
    head = height(item.head, width, _figure_size(item, width, theme, step), theme, True)
    label = height(item.text, width, small(step, 2), theme)
    foot = height(item.foot, width, SMALLEST, theme)
    return 12 + head + label + foot + (8 if item.foot else 0) + SLACK + small(step) * 0.7


def _place_figure(item: Item, box: Box, theme: Theme, step: Step, number: int) -> list[Shape]:
    paragraphs = [
        SetParagraph(Paragraph(item.head), _figure_size(item, box.width, theme, step), bold=True, color="accent1")
    ]
    if item.text:
        paragraphs.append(SetParagraph(Paragraph(item.text), small(step, 2), before=2, color="tx1"))
    if item.foot:
        paragraphs.append(SetParagraph(Paragraph(item.foot), SMALLEST, before=6, color="tx2"))
    rule = Ornament(f"Rule {number}", Box(box.left, box.top, box.width, 2), fill="accent1")
    look = BoxLook(inset=(0, 12, 0, 3.6))
    return [TextShape(f"Figure {number}", tuple(paragraphs), box=box, look=look), rule]


def _event_height(item: Item, width: float, theme: Theme, step: Step) -> float:
    return 46 + height(item.text, width, small(step, 4), theme) + SLACK + small(step) * 0.7


def _place_event(item: Item, box: Box, theme: Theme, step: Step, number: int) -> list[Shape]:
    size = min(max(18.0, step.size - 2), 22.0)
    while size > SMALLEST and text_width(text_of(item.head), size, theme.text_face, True) > box.width * 0.97:
        size -= 1
    shapes: list[Shape] = []
    if item.head:
        date = Box(box.left, box.top, box.width, 37)
        look = BoxLook(anchor="b", inset=(0, 0, 0, 8))
        shapes.append(text_box(f"Date {number}", item.head, date, size, color="accent1", bold=True, look=look))
    shapes.append(Ornament(f"Dot {number}", Box(box.left, box.top + 30, 10, 10), "ellipse", fill="accent1"))
    if item.text:
        text = Box(box.left, box.top + 44, box.width, box.height - 44)
        shapes.append(text_box(f"Event {number}", item.text, text, small(step, 4)))
    return shapes


def _list_row(item: Item, width: float, theme: Theme, step: Step) -> float:
    tall = height(item.text, width - 170, small(step), theme)
    head = height(item.head, 140, small(step), theme, True)
    return max(tall, head, small(step) * line_pitch(text_of(item.text), theme.text_face)) + SLACK


def _place_list(items: Items, box: Box, theme: Theme, step: Step) -> list[Shape]:
    rows = list(row_heights(items, box.width, theme, step))
    gap = _row_gap(items, step)
    size = small(step)
    bottom = box.top + sum(rows[:-1]) + gap * (len(rows) - 1) + 14
    shapes: list[Shape] = []
    if len(rows) > 1:
        spine = Box(box.left + 150, box.top + 14, 0, bottom - box.top - 14)
        shapes.append(Ornament("Line", spine, "line", line="tx2", weight=1.25))
    top = box.top
    for number, (item, tall) in enumerate(zip(items.items, rows, strict=True), 1):
        if item.head:
            head = Box(box.left, top, 140, tall)
            shapes.append(text_box(f"Date {number}", item.head, head, size, color="accent1", bold=True))
        middle = top + 3.6 + size * 0.66
        shapes.append(Ornament(f"Dot {number}", Box(box.left + 145, middle - 5, 10, 10), "ellipse", fill="accent1"))
        if item.text:
            text = Box(box.left + 170, top, box.width - 170, tall)
            shapes.append(text_box(f"Event {number}", item.text, text, size))
        top += tall + gap
    return shapes


def head_room(items: Items, width: float) -> float:
    """Points that the name of a step has on a line."""
    count = per_row(items)
    return ((width - 8.0 * (count - 1)) / count - 44) * SPARE


def _step_height(item: Item, width: float, theme: Theme, step: Step) -> float:
    head = height(item.head, width - 44, small(step), theme, True) + SLACK
    return max(head, 50.0) + 10 + height(item.text, width - 12, small(step), theme) + SLACK + small(step) * 0.7


def _place_step(item: Item, box: Box, theme: Theme, step: Step, number: int) -> list[Shape]:
    size = small(step)
    head = max(height(item.head, box.width - 44, size, theme, True) + SLACK, 50.0)
    shape = "homePlate" if number == 1 else "chevron"
    inset = (14.0 if number == 1 else 4.0, 2.0, 4.0, 2.0)
    look = BoxLook("accent1", geometry=f"{shape}:{round(1600000 / head)}", anchor="ctr", inset=inset)
    chevron = Box(box.left, box.top, box.width, head)
    shapes: list[Shape] = [
        text_box(f"Step {number}", item.head or (Run(str(number)),), chevron, size, color="bg1", bold=True, look=look)
    ]
    if item.text:
        text = Box(box.left + 6, box.top + head + 10, box.width - 12, box.height - head - 10)
        shapes.append(text_box(f"Text {number}", item.text, text, size))
    return shapes


def _matrix_cells(items: Items, box: Box) -> list[Box]:
    left = 30.0 if items.y else 0.0
    foot = 30.0 if items.x else 0.0
    wide, tall = (box.width - left - 10) / 2, (box.height - foot - 10) / 2
    return [
        Box(box.left + left + column * (wide + 10), box.top + row * (tall + 10), wide, tall)
        for row in (0, 1)
        for column in (0, 1)
    ]


def _matrix_height(items: Items, width: float, theme: Theme, step: Step) -> float:
    if crowding(items)[0] > crowding(items)[1]:
        return float("inf")
    wide = (width - 40) / 2 - 28
    tallest = max(
        height(item.head, wide, small(step, 2), theme, True) + height(item.text, wide, small(step), theme)
        for item in items.items
    )
    return 2 * (max(tallest, 40) + 34) + 40


def _place_matrix(items: Items, box: Box, theme: Theme, step: Step) -> list[Shape]:
    shapes: list[Shape] = []
    cells = _matrix_cells(items, box)
    if items.y:
        look = BoxLook(anchor="ctr", inset=(0, 0, 0, 0), vertical=True)
        axis = Box(box.left, box.top, 26, cells[3].bottom - box.top)
        label = replace(text_box("Vertical axis", (Run(items.y),), axis, 13, color="tx2", bold=True, look=look))
        shapes.append(replace(label, paragraphs=(replace(label.paragraphs[0], align="ctr"),)))
    for number, (item, cell) in enumerate(zip(items.items, cells, strict=False), 1):
        paragraphs = (
            [SetParagraph(Paragraph(item.head), small(step, 2), bold=True, color="accent1")] if item.head else []
        )
        if item.text:
            paragraphs.append(SetParagraph(Paragraph(item.text), small(step), before=3, color="tx1"))
        look = BoxLook("bg2", inset=(14, 12, 14, 10))
        shapes.append(TextShape(f"Quadrant {number}", tuple(paragraphs), box=cell, look=look))
    if items.x:
        axis = Box(cells[2].left, cells[2].bottom + 4, cells[3].right - cells[2].left, 26)
        look = BoxLook(anchor="ctr", inset=(0, 0, 0, 0))
        label = text_box("Horizontal axis", (Run(items.x),), axis, 13, color="tx2", bold=True, look=look)
        shapes.append(replace(label, paragraphs=(replace(label.paragraphs[0], align="ctr"),)))
    return shapes


def map_height(block: ArgumentMap, width: float, theme: Theme, step: Step) -> float:
    rows = _map_rows(block, width, theme, step)
    thesis = height(block.thesis, width * 0.3 - 32, small(step, 0), theme, True) + 24 + SLACK
    return max(thesis, sum(rows) + 10 * (len(rows) - 1))


def _map_rows(block: ArgumentMap, width: float, theme: Theme, step: Step) -> list[float]:
    wide = width * 0.63 - 32
    return [height(runs, wide, small(step, 2), theme) + 14 + SLACK for runs in block.arguments]


def place_map(block: ArgumentMap, box: Box, theme: Theme, step: Step) -> list[Shape]:
    """The thesis at the left, its arguments at the right, each joined to it by straight lines.

    Elbows are routed anew by other programs than PowerPoint, through the boxes that they join.
    """
    rows = _map_rows(block, box.width, theme, step)
    spare = max(box.height - sum(rows) - 10 * (len(rows) - 1), 0.0)
    rows = [tall + min(spare / max(len(rows), 1), 44.0) for tall in rows]
    total = sum(rows) + 10 * (len(rows) - 1)
    left = Box(box.left, box.top, box.width * 0.3, max(total, map_height(block, box.width, theme, step)))
    look = BoxLook("accent1", anchor="ctr", inset=(16, 8, 16, 8))
    thesis = text_box("Thesis", block.thesis, left, small(step, 0), color="bg1", bold=True, look=look)
    shapes: list[Shape] = [thesis]
    top, start = box.top, box.left + box.width * 0.37
    spine = (left.right + start) / 2
    ends: list[float] = []
    for number, (runs, tall) in enumerate(zip(block.arguments, rows, strict=True), 1):
        ends.append(top + tall / 2)
        join = Box(spine, ends[-1], start - spine, 0)
        shapes.append(Ornament(f"Join {number}", join, "line", line="tx2", weight=1.25))
        cell = Box(start, top, box.right - start, tall)
        shapes.append(
            text_box(
                f"Argument {number}",
                runs,
                cell,
                small(step, 2),
                look=BoxLook("bg2", anchor="ctr", inset=(16, 5, 16, 5)),
            )
        )
        top += tall + 10
    trunk = Box(left.right, left.top + left.height / 2, spine - left.right, 0)
    high, low = min([trunk.top, *ends]), max([trunk.top, *ends])
    shapes.append(Ornament("Trunk", trunk, "line", line="tx2", weight=1.25))
    shapes.append(Ornament("Spine", Box(spine, high, 0, low - high), "line", line="tx2", weight=1.25))
    return [thesis, *sorted(shapes[1:], key=_top)]


def _top(shape: Shape) -> float:
    """What stands higher is read first."""
    return shape.box.top if shape.box else 0.0


def as_text(block: Items | ArgumentMap) -> Text:
    """The same as a list, for where the drawing does not fit."""
    if isinstance(block, ArgumentMap):
        points = tuple(Paragraph(runs, marker="bullet", item=True) for runs in block.arguments)
        return Text((Paragraph(block.thesis, heading=True), *points) if block.thesis else points)
    axes = [Paragraph((Run(label),)) for label in (block.x, block.y) if label]
    points = tuple(
        Paragraph(
            tuple(replace(run, bold=True) for run in item.head)
            + ((Run(" "), *item.text) if item.text else ())
            + ((Run(" — "), *item.foot) if item.foot else ()),
            marker="bullet",
            item=True,
        )
        for item in block.items
    )
    return Text((*points, *axes))
