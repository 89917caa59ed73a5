"""Part of reading a theme: the placeholders of a layout, each with what it inherits from master and presentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.deck.ground import Colors, color_of
from briefgen.deck.theme import POINT, A, Box, Level, P, Slot

if TYPE_CHECKING:
    from lxml.etree import _Element

_MASTER_TYPE = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
_NO_TEXT = {"tbl", "chart", "dgm", "media", "clipArt", "sldImg", "hdr"}
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0, "pi": 12.0}
_ALIGN = {"l": "l", "ctr": "ctr", "r": "r"}


def read_slots(layout: _Element, master: _Element, defaults: _Element | None, colors: Colors) -> list[Slot]:
    """The placeholders of a layout that text or a picture can go into, without roles, in the file's order.

    Those that are turned or set vertically are left out: no horizontal text fits there.
    """
    inherited = {_kind(shape): shape for shape in master.iter(f"{P}sp") if shape.find(f".//{P}ph") is not None}
    slots = []
    for shape in layout.iter(f"{P}sp"):
        kind = _kind(shape)
        if shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None or kind in _NO_TEXT:
            continue
        parent = inherited.get(_MASTER_TYPE.get(kind, "body"))
        sources = [element for element in (shape, parent) if element is not None]
        if _is_upright(sources):
            slots.append(_read_slot(kind, sources, master, defaults, colors))
    return [slot for slot in slots if slot.box.width > 0 and slot.box.height > 0]


def _kind(shape: _Element) -> str:
    placeholder = shape.find(f".//{P}ph")
    return placeholder.get("type", "obj") if placeholder is not None else ""


def _bodies(sources: list[_Element]) -> list[_Element]:
    return [body for e in sources if (body := e.find(f"{P}txBody/{A}bodyPr")) is not None]


def _is_upright(sources: list[_Element]) -> bool:
    frame = next((f for e in sources if (f := e.find(f"{P}spPr/{A}xfrm")) is not None), None)
    turn = int(frame.get("rot", "0")) / 60000 % 360 if frame is not None else 0
    flow = next((value for body in _bodies(sources) if (value := body.get("vert"))), "horz")
    return flow == "horz" and min(turn, 360 - turn) < 3


def _read_slot(kind: str, sources: list[_Element], master: _Element, defaults: _Element | None, colors: Colors) -> Slot:
    placeholder, properties = sources[0].find(f".//{P}ph"), sources[0].find(f".//{P}cNvPr")
    assert placeholder is not None
    style = "titleStyle" if kind in ("title", "ctrTitle") else "bodyStyle"
    style = "otherStyle" if kind in ("dt", "ftr", "sldNum") else style
    chain = [*(e.find(f"{P}txBody/{A}lstStyle") for e in sources), master.find(f"{P}txStyles/{P}{style}"), defaults]
    lists = [element for element in chain if element is not None]
    bodies = _bodies(sources)
    return Slot(
        role="",
        type=kind,
        idx=placeholder.get("idx", "0"),
        name=properties.get("name", "") if properties is not None else "",
        box=next((box for box in map(read_box, sources) if box), Box(0, 0, 0, 0)),
        levels=tuple(read_level(number, lists, colors) for number in range(1, 10)),
        inset=_inset(bodies),
        anchor=next((value for body in bodies if (value := body.get("anchor"))), "t"),
        odd=any(body.get("wrap") == "none" or body.get("numCol", "1") != "1" for body in bodies),
    )


def read_box(shape: _Element) -> Box | None:
    """Where a shape stands, in points; None where it says nothing itself."""
    frame = shape.find(f"{P}spPr/{A}xfrm")
    offset = frame.find(f"{A}off") if frame is not None else None
    extent = frame.find(f"{A}ext") if frame is not None else None
    if offset is None or extent is None:
        return None
    left, top = (int(offset.get(key, "0")) / POINT for key in ("x", "y"))
    return Box(left, top, *(int(extent.get(key, "0")) / POINT for key in ("cx", "cy")))


def _inset(bodies: list[_Element]) -> tuple[float, float, float, float]:
    def one(key: str, default: float) -> float:
        return next((int(body.get(key, "0")) / POINT for body in bodies if body.get(key)), default)

    return one("lIns", 7.2), one("tIns", 3.6), one("rIns", 7.2), one("bIns", 3.6)


def read_level(number: int, lists: list[_Element], colors: Colors) -> Level:
    """A list level as the first of `lists` that says something about it has it."""
    found = [level for style in lists if (level := style.find(f"{A}lvl{number}pPr")) is not None]
    runs = [run for level in found if (run := level.find(f"{A}defRPr")) is not None]

    def attribute(elements: list[_Element], key: str, default: str) -> str:
        return next((value for element in elements if (value := element.get(key)) is not None), default)

    size = int(attribute(runs, "sz", "1800")) / 100
    face = next((f.get("typeface", "") for run in runs if (f := run.find(f"{A}latin")) is not None), "")
    inks = (color_of(run.find(f"{A}solidFill"), colors) for run in runs)
    leading, fixed = _leading(found, size)
    return Level(
        size=size,
        bold=attribute(runs, "b", "0") in ("1", "true"),
        left=int(attribute(found, "marL", "0")) / POINT,
        hang=-int(attribute(found, "indent", "0")) / POINT,
        before=_spacing(found, "spcBef", size),
        after=_spacing(found, "spcAft", size),
        leading=leading,
        fixed=fixed,
        right=max(int(attribute(found, "marR", "0")) / POINT, 0.0),
        tracking=max(_tracking(attribute(runs, "spc", "0")), 0.0),
        bullet=_has_bullet(found),
        heading=face.startswith("+mj"),
        face="" if face.startswith("+") else face,
        caps=attribute(runs, "cap", "none") == "all",
        ink=next((ink for ink in inks if ink), colors.get("tx1", "000000")),
        align=_ALIGN.get(attribute(found, "algn", "l"), "l"),
    )


def _spacing(levels: list[_Element], which: str, size: float) -> float:
    for level in levels:
        spacing = level.find(f"{A}{which}")
        if spacing is not None and len(spacing):
            value = spacing[0].get("val", "0")
            if spacing[0].tag == f"{A}spcPts":
                return float(value) / 100
            return _share(value) * size * 1.2
    return 0.0


def _share(value: str) -> float:
    """A percentage as 100000ths or, in strict files, with a sign."""
    return float(value.rstrip("%")) / (100 if value.endswith("%") else 100000)


def _leading(levels: list[_Element], size: float) -> tuple[float, bool]:
    """Line spacing as a multiple of the line height, and whether the file has it in points."""
    for level in levels:
        percent, points = level.find(f"{A}lnSpc/{A}spcPct"), level.find(f"{A}lnSpc/{A}spcPts")
        if percent is not None:
            return _share(percent.get("val", "100000")), False
        if points is not None:
            return max(float(points.get("val", "0")) / 100 / size / 1.2, 0.9), True
    return 1.0, False


def _tracking(value: str) -> float:
    """Letter-spacing in points: hundredths of them or, in strict files, with a unit."""
    for unit, points in _UNITS.items():
        if value.endswith(unit):
            return float(value.removesuffix(unit)) * points
    return int(value) / 100


def _has_bullet(levels: list[_Element]) -> bool:
    for level in levels:
        for child in level:
            if child.tag == f"{A}buNone":
                return False
            if child.tag in (f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"):
                return True
    return False
