"""The look: a theme file (.pptx) read once into layouts, slots, fonts and colours that fitting can reckon with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefgen.deck.package import RELATIONSHIPS, rels_name, resolve
from briefgen.deck.roles import slot_roles
from briefgen.deck.template import open_template, parse_part
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = f"{{{RELATIONSHIPS}}}"
POINT = 12700
_MASTER_TYPE = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Level:
    """How a list level looks; all lengths in points."""

    size: float = 18
    bold: bool = False
    left: float = 0
    hang: float = 0
    before: float = 0
    after: float = 0
    leading: float = 1.0
    """Line spacing as a multiple of the font's own line height."""
    bullet: bool = False
    heading: bool = False
    """True where the major (heading) font is used."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout with everything it inherits."""

    role: str
    """What stands in it: title, body, second, source, so-what, quote, …; empty where unknown."""
    type: str
    idx: str
    name: str
    box: Box
    levels: tuple[Level, ...]
    inset: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    """Left, top, right, bottom."""

    @property
    def size(self) -> float:
        return self.levels[0].size

    def level(self, number: int) -> Level:
        return self.levels[min(number, len(self.levels) - 1)]


@dataclass(frozen=True, slots=True)
class Layout:
    part: str
    name: str
    type: str
    slots: tuple[Slot, ...]
    area: Box
    """Where content can stand: the body, or what is free under the title."""

    def slot(self, role: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.role == role), None)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(slot.role for slot in self.slots if slot.role)


@dataclass(frozen=True, slots=True)
class Theme:
    path: str
    width: float
    height: float
    layouts: tuple[Layout, ...]
    parts: dict[str, bytes]
    """The package's parts, mended and without slides, by name."""
    heading_face: str
    text_face: str
    colors: dict[str, str]
    """Hex colours by scheme name, with bg1, tx1, bg2, tx2 as the master maps them."""
    body: Slot
    """The text slot that composed boxes take their sizes from."""
    warnings: tuple[Problem, ...] = ()
    """What was left out of the file, and what it lacks."""


def read_theme(data: bytes, path: str = "<theme>") -> Theme:
    """The theme in the bytes of a .pptx or .potx. Raises BriefgenError when it is none or is hostile."""
    parts, warnings = open_template(data, path)
    trees: dict[str, _Element] = {}

    def tree(name: str) -> _Element:
        if name not in trees:
            trees[name] = parse_part(parts[name], name, path)
        return trees[name]

    presentation = "ppt/presentation.xml"
    size = tree(presentation).find(f"{P}sldSz")
    width, height = (int(size.get(k, "0")) / POINT for k in ("cx", "cy")) if size is not None else (960.0, 540.0)
    layouts: list[Layout] = []
    faces, colors = ("Calibri", "Calibri"), dict[str, str]()
    masters = related(tree(rels_name(presentation)), presentation, "slideMaster")
    for master in masters:
        rels = tree(rels_name(master))
        if master == masters[0]:
            theme_part = related(rels, master, "theme")[0]
            faces, colors = _faces(tree(theme_part)), _colors(tree(theme_part), tree(master))
        layouts += [
            _read_layout(n, tree(n), tree(master), (width, height)) for n in related(rels, master, "slideLayout")
        ]
    if not layouts:
        raise BriefgenError(Problem(path, 0, 0, "the theme has no slide layout"))
    body = _main_body(layouts)
    return Theme(path, width, height, tuple(layouts), parts, *faces, colors, body, warnings)


def _main_body(layouts: list[Layout]) -> Slot:
    """The text slot of the plain content layout, or else the largest there is."""
    plain = [layout for layout in layouts if layout.type == "obj" and layout.slot("body")]
    bodies = [slot for layout in plain or layouts for slot in layout.slots if slot.role == "body"]
    return max(bodies, key=lambda slot: slot.box.width * slot.box.height, default=layouts[0].slots[0])


def related(rels: _Element, part: str, kind: str) -> list[str]:
    """Part names that `part` leads to by relationships whose type ends in `kind`, in the order of the file."""
    return [
        resolve(part, rel.get("Target", ""))
        for rel in rels
        if rel.get("Type", "").endswith(f"/{kind}") and rel.get("TargetMode") != "External"
    ]


def _faces(theme: _Element) -> tuple[str, str]:
    found = [theme.find(f".//{A}{use}Font/{A}latin") for use in ("major", "minor")]
    heading, text = (element.get("typeface", "Calibri") if element is not None else "Calibri" for element in found)
    return heading, text


def _colors(theme: _Element, master: _Element) -> dict[str, str]:
    colors: dict[str, str] = {}
    scheme = theme.find(f".//{A}clrScheme")
    for entry in scheme if scheme is not None else ():
        value = str(entry[0].get("lastClr") or entry[0].get("val") or "000000")
        colors[str(entry.tag).split("}")[1]] = value if re.fullmatch("[0-9A-Fa-f]{6}", value) else "000000"
    mapping = master.find(f"{P}clrMap")
    for name, mapped in (mapping.attrib if mapping is not None else {}).items():
        colors[str(name)] = colors.get(str(mapped), "000000")
    return colors


def _read_layout(part: str, layout: _Element, master: _Element, size: tuple[float, float]) -> Layout:
    inherited = {_kind(shape): shape for shape in master.iter(f"{P}sp") if shape.find(f".//{P}ph") is not None}
    slots = []
    for shape in layout.iter(f"{P}sp"):
        if shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is not None:
            parent = inherited.get(_MASTER_TYPE.get(_kind(shape), "body"))
            slots.append(_read_slot(shape, parent, master, size))
    roles = slot_roles([(slot.type, slot.idx, slot.name, slot.box.left, slot.box.width) for slot in slots])
    named = tuple(replace(slot, role=role) for slot, role in zip(slots, roles, strict=True))
    common = layout.find(f"{P}cSld")
    name = common.get("name", "") if common is not None else ""
    return Layout(part, name, layout.get("type", ""), named, _free_area(named, size))


def _kind(shape: _Element) -> str:
    placeholder = shape.find(f".//{P}ph")
    return placeholder.get("type", "obj") if placeholder is not None else ""


def _read_slot(shape: _Element, parent: _Element | None, master: _Element, size: tuple[float, float]) -> Slot:
    placeholder = shape.find(f".//{P}ph")
    properties = shape.find(f".//{P}cNvPr")
    assert placeholder is not None
    assert properties is not None
    sources = [element for element in (shape, parent) if element is not None]
    kind = placeholder.get("type", "obj")
    style = "titleStyle" if kind in ("title", "ctrTitle") else "bodyStyle"
    if kind in ("dt", "ftr", "sldNum"):
        style = "otherStyle"
    chain = [*(e.find(f"{P}txBody/{A}lstStyle") for e in sources), master.find(f"{P}txStyles/{P}{style}")]
    lists = [element for element in chain if element is not None]
    return Slot(
        role="",
        type=kind,
        idx=placeholder.get("idx", "0"),
        name=properties.get("name", ""),
        box=next((box for box in map(_box, sources) if box), Box(0, 0, *size)),
        levels=tuple(_read_level(number, lists) for number in range(1, 10)),
        inset=_inset([body for e in sources if (body := e.find(f"{P}txBody/{A}bodyPr")) is not None]),
    )


def _box(shape: _Element) -> Box | None:
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


def _read_level(number: int, lists: list[_Element]) -> Level:
    found = [level for style in lists if (level := style.find(f"{A}lvl{number}pPr")) is not None]
    runs = [run for level in found if (run := level.find(f"{A}defRPr")) is not None]

    def attribute(elements: list[_Element], key: str, default: str) -> str:
        return next((str(value) for element in elements if (value := element.get(key)) is not None), default)

    size = int(attribute(runs, "sz", "1800")) / 100
    latin = next((face for run in runs if (face := run.find(f"{A}latin")) is not None), None)
    return Level(
        size=size,
        bold=attribute(runs, "b", "0") in ("1", "true"),
        left=int(attribute(found, "marL", "0")) / POINT,
        hang=-int(attribute(found, "indent", "0")) / POINT,
        before=_spacing(found, "spcBef", size),
        after=_spacing(found, "spcAft", size),
        leading=_leading(found),
        bullet=_has_bullet(found),
        heading=latin is not None and latin.get("typeface", "").startswith("+mj"),
    )


def _spacing(levels: list[_Element], which: str, size: float) -> float:
    for level in levels:
        spacing = level.find(f"{A}{which}")
        if spacing is not None and len(spacing):
            value = float(spacing[0].get("val", "0").rstrip("%"))
            return value / 100 if spacing[0].tag == f"{A}spcPts" else value / 100000 * size * 1.2
    return 0.0


def _leading(levels: list[_Element]) -> float:
    for level in levels:
        percent = level.find(f"{A}lnSpc/{A}spcPct")
        if percent is not None:
            value = percent.get("val", "100000")
            return float(value.rstrip("%")) / (100 if value.endswith("%") else 100000)
    return 1.0


def _has_bullet(levels: list[_Element]) -> bool:
    for level in levels:
        for child in level:
            if child.tag == f"{A}buNone":
                return False
            if child.tag in (f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"):
                return True
    return False


def inner_box(slot: Slot) -> Box:
    """The slot's box without its left and right insets: what text is as wide as."""
    left, _, right, _ = slot.inset
    return Box(slot.box.left + left, slot.box.top, max(slot.box.width - left - right, 1.0), slot.box.height)


def _free_area(slots: tuple[Slot, ...], size: tuple[float, float]) -> Box:
    """The body's box, or the room between the title and whatever stands at the foot of the slide."""
    body = next((slot for slot in slots if slot.role == "body"), None)
    if body:
        return inner_box(body)
    width, height = size
    title = next((slot for slot in slots if slot.role == "title"), None)
    across = inner_box(title) if title else Box(width * 0.05, 0, width * 0.9, 0)
    top = title.box.bottom + height * 0.026 if title else height * 0.09
    feet = [
        slot.box.top
        for slot in slots
        if slot.role in ("source", "so-what", "date", "footer", "number") and slot.box.top > height * 0.7
    ]
    bottom = min([height * 0.93, *feet]) - height * 0.015
    return Box(across.left, top, across.width, max(bottom - top, height * 0.2))
