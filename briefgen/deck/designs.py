"""Part of reading a theme: the slides of the brand's file that hold tags or that the map keeps, cut out and mended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefgen.deck.designed import Design, read_design
from briefgen.deck.package import RELATIONSHIPS, rels_name, resolve
from briefgen.deck.placed import DrawnSlide
from briefgen.deck.template import MAIN, drop_references, parse_part, picture_type
from briefgen.deck.theme import A, P
from briefgen.deck.thememap import RoleMap
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

R = f"{{{RELATIONSHIPS}}}"


def read_designs(
    raw: dict[str, bytes], parts: dict[str, bytes], path: str, given: RoleMap | None
) -> tuple[Design, ...]:
    """The designs among a file's slides; `raw` is the file as it is, `parts` the mended package without slides.

    Raises BriefgenError for tags that are wrong, and for numbers in the map that no slide has.
    """
    kept = {*given.first, *given.last} if given else set()
    slides = _slide_names(raw, path)
    if given and kept - set(range(1, len(slides) + 1)):
        key = "first" if set(given.first) - set(range(1, len(slides) + 1)) else "last"
        raise BriefgenError(given.marks.problem(key, f"{path} has only {len(slides)} slides"))
    found: list[Design] = []
    problems: list[Problem] = []
    for number, name in enumerate(slides, 1):
        if number not in kept and b"{{" not in raw[name] and b"{%" not in raw[name]:
            continue
        try:
            found.append(_read(number, name, raw, parts, path))
        except BriefgenError as error:
            problems += error.problems
    if problems:
        raise BriefgenError(problems)
    return tuple(design for design in found if design.drawn.layout in parts)


def _slide_names(raw: dict[str, bytes], path: str) -> list[str]:
    """The parts of the slides, in the order in which they are shown."""
    if rels_name(MAIN) not in raw:
        return []
    known = {r.get("Id", ""): r for r in parse_part(raw[rels_name(MAIN)], rels_name(MAIN), path)}
    listed = parse_part(raw[MAIN], MAIN, path).iter(f"{P}sldId")
    related = [known[id_] for e in listed if (id_ := e.get(f"{R}id", "")) in known]
    names = [resolve(MAIN, rel.get("Target", "")) for rel in related]
    return [name for name in names if name in raw]


def _read(number: int, name: str, raw: dict[str, bytes], parts: dict[str, bytes], path: str) -> Design:
    from lxml import etree

    root = parse_part(raw[name], name, path)
    related = parse_part(raw[rels_name(name)], rels_name(name), path) if rels_name(name) in raw else ()
    layout, pictures = "", {}
    for rel in related:
        kind, target = rel.get("Type", "").rsplit("/", 1)[-1], resolve(name, rel.get("Target", ""))
        if rel.get("TargetMode") == "External" or target not in raw:
            continue
        if kind == "slideLayout":
            layout = target
        elif kind == "image" and picture_type(target, raw[target]):
            pictures[rel.get("Id", "")] = target
    drop_references(root, set(pictures), Counter())
    ids = {id_: f"rIdPicture{n}" for n, id_ in enumerate(pictures, 1)}
    for element in root.iter():
        for key, value in element.attrib.items():
            if str(key).startswith(R):
                element.set(str(key), ids[str(value)])
    if layout in parts:
        _match_placeholders(root, parse_part(parts[layout], layout, path))
    held = tuple((ids[i], t, picture_type(t, raw[t]), raw[t]) for i, t in pictures.items())
    text = "\n".join(p_text for p in root.iter(f"{A}p") if (p_text := "".join(t.text or "" for t in p.iter(f"{A}t"))))
    drawn = DrawnSlide(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), layout, held, text
    )
    return read_design(number, path, drawn, root)


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
