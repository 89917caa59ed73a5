"""Reads the text of a finished deck, slide by slide: shapes, groups, tables, charts, diagrams and notes."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from briefgen.credits import is_placed_credit
from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.patterns import lazy_pattern
from briefgen.quotations import MARK, Passage
from briefgen.quotations_blocks import closed_where_reopened
from briefgen.quotations_layout import quoted_by_layout
from briefgen.yamlfile import is_file

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_VALUES = (f"{_C}v", f"{_CX}v", f"{_CX}pt")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATED = {"chart": "chart", "chartEx": "chart", "chartUserShapes": "chart", "diagramData": "diagram"}
_FURNITURE = {"sldNum", "dt", "ftr", "hdr"}
_TITLES = {"title", "ctrTitle"}
_PROOF = lazy_pattern(r"\((\d+\.\d+\.\d+(?:-\d+)?)\)\W{1,3}\w+ ([0-9a-f]{8})\b")
"""Place and check as the notes give them."""
_PIECE = lazy_pattern(r" part (\d{1,4})$")
_LIST_ITEM = lazy_pattern(r"\n(?= *(?:• |\d{1,3}\. ))")
"""Where an item of a list begins in notes: marks of different items make no pair."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, LookupError, ValueError, AttributeError)
"""What zipfile and python-pptx raise on packages that are damaged, encrypted or none."""
_MOST_BYTES, _MOST_XML = 1 << 30, 24 << 20


def read_passages(path: Path) -> tuple[Passage, ...]:
    """All text of the deck in reading order. Raises BriefgenError where the file is no readable .pptx."""
    from lxml import etree
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    try:
        _check_size(path)
        slides, drawn = Presentation(str(path)).slides, set[str]()
        return _joined(p for number, slide in enumerate(slides, 1) for p in _shown(number, slide, drawn))
    except OSError as error:
        raise BriefgenError(unreadable(str(path), error)) from error
    except (*_BROKEN, PythonPptxError, etree.XMLSyntaxError) as error:
        message, hint = "is not a readable .pptx file", "is it a deck that PowerPoint opens?"
        if _is_strict(path):
            message, hint = (
                "is a Strict Open XML Presentation",
                "save it as PowerPoint Presentation (.pptx), not Strict",
            )
        raise BriefgenError(Problem(str(path), 0, 0, message, hint)) from error


def _check_size(path: Path) -> None:
    """Refuses what would fill the memory before it is unpacked, or, as devices do, has no end."""
    if path.exists() and not is_file(path):
        raise BriefgenError(Problem(str(path), 0, 0, "is not a file", "name a deck or a brief"))
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise BriefgenError(Problem(str(path), 0, 0, "unpacks to more than 1 GB", "is it a deck?"))
        if any(entry.file_size > _MOST_XML and entry.filename.endswith((".xml", ".rels")) for entry in entries):
            raise BriefgenError(Problem(str(path), 0, 0, "holds a part of more than 24 MB of XML", "is it a deck?"))


def _is_strict(path: Path) -> bool:
    """Whether the package speaks the other dialect of ISO/IEC 29500, of other namespaces."""
    try:
        with zipfile.ZipFile(path) as package:
            return b"//purl.oclc.org/ooxml/" in package.read("_rels/.rels")
    except (OSError, *_BROKEN):
        return False


def _shown(number: int, slide: Any, drawn: set[str]) -> Iterator[Passage]:
    is_hidden = slide.element.get("show") in ("0", "false")
    return (replace(p, is_hidden=True) if is_hidden else p for p in _slide(number, slide, drawn))


def _slide(number: int, slide: Any, drawn: set[str]) -> Iterator[Passage]:
    """The slide's texts; what its layout draws is added where `drawn` does not name that yet."""
    notes = list(_shapes(number, "notes", slide.notes_slide.element)) if slide.has_notes_slide else []
    passages = _marked_again(list(_shapes(number, "", slide.element)), notes)
    yield from quoted_by_layout(passages, slide.slide_layout)
    yield from _shapes(number, "footer", slide.element, of=_is_furniture)
    yield from _related(number, slide.part)
    yield from notes
    yield from _drawn_by_layout(number, slide, drawn)


def _drawn_by_layout(number: int, slide: Any, drawn: set[str]) -> Iterator[Passage]:
    """The texts of layout and master that show on slides, once for each: not those of placeholders, which prompt."""
    layout = slide.slide_layout
    shown = [(layout, f"layout {layout.name}"), (layout.slide_master, f"master of {layout.name}")]
    for source, part in shown[: _shows_master(slide) * (1 + _shows_master(layout))]:
        if source.part.partname not in drawn:
            drawn.add(source.part.partname)
            yield from _shapes(number, part, source.element, of=_is_drawn)


def _shows_master(slide: Any) -> bool:
    return slide.element.get("showMasterSp", "1") not in ("0", "false")


def _joined(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages, with the parts of a quote that is longer than a slide put together where it begins."""
    found: list[Passage] = []
    last: dict[tuple[tuple[str, str], int], int] = {}
    for passage in passages:
        at = last.pop((passage.mark, passage.piece - 1), None) if passage.piece > 1 else None
        if at is None:
            at = len(found)
            found.append(passage)
        else:
            found[at] = replace(found[at], text=f"{found[at].text}\n{passage.text}")
        if passage.piece:
            last[passage.mark, passage.piece] = at
    return tuple(found)


def _marked_again(passages: list[Passage], notes: list[Passage]) -> list[Passage]:
    """The slide's passages, with the marks that LibreOffice drops: it names every placeholder anew.

    What stands before a credit with its place is a quotation, where that is the credit of no marked one that was moved
    to the front or the back; the notes hold the check for the same place.
    """
    marked = {passage.mark for passage in passages}
    proofs = [(match[1], match[2]) for note in notes for match in _PROOF.finditer(note.text)]
    found = list(passages)
    beside = list(enumerate(pairwise(passages)))
    uncredited = Counter(_paragraph_of(passage.mark[0]) for passage in passages if passage.mark[1])
    uncredited -= Counter(_paragraph_of(one.mark[0]) for _, (one, two) in beside if one.mark[1] and two.is_credit)
    for at, (words, credit) in beside:
        if credit.is_credit and not words.mark[1]:
            place = _paragraph_of(credit.text.rpartition("§")[2])
            if uncredited[place] > 0:
                uncredited[place] -= 1
            elif not words.is_title:
                left = [proof for proof in proofs if proof not in marked]
                mark = next(
                    (proof for proof in left if proof[0].startswith(f"{place}.")), left[0] if left else ("", "")
                )
                marked.add(mark)
                found[at] = replace(words, mark=mark, whole=True)
    return found


def _paragraph_of(place: str) -> str:
    return ".".join(re.findall(r"\d+", place)[:2])


def _shapes(number: int, part: str, root: Any, of: Callable[[Any], bool] | None = None) -> Iterator[Passage]:
    """The texts of the shapes that are `of` that kind; without it, of all but the furniture."""
    for shape in root.iter(f"{_P}sp", f"{_P}graphicFrame"):
        if next(shape.iterancestors(_FALLBACK), None) is not None or (
            _is_furniture(shape) if not of else not of(shape)
        ):
            continue
        name = _name(shape)
        match = MARK.search(name)
        is_title = any(placeholder.get("type") in _TITLES for placeholder in shape.iter(f"{_P}ph"))
        slot = next((placeholder.get("idx", "0") for placeholder in shape.iter(f"{_P}ph")), "")
        for body in shape.iter(f"{_P}txBody", f"{_A}txBody"):
            text = _text(body.iter(f"{_A}p"))
            if text.strip():
                where = part or ("table" if body.tag == f"{_A}txBody" else "")
                own = match or _mark_in_cell(body)
                mark = (own[1], own[2]) if own else ("", "")
                part_of = _PIECE.search(name) if match else None
                piece = int(part_of[1]) if part_of else 0
                is_credit = name.startswith("Credit") or (not part and is_placed_credit(text))
                shown = Passage(number, 0, where, text, mark, piece, is_credit=is_credit, is_title=is_title, slot=slot)
                items = _LIST_ITEM.split(text) if part == "notes" and not mark[1] else (text,)
                yield from (replace(shown, text=item) for item in items)


def _mark_in_cell(body: Any) -> re.Match[str] | None:
    """The mark of a quote in a table cell, which has no name: its text bears it."""
    return next((found for look in body.iter(f"{_A}rPr") if (found := MARK.search(look.get("bmk", "")))), None)


def _name(shape: Any) -> str:
    names = (shape.find(f"{_P}{kind}/{_P}cNvPr") for kind in ("nvSpPr", "nvGraphicFramePr"))
    return next((found.get("name", "") for found in names if found is not None), "")


def _is_furniture(shape: Any) -> bool:
    return any(placeholder.get("type") in _FURNITURE for placeholder in shape.iter(f"{_P}ph"))


def _is_drawn(shape: Any) -> bool:
    return next(shape.iter(f"{_P}ph"), None) is None


def _text(paragraphs: Iterable[Any]) -> str:
    lines = (
        "".join("\v" if node.tag == f"{_A}br" else node.text or "" for node in paragraph.iter(f"{_A}t", f"{_A}br"))
        for paragraph in paragraphs
    )
    return closed_where_reopened("\n".join(lines))


def _related(number: int, owner: Any) -> Iterator[Passage]:
    """The texts of the charts (titles, labels, categories, boxes drawn on them) and SmartArt diagrams of a part."""
    from lxml import etree

    for relation in owner.rels.values():
        kind = _RELATED.get(relation.reltype.rpartition("/")[2])
        if not kind or relation.is_external:
            continue
        part = relation.target_part
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
        for node in root.iter():
            paragraphs = node.findall(f"{_A}p") if isinstance(node.tag, str) else []
            text = _text(paragraphs) if paragraphs else node.text or "" if node.tag in _VALUES else ""
            if text.strip():
                yield Passage(number, 0, kind, text)
        if kind == "chart" and owner.partname != part.partname and "slides/" in owner.partname:
            yield from _related(number, part)
