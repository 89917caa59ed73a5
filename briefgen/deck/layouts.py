"""Part of reading a theme: all masters and layouts of a template as values, before anything is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.ground import (
    Colors,
    Drawn,
    Ground,
    mapped_colors,
    read_background,
    read_drawn,
    scheme_colors,
)
from briefgen.deck.package import RELATIONSHIPS, rels_name, resolve
from briefgen.deck.placeholders import read_slots
from briefgen.deck.roles import slot_roles
from briefgen.deck.template import MAIN, parse_part
from briefgen.deck.theme import POINT, A, Box, Layout, P, Slot
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

R = f"{{{RELATIONSHIPS}}}"
NS = {"p": P[1:-1], "a": A[1:-1]}


class MasterPage(Struct, frozen=True):
    """A slide master with its layouts, in the order in which PowerPoint shows them."""

    part: str
    name: str
    """The name of its theme part."""
    layouts: tuple[Layout, ...]
    colors: Colors
    heading_face: str
    text_face: str
    ground: Ground
    slots: tuple[Slot, ...] = ()
    """The master's own placeholders."""

    def slot(self, role: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.role == role), None)


class Source(Struct, frozen=True):
    """A template as it is, before a role is given to anything."""

    path: str
    width: float
    height: float
    masters: tuple[MasterPage, ...]
    parts: dict[str, bytes]


class _Parts(Struct, frozen=True):
    """The package while it is read."""

    raw: dict[str, bytes]
    path: str

    def tree(self, name: str) -> _Element:
        return parse_part(self.raw[name], name, self.path)

    def related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """(id, kind, part) of every relationship."""
        data = self.raw.get(rels_name(name))
        for rel in parse_part(data, rels_name(name), self.path) if data else ():
            yield rel.get("Id", ""), rel.get("Type", "").rsplit("/", 1)[-1], resolve(name, rel.get("Target", ""))

    def pictures(self, name: str) -> dict[str, str]:
        return {id_: part for id_, kind, part in self.related(name) if kind == "image"}


def read_layouts(parts: dict[str, bytes], path: str) -> Source:
    """The masters of a sound package. Raises BriefgenError when it has no layout."""
    package = _Parts(parts, path)
    root = package.tree(MAIN)
    size = root.find(f"{P}sldSz")
    width, height = (int(size.get(key, "0")) / POINT for key in ("cx", "cy")) if size is not None else (960.0, 540.0)
    if not 72 <= width <= 4032 or not 72 <= height <= 4032:
        raise BriefgenError(
            Problem(path, 0, 0, f"has slides of {width:g} x {height:g} points", "PowerPoint's are 72 to 4032")
        )
    known = {id_: part for id_, kind, part in package.related(MAIN) if kind == "slideMaster"}
    listed = [known[id_] for e in root.iter(f"{P}sldMasterId") if (id_ := e.get(f"{R}id", "")) in known]
    defaults = root.find(f"{P}defaultTextStyle")
    masters = tuple(_read_master(part, package, defaults, (width, height)) for part in listed or known.values())
    if not any(master.layouts for master in masters):
        raise BriefgenError(Problem(path, 0, 0, "has no slide layout", "add one in PowerPoint: View, Slide Master"))
    return Source(path, width, height, _trusted(masters), parts)


def _trusted(masters: tuple[MasterPage, ...]) -> tuple[MasterPage, ...]:
    """The masters, their layouts' places taken from themselves where all files' layouts repeat the same ones.

    LibreOffice 7 writes the places of one master into the layouts of all.
    """

    def places(master: MasterPage) -> list[Box | None]:
        titles = (layout.slot("title") for layout in master.layouts)
        return [title.box if title else None for title in titles]

    own = {title.box for master in masters if (title := master.slot("title"))}
    if len(own) < 2 or any(places(master) != places(masters[0]) for master in masters):
        return masters
    return tuple(
        replace(master, layouts=tuple(_as_master(layout, master) for layout in master.layouts)) for master in masters
    )


def _as_master(layout: Layout, master: MasterPage) -> Layout:
    """The layout with title and text where the master has them, two texts side by side."""
    title, body = master.slot("title"), master.slot("body")
    boxes = {"title": title.box} if title else {}
    if body:
        whole = body.box
        half = replace(whole, width=whole.width / 2 - 8)
        pair = layout.slot("second") is not None
        boxes |= {"subtitle": whole, "body": half if pair else whole}
        boxes["second"] = replace(half, left=whole.left + whole.width / 2 + 8)
    slots = (
        replace(slot, box=boxes[slot.role], moved=boxes[slot.role] != slot.box) if slot.role in boxes else slot
        for slot in layout.slots
    )
    return replace(layout, slots=tuple(slots))


def _read_master(part: str, package: _Parts, defaults: _Element | None, size: tuple[float, float]) -> MasterPage:
    root = package.tree(part)
    themes = [target for _, kind, target in package.related(part) if kind == "theme"]
    if not themes:
        raise BriefgenError(Problem(package.path, 0, 0, f"{part} has no theme", "save the file anew in PowerPoint"))
    theme = package.tree(themes[0])
    scheme = scheme_colors(theme)
    colors = mapped_colors(scheme, root.find(f"{P}clrMap"))
    pictures = package.pictures(part)
    slide = Box(0, 0, *size)
    back = read_background(root, theme, colors, pictures, slide) or Drawn(slide, (colors.get("bg1", "FFFFFF"),))
    ground = Ground(*size, (back, *read_drawn(root, colors, pictures)))
    known = {id_: target for id_, kind, target in package.related(part) if kind == "slideLayout"}
    listed = [known[id_] for e in root.iter(f"{P}sldLayoutId") if (id_ := e.get(f"{R}id", "")) in known]
    heading, text = (_face(theme, use) for use in ("major", "minor"))
    slots = slot_roles(read_slots(root, root, defaults, colors), size[0] * size[1])
    master = MasterPage(part, theme.get("name", ""), (), colors, heading, text, ground, slots)
    layouts = tuple(_read_layout(p, package, root, theme, defaults, master) for p in listed or known.values())
    return replace(master, layouts=layouts)


def _face(theme: _Element, use: str) -> str:
    element = theme.find(f".//{A}{use}Font/{A}latin")
    return (element.get("typeface") if element is not None else "") or "Calibri"


def _read_layout(
    part: str, package: _Parts, master: _Element, theme: _Element, defaults: _Element | None, page: MasterPage
) -> Layout:
    from lxml import etree

    root = package.tree(part)
    override = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    colors = mapped_colors(page.colors, override) if override is not None else page.colors
    pictures = package.pictures(part)
    slide = page.ground.layers[0].box
    own = read_background(root, theme, colors, pictures, slide)
    layers = list(page.ground.layers) if root.get("showMasterSp", "1") in ("1", "true") else [page.ground.layers[0]]
    if own:
        layers[0] = own
    layers += read_drawn(root, colors, pictures)
    slots = read_slots(root, master, defaults, colors)
    common = root.find(f"{P}cSld")
    return Layout(
        part=part,
        name=common.get("name", "") if common is not None else "",
        type=root.get("type", ""),
        slots=slot_roles(slots, page.ground.width * page.ground.height),
        area=slide,
        colors=colors,
        ground=Ground(page.ground.width, page.ground.height, tuple(layers)),
        mapping=etree.tostring(override).decode() if override is not None else "",
        master=page.part,
    )
