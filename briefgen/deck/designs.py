"""Part of reading a theme: the slides of the brand's file that hold tags or that the map keeps, cut out and mended."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from briefgen.deck.designed import Design, read_design, tag_of, text_in
from briefgen.deck.drawnparts import R, Taken, take_parts
from briefgen.deck.package import rels_name, resolve
from briefgen.deck.placed import DrawnSlide
from briefgen.deck.soundness import check_part
from briefgen.deck.template import MAIN, parse_part
from briefgen.deck.theme import A, P
from briefgen.deck.thememap import RoleMap
from briefgen.deck.themexml import NAMESPACES
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_designs(
    raw: dict[str, bytes], parts: dict[str, bytes], path: str, given: RoleMap | None
) -> tuple[tuple[Design, ...], tuple[Problem, ...]]:
    """The designs among a file's slides, and warnings of what they lose.

    `raw` is the file as it is, `parts` the mended package without slides. Raises BriefgenError for tags that are
    wrong, and for numbers in the map that no slide has.
    """
    kept = {*given.first, *given.last} if given else set()
    slides = _slide_names(raw, path)
    if given and kept - set(range(1, len(slides) + 1)):
        key = "first" if set(given.first) - set(range(1, len(slides) + 1)) else "last"
        raise BriefgenError(given.marks.problem(key, f"{path} has only {len(slides)} slides"))
    found: list[Design] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for number, name in enumerate(slides, 1):
        notes = _notes_of(name, raw, path)
        if number not in kept and not any(mark in part for mark in (b"{{", b"{%") for part in (raw[name], notes)):
            continue
        try:
            design, lost = _read(number, name, raw, parts, path, number in kept)
        except BriefgenError as error:
            problems += error.problems
            continue
        found.append(design)
        warnings += lost
    if problems:
        raise BriefgenError(problems)
    warnings += _tags_elsewhere(parts, path)
    return tuple(design for design in found if design.drawn.layout in parts), tuple(warnings)


def _tags_elsewhere(parts: dict[str, bytes], path: str) -> Iterator[Problem]:
    """Warnings of tags on layouts and masters, which would stand unfilled on every slide."""
    for name, data in parts.items():
        if name.startswith(("ppt/slideLayouts/slide", "ppt/slideMasters/slide")) and b"{{" in data:
            root = parse_part(data, name, path)
            page, text = root.find(f"{P}cSld"), text_in(root)
            label = page.get("name", "") if page is not None else ""
            if "{{" in text:
                where = f"the layout '{label}'" if label else "a slide master"
                yield Problem(path, 0, 0, f"{where} holds a tag", "only those on slides are filled", "warning")


def _slide_names(raw: dict[str, bytes], path: str) -> list[str]:
    """The parts of the slides, in the order in which they are shown."""
    if rels_name(MAIN) not in raw:
        return []
    known = {r.get("Id", ""): r for r in parse_part(raw[rels_name(MAIN)], rels_name(MAIN), path)}
    listed = parse_part(raw[MAIN], MAIN, path).iter(f"{P}sldId")
    related = [known[id_] for e in listed if (id_ := e.get(f"{R}id", "")) in known]
    names = [resolve(MAIN, rel.get("Target", "")) for rel in related]
    return [name for name in names if name in raw]


def _related(name: str, kind: str, raw: dict[str, bytes], path: str) -> str:
    """The part to which a relationship of this kind leads, empty where there is none."""
    if rels_name(name) not in raw:
        return ""
    rels = parse_part(raw[rels_name(name)], rels_name(name), path)
    targets = (resolve(name, rel.get("Target", "")) for rel in rels if rel.get("Type", "").endswith(f"/{kind}"))
    return next((target for target in targets if target in raw), "")


def _notes_of(name: str, raw: dict[str, bytes], path: str) -> bytes:
    return raw.get(_related(name, "notesSlide", raw, path), b"")


def _read(
    number: int, name: str, raw: dict[str, bytes], parts: dict[str, bytes], path: str, kept: bool
) -> tuple[Design, list[Problem]]:
    from lxml import etree

    root = parse_part(raw[name], name, path)
    check_part(root, name, "presentationml.slide+xml", path)
    root.attrib.pop("show", "")  # hidden among the brand's samples, as a slide to be filled may be
    layout = _related(name, "slideLayout", raw, path)
    taken = take_parts(root, name, raw, path)
    if layout in parts:
        page = parse_part(parts[layout], layout, path)
        _frame_pictures(root)
        _match_placeholders(root, page)
        _place_pictures(root, page)
    _name_decorations(root)
    notes = _notes_of(name, raw, path)
    text = _notes_text(parse_part(notes, name, path)) if notes else ""
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    drawn = DrawnSlide(xml, layout, tuple(taken.relations), tuple(taken.parts.values()))
    design, warnings = read_design(Design(number, path, drawn, text, kept), root)
    return design, [*warnings, *_losses(number, path, taken)]


def _losses(number: int, path: str, taken: Taken) -> Iterator[Problem]:
    for what in taken.lost:
        yield Problem(path, 0, 0, f"slide {number}: left out is {what}", "", "warning")


def _notes_text(root: _Element) -> str:
    """What is typed under the slide, a paragraph a line."""
    for holder in root.iter(f"{P}ph"):
        if holder.get("type") == "body":
            shape = next(holder.iterancestors(f"{P}sp"))
            lines = ["".join(t.text or "" for t in p.iter(f"{A}t")) for p in shape.iter(f"{A}p")]
            return "\n".join(lines).strip()
    return ""


def _name_decorations(root: _Element) -> None:
    """A picture without alternative text says nothing: screen readers are told so."""
    from lxml import etree

    from briefgen.deck.drawingml import DECORATIVE

    for picture in root.iter(f"{P}pic"):
        about = picture.find(f"{P}nvPicPr/{P}cNvPr")
        if about is not None and not about.get("descr") and about.find(f"{A}extLst") is None:
            space = A.strip("{}")
            about.append(etree.fromstring(f'<x xmlns:a="{space}">{DECORATIVE}</x>')[0])


def _frame_pictures(root: _Element) -> None:
    """A picture placeholder that is named as a place becomes a picture: it has none yet, but a frame."""
    from lxml import etree

    for shape in list(root.iter(f"{P}sp")):
        holder, about = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph"), shape.find(f"{P}nvSpPr/{P}cNvPr")
        parent, look = shape.getparent(), shape.find(f"{P}spPr")
        if holder is None or holder.get("type") != "pic" or not tag_of(shape) or about is None or parent is None:
            continue
        picture = etree.fromstring(f"<x {NAMESPACES}>{_PICTURE}</x>")[0]
        head = picture[0]
        head.insert(0, about)
        head[2].append(holder)
        if look is not None:
            picture.replace(picture[2], look)
        parent.replace(shape, picture)


_PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
    "<p:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr/></p:pic>"
)


def _place_pictures(root: _Element, layout: _Element) -> None:
    """Pictures in placeholders get the frames that they inherit: filling them changes it."""
    frames = {h.get("idx", "0"): next(h.iterancestors(f"{P}sp"), None) for h in layout.iter(f"{P}ph")}
    for picture in root.iter(f"{P}pic"):
        holder, look = picture.find(f"{P}nvPicPr/{P}nvPr/{P}ph"), picture.find(f"{P}spPr")
        shape = frames.get(holder.get("idx", "0")) if holder is not None else None
        frame = shape.find(f"{P}spPr/{A}xfrm") if shape is not None else None
        if look is not None and frame is not None and look.find(f"{A}xfrm") is None:
            look.insert(0, deepcopy(frame))
            if look.find(f"{A}prstGeom") is None and look.find(f"{A}custGeom") is None:
                look.insert(1, look.makeelement(f"{A}prstGeom", {"prst": "rect"}))


def _match_placeholders(root: _Element, layout: _Element) -> None:
    """Gives the slide's placeholders the indices that the mended layout has; one without a partner becomes a box."""
    titles = [h.get("type", "") for h in layout.iter(f"{P}ph") if h.get("type") in ("title", "ctrTitle")]
    free = {(h.get("type", "obj"), h.get("idx", "0")) for h in layout.iter(f"{P}ph")}
    for holder in list(root.iter(f"{P}ph")):
        kind, index = holder.get("type", "obj"), holder.get("idx", "0")
        if kind in ("title", "ctrTitle"):
            holder.attrib.pop("idx", "")
            holder.set("type", titles[0] if titles else kind)
        elif (kind, index) not in free:
            other = next((i for k, i in sorted(free) if k == kind), "")
            parent = holder.getparent()
            if other:
                holder.set("idx", other)
                free.discard((kind, other))
            elif parent is not None:
                parent.remove(holder)
        else:
            free.discard((kind, index))
    for holder in list(root.iter(f"{P}ph")):
        shape = next(holder.iterancestors(f"{P}sp"), None)
        above = shape.getparent() if shape is not None else None
        if shape is not None and above is not None and not text_in(shape).strip():
            above.remove(shape)  # nobody typed into it: a deck would show its prompt
