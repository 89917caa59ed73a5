"""The last step: a fitted deck as the bytes of a .pptx, theme parts kept as they are, slides added as parts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.carried import PRESENTATION
from briefgen.deck.chart import WORKBOOK_RELATION, ChartData, ChartLook, chart_parts
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
    QUICK,
    RELATIONSHIPS,
    Bundle,
    Opening,
    Packed,
    Relationship,
    bundle,
    content_types_xml,
    is_external,
    opening,
    override_rows,
    pack,
    pack_after,
    pack_text,
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
from briefgen.deck.presentation import app_xml, core_xml, date_of_decks, presentation_parts
from briefgen.deck.slideparts import SlideParts
from briefgen.deck.textxml import fill_xml, language_of
from briefgen.deck.theme import Layout, Theme
from briefgen.deck.themexml import GROUP, NAMESPACES

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
_SLIDE_HEAD = f"{HEAD}<p:sld {NAMESPACES}><p:cSld><p:spTree>{GROUP}"
_Part = tuple[str, bytes | Packed]

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
    slides: list[_Part] = field(default_factory=list)
    """The slides, and what each brings after it."""
    pending: list[_Part] = field(default_factory=list)
    """What the slide at hand brings."""


def write_deck(fitted: Fitted, theme: Theme) -> bytes:
    """The deck as a PowerPoint file; dates are SOURCE_DATE_EPOCH or a fixed day, so that equal input is equal bytes."""
    now = date_of_decks()
    return write_zip(_parts(fitted, theme, now), now)


def _parts(fitted: Fitted, theme: Theme, now: int) -> Iterator[_Part | Bundle]:
    """All parts, [Content_Types].xml first; slides are made one after the other."""
    package = _Package(theme, fitted, _targets(fitted))
    for number, slide in enumerate(fitted.slides, 1):
        _add_slide(slide, number, package)
    yield "[Content_Types].xml", _content_types(package)
    yield "_rels/.rels", packed_relationships(_TOP)
    yield "docProps/core.xml", core_xml(fitted)
    yield "docProps/app.xml", app_xml(fitted)
    yield from presentation_parts(fitted, theme)
    yield "ppt/viewProps.xml", packed(_VIEW)
    yield _carried(theme, now)
    yield from package.slides


@lru_cache(maxsize=8)
def _carried(theme: Theme, now: int) -> Bundle:
    return bundle(theme.carried.parts, now)


def _content_types(package: _Package) -> Packed:
    extensions = ("gif", "jpeg", "png") if package.pictures else ()
    extensions = (*extensions, "xlsx") if package.charts else extensions
    return _packed_types(package.theme, extensions, tuple(package.overrides.items()))


@lru_cache(maxsize=16)
def _packed_types(theme: Theme, extensions: tuple[str, ...], overrides: tuple[tuple[str, str], ...]) -> Packed:
    """[Content_Types].xml; kept, as it is the same in decks of as many slides, notes and charts."""
    rest = f"{override_rows(dict(overrides))}{override_rows(_PROPERTIES)}</Types>"
    return pack_after(_types_opening(theme, extensions), rest.encode())


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


def _add_slide(slide: PlacedSlide, number: int, package: _Package) -> None:
    """The slide, its relationships, and the notes, charts and pictures that it brings."""
    name, slides = f"ppt/slides/slide{number}.xml", package.slides
    package.overrides[f"/{name}"] = _SLIDE_TYPE
    slides += _drawn_slide(slide, number, package) if slide.drawn else _composed_slide(slide, number, package)
    if slide.notes:
        part, carried = f"ppt/notesSlides/notesSlide{number}.xml", package.theme.carried
        package.overrides[f"/{part}"] = _NOTES_TYPE
        slides.append((part, notes_page(slide.notes, package.fitted.deck.language, carried.notes_index)))
        slides.append((rels_name(part), notes_relationships(number, carried.notes_master)))
    slides += package.pending
    package.pending = []


def _composed_slide(slide: PlacedSlide, number: int, package: _Package) -> tuple[_Part, _Part]:
    name = f"ppt/slides/slide{number}.xml"
    parts = SlideParts(
        package.theme,
        package.fitted.deck.language,
        package.targets,
        lambda shape: _add_chart(shape, package),
        lambda shape: _add_picture(shape, package),
    )
    parts.relationships.append(("rId1", "slideLayout", relative(slide.layout.part, "ppt/slides")))
    if slide.notes:
        parts.relationships.append(("rId2", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
    shapes = "".join([_shape_xml(shape, parts) for shape in slide.shapes])
    chrome = _chrome_xml(slide.layout, number, parts, package)
    mapping = f"<p:clrMapOvr>{slide.layout.mapping or '<a:masterClrMapping/>'}</p:clrMapOvr>"
    xml = pack_text(f"{_SLIDE_HEAD}{shapes}{chrome}</p:spTree></p:cSld>{mapping}</p:sld>")
    return (name, xml), (rels_name(name), _slide_relationships(parts.relationships))


def _slide_relationships(rows: list[Relationship]) -> bytes | Packed:
    """Links to the web are the storyboard's own; all others are found again in the next deck."""
    for _, _, target in rows:
        if is_external(target):
            return relationships_xml(rows)
    return packed_relationships(tuple(rows))


def _drawn_slide(slide: PlacedSlide, number: int, package: _Package) -> tuple[_Part, _Part]:
    """A slide as a designer drew it, and the parts that it brings."""
    from briefgen.deck.drawn import drawn_parts, drawn_relations

    assert slide.drawn
    name = f"ppt/slides/slide{number}.xml"
    xml, rows = drawn_relations(slide.drawn, number, package.targets)
    rows.append(("rIdLayout", "slideLayout", relative(slide.drawn.layout, "ppt/slides")))
    if slide.notes:
        rows.append(("rIdNotes", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
    for part, kind, data in drawn_parts(slide.drawn, number):
        if part not in package.theme.parts and f"/{part}" not in package.overrides:
            package.pending.append((part, data))
            if kind:
                package.overrides[f"/{part}"] = kind
    return (name, xml), (rels_name(name), relationships_xml(rows))


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


@lru_cache(maxsize=64)
def _chrome_line(line: ChromeLine, default: str) -> tuple[str, str]:
    """A placeholder before and after its shape's id, with _NUMBER for the slide's.

    Kept, as most layouts have the same, and numbers are the same in the next deck.
    """
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
    xml, workbook = _packed_chart(shape.chart, _chart_look(shape, package.theme.text_face))
    package.overrides[f"/{name}"] = _CHART_TYPE
    target = f"../embeddings/{posixpath.basename(book)}"
    rels = packed_relationships(((WORKBOOK_RELATION, f"{RELATIONSHIPS}/package", target),))
    package.pending += [(name, xml), (rels_name(name), rels), (book, workbook)]
    return f"../charts/chart{number}.xml"


@lru_cache(maxsize=16)
def _packed_chart(chart: ChartData, look: ChartLook) -> tuple[Packed, Packed]:
    """The chart part and its workbook; kept, as the decks for several audiences have the same charts."""
    xml, workbook = chart_parts(chart, look)
    return pack(xml, QUICK), pack(workbook, QUICK)


def _chart_look(shape: ChartShape, face: str) -> ChartLook:
    wide, tall = round(shape.box.width, 1), round(shape.box.height, 1)
    look = ChartLook(text_pt=shape.size, text=shape.text, line=shape.line, width=wide, height=tall, face=face)
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
