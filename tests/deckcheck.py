"""What must hold in every .pptx that a test writes, whatever the storyboard and the theme: `check_deck`."""

import posixpath
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "[Content_Types].xml"
PRESENTATION = "ppt/presentation.xml"
KINDS = {
    "slides": "presentationml.slide+xml",
    "notesSlides": "presentationml.notesSlide+xml",
    "slideLayouts": "presentationml.slideLayout+xml",
    "slideMasters": "presentationml.slideMaster+xml",
    "notesMasters": "presentationml.notesMaster+xml",
    "charts": "drawingml.chart+xml",
    "embeddings": "spreadsheetml.sheet",
}
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    """A part's name, or an address where the relation is external."""
    external: bool


@dataclass(frozen=True)
class Package:
    names: list[str]
    trees: dict[str, etree._Element]
    relations: dict[str, dict[str, Relation]]
    data: bytes

    def in_folder(self, folder: str) -> Iterator[tuple[str, etree._Element]]:
        return ((name, tree) for name, tree in self.trees.items() if name.startswith(f"ppt/{folder}/"))

    def related(self, part: str, kind: str) -> list[str]:
        return [relation.target for relation in self.relations.get(part, {}).values() if relation.kind == kind]


def check_deck(data: bytes) -> list[str]:
    """Everything wrong with the deck, `part: what`; an empty list for a sound one."""
    return check_package(data) or audit_errors(data)


def check_package(data: bytes) -> list[str]:
    """What no schema tells: links between parts, ids, languages, faces, placeholders, sections."""
    try:
        package = read_package(data)
    except Exception as error:
        return [f"package: {error}"]
    checks = (
        check_names,
        check_relations,
        check_content_types,
        check_ids,
        check_slide_list,
        check_sections,
        check_text,
        check_placeholders,
        check_tables,
        check_descriptions,
        check_notes,
        check_charts,
    )
    return [problem for check in checks for problem in check(package)]


def read_package(data: bytes) -> Package:
    trees: dict[str, etree._Element] = {}
    relations: dict[str, dict[str, Relation]] = {}
    with ZipFile(BytesIO(data)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                trees[name] = etree.fromstring(file.read(name))
        for name in [name for name in trees if name.endswith(".rels")]:
            folder, rels = posixpath.split(name)
            source = posixpath.join(posixpath.dirname(folder), rels.removesuffix(".rels"))
            found = [(str(e.get("Id")), _relation(source, e)) for e in trees[name]]
            if len(dict(found)) < len(found):
                raise ValueError(f"{name}: a relationship id is used twice")
            relations[source] = dict(found)
        return Package(file.namelist(), trees, relations, data)


def _relation(source: str, element: etree._Element) -> Relation:
    kind, target = str(element.get("Type")).rsplit("/", 1)[-1], str(element.get("Target"))
    if element.get("TargetMode") == "External":
        return Relation(kind, target, True)
    place = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
    return Relation(kind, place, False)


def audit_errors(data: bytes) -> list[str]:
    from openxml_audit import OpenXmlValidator

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.pptx")
        path.write_bytes(data)
        result = OpenXmlValidator(max_errors=50).validate(path)
    return [f"{error.part_uri}: {error.description} at {error.path}" for error in result.errors]


def check_names(package: Package) -> Iterator[str]:
    if package.names[0] != TYPES:
        yield f"{package.names[0]}: stands before {TYPES}"
    for name, count in Counter(name.lower() for name in package.names).items():
        if count > 1:
            yield f"{name}: stands in the package {count} times"
    with ZipFile(BytesIO(package.data)) as file:
        if len({info.date_time for info in file.infolist()}) > 1:
            yield "package: entries have different dates"


def check_relations(package: Package) -> Iterator[str]:
    reached, waiting = {TYPES}, [""]
    while waiting:
        for relation in package.relations.get(waiting.pop(), {}).values():
            if not relation.external and relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    for name in package.names:
        if name not in reached and not name.endswith(".rels"):
            yield f"{name}: no relationship leads here"
    for missing in reached - set(package.names):
        yield f"{missing}: is referred to and missing"
    for name, tree in package.trees.items():
        known = package.relations.get(name, {})
        for element in tree.iter(etree.Element):
            for key, value in element.attrib.items():
                if str(key).startswith(R) and value and value not in known:
                    yield f"{name}: {etree.QName(element).localname} names the relationship {value!r}, which is missing"


def check_content_types(package: Package) -> Iterator[str]:
    types = package.trees[TYPES]
    defaults = {e.get("Extension"): str(e.get("ContentType")) for e in types if e.get("Extension")}
    overrides = {str(e.get("PartName"))[1:]: str(e.get("ContentType")) for e in types if e.get("PartName")}
    for name in sorted(set(overrides) - set(package.names)):
        yield f"{name}: has a content type and is missing"
    for name in package.names:
        given = overrides.get(name) or defaults.get(name.rsplit(".", 1)[-1], "")
        wanted = KINDS.get(name.split("/")[1], "") if name.count("/") == 2 else ""
        if name != TYPES and not given.endswith(wanted or given or "?"):
            yield f"{name}: has the content type {given!r}"


def check_ids(package: Package) -> Iterator[str]:
    for name, tree in package.trees.items():
        for number, count in Counter(e.get("id") for e in tree.iter(f"{P}cNvPr")).items():
            if count > 1:
                yield f"{name}: the shape id {number} is used {count} times"
    presentation = package.trees[PRESENTATION]
    masters = [tree for _, tree in package.in_folder("slideMasters")]
    above = [e.get("id") for tree in masters for e in tree.iter(f"{P}sldLayoutId")]
    above += [e.get("id") for e in presentation.iter(f"{P}sldMasterId")]
    for number, count in Counter(above + [e.get("id") for e in presentation.iter(f"{P}sldId")]).items():
        if count > 1:
            yield f"{PRESENTATION}: the id {number} is used {count} times"


def check_slide_list(package: Package) -> Iterator[str]:
    relations = package.relations[PRESENTATION]
    listed = Counter(relations[str(e.get(f"{R}id"))].target for e in package.trees[PRESENTATION].iter(f"{P}sldId"))
    slides = [name for name, _ in package.in_folder("slides") if not name.endswith(".rels")]
    for name in slides:
        if listed[name] != 1:
            yield f"{name}: stands in p:sldIdLst {listed[name]} times"
        if len(package.related(name, "slideLayout")) != 1:
            yield f"{name}: must have one layout"


def check_sections(package: Package) -> Iterator[str]:
    presentation = package.trees[PRESENTATION]
    sections = list(presentation.iter(f"{P14}section"))
    if not sections:
        return
    slides = [e.get("id") for e in presentation.iter(f"{P}sldId")]
    if [e.get("id") for e in presentation.iter(f"{P14}sldId")] != slides:
        yield f"{PRESENTATION}: the sections do not hold each slide once, in order"
    for key in ("id", "name"):
        values = [section.get(key, "") for section in sections]
        if not all(values) or (key == "id" and len(set(values)) < len(values)):
            yield f"{PRESENTATION}: a section's {key} is missing or used twice"


def check_text(package: Package) -> Iterator[str]:
    """Every run has a language that fits its letters and, itself or inherited, an East Asian face."""
    for folder in ("slides", "notesSlides"):
        for name, tree in package.in_folder(folder):
            for run in tree.iter(f"{A}r", f"{A}fld"):
                text, properties = run.findtext(f"{A}t") or "", run.find(f"{A}rPr")
                language = properties.get("lang", "") if properties is not None else ""
                if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
                    yield f"{name}: the run {text[:20]!r} has the language {language!r}"
                elif HAN.search(text) and language[:2] not in ("zh", "ja", "ko"):
                    yield f"{name}: the Chinese run {text[:20]!r} has the language {language!r}"
                if properties is None or properties.find(f"{A}ea") is None:
                    yield from _inherited_face(package, name, run, text)


def _inherited_face(package: Package, name: str, run: etree._Element, text: str) -> Iterator[str]:
    shape = next(run.iterancestors(f"{P}sp"), None)
    placeholder = shape.find(f".//{P}ph") if shape is not None else None
    if name.startswith("ppt/notesSlides/"):
        styles = [e for _, tree in package.in_folder("notesMasters") for e in tree.iter(f"{P}notesStyle")]
    elif placeholder is not None:
        kind = {"title": "titleStyle", "ctrTitle": "titleStyle"}.get(placeholder.get("type", ""), "bodyStyle")
        kind = "otherStyle" if placeholder.get("type") in ("dt", "ftr", "sldNum") else kind
        styles = [e for _, tree in package.in_folder("slideMasters") for e in tree.iter(f"{P}{kind}")]
    else:
        styles = list(package.trees[PRESENTATION].iter(f"{P}defaultTextStyle"))
    levels = [run for style in styles for run in style.iter(f"{A}defRPr")]
    if not levels or not all(level.find(f"{A}ea") is not None for level in levels):
        yield f"{name}: the run {text[:20]!r} has no East Asian face"


def check_placeholders(package: Package) -> Iterator[str]:
    """No placeholder is empty or unknown to the layout; every slide has a title, and no other slide has the same."""
    titles: Counter[str] = Counter()
    for name, tree in package.in_folder("slides"):
        if name.endswith(".rels"):
            continue
        layouts = [package.trees[layout] for layout in package.related(name, "slideLayout")]
        known = {e.get("idx", "0") for layout in layouts for e in layout.iter(f"{P}ph")}
        title = ""
        for holder in tree.iter(f"{P}ph"):
            shape = next(holder.iterancestors(f"{P}sp", f"{P}pic", f"{P}graphicFrame"))
            text = "".join(t.text or "" for t in shape.iter(f"{A}t")).strip()
            if holder.get("idx", "0") not in known:
                yield f"{name}: its layout has no placeholder {dict(holder.attrib)}"
            if shape.tag == f"{P}sp" and not text:
                yield f"{name}: the placeholder {dict(holder.attrib)} is empty"
            if holder.get("type") in ("title", "ctrTitle"):
                title = text
        titles[title] += 1
        if not title:
            yield f"{name}: has no title"
    for title, count in titles.items():
        if count > 1 and title:
            yield f"{PRESENTATION}: {count} slides have the title {title[:40]!r}"


def check_tables(package: Package) -> Iterator[str]:
    for name, tree in package.in_folder("slides"):
        for table in tree.iter(f"{A}tbl"):
            columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
            rows = table.findall(f"{A}tr")
            for number, row in enumerate(rows, 1):
                if len(row.findall(f"{A}tc")) != columns:
                    yield f"{name}: row {number} of a table has not {columns} cells"
            properties = table.find(f"{A}tblPr")
            if properties is None or properties.get("firstRow") != "1":
                yield f"{name}: a table has no header row"
            frame = next(table.iterancestors(f"{P}graphicFrame"))
            extent = frame.find(f"{P}xfrm/{A}ext")
            if extent is None or int(str(extent.get("cy"))) != sum(int(str(row.get("h"))) for row in rows):
                yield f"{name}: a table's frame is not as tall as its rows"


def check_descriptions(package: Package) -> Iterator[str]:
    for name, tree in package.in_folder("slides"):
        for shape in tree.iter(f"{P}pic", f"{P}graphicFrame"):
            about = next(shape.iter(f"{P}cNvPr"))
            if not about.get("descr") and not about.xpath('.//*[local-name()="decorative"][@val="1"]'):
                yield f"{name}: {about.get('name')!r} has no alternative text"


def check_notes(package: Package) -> Iterator[str]:
    for name, _ in package.in_folder("slides"):
        for notes in package.related(name, "notesSlide"):
            if package.related(notes, "slide") != [name]:
                yield f"{notes}: does not lead back to {name}"
            if len(package.related(notes, "notesMaster")) != 1:
                yield f"{notes}: has no notes master"
    masters = [name for name, _ in package.in_folder("notesMasters") if not name.endswith(".rels")]
    if masters and not list(package.trees[PRESENTATION].iter(f"{P}notesMasterId")):
        yield f"{PRESENTATION}: does not list its notes master"


def check_charts(package: Package) -> Iterator[str]:
    for name, tree in package.in_folder("charts"):
        if name.endswith(".rels"):
            continue
        books = package.related(name, "package")
        links = [str(e.get(f"{R}id")) for e in tree.iter(f"{C}externalData")]
        if len(books) != 1 or [package.relations[name][link].target for link in links] != books:
            yield f"{name}: has no workbook"
        for axis in tree.iter(f"{C}axId", f"{C}crossAx"):
            if int(str(axis.get("val"))) <= 0:
                yield f"{name}: the axis id {axis.get('val')} is not positive"
        for text in tree.iter(f"{C}txPr"):
            properties = text.find(f".//{A}defRPr")
            if properties is None or properties.find(f"{A}ea") is None or not properties.get("lang"):
                yield f"{name}: a text has no East Asian face or no language"
        if tree.find(f"{C}txPr") is None:
            yield f"{name}: sets no face for its text"
