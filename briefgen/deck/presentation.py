"""Part of writing a deck: what ties its slides together, presentation.xml with sections, and its properties."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache

from briefgen.deck.carried import PRESENTATION
from briefgen.deck.package import (
    EARLIEST,
    HEAD,
    LATEST,
    Packed,
    attribute_xml,
    opening,
    pack,
    pack_after,
    packed,
    relationships_xml,
    rels_name,
    text_xml,
)
from briefgen.deck.placed import Fitted
from briefgen.deck.theme import Theme
from briefgen.errors import BriefgenError, Problem

_LONGEST = 20
"""Digits of a date that are read: a longer one is as far away."""
FIXED_DATE = 1_577_836_800
"""2020-01-01 in seconds since 1970: the date in every deck, so that two builds are the same bytes."""
_CORE_HEAD = (
    f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>'
).encode()


def presentation_parts(fitted: Fitted, theme: Theme) -> Iterator[tuple[str, Packed]]:
    """presentation.xml with our slides in it, and its relationships."""
    count, (before, between, after) = len(fitted.slides), theme.carried.presentation
    extensions = f"<p:extLst>{_sections_xml(fitted)}</p:extLst>".encode()
    yield PRESENTATION, pack_after(opening(before + _slide_list(count) + between), extensions + after)
    yield rels_name(PRESENTATION), _presentation_relationships(theme, count)


@lru_cache(maxsize=16)
def _slide_list(count: int) -> bytes:
    rows = [f'<p:sldId id="{255 + number}" r:id="rIdSlide{number}"/>' for number in range(1, count + 1)]
    return f"<p:sldIdLst>{''.join(rows)}</p:sldIdLst>".encode()


@lru_cache(maxsize=16)
def _presentation_relationships(theme: Theme, count: int) -> Packed:
    own = theme.carried.relationships
    rows = [(f"rIdSlide{number}", "slide", f"slides/slide{number}.xml") for number in range(1, count + 1)]
    assert not {id_ for id_, _, _ in own} & {id_ for id_, _, _ in rows}
    return pack(relationships_xml((*own, *rows)))


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


def date_of_decks() -> int:
    """In seconds since 1970: SOURCE_DATE_EPOCH, brought within what a zip can hold, or a fixed day.

    Raises BriefgenError where SOURCE_DATE_EPOCH is no whole number.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return FIXED_DATE
    if not (value.isascii() and value.removeprefix("-").isdecimal()):
        hint = "give the seconds since 1970 as a whole number, or unset it"
        raise BriefgenError(Problem("SOURCE_DATE_EPOCH", 0, 0, f"'{value}' is no date", hint))
    return min(max(int(value[:_LONGEST]), EARLIEST), LATEST)


def core_xml(fitted: Fitted) -> Packed:
    """Dublin Core properties (ISO/IEC 29500-2, 11); nothing of who or where."""
    deck, when = fitted.deck, _w3c_date(date_of_decks())
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


def app_xml(fitted: Fitted) -> Packed:
    notes = sum([bool(slide.notes) for slide in fitted.slides])
    xml = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Office PowerPoint</Application><PresentationFormat>Widescreen</PresentationFormat>"
        f"<Slides>{len(fitted.slides)}</Slides><Notes>{notes}</Notes></Properties>"
    )
    return packed(xml.encode())
