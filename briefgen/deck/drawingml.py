"""Placed shapes as DrawingML and PresentationML (ISO/IEC 29500-1, 19 to 21), written straight as text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from briefgen.deck.ink import color_xml
from briefgen.deck.model import Paragraph
from briefgen.deck.package import attribute_xml
from briefgen.deck.picturehead import Turn
from briefgen.deck.placed import BoxLook, Cell, ChartShape, Ornament, PictureShape, SetParagraph, TableShape, TextShape
from briefgen.deck.slideparts import SlideParts
from briefgen.deck.textxml import MONO, emu, fill_xml, has_han, is_right_to_left, paragraph_xml
from briefgen.deck.theme import Box, Slot

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_LEFTWARDS = ' rtl="1"'
"""What every paragraph that runs leftwards has: hardly any does, and looking for it is cheap."""
_BLANK = 0.3
"""Width of a blank in em, in any face that a slide may be set in."""


def frame_xml(box: Box, tag: str = "a:xfrm") -> str:
    return (
        f'<{tag}><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></{tag}>'
    )


def text_shape_xml(shape: TextShape, parts: SlideParts) -> str:
    """A placeholder with inherited position, or a text box."""
    return _placeholder_xml(shape, shape.slot, parts) if shape.slot else _text_box_xml(shape, parts)


def _placeholder_xml(shape: TextShape, slot: Slot, parts: SlideParts) -> str:
    body = _paragraphs_xml(shape.paragraphs, slot, parts)
    frame = shape.box
    flow = ' wrap="square" numCol="1"' if slot.odd else ""
    if _LEFTWARDS in body and (blank := _leftward_blank(shape.paragraphs)):
        frame = _widened_left(frame or slot.box, blank)
        flow += f' lIns="{emu(slot.inset[0] + blank)}"'
    place = f"<p:spPr>{frame_xml(frame)}</p:spPr>" if frame else "<p:spPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{parts.shape_id()}" name={attribute_xml(shape.name)}{_holder_xml(slot)}{place}'
        f"<p:txBody><a:bodyPr{flow}><a:noAutofit/></a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>"
    )


@lru_cache(maxsize=256)
def _holder_xml(slot: Slot) -> str:
    """What makes a shape the placeholder, from the end of its p:cNvPr."""
    kind = "" if slot.type == "obj" else f' type="{slot.type}"'
    index = "" if slot.idx == "0" else f' idx="{slot.idx}"'
    locks = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    return f"/>{locks}<p:nvPr><p:ph{kind}{index}/></p:nvPr></p:nvSpPr>"


def _text_box_xml(shape: TextShape, parts: SlideParts) -> str:
    id_, name = parts.shape_id(), attribute_xml(shape.name)
    look, box = shape.look or BoxLook(), shape.box
    assert box is not None
    free = not look.fill
    body = "".join(
        [paragraph_xml(p, None, look.heading, parts, free or look.inset[2] >= p.size * _HANG) for p in shape.paragraphs]
    )
    if shape.mono:
        body = body.replace('"+mn-lt"', f'"{MONO}"')
    box, hang = _with_hang(box, look, shape.paragraphs)
    blank = 0.0 if look.fill or look.vertical or _LEFTWARDS not in body else _leftward_blank(shape.paragraphs)
    box = _widened_left(box, blank)
    left, top, right, bottom = (
        emu(look.inset[0] + blank),
        emu(look.inset[1]),
        emu(look.inset[2] + hang),
        emu(look.inset[3]),
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name={name}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{frame_xml(box)}{_geometry_xml(look.geometry)}{fill_xml(look.fill)}{_line_xml(look.outline)}</p:spPr>"
        f'<p:txBody><a:bodyPr{" vert=" + chr(34) + "vert270" + chr(34) if look.vertical else ""} wrap="square" '
        f'lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" '
        f'rtlCol="0" anchor="{look.anchor}"><a:noAutofit/></a:bodyPr>{_list_style_xml(look.face)}{body}'
        "</p:txBody></p:sp>"
    )


_HANG = 1.35
"""How far punctuation hangs over the edge of a Chinese line, in em: itself, and what is added between it and Latin."""


def _with_hang(box: Box, look: BoxLook, paragraphs: tuple[SetParagraph, ...]) -> tuple[Box, float]:
    """A bare box widened by an em that Chinese punctuation may hang into, and that em in points."""
    if look.fill or look.vertical or not any(has_han(p.paragraph.text) for p in paragraphs):
        return box, 0.0
    hang = max(p.size for p in paragraphs)
    return replace(box, width=box.width + hang), hang


def _leftward_blank(paragraphs: tuple[SetParagraph, ...]) -> float:
    """Points that the blank after a line's last word reaches to the left of the text, where that runs leftwards."""
    sizes = [p.size for p in paragraphs if is_right_to_left(p.paragraph.runs)]
    return max(sizes) * _BLANK if sizes else 0.0


def _widened_left(box: Box, by: float) -> Box:
    return replace(box, left=box.left - by, width=box.width + by) if by else box


def _paragraphs_xml(paragraphs: Iterable[SetParagraph], slot: Slot, parts: SlideParts) -> str:
    heading = slot.level(0).heading
    return "".join(
        [
            paragraph_xml(p, slot.level(p.paragraph.level), heading, parts, slot.inset[2] >= p.size * 0.85)
            for p in paragraphs
        ]
    )


def _list_style_xml(face: str) -> str:
    """A text box's own style: empty, or the brand's typeface on every level."""
    if not face:
        return "<a:lstStyle/>"
    run = f"<a:defRPr><a:latin typeface={attribute_xml(face)}/></a:defRPr>"
    return f"<a:lstStyle>{''.join(f'<a:lvl{n}pPr>{run}</a:lvl{n}pPr>' for n in range(1, 10))}</a:lstStyle>"


def _geometry_xml(geometry: str) -> str:
    """A preset shape; a number after a colon is its first adjustment."""
    preset, _, adjust = geometry.partition(":")
    guide = f'<a:gd name="adj" fmla="val {adjust}"/>' if adjust else ""
    return f'<a:prstGeom prst="{preset}"><a:avLst>{guide}</a:avLst></a:prstGeom>'


def _line_xml(color: str, weight: float = 0.75) -> str:
    if not color:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{emu(weight)}">{fill_xml(color)}</a:ln>'


_VEIL = '<a:alpha val="88000"/>'
"""What lies beneath a veil can still be guessed."""


def ornament_xml(shape: Ornament, parts: SlideParts) -> str:
    """A decoration, marked so for screen readers; lines are connectors."""
    head = f'<p:cNvPr id="{parts.shape_id()}" name={attribute_xml(shape.name)}>{DECORATIVE}</p:cNvPr>'
    geometry = _geometry_xml(shape.geometry)
    frame, line = frame_xml(shape.box), _line_xml(shape.line, shape.weight)
    if shape.geometry == "line":
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{head}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
            f"<p:spPr>{frame}{geometry}{line}</p:spPr></p:cxnSp>"
        )
    fill = fill_xml(shape.fill)
    if shape.veils:
        fill = f"<a:solidFill>{color_xml(shape.fill, _VEIL)}</a:solidFill>"
    return (
        f"<p:sp><p:nvSpPr>{head}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{frame}{geometry}{fill}{line}</p:spPr>"
        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{parts.language}"/></a:p></p:txBody></p:sp>'
    )


def picture_xml(shape: PictureShape, parts: SlideParts) -> str:
    relationship = parts.relate("image", parts.add_picture(shape))
    alt = f" descr={attribute_xml(shape.alt)}" if shape.alt else ""
    mark = "" if shape.alt else DECORATIVE
    locks, holder = ' noGrp="1"' if shape.slot else "", ""
    if shape.slot:
        holder = f'<p:ph type="{shape.slot.type}" idx="{shape.slot.idx}"/>'
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{parts.shape_id()}" name={attribute_xml(shape.name)}{alt}>{mark}</p:cNvPr>'
        f'<p:cNvPicPr><a:picLocks{locks} noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{holder}</p:nvPr></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{_turned_frame_xml(shape.box, shape.turn)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        "</p:pic>"
    )


def _turned_frame_xml(box: Box, turn: Turn) -> str:
    """The frame of what is seen in `box` once it has been turned round its middle."""
    if turn.lies:
        left, top = box.left + (box.width - box.height) / 2, box.top + (box.height - box.width) / 2
        box = Box(left, top, box.height, box.width)
    attributes = f' rot="{turn.degrees * 60000}"' if turn.degrees else ""
    attributes += ' flipH="1"' if turn.mirrored else ""
    return frame_xml(box).replace("<a:xfrm", f"<a:xfrm{attributes}", 1)


def chart_xml(shape: ChartShape, parts: SlideParts) -> str:
    from briefgen.deck.chart import describe_chart

    relationship = parts.relate("chart", parts.add_chart(shape))
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    return (
        f"{_frame_head(shape.name, describe_chart(shape.chart), parts)}{frame_xml(shape.box, 'p:xfrm')}<a:graphic>"
        f'<a:graphicData uri="{uri}"><c:chart xmlns:c="{uri}" r:id="{relationship}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )


def _frame_head(name: str, alt: str, parts: SlideParts) -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{parts.shape_id()}" name={attribute_xml(name)} '
        f'descr={attribute_xml(alt)}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        "<p:nvPr/></p:nvGraphicFramePr>"
    )


def table_xml(shape: TableShape, parts: SlideParts) -> str:
    """A native table whose first row is its header; rules and colours are the theme's."""
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in shape.widths)
    rows = "".join(
        [
            f'<a:tr h="{emu(height)}">{"".join([_cell_xml(cell, parts) for cell in row])}</a:tr>'
            for row, height in zip(shape.rows, shape.heights, strict=True)
        ]
    )
    return (
        f"{_frame_head(shape.name, shape.alt, parts)}{frame_xml(shape.box, 'p:xfrm')}<a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell_xml(cell: Cell, parts: SlideParts) -> str:
    setting = SetParagraph(Paragraph(cell.runs), cell.size, bold=cell.bold or None, color=cell.color, align=cell.align)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph_xml(setting, None, False, parts, hangs=False)}</a:txBody>"
        f"{_cell_properties(cell.below, cell.weight, cell.fill, cell.right)}</a:tc>"
    )


@lru_cache(maxsize=256)
def _cell_properties(below: str, weight: float, fill: str, right: float) -> str:
    """The a:tcPr: a rule under the cell, a faint one where it is thin, and the cell's ground."""
    none, clear = "<a:noFill/>", '<a:alpha val="40000"/>'
    rules = f'<a:lnL w="0">{none}</a:lnL><a:lnR w="0">{none}</a:lnR><a:lnT w="0">{none}</a:lnT>'
    line = fill_xml(below) if weight > 1 else f"<a:solidFill>{color_xml(below, clear)}</a:solidFill>"
    return (
        f'<a:tcPr marL="91440" marR="{emu(right)}" marT="45720" marB="45720" anchor="ctr">'
        f'{rules}<a:lnB w="{emu(weight)}">{line}</a:lnB>{fill_xml(fill)}</a:tcPr>'
    )
