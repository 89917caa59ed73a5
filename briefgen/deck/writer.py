"""The last step: a fitted deck as the bytes of a .pptx, theme parts kept as they are, slides added as parts."""

from __future__ import annotations

import os
import posixpath
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.carried import PRESENTATION, Carried
from briefgen.deck.chart import WORKBOOK_RELATION, ChartLook, chart_parts
from briefgen.deck.drawingml import (
    chart_xml,
    ornament_xml,
    picture_xml,
    table_xml,
    text_shape_xml,
)
from briefgen.deck.notes import notes_page, notes_relationships
from briefgen.deck.package import (
    HEAD,
    RELATIONSHIPS,
    Opening,
    Packed,
    Relationship,
    attribute_xml,
    content_types_xml,
    is_external,
    opening,
    override_rows,
    pack_after,
    packed,
    packed_relationships,
    relationships_xml,
    relative,
    rels_name,
    text_xml,
    write_zip,
)
from briefgen.deck.placed import (
    ChartShape,
    ChromeLine,
    Fitted,
    Ornament,
    PictureShape,
    PlacedSlide,
    Shape,
    TableShape,
    TextShape,
)
from briefgen.deck.slideparts import SlideParts
from briefgen.deck.textxml import fill_xml, language_of
from briefgen.deck.theme import Layout, Theme
from briefgen.deck.themexml import GROUP, NAMESPACES

FIXED_DATE = 1_577_836_800
"""2020-01-01 in seconds since 1970: the date in every deck, so that two builds are the same bytes."""
_OOXML = "application/vnd.openxmlformats-officedocument"
_SLIDE_TYPE = f"{_OOXML}.presentationml.slide+xml"
_NOTES_TYPE = f"{_OOXML}.presentationml.notesSlide+xml"
_CHART_TYPE = f"{_OOXML}.drawingml.chart+xml"
_EXTENSIONS = {
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet",
}
"""What our own parts may be, beside XML."""
_PROPERTIES = {
    "/ppt/viewProps.xml": f"{_OOXML}.presentationml.viewProps+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": f"{_OOXML}.extended-properties+xml",
}
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_TOP: tuple[Relationship, ...] = (
    ("rId1", "officeDocument", PRESENTATION),
    ("rId2", _CORE, "docProps/core.xml"),
    ("rId3", "extended-properties", "docProps/app.xml"),
)
"""The package's own relationships."""
_VIEW = f"{HEAD}<p:viewPr {NAMESPACES}/>".encode()
_CORE_HEAD = (
    f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>'
).encode()
_SLIDE_HEAD = f"{HEAD}<p:sld {NAMESPACES}><p:cSld><p:spTree>{GROUP}".encode()


_NUMBER = "\0"
"""Stands for a slide's number in what is written once for all slides of a layout; no XML holds this character."""


class _Package(Struct):
    """Parts written so far beside the slides, and what [Content_Types].xml has to list."""

    theme: Theme
    fitted: Fitted
    targets: dict[str, int]
    overrides: dict[str, str] = field(default_factory=dict)
    """Content types of our own parts, by name with its leading slash."""
    pictures: dict[str, str] = field(default_factory=dict)
    charts: int = 0
    chrome: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Footer, date and number by the layout's part."""
    pending: list[tuple[str, bytes | Packed]] = field(default_factory=list)


def write_deck(fitted: Fitted, theme: Theme) -> bytes:
    """The deck as a PowerPoint file; dates are SOURCE_DATE_EPOCH or a fixed day, so that equal input is equal bytes."""
    return write_zip(_parts(fitted, theme), _now())


def _now() -> int:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(value) if value.isdigit() else FIXED_DATE


def _parts(fitted: Fitted, theme: Theme) -> Iterator[tuple[str, bytes | Packed]]:
    """All parts, [Content_Types].xml first; slides are made one after the other."""
    package = _Package(theme, fitted, _targets(fitted))
    slides: list[tuple[str, bytes | Packed]] = []
    for number, slide in enumerate(fitted.slides, 1):
        slides.extend(_slide_parts(slide, number, package))
    yield "[Content_Types].xml", _content_types(package)
    yield "_rels/.rels", packed_relationships(_TOP)
    yield "docProps/core.xml", _core_xml(fitted)
    yield "docProps/app.xml", _app_xml(fitted)
    yield from _presentation_parts(fitted, theme.carried)
    yield "ppt/viewProps.xml", packed(_VIEW)
    yield from theme.carried.parts
    yield from slides


def _content_types(package: _Package) -> Packed:
    extensions = ("gif", "jpeg", "png") if package.pictures else ()
    begun = _types_opening(package.theme, (*extensions, "xlsx") if package.charts else extensions)
    return pack_after(begun, f"{override_rows(package.overrides)}{override_rows(_PROPERTIES)}</Types>".encode())


@lru_cache(maxsize=64)
def _types_opening(theme: Theme, extensions: tuple[str, ...]) -> Opening:
    """[Content_Types].xml as far as it tells of the theme's own parts."""
    carried = theme.carried
    defaults = carried.defaults | {extension: _EXTENSIONS[extension] for extension in extensions}
    return opening(content_types_xml(defaults, carried.overrides).removesuffix(b"</Types>"))


def _targets(fitted: Fitted) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, slide in enumerate(fitted.slides, 1):
        if slide.id:
            found.setdefault(slide.id, number)
    return found


def _presentation_parts(fitted: Fitted, carried: Carried) -> Iterator[tuple[str, Packed]]:
    """presentation.xml with our slides in it, and its relationships."""
    ids = [f"rIdSlide{number}" for number in range(1, len(fitted.slides) + 1)]
    assert not {id_ for id_, _, _ in carried.relationships} & set(ids)
    listed = "".join(f'<p:sldId id="{255 + number}" r:id="{id_}"/>' for number, id_ in enumerate(ids, 1))
    slides = f"<p:sldIdLst>{listed}</p:sldIdLst>".encode()
    extensions = f"<p:extLst>{_sections_xml(fitted)}</p:extLst>".encode()
    before, between, after = carried.presentation
    yield PRESENTATION, pack_after(opening(before), b"".join((slides, between, extensions, after)))
    rows = [(id_, "slide", f"slides/slide{number}.xml") for number, id_ in enumerate(ids, 1)]
    yield rels_name(PRESENTATION), packed_relationships((*carried.relationships, *rows))


def _sections_xml(fitted: Fitted) -> str:
    """PowerPoint's sections (MS-PPTX, 2.6.26), every slide in one of them."""
    groups: list[tuple[str, list[int]]] = []
    for number, slide in enumerate(fitted.slides):
        name = slide.section or fitted.deck.title or "Deck"
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(256 + number)
    rows = []
    for index, (name, ids) in enumerate(groups):
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"briefgen:{index}:{name}")).upper()
        listed = "".join(f'<p14:sldId id="{id_}"/>' for id_ in ids)
        label = attribute_xml(name.expandtabs(1).replace("\r", " "))
        rows.append(f'<p14:section name={label} id="{{{guid}}}"><p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>')
    return (
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        f'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{"".join(rows)}</p14:sectionLst></p:ext>'
    )


def _slide_parts(slide: PlacedSlide, number: int, package: _Package) -> Iterator[tuple[str, bytes | Packed]]:
    """The slide, its relationships, and the notes, charts and pictures that it brings."""
    name = f"ppt/slides/slide{number}.xml"
    package.overrides[f"/{name}"] = _SLIDE_TYPE
    yield from _drawn_slide(slide, number, package) if slide.drawn else _composed_slide(slide, number, package)
    if slide.notes:
        part, carried = f"ppt/notesSlides/notesSlide{number}.xml", package.theme.carried
        package.overrides[f"/{part}"] = _NOTES_TYPE
        yield part, notes_page(slide.notes, package.fitted.deck.language, carried.notes_index)
        yield rels_name(part), notes_relationships(number, carried.notes_master)
    yield from package.pending
    package.pending = []


def _composed_slide(slide: PlacedSlide, number: int, package: _Package) -> Iterator[tuple[str, bytes | Packed]]:
    name = f"ppt/slides/slide{number}.xml"
    parts = SlideParts(
        package.theme,
        package.fitted.deck.language,
        package.targets,
        lambda shape: _add_chart(shape, package),
        lambda shape: _add_picture(shape, package),
    )
    parts.relate("slideLayout", relative(slide.layout.part, "ppt/slides"))
    if slide.notes:
        parts.relate("notesSlide", f"../notesSlides/notesSlide{number}.xml")
    body = "".join([_shape_xml(shape, parts) for shape in slide.shapes])
    chrome = _chrome_xml(slide.layout, number, parts, package)
    mapping = f"<p:clrMapOvr>{slide.layout.mapping or '<a:masterClrMapping/>'}</p:clrMapOvr>"
    rest = f"{body}{chrome}</p:spTree></p:cSld>{mapping}</p:sld>"
    yield name, pack_after(opening(_SLIDE_HEAD), rest.encode())
    yield rels_name(name), _slide_relationships(parts.relationships)


def _slide_relationships(rows: list[Relationship]) -> bytes | Packed:
    """Links to the web are the storyboard's own; all others are found again in the next deck."""
    for _, _, target in rows:
        if is_external(target):
            return relationships_xml(rows)
    return packed_relationships(tuple(rows))


def _drawn_slide(slide: PlacedSlide, number: int, package: _Package) -> Iterator[tuple[str, bytes]]:
    """A slide as a designer drew it, and the parts that it brings."""
    from briefgen.deck.drawn import drawn_parts, drawn_relations

    assert slide.drawn
    name = f"ppt/slides/slide{number}.xml"
    xml, rows = drawn_relations(slide.drawn, number, package.targets)
    rows.append(("rIdLayout", "slideLayout", relative(slide.drawn.layout, "ppt/slides")))
    if slide.notes:
        rows.append(("rIdNotes", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
    yield name, xml
    yield rels_name(name), relationships_xml(rows)
    for part, kind, data in drawn_parts(slide.drawn, number):
        if part not in package.theme.parts and f"/{part}" not in package.overrides:
            package.pending.append((part, data))
            if kind:
                package.overrides[f"/{part}"] = kind


def _shape_xml(shape: Shape, parts: SlideParts) -> str:
    if isinstance(shape, TextShape):
        return text_shape_xml(shape, parts)
    if isinstance(shape, Ornament):
        return ornament_xml(shape, parts)
    if isinstance(shape, TableShape):
        return table_xml(shape, parts)
    return chart_xml(shape, parts) if isinstance(shape, ChartShape) else picture_xml(shape, parts)


def _chrome_xml(layout: Layout, number: int, parts: SlideParts, package: _Package) -> str:
    """Footer, date and slide number as placeholders."""
    written = package.chrome.get(layout.part)
    if written is None:
        lines = package.fitted.chrome[layout.part]
        written = package.chrome[layout.part] = tuple([_chrome_line(line, parts.language) for line in lines])
    return "".join([f"{head}{parts.shape_id()}{tail}" for head, tail in written]).replace(_NUMBER, str(number))


def _chrome_line(line: ChromeLine, default: str) -> tuple[str, str]:
    """A placeholder before and after its shape's id, with _NUMBER for the slide's: the same on all such slides."""
    slot = line.slot
    language = language_of(line.text, default) if line.text else default
    size = f' sz="{round(line.size * 100)}"' if line.size else ""
    inner = f">{fill_xml(line.color)}</a:rPr>" if line.color else "/>"
    run = f'<a:rPr lang="{language}"{size} dirty="0"{inner}<a:t>{text_xml(line.text) or _NUMBER}</a:t>'
    field = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    run = f"<a:r>{run}</a:r>" if line.text else f"{field}{run}</a:fld>"
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="',
        f'" name="{slot.role.capitalize()}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="{slot.type}" idx="{slot.idx}"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr/>{run}</a:p></p:txBody></p:sp>",
    )


def _add_chart(shape: ChartShape, package: _Package) -> str:
    package.charts += 1
    number = package.charts
    name = f"ppt/charts/chart{number}.xml"
    book = f"ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    xml, workbook = chart_parts(shape.chart, _chart_look(shape))
    package.overrides[f"/{name}"] = _CHART_TYPE
    target = f"../embeddings/{posixpath.basename(book)}"
    rels = packed_relationships(((WORKBOOK_RELATION, f"{RELATIONSHIPS}/package", target),))
    package.pending += [(name, xml), (rels_name(name), rels), (book, workbook)]
    return f"../charts/chart{number}.xml"


def _chart_look(shape: ChartShape) -> ChartLook:
    look = ChartLook(text_pt=shape.size, text=shape.text, line=shape.line)
    look = replace(look, on_accents=shape.on_accents) if shape.on_accents else look
    return replace(look, accents=shape.accents) if shape.accents else look


def _add_picture(shape: PictureShape, package: _Package) -> str:
    """The target of a picture; the same bytes are one part."""
    digest = sha256(shape.data).hexdigest()
    if digest not in package.pictures:
        taken = {part.lower() for part in package.theme.parts}  # the brand's own are often image1.png …
        number = len(package.pictures) + 1
        while (name := f"picture{number}.{shape.extension}") and f"ppt/media/{name}" in taken:
            number += 1000
        package.pictures[digest] = name
        package.pending.append((f"ppt/media/{name}", shape.data))
    return f"../media/{package.pictures[digest]}"


def _core_xml(fitted: Fitted) -> Packed:
    """Dublin Core properties (ISO/IEC 29500-2, 11); nothing of who or where."""
    deck, when = fitted.deck, _w3c_date(_now())
    rest = (
        f"{text_xml(deck.title)}</dc:title><dc:creator>{text_xml(deck.author)}</dc:creator>"
        f"<dc:language>{text_xml(deck.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )
    return pack_after(opening(_CORE_HEAD), rest.encode())


@cache
def _w3c_date(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _app_xml(fitted: Fitted) -> Packed:
    notes = sum([bool(slide.notes) for slide in fitted.slides])
    xml = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Office PowerPoint</Application><PresentationFormat>Widescreen</PresentationFormat>"
        f"<Slides>{len(fitted.slides)}</Slides><Notes>{notes}</Notes></Properties>"
    )
    return packed(xml.encode())
