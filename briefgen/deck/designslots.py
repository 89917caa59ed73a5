"""Part of fitting: pictures and charts that a designer named as places, filled with those of the storyboard."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.chart import ChartData, describe_chart
from briefgen.deck.chartfill import fill_chart
from briefgen.deck.designed import Design, tag_of
from briefgen.deck.designfill import Filled, fill_part
from briefgen.deck.drawnparts import WORKBOOK_TYPE, R
from briefgen.deck.model import Picture
from briefgen.deck.picturehead import Turn
from briefgen.deck.pictures import PictureData, read_picture
from briefgen.deck.placed import DrawnPart
from briefgen.deck.tags import value_of
from briefgen.deck.theme import A, P

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHARE = 100_000
"""A crop is written in 100,000ths of the picture's side."""


class Slots(Struct):
    """The relationships and parts of a slide, as far as its slots are filled."""

    relations: list[tuple[str, str, str]]
    parts: dict[str, DrawnPart]
    storyboard: str
    """Its path: pictures are looked up beside it."""


def fill_slots(design: Design, filled: Filled, context: dict[str, Any], storyboard: str) -> Slots | None:
    """The slide's relationships and parts with its slots filled; None where there is nothing to fill one with.

    Raises BriefgenError when a picture cannot be read.
    """
    parts = {part.name: _filled(part, design, context) for part in design.drawn.parts}
    slots, where = Slots(list(design.drawn.relations), parts, storyboard), f"slide {design.number}"
    for shape in list(filled.root.iter(f"{P}pic", f"{P}graphicFrame", f"{P}sp")):
        expression = tag_of(shape)
        value = value_of(expression, context, design.path, where) if expression else None
        if expression and value is None:
            return None
        if isinstance(value, Picture):
            _fill_picture(shape, value, slots)
        elif isinstance(value, ChartData):
            _fill_chart(shape, value, slots)
    used = {str(v) for e in filled.root.iter() for k, v in e.attrib.items() if str(k).startswith(R)}
    slots.relations = [row for row in slots.relations if row[0] in used or row[1].endswith("diagramDrawing")]
    return slots


def _filled(part: DrawnPart, design: Design, context: dict[str, Any]) -> DrawnPart:
    """A chart or diagram with the tags in its texts filled."""
    if b"{{" not in part.data or not part.type.endswith("+xml"):
        return part
    return replace(part, data=fill_part(part.data, design, context))


def _describe(shape: _Element, name: str, alt: str) -> None:
    """Names a filled slot, and says for those who cannot see it what it shows."""
    about = shape.find(f"./*/{P}cNvPr")
    assert about is not None
    if about.get("name", "").strip().startswith("{{"):
        about.set("name", name)
    about.attrib.pop("title", "")
    about.set("descr", alt)
    for extension in about.findall(f"{A}extLst") if alt else ():
        about.remove(extension)


def _fill_picture(shape: _Element, picture: Picture, slots: Slots) -> None:
    """The storyboard's picture in the frame that the designer drew.

    A frame that is cropped or no rectangle is filled, and a shape with a picture for its fill, what hangs over cut off
    evenly; in any other frame the picture is shown whole, as large as there is room, in its middle.
    """
    found = read_picture(picture.path, slots.storyboard, (picture.line, picture.column))
    fill = shape.find(f"{P}blipFill")
    fill = shape.find(f"{P}spPr/{A}blipFill") if fill is None else fill
    blip = fill.find(f"{A}blip") if fill is not None else None
    frame = shape.find(f"{P}spPr/{A}xfrm")
    if blip is None or fill is None or frame is None:
        return
    for child in list(blip):
        blip.remove(child)
    blip.attrib.pop(f"{R}link", "")
    blip.set(f"{R}embed", _relate_picture(found, slots))
    crop, geometry = fill.find(f"{A}srcRect"), shape.find(f"{P}spPr/{A}prstGeom")
    filled = (
        shape.tag == f"{P}sp"
        or (crop is not None and len(crop.attrib) > 0)
        or geometry is None
        or geometry.get("prst") != "rect"
    )
    for old in fill.findall(f"{A}srcRect"):
        fill.remove(old)
    if filled:
        if shape.tag == f"{P}pic":
            _turn(frame, found.turn)
        _crop(fill, frame, found)
    else:
        _shrink(frame, found)
        _turn(frame, found.turn)
    _describe(shape, "Picture", picture.alt)


def _relate_picture(found: PictureData, slots: Slots) -> str:
    name = f"ppt/media/picture-{sha256(found.data).hexdigest()[:12]}.{found.extension}"
    slots.parts[name] = DrawnPart(name, f"image/{found.extension}", found.data)
    id_ = f"rIdFilled{len(slots.relations) + 1}"
    slots.relations.append((id_, "image", name))
    return id_


def _sides(frame: _Element) -> tuple[int, int]:
    extent = frame.find(f"{A}ext")
    return (int(extent.get("cx", "1")), int(extent.get("cy", "1"))) if extent is not None else (1, 1)


def _crop(fill: _Element, frame: _Element, found: PictureData) -> None:
    width, height = _sides(frame)
    wanted, own = width / max(height, 1), found.width / found.height
    own = 1 / own if found.turn.lies else own  # the frame is turned by now, or is that of a fill, which never is
    over = round((1 - min(wanted / own, own / wanted)) * _SHARE / 2)
    sides = ("l", "r") if own > wanted else ("t", "b")
    if over:
        fill.insert(1, fill.makeelement(f"{A}srcRect", dict.fromkeys(sides, str(over))))


def _turn(frame: _Element, turn: Turn) -> None:
    """Turns a frame round its middle, so that what is in the file is seen upright in the room that the frame took."""
    offset, extent = frame.find(f"{A}off"), frame.find(f"{A}ext")
    assert offset is not None
    assert extent is not None
    if turn.lies:
        wide, tall = _sides(frame)
        extent.attrib.update({"cx": str(tall), "cy": str(wide)})
        for key, more in (("x", wide - tall), ("y", tall - wide)):
            offset.set(key, str(int(offset.get(key, "0")) + more // 2))
    if turn.degrees:
        frame.set("rot", str((int(frame.get("rot", "0")) + turn.degrees * 60000) % 21600000))
    if turn.mirrored:
        frame.set("flipH", "1")


def _shrink(frame: _Element, found: PictureData) -> None:
    offset, extent = frame.find(f"{A}off"), frame.find(f"{A}ext")
    assert offset is not None
    assert extent is not None
    width, height = _sides(frame)
    scale = min(width / found.width, height / found.height)
    new = round(found.width * scale), round(found.height * scale)
    for key, side, full, own in (("x", "cx", width, new[0]), ("y", "cy", height, new[1])):
        offset.set(key, str(int(offset.get(key, "0")) + (full - own) // 2))
        extent.set(side, str(own))


def _fill_chart(shape: _Element, data: ChartData, slots: Slots) -> None:
    """The designer's chart with the storyboard's numbers, and a workbook of them behind it."""
    link = shape.find(".//{http://schemas.openxmlformats.org/drawingml/2006/chart}chart")
    assert link is not None
    row = next(row for row in slots.relations if row[0] == link.get(f"{R}id"))
    part = slots.parts[row[2]]
    xml, workbook = fill_chart(part.data, data)
    name = row[2].replace(".xml", f"-{len(slots.parts)}.xml")
    book = f"ppt/embeddings/Workbook-{len(slots.parts)}.xlsx"
    slots.parts[book] = DrawnPart(book, WORKBOOK_TYPE, workbook)
    others = tuple(relation for relation in part.relations if relation[1] != "package")
    slots.parts[name] = replace(part, name=name, data=xml, relations=(*others, ("rIdWorkbook", "package", book)))
    slots.relations[slots.relations.index(row)] = (row[0], row[1], name)
    _describe(shape, "Chart", describe_chart(data))
