"""Part of the last step: a slide that a designer drew as parts of the package, with charts and diagrams of its own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from briefgen.deck.package import Relationship, relationships_xml, relative, rels_name
from briefgen.deck.placed import DrawnPart, DrawnSlide

_SLIDES = "ppt/slides"


def drawn_parts(slide: DrawnSlide, number: int) -> Iterator[tuple[str, str, bytes]]:
    """(name, content type, content) of each part that slide `number` brings; relationships have no type."""
    names = _names(slide, number)
    for part in slide.parts:
        if part.name in names:
            yield names[part.name], part.type, part.data
            if part.relations:
                yield rels_name(names[part.name]), "", _relationships(part, names)


def drawn_relations(slide: DrawnSlide, number: int, targets: Mapping[str, int]) -> tuple[bytes, list[Relationship]]:
    """The slide's XML and its relationships; `targets` are the numbers of slides by id, links to others are undone."""
    names, xml = _names(slide, number), slide.xml
    rows: list[Relationship] = []
    for id_, kind, target in slide.relations:
        if kind == "slide":
            if target[1:] in targets:
                rows.append((id_, kind, f"slide{targets[target[1:]]}.xml"))
            else:
                xml = _unlinked(xml, id_)
        else:
            rows.append((id_, kind, relative(names[target], _SLIDES) if target in names else target))
    return xml, rows


def _names(slide: DrawnSlide, number: int) -> dict[str, str]:
    """What the parts that the slide leads to are called in the deck: pictures are shared, all else is the slide's."""
    known = {part.name: part for part in slide.parts}
    waiting = [target for _, kind, target in slide.relations if target in known]
    found: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        stem, extension = posixpath.splitext(name)
        found[name] = name if known[name].type.startswith("image/") else f"{stem}_{number}{extension}"
        waiting += [target for _, _, target in known[name].relations]
    return found


def _relationships(part: DrawnPart, names: Mapping[str, str]) -> bytes:
    folder = posixpath.dirname(names[part.name])
    return relationships_xml([(id_, kind, relative(names[target], folder)) for id_, kind, target in part.relations])


def _unlinked(xml: bytes, relation: str) -> bytes:
    from lxml import etree

    root = etree.fromstring(xml)
    for link in list(root.iter("{*}hlinkClick")):
        parent = link.getparent()
        if relation in link.attrib.values() and parent is not None:
            parent.remove(link)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
