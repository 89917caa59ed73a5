"""Part of fitting: text on a designer's slide set smaller until it fits in the boxes and tables that were drawn for it.

A box that PowerPoint would let grow with its text may do so, as far as there is nothing under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.designed import lines_in
from briefgen.deck.designfill import Filled, look_of
from briefgen.deck.model import Paragraph, Run
from briefgen.deck.placeholders import read_box, read_level
from briefgen.deck.textfit import GAP_SLACK, SMALLEST, Step, TextStyle, common_pitch, lines_of, measured
from briefgen.deck.theme import POINT, A, Box, Layout, Level, P, Slot, Theme

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCALES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55, 0.48)
_SIDES, _INSETS = ("lIns", "tIns", "rIns", "bIns"), (7.2, 3.6, 7.2, 3.6)
_CELL_SIDES = ("marL", "marT", "marR", "marB")
_MARGIN = 14.0
"""What is kept free at the slide's foot and right side, in points."""
_TABLE_PITCH = 1.46
"""LibreOffice sets Chinese in tables this many em apart."""
_SHAPES = (f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}cxnSp")


class _Line(Struct, frozen=True):
    """A paragraph as it is measured, with its own level."""

    paragraph: Paragraph
    level: Level


class _Frame(Struct, frozen=True):
    """Where text stands, in points: the room for it, and how far that may grow."""

    box: Box
    inset: tuple[float, ...]
    most: float
    """Greatest height that the box may take."""


class NoRoomError(Exception):
    """Text that does not fit at the smallest size; heights in points, 0 where a shape has no place or no content."""

    def __init__(self, shape: _Element | None = None, measured: float = 0.0, allowed: float = 0.0) -> None:
        about = shape.find(f"./*/{P}cNvPr") if shape is not None else None
        self.shape = about.get("name", "") if about is not None else ""
        self.measured, self.allowed = measured, allowed
        super().__init__(self.shape)


def fit_shapes(filled: Filled, layout: Layout | None, theme: Theme) -> None:
    """Sets the text of all filled shapes so that it fits. Raises NoRoomError."""
    for shape in filled.shapes:
        if shape.tag == f"{P}graphicFrame":
            _fit_table(shape, filled.root, theme)
        elif shape.getparent() is not None:
            _fit_shape(shape, layout, filled.root, theme)


def _fit_shape(shape: _Element, layout: Layout | None, root: _Element, theme: Theme) -> None:
    slot = _slot_of(shape, layout)
    frame = _frame(shape, slot, root, theme)
    body = shape.find(f"{P}txBody")
    if frame is None or body is None:
        raise NoRoomError(shape)
    lines, tall = _lines(body, slot), 0.0
    width, most = frame.box.width - frame.inset[0] - frame.inset[2], max(frame.most, frame.box.height)
    smallest = min(SMALLEST, *(line.level.size for line in lines)) if lines else SMALLEST
    for scale in _SCALES:
        tall = _height(lines, width, scale, smallest, theme) + frame.inset[1] + frame.inset[3]
        if tall <= most:
            _shrink(body, lines, scale, smallest)
            _settle(shape, frame, tall)
            return
        if scale * max((line.level.size for line in lines), default=0.0) < smallest:
            break
    raise NoRoomError(shape, tall, most)


def _slot_of(shape: _Element, layout: Layout | None) -> Slot | None:
    holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    if holder is None or layout is None:
        return None
    index = holder.get("idx", "0")
    return next((s for s in layout.slots if s.idx == index and not s.composed), None)


def _frame(shape: _Element, slot: Slot | None, root: _Element, theme: Theme) -> _Frame | None:
    body = shape.find(f"{P}txBody/{A}bodyPr")
    box = _box_of(shape) or (slot.box if slot else None)
    if box is None or body is None:
        return None
    defaults = slot.inset if slot else _INSETS
    inset = tuple(int(body.get(k, "0")) / POINT if body.get(k) else d for k, d in zip(_SIDES, defaults, strict=True))
    if body.get("vert", "horz") not in ("horz", "wordArtVert"):
        turned = Box(box.left, box.top, box.height, box.width)
        return _Frame(turned, inset[1:] + inset[:1], turned.height)
    grows = body.find(f"{A}spAutoFit") is not None and shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None
    if body.get("wrap") == "none" and grows:
        box = replace(box, width=_right_of(shape, box, root, theme) - box.left)
    most = _foot_of(shape, box, root, theme) - box.top if grows else box.height
    return _Frame(box, inset, most)


def _box_of(shape: _Element) -> Box | None:
    """Where a shape stands on the slide, also inside groups."""
    box = read_box(shape)
    for group in shape.iterancestors(f"{P}grpSp") if box else ():
        frame = group.find(f"{P}grpSpPr/{A}xfrm")
        numbers = [_pair(frame, name) for name in ("off", "ext", "chOff", "chExt")] if frame is not None else []
        if box and len(numbers) == 4 and all(numbers[3]) and all(numbers[1]):
            (x, y), (cx, cy), (inner_x, inner_y), (wide, tall) = numbers
            across, down = cx / wide, cy / tall
            left, top = x + (box.left - inner_x) * across, y + (box.top - inner_y) * down
            box = Box(left, top, box.width * across, box.height * down)
    return box


def _pair(frame: _Element, name: str) -> tuple[float, float]:
    found = frame.find(f"{A}{name}")
    keys = ("cx", "cy") if name.endswith("xt") else ("x", "y")
    left, right = (int(found.get(key, "0")) / POINT if found is not None else 0.0 for key in keys)
    return left, right


def _others(shape: _Element, root: _Element) -> Iterable[Box]:
    """The boxes of all other shapes."""
    within = {shape, *shape.iterdescendants(), *shape.iterancestors()}
    for other in root.iter(*_SHAPES):
        box = (
            (_frame_box(other) if other.tag == f"{P}graphicFrame" else _box_of(other)) if other not in within else None
        )
        if box:
            yield box


def _foot_of(shape: _Element, box: Box, root: _Element, theme: Theme) -> float:
    """How far down a box may grow: to what stands under it, or to the slide's foot."""
    under = [
        other.top
        for other in _others(shape, root)
        if other.top >= box.bottom - 2 and other.left < box.right and box.left < other.right
    ]
    return max(min([theme.height - _MARGIN, *(top - 2 for top in under)]), box.bottom)


def _right_of(shape: _Element, box: Box, root: _Element, theme: Theme) -> float:
    beside = [
        other.left
        for other in _others(shape, root)
        if other.left >= box.right - 2 and other.top < box.bottom and box.top < other.bottom
    ]
    margin = max(min(box.left, 40.0), _MARGIN)
    return max(min([theme.width - margin, *(left - 2 for left in beside)]), box.right)


def _lines(body: _Element, slot: Slot | None) -> tuple[_Line, ...]:
    lists = [style for style in (body.find(f"{A}lstStyle"), _style_of(body, slot)) if style is not None]
    return tuple(_line(paragraph, lists) for paragraph in body.findall(f"{A}p"))


def _line(paragraph: _Element, lists: list[_Element]) -> _Line:
    """A paragraph with the level that its own properties, its box and its slot make."""
    own, runs = paragraph.find(f"{A}pPr"), list(paragraph.iter(f"{A}rPr"))
    number = int(own.get("lvl", "0")) + 1 if own is not None else 1
    level = deepcopy(own) if own is not None else paragraph.makeelement(f"{A}pPr", {})
    level.tag = f"{A}lvl{number}pPr"
    for old in level.findall(f"{A}defRPr"):
        level.remove(old)
    sizes = [size for look in runs if (size := look.get("sz"))]
    look = level.makeelement(f"{A}defRPr", {"sz": max(sizes, key=int)} if sizes else {})
    if any(run.get("b") in ("1", "true") for run in runs):
        look.set("b", "1")
    level.append(look)
    style = paragraph.makeelement(f"{A}lstStyle", {})
    style.append(level)
    found = read_level(number, [style, *lists], {})
    bold = found.bold
    return _Line(Paragraph((Run(lines_in(paragraph), bold=bold),), level=0, item=found.left > 0), found)


def _style_of(body: _Element, slot: Slot | None) -> _Element | None:
    """A slot's levels as a list style, for text that inherits them."""
    if slot is None:
        return None
    style = body.makeelement(f"{A}lstStyle", {})
    for number, level in enumerate(slot.levels, 1):
        places = {"marL": str(round(level.left * POINT)), "indent": str(round(-level.hang * POINT))}
        made = body.makeelement(f"{A}lvl{number}pPr", places)
        for name, kind, value in (
            ("lnSpc", "spcPct", level.leading * 100_000),
            ("spcBef", "spcPts", level.before * 100),
            ("spcAft", "spcPts", level.after * 100),
        ):
            space = made.makeelement(f"{A}{name}", {})
            space.append(made.makeelement(f"{A}{kind}", {"val": str(round(value))}))
            made.append(space)
        look = made.makeelement(f"{A}defRPr", {"sz": str(round(level.size * 100)), "b": str(int(level.bold))})
        look.set("cap", "all" if level.caps else "none")
        made.append(look)
        style.append(made)
    return style


def _height(lines: tuple[_Line, ...], width: float, scale: float, smallest: float, theme: Theme) -> float:
    """Height of the text in points at a scale of its sizes."""
    face = theme.text_face
    pitch = common_pitch(tuple(line.paragraph for line in lines), TextStyle((Level(),), face, theme.heading_face))
    total = 0.0
    for number, line in enumerate(lines):
        level = replace(line.level, size=max(line.level.size * scale, smallest))
        style = TextStyle((level,), face, theme.heading_face)
        count = len(lines_of(measured(line.paragraph, width, style), Step(level.size)))
        total += count * level.size * pitch * level.leading
        total += ((level.before if number else 0.0) + level.after) * GAP_SLACK * scale
    return total


def _shrink(body: _Element, lines: tuple[_Line, ...], scale: float, smallest: float) -> None:
    """Writes the sizes of a scale down, and takes out what would scale them once more."""
    properties = body.find(f"{A}bodyPr")
    for fit in list(properties) if properties is not None else ():
        if str(fit.tag).removeprefix(A) in ("normAutofit", "spAutoFit"):
            fit.tag = f"{A}noAutofit"
            fit.attrib.clear()
    if scale == 1.0:
        return
    for paragraph, line in zip(body.findall(f"{A}p"), lines, strict=True):
        for run in paragraph.iter(f"{A}r", f"{A}fld"):
            look = look_of(run)
            size = int(look.get("sz", round(line.level.size * 100))) / 100
            look.set("sz", str(round(max(size * scale, min(size, smallest)) * 100)))


def _settle(shape: _Element, frame: _Frame, tall: float) -> None:
    """Makes a box that may grow as large as its text needs."""
    body, extent = shape.find(f"{P}txBody/{A}bodyPr"), shape.find(f"{P}spPr/{A}xfrm/{A}ext")
    if extent is None or body is None or next(shape.iterancestors(f"{P}grpSp"), None) is not None:
        return
    if body.get("wrap") == "none":
        body.set("wrap", "square")
        extent.set("cx", str(round(frame.box.width * POINT)))
    if tall > frame.box.height:
        extent.set("cy", str(round(tall * POINT)))


def _frame_box(frame: _Element) -> Box | None:
    place = frame.find(f"{P}xfrm")
    if place is None:
        return None
    (left, top), (width, height) = _pair(place, "off"), _pair(place, "ext")
    return Box(left, top, width, height)


def _fit_table(frame: _Element, root: _Element, theme: Theme) -> None:
    """Rows as tall as their text, the whole smaller until it stands above what is under it."""
    table, box, extent = next(frame.iter(f"{A}tbl"), None), _frame_box(frame), frame.find(f"{P}xfrm/{A}ext")
    if table is None or box is None or extent is None:
        return
    widths = [int(column.get("w", "0")) / POINT for column in table.iter(f"{A}gridCol")]
    most, heights = _foot_of(frame, box, root, theme) - box.top, [0.0]
    for scale in _SCALES:
        heights = [_row_height(row, widths, scale, theme) for row in table.iter(f"{A}tr")]
        if sum(heights) <= most:
            spare = max(most - sum(heights), 0.0)
            for row, tall in zip(table.iter(f"{A}tr"), heights, strict=True):
                more = min(max(int(row.get("h", "0")) / POINT - tall, 0.0), spare)
                spare -= more
                row.set("h", str(round((tall + more) * POINT)))
            for body in table.iter(f"{A}txBody"):
                _shrink(body, _lines(body, None), scale, SMALLEST)
            extent.set("cy", str(sum(int(row.get("h", "0")) for row in table.iter(f"{A}tr"))))
            return
    raise NoRoomError(frame, sum(heights), most)


def _row_height(row: _Element, widths: list[float], scale: float, theme: Theme) -> float:
    tallest = 0.0
    for number, cell in enumerate(row.findall(f"{A}tc")):
        body, look = cell.find(f"{A}txBody"), cell.find(f"{A}tcPr")
        if body is None or cell.get("hMerge") or cell.get("vMerge"):
            continue
        inset = [
            int(look.get(k, "0")) / POINT if look is not None and look.get(k) else d
            for k, d in zip(_CELL_SIDES, _INSETS, strict=True)
        ]
        wide = sum(widths[number : number + int(cell.get("gridSpan", "1"))]) - inset[0] - inset[2]
        lines = _lines(body, None)
        smallest = min(SMALLEST, *(line.level.size for line in lines)) if lines else SMALLEST
        tall = _height(lines, wide, scale, smallest, theme)
        chinese = not all(line.paragraph.text.isascii() for line in lines)
        tallest = max(tallest, tall * (_TABLE_PITCH / 1.32 if chinese else 1.0) + inset[1] + inset[3])
    return tallest
