"""Before the look is read: a brand's file opened with suspicion, and only what a deck needs taken out of it, mended.

What comes out is a sound package: masters, layouts, themes, pictures and fonts, each with a content type, every
relationship leading somewhere inside. Slides, macros, objects, tags and everything outside the file stay behind.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct, field

from briefgen.deck.package import HEAD, RELATIONSHIPS, content_types_xml, relationships_xml, rels_name, resolve
from briefgen.deck.samples import with_samples
from briefgen.deck.soundness import check_part
from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARTS, MAX_BYTES, MAX_XML = 10_000, 400 << 20, 24 << 20
"""Parts in a file, bytes of all of them, bytes of an XML part."""
MAX_RATIO = 250
"""XML packs to about a fortieth; a part over 1 MiB that packs to less than 1/250 is a bomb."""
MAIN = "ppt/presentation.xml"
TYPES = "[Content_Types].xml"
_ML = "application/vnd.openxmlformats-officedocument"
_PART_TYPES = {
    "slideMaster": f"{_ML}.presentationml.slideMaster+xml",
    "slideLayout": f"{_ML}.presentationml.slideLayout+xml",
    "notesMaster": f"{_ML}.presentationml.notesMaster+xml",
    "handoutMaster": f"{_ML}.presentationml.handoutMaster+xml",
    "theme": f"{_ML}.theme+xml",
    "themeOverride": f"{_ML}.themeOverride+xml",
    "presProps": f"{_ML}.presentationml.presProps+xml",
    "tableStyles": f"{_ML}.presentationml.tableStyles+xml",
    "font": "application/x-fontdata",
}
"""The relationships that are followed from the presentation, and the content type of what they lead to."""
_PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "svg": "image/svg+xml",
    "wdp": "image/vnd.ms-photo",
}
_MAGIC = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"<svg", "svg"),
)
_LEFT = {"slide", "hyperlink", "viewProps", "commentAuthors", "authors", "tags", "printerSettings", "customXml"}
"""Kinds that are left out without a word."""
_RUNS_CODE = {"vbaProject", "control", "activeXControlBinary", "attachedToolbars"}
_NAME = lazy_pattern(r"[^\x00-\x1f\\:*?\"<>|]+")


class _Cleaning(Struct):
    """What the walk over the parts carries along."""

    path: str
    raw: dict[str, bytes]
    kept: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    seen: dict[str, str] = field(default_factory=dict)
    """Part names by their lower-case form: some programs write another case in relationships."""


def open_template(data: bytes, path: str) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The parts of a .pptx or .potx as a sound package without slides, and warnings of what was left out.

    Raises BriefgenError for anything that is no PowerPoint file, is protected, broken or hostile.
    """
    raw = read_parts(data, path)
    raw, adopted = with_samples(raw, MAIN, lambda name: parse_part(raw[name], name, path))
    cleaning = _Cleaning(path, raw)
    cleaning.seen = {name.lower(): name for name in cleaning.raw}
    _keep(MAIN, f"{_ML}.presentationml.presentation.main+xml", cleaning)
    if not any(kind == _PART_TYPES["slideMaster"] for kind in cleaning.types.values()):
        raise BriefgenError(Problem(path, 0, 0, "has no slide master", "save it anew in PowerPoint"))
    cleaning.kept[TYPES] = _types_xml(cleaning)
    taken = [
        Problem(path, 0, 0, f"{adopted} things that its sample slides share are taken as the brand's", "", "warning")
    ]
    return cleaning.kept, (*taken[: bool(adopted)], *_warnings(cleaning))


def read_parts(data: bytes, path: str) -> dict[str, bytes]:
    """All parts by name, as they are in the file. Raises BriefgenError as `open_template` does."""

    def refuse(message: str, hint: str = "") -> BriefgenError:
        return BriefgenError(Problem(path, 0, 0, message, hint))

    known = _other_format(data)
    if known:
        raise refuse(*known)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            for complaint in _entry_complaints(entries):
                raise refuse(complaint)
            parts = {entry.filename.lstrip("/"): package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise refuse("is broken: it cannot be unpacked", "open it in PowerPoint and save it anew") from None
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise refuse("is broken: it cannot be unpacked", "open it in PowerPoint and save it anew") from None
    if MAIN not in parts:
        raise refuse(*_wrong_kind(parts))
    if b"http://purl.oclc.org/ooxml" in parts[MAIN][:2000]:
        raise refuse("is a Strict Open XML presentation", "save it as PowerPoint Presentation (.pptx)")
    return parts


def _other_format(data: bytes) -> tuple[str, str] | None:
    """What the file is instead, told by its first bytes."""
    if not data:
        return "is empty", "give a .pptx or .potx"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "is protected by a password", "in PowerPoint: File, Info, Protect, remove the password, and save"
        if "PowerPoint Document".encode("utf-16-le") in data:
            return "is a PowerPoint 97 file (.ppt)", "save it as .pptx"
        return "is an old Office file", "save it as .pptx"
    if data.startswith(b"%PDF"):
        return "is a PDF", "give the .pptx or .potx it was made from"
    if not data.startswith(b"PK"):
        return "is not a PowerPoint file", "give a .pptx or .potx"
    return None


def _entry_complaints(entries: list[zipfile.ZipInfo]) -> Iterable[str]:
    """What is hostile about the zip itself, before a byte of it is unpacked."""
    if len(entries) > MAX_PARTS:
        yield f"holds {len(entries)} parts, more than {MAX_PARTS}"
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        yield f"unpacks to more than {MAX_BYTES >> 20} MiB"
    names = Counter(entry.filename.lstrip("/").lower() for entry in entries)
    for name, count in names.items():
        if count > 1:
            yield f"holds the part '{name[:80]}' {count} times"
    for entry in entries:
        name = entry.filename
        if not _NAME.fullmatch(name) or ".." in name.split("/") or name.startswith("//"):
            yield f"holds a part with the name '{name[:80]!a}', which no PowerPoint file has"
        if entry.flag_bits & 1:
            yield "holds parts that are protected by a password"
        if name.endswith((".xml", ".rels")) and entry.file_size > MAX_XML:
            yield f"holds a part of {entry.file_size >> 20} MiB: '{name[:80]}'"
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > 1 << 20 and ratio > MAX_RATIO:
            yield f"holds a part that unpacks to {ratio} times its size: '{name[:80]}'"


def _wrong_kind(parts: dict[str, bytes]) -> tuple[str, str]:
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        return "is an OpenDocument file", "save it as .pptx in LibreOffice"
    if "word/document.xml" in parts:
        return "is a Word document", "give a .pptx or .potx"
    if "xl/workbook.xml" in parts:
        return "is an Excel workbook", "give a .pptx or .potx"
    if "Index/Document.iwa" in parts:
        return "is a Keynote file", "export it as PowerPoint (.pptx)"
    if any(name.startswith("theme/") for name in parts):
        return "is an Office theme (.thmx) without slide size", "open it in PowerPoint and save it as .potx"
    return f"is not a PowerPoint file: {MAIN} is missing", "give a .pptx or .potx"


def parse_part(data: bytes, name: str, path: str) -> _Element:
    """The tree of an XML part. Raises BriefgenError when it is not well-formed or declares entities or a DTD."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BriefgenError(Problem(path, 0, 0, f"{name} is not well-formed XML: {error.msg}")) from None
    if root.getroottree().docinfo.internalDTD is not None:
        hint = "PowerPoint writes none: the file is not to be trusted"
        raise BriefgenError(Problem(path, 0, 0, f"{name} declares a document type", hint))
    return root


def _keep(start: str, start_type: str, cleaning: _Cleaning) -> None:
    """Takes a part and all that it leads to by relationships that a deck needs."""
    queue = [(start, start_type)]
    while queue:
        name, kind = queue.pop(0)
        if name in cleaning.types:
            continue
        cleaning.types[name] = kind
        cleaning.kept[name] = cleaning.raw[name]
        if kind.endswith("xml") and not kind.startswith("image/"):
            queue += _keep_xml(name, cleaning)


def _keep_xml(name: str, cleaning: _Cleaning) -> list[tuple[str, str]]:
    """Mends an XML part and its relationships; gives what it leads to."""
    from lxml import etree

    root = parse_part(cleaning.raw[name], name, cleaning.path)
    check_part(root, name, cleaning.types[name], cleaning.path)
    before = etree.tostring(root)
    rows, found = _relations(name, cleaning)
    drop_references(root, {row[0] for row in rows}, cleaning.dropped)
    if name == MAIN:
        _strip_presentation(root)
        if not any(kind == "presProps" for _, kind, _ in rows):
            rows.append(("rIdPresProps", "presProps", "presProps.xml"))
            found.append(("ppt/presProps.xml", _PART_TYPES["presProps"]))
            cleaning.raw["ppt/presProps.xml"] = f'{HEAD}<p:presentationPr xmlns:p="{root.nsmap["p"]}"/>'.encode()
    _mend_placeholders(root)
    _mend_shape_ids(root)
    _mend_styles(root)
    if etree.tostring(root) != before:
        cleaning.kept[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if rows:
        cleaning.kept[rels_name(name)] = relationships_xml(rows)
    return found


def _relations(name: str, cleaning: _Cleaning) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The relationships of a part that stay, and the parts that they lead to with their content types."""
    rows: list[tuple[str, str, str]] = []
    found: list[tuple[str, str]] = []
    data = cleaning.raw.get(rels_name(name))
    if data is None:
        return rows, found
    for rel in parse_part(data, rels_name(name), cleaning.path):
        kind = rel.get("Type", "").rsplit("/", 1)[-1]
        target = _target(name, rel.get("Target", ""), cleaning)
        part_type = _part_type(kind, target, cleaning)
        if rel.get("TargetMode") == "External":
            cleaning.dropped["external"] += 1
        elif part_type and target:
            rows.append((rel.get("Id", ""), kind, posixpath.relpath(target, posixpath.dirname(name))))
            found.append((target, part_type))
        else:
            cleaning.dropped[_loss(kind)] += 1
    return rows, found


def _loss(kind: str) -> str:
    """What is lost with a relationship of this kind; empty where nothing is."""
    if kind in _RUNS_CODE:
        return "code"
    if kind in _PART_TYPES or kind == "image":
        return "dead"
    return "" if kind in _LEFT else "object"


def _target(name: str, target: str, cleaning: _Cleaning) -> str:
    """The part that a relationship means, empty when it is not in the file."""
    for spelling in (target, unquote(target)):
        found = cleaning.seen.get(resolve(name, spelling).lower())
        if found:
            return found
    return ""


def _part_type(kind: str, target: str, cleaning: _Cleaning) -> str:
    """The content type of what a relationship of this kind leads to, empty for a kind that is left out."""
    if kind != "image":
        return _PART_TYPES.get(kind, "")
    return picture_type(target, cleaning.raw.get(target, b""))


def picture_type(name: str, data: bytes) -> str:
    """The content type of a picture's part, told by its first bytes and its name; empty where it is none."""
    extension = name.rsplit(".", 1)[-1].lower()
    sniffed = next((known for magic, known in _MAGIC if data[:300].lstrip().startswith(magic)), "")
    if extension not in _PICTURES or (sniffed and _PICTURES[sniffed] != _PICTURES[extension]):
        extension = sniffed
    return _PICTURES.get(extension, "")


def drop_references(root: _Element, known: set[str], dropped: Counter[str]) -> None:
    """Takes out what names a relationship that is not there: a picture without a file, a link, an object, a sound."""
    prefix = f"{{{RELATIONSHIPS}}}"
    for element in list(root.iter()):
        dead = [key for key, value in element.attrib.items() if str(key).startswith(prefix) and value not in known]
        if dead and element.getroottree().getroot() is root:
            _drop(element, [str(key) for key in dead], dropped)


_WHOLE = ("pic", "graphicFrame", "contentPart")
"""Shapes that are nothing without their part."""
_CONTAINERS = ("ext", "custDataLst", "controls", "transition", "timing")


def _drop(element: _Element, keys: list[str], dropped: Counter[str]) -> None:
    from lxml import etree

    ancestors = [element, *element.iterancestors()]
    names = [etree.QName(node).localname if isinstance(node.tag, str) else "" for node in ancestors]
    linked = names[0] == "blip" and element.get(f"{{{RELATIONSHIPS}}}embed") and not keys[0].endswith("}embed")
    if linked or (names[0] == "blip" and names[1] == "blipFill" and names[2] not in (*_WHOLE, "bgPr")):
        if linked:
            for key in keys:
                del element.attrib[key]
            return
        fill = ancestors[1]
        parent = fill.getparent()
        assert parent is not None
        parent.replace(fill, etree.Element("{http://schemas.openxmlformats.org/drawingml/2006/main}noFill"))
        return
    whole = next(
        (n for n, name in enumerate(names) if name in (*_WHOLE, *_CONTAINERS, "bg", "buBlip", "AlternateContent")), 0
    )
    node = ancestors[whole]
    outer = node.getparent()
    while outer is not None and etree.QName(outer).localname in ("Choice", "Fallback", "AlternateContent"):
        node, outer = outer, outer.getparent()
    if outer is not None:
        dropped["shape"] += names[whole] in _WHOLE
        outer.remove(node)


def _strip_presentation(root: _Element) -> None:
    """Without slides, shows, tags and a password for changes."""
    ns = f"{{{root.nsmap['p']}}}"
    for name in ("sldIdLst", "custShowLst", "custDataLst", "smartTags", "photoAlbum", "modifyVerifier", "extLst"):
        for element in root.findall(f"{ns}{name}"):
            root.remove(element)


def _mend_placeholders(root: _Element) -> None:
    """Gives titles no idx and every other placeholder of a layout one of its own.

    LibreOffice writes none at all and PptxGenJS numbers titles too; PowerPoint and python-pptx find a slide's
    placeholder in the layout by idx, and the title where there is none.
    """
    if not str(root.tag).endswith("}sldLayout"):
        return
    holders = list(root.iter(f"{{{root.nsmap['p']}}}ph"))
    taken: set[str] = set()
    unnumbered = []
    titles = 0
    for holder in holders:
        if holder.get("type") in ("title", "ctrTitle"):
            titles += 1
            if titles == 1 and "idx" in holder.attrib:
                del holder.attrib["idx"]
            if titles == 1:
                continue
            holder.set("type", "body")
        index = holder.get("idx", "0")
        if index in ("0", "4294967295") or index in taken:
            unnumbered.append(holder)
        taken.add(index)
    free = (str(number) for number in range(1, 10_000) if str(number) not in taken)
    for holder in unnumbered:
        holder.set("idx", next(free))


def _mend_styles(root: _Element) -> None:
    """Makes the look of a master's prompts the style of its placeholders, where it has no text styles.

    LibreOffice writes the look of title and text into the prompts themselves, from where no slide inherits it.
    """
    from copy import deepcopy

    p, a = (f"{{{root.nsmap.get(key)}}}" for key in "pa")
    if not str(root.tag).endswith("}sldMaster") or root.find(f"{p}txStyles") is not None:
        return
    for holder in root.iter(f"{p}ph"):
        shape = next(holder.iterancestors(f"{p}sp"), None)
        body = shape.find(f"{p}txBody") if shape is not None else None
        if holder.get("type") not in ("title", "body") or body is None or body.find(f"{a}lstStyle/*") is not None:
            continue
        for old in body.findall(f"{a}lstStyle"):
            body.remove(old)
        styles = body.makeelement(f"{a}lstStyle", {})
        for paragraph in body.findall(f"{a}p")[:9]:
            own, run = paragraph.find(f"{a}pPr"), paragraph.find(f".//{a}rPr")
            run = paragraph.find(f"{a}endParaRPr") if run is None else run
            number = int(own.get("lvl", "0")) + 1 if own is not None else 1
            tag = f"{a}lvl{number}pPr"
            if styles.find(tag) is not None or run is None:
                continue
            level = deepcopy(own) if own is not None else body.makeelement(f"{a}pPr", {})
            level.attrib.pop("lvl", "")
            level.tag = tag
            look = deepcopy(run)
            look.tag = f"{a}defRPr"
            for key in ("dirty", "err", "noProof"):
                look.attrib.pop(key, "")
            level.append(look)
            styles.append(level)
        styles[:] = sorted(styles, key=lambda level: str(level.tag))
        body.insert(1, styles)


def _mend_shape_ids(root: _Element) -> None:
    """Shape ids that stand twice in a part get new ones: PowerPoint asks to repair such files."""
    shapes = list(root.iter(f"{{{root.nsmap.get('p')}}}cNvPr"))
    taken: set[str] = set()
    free = iter(
        range(1 + max((int(s.get("id", "0")) for s in shapes if s.get("id", "").isdigit()), default=1), 1 << 30)
    )
    for shape in shapes:
        if shape.get("id", "") in taken:
            shape.set("id", str(next(free)))
        taken.add(shape.get("id", ""))


def _types_xml(cleaning: _Cleaning) -> bytes:
    """Content types: pictures by extension where it tells the truth, everything else by name."""
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    overrides = {}
    for name, kind in cleaning.types.items():
        extension = name.rsplit(".", 1)[-1].lower()
        if _PICTURES.get(extension) == kind:
            defaults[extension] = kind
        else:
            overrides[f"/{name}"] = kind
    return content_types_xml(defaults, overrides)


def _warnings(cleaning: _Cleaning) -> Iterable[Problem]:
    def warn(message: str, hint: str = "") -> Problem:
        return Problem(cleaning.path, 0, 0, message, hint, "warning")

    count = cleaning.dropped
    macros = any(name.lower().endswith("vbaproject.bin") for name in cleaning.raw)
    if macros or count["code"]:
        yield warn("its macros and controls are left out", "give a .pptx or .potx to silence this")
    if count["external"]:
        yield warn(f"{count['external']} relationships to places outside the file are left out")
    if count["dead"]:
        yield warn(f"{count['dead']} relationships lead nowhere and are left out", "save it anew in PowerPoint")
    if count["object"]:
        yield warn(f"{count['object']} embedded objects of masters and layouts are left out")
    if count["shape"]:
        yield warn(f"{count['shape']} pictures or objects without a file are left out")
