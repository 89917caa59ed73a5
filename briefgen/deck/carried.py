"""Part of reading a theme: what every deck on it carries along as it is, packed for the zip once."""

from __future__ import annotations

import re

from msgspec import Struct

from briefgen.deck.package import (
    Packed,
    Relationship,
    pack,
    relationships_xml,
    relative,
    rels_name,
    resolve,
)
from briefgen.deck.themexml import NAMESPACES, kinsoku_xml, notes_master_parts

PRESENTATION = "ppt/presentation.xml"
_KEPT = {"slideMaster", "notesMaster", "handoutMaster", "presProps", "theme", "tableStyles", "font"}
_LEFT_OUT = {"slide", "comments", "tags", "printerSettings", "customXml", "notesSlide", "vmlDrawing", "control"}
_OOXML = "application/vnd.openxmlformats-officedocument"
_MAIN = f"{_OOXML}.presentationml.presentation.main+xml"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DROPPED = (
    "sldIdLst",
    "custDataLst",
    "smartTags",
    "custShowLst",
    "photoAlbum",
    "extLst",
    "kinsoku",
    "notesMasterIdLst",
)
_ORDER = (
    "sldMasterIdLst",
    "notesMasterIdLst",
    "handoutMasterIdLst",
    "sldIdLst",
    "sldSz",
    "notesSz",
    "embeddedFontLst",
    "custShowLst",
    "photoAlbum",
    "custDataLst",
    "kinsoku",
    "defaultTextStyle",
    "modifyVerifier",
    "extLst",
)
"""The children of p:presentation (ISO/IEC 29500-1, 19.2.1.26)."""


class Carried(Struct, frozen=True):
    """The parts of a theme that a deck needs, found by following relationships, and where a deck adds to them."""

    parts: tuple[tuple[str, Packed], ...]
    """All but presentation.xml."""
    presentation: tuple[bytes, bytes, bytes]
    """presentation.xml before the list of slides, between this and the list of extensions, and after."""
    relationships: tuple[Relationship, ...]
    """Of presentation.xml."""
    defaults: dict[str, str]
    overrides: dict[str, str]
    """Content types by extension and by part name with its leading slash."""
    notes_master: str
    notes_index: str
    """Index of the notes master's placeholder for text."""


def carried_parts(parts: dict[str, bytes], colors: dict[str, str], text_face: str) -> Carried:
    """What a deck carries along of a theme's parts; a notes master is added where there is none."""
    from lxml import etree

    types = etree.fromstring(parts["[Content_Types].xml"])
    defaults = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in types if e.get("Extension")}
    listed = {e.get("PartName", ""): e.get("ContentType", "") for e in types if e.get("PartName")}
    kept, notes_master = _reached(parts)
    overrides = {name: kind for name, kind in listed.items() if name[1:] in kept}
    overrides[f"/{PRESENTATION}"] = _MAIN
    if not notes_master:
        notes_master = "ppt/notesMasters/notesMaster1.xml"
        number = 1 + sum(name.startswith("ppt/theme/theme") for name in parts)
        kept |= notes_master_parts(_plain_brand(colors, text_face), number)
        kept[rels_name(notes_master)] = relationships_xml([("rId1", "theme", f"../theme/theme{number}.xml")])
        overrides[f"/{notes_master}"] = f"{_OOXML}.presentationml.notesMaster+xml"
        overrides[f"/ppt/theme/theme{number}.xml"] = f"{_OOXML}.theme+xml"
    extensions = {name.rsplit(".", 1)[-1].lower() for name in kept}
    defaults = {key: value for key, value in defaults.items() if key in extensions}
    defaults |= {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    presentation, relationships = _presentation(parts, notes_master)
    index = re.search(rb'<p:ph type="body"[^>]*? idx="(\d+)"', kept[notes_master])
    return Carried(
        parts=tuple((name, pack(data)) for name, data in kept.items() if name != PRESENTATION),
        presentation=presentation,
        relationships=relationships,
        defaults=defaults,
        overrides=overrides,
        notes_master=notes_master,
        notes_index=index[1].decode() if index else "1",
    )


def _reached(parts: dict[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The parts that presentation.xml needs, each before its relationships, and the notes master among them."""
    from lxml import etree

    kept: dict[str, bytes] = {}
    notes_master = ""
    queue = [PRESENTATION]
    while queue:
        part = queue.pop(0)
        if part in kept or part not in parts:
            continue
        kept[part] = parts[part]
        rels = parts.get(rels_name(part))
        if rels is None:
            continue
        root = etree.fromstring(rels)
        for rel in list(root):
            kind = rel.get("Type", "").rsplit("/", 1)[-1]
            if (part == PRESENTATION and kind not in _KEPT) or kind in _LEFT_OUT:
                root.remove(rel)
            elif rel.get("TargetMode") != "External":
                target = resolve(part, rel.get("Target", ""))
                notes_master = target if part == PRESENTATION and kind == "notesMaster" else notes_master
                queue.append(target)
        if part != PRESENTATION:
            kept[rels_name(part)] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return kept, notes_master


def _plain_brand(colors: dict[str, str], text_face: str) -> dict[str, object]:
    face = {"latin": text_face, "chinese": "Microsoft YaHei"}
    return {
        "name": "Notes",
        "colors": {
            "accent": colors.get("accent1", "1F4E79"),
            "accents": [colors.get(f"accent{n}", "808080") for n in range(2, 7)],
        },
        "fonts": {"headings": face, "text": face},
    }


def _presentation(
    parts: dict[str, bytes], notes_master: str
) -> tuple[tuple[bytes, bytes, bytes], tuple[Relationship, ...]]:
    """presentation.xml in three pieces, and its relationships."""
    from lxml import etree

    root = etree.fromstring(parts[PRESENTATION])
    rows = [
        (rel.get("Id", ""), rel.get("Type", "").rsplit("/", 1)[-1], rel.get("Target", ""))
        for rel in etree.fromstring(parts[rels_name(PRESENTATION)])
        if rel.get("Type", "").rsplit("/", 1)[-1] in _KEPT
    ]
    note_id = next((id_ for id_, kind, _ in rows if kind == "notesMaster"), "")
    if not note_id:
        note_id = "rIdNotes"
        rows.append((note_id, "notesMaster", relative(notes_master, "ppt")))
    rows.append(("rIdView", "viewProps", "viewProps.xml"))
    etree.strip_tags(root, etree.Comment)
    for name in _DROPPED:
        for element in root.findall(f"{_P}{name}"):
            root.remove(element)
    pieces = {
        "notesMasterIdLst": f'<p:notesMasterIdLst><p:notesMasterId r:id="{note_id}"/></p:notesMasterIdLst>',
        "sldIdLst": "<!--slides-->",
        "kinsoku": kinsoku_xml(),
        "extLst": "<!--extensions-->",
    }
    for name, xml in pieces.items():
        rank = _ORDER.index(name)
        later = (at for at, child in enumerate(root) if _rank(child.tag) > rank)
        root.insert(next(later, len(root)), etree.fromstring(f"<x {NAMESPACES}>{xml}</x>")[0])
    etree.cleanup_namespaces(root, keep_ns_prefixes=["a", "r", "p"])
    whole = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    before, _, rest = whole.partition(b"<!--slides-->")
    between, _, after = rest.partition(b"<!--extensions-->")
    return (before, between, after), tuple(rows)


def _rank(tag: object) -> int:
    name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
    return _ORDER.index(name) if name in _ORDER else -1
