"""Part of fitting: a designer's slide with its tags filled, run by run, in the formatting that is typed there."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefgen.deck.designed import Design, lines_in, stands_alone, text_in
from briefgen.deck.model import Paragraph, Run
from briefgen.deck.package import legal_xml
from briefgen.deck.tags import BLOCK, LOOP, TAG, Rich, Words, render_text, rich, straight, value_of
from briefgen.deck.textxml import KEEP_LINK_COLOR, MONO, can_link
from briefgen.deck.theme import A, P
from briefgen.deck.themexml import NAMESPACES

if TYPE_CHECKING:
    from lxml.etree import _Element

_AFTER_LINK = {"hlinkMouseOver", "rtl", "extLst"}
_AFTER_FACE = {"sym", "hlinkClick", "rtl", "extLst", "hlinkMouseOver"}
_BULLETS = ("buNone", "buAutoNum", "buChar", "buBlip")
_STEP = 228600
"""How far a deeper list level is set in where the frame says nothing, in EMU."""


class Filled(Struct):
    """The slide's tree with its tags filled, and what that took."""

    root: _Element
    shapes: list[_Element] = field(default_factory=list)
    """Shapes and tables that held tags."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """(relationship, address) of links in what was filled in."""
    notes: tuple[Paragraph, ...] = ()


def fill_part(data: bytes, design: Design, context: dict[str, Any]) -> bytes:
    """A chart's or diagram's part with the tags in its texts filled."""
    from lxml import etree

    filled = Filled(etree.fromstring(data))
    filler = _Filler(design, context, filled)
    for paragraph in list(filled.root.iter(f"{A}p")):
        text = text_in(paragraph)
        found = [(match.span(), filler.value(match[0], context)) for match in TAG.finditer(text)]
        _replace(paragraph, [(span, str(value)) for span, value in found], [])
    return etree.tostring(filled.root, xml_declaration=True, encoding="UTF-8", standalone=True)


def fill_design(design: Design, context: dict[str, Any]) -> Filled:
    """The slide filled; shapes that held only tags and say nothing are gone. Raises BriefgenError."""
    from lxml import etree

    filled = Filled(etree.fromstring(design.drawn.xml))
    filler = _Filler(design, context, filled)
    for shape in list(filled.root.iter(f"{P}sp", f"{P}graphicFrame")):
        text = text_in(shape)
        if "{{" in text or "{%" in text:
            only_tags = not TAG.sub("", BLOCK.sub("", text)).strip()
            filler.fill_shape(shape)
            if not text_in(shape).strip() and only_tags:
                _remove(shape)
            else:
                filled.shapes.append(shape)
    filled.notes = filler.notes()
    return filled


class _Filler(Struct, frozen=True):
    design: Design
    context: dict[str, Any]
    filled: Filled

    def value(self, tag: str, context: dict[str, Any]) -> Any:
        return value_of(straight(tag)[2:-2].strip(), context, self.design.path, f"slide {self.design.number}")

    def fill_shape(self, shape: _Element) -> None:
        for row in list(shape.iter(f"{A}tr")):
            self.fill_row(row)
        for paragraph in list(shape.iter(f"{A}p")):
            self.fill_paragraph(paragraph, self.context)
        table = next(shape.iter(f"{A}tbl"), None)
        if table is not None and table.find(f"{A}tr") is None:
            _remove(shape)

    def fill_row(self, row: _Element) -> None:
        """Repeats a table row that holds a loop, once for each item."""
        loop = LOOP.search(straight(text_in(row)))
        if not loop:
            return
        template = deepcopy(row)
        for paragraph in template.iter(f"{A}p"):
            _replace(paragraph, [(m.span(), "") for m in BLOCK.finditer(text_in(paragraph))], [])
        for identity in list(template.iter("{*}rowId")):
            for extension in list(identity.iterancestors(f"{A}extLst")):
                _remove(extension)
        for item in self.value("{{" + loop[2] + "}}", self.context):
            copy = deepcopy(template)
            for cell in copy.iter(f"{A}tc"):
                for paragraph in list(cell.iter(f"{A}p")):
                    self.fill_paragraph(paragraph, {**self.context, loop[1]: item})
                run = next(cell.iter(f"{A}r"), None)
                if isinstance(item, Words) and run is not None and stands_alone(lines_in(cell), item.text):
                    look_of(run).set("bmk", item.id)  # a cell has no name; ISO/IEC 29500-1, 21.1.2.3.9
            row.addprevious(copy)
        _remove(row)

    def fill_paragraph(self, paragraph: _Element, context: dict[str, Any]) -> None:
        """Puts each tag's value where the tag begins; a list alone in a paragraph becomes a paragraph an item."""
        text = text_in(paragraph)
        found = [(match.span(), self.value(match[0], context)) for match in TAG.finditer(text)]
        if not found:
            return
        (span, first), parent = found[0], paragraph.getparent()
        items = first if isinstance(first, tuple | list) else None
        if len(found) == 1 and isinstance(first, Rich) and span == (0, len(text.strip())):
            items = [rich(p) for p in first.paragraphs]
        if items is None or parent is None or (len(items) == 1 and not _is_listed(items[0])):
            self.put(paragraph, [(span, items[0] if items and value is first else value) for span, value in found])
            return
        for item in items:
            copy = deepcopy(paragraph)
            self.put(copy, [(span, item if value is first else value) for span, value in found])
            if isinstance(item, Rich):
                _set_level(copy, item.paragraphs[0], parent)
            paragraph.addprevious(copy)
        if items or len(parent.findall(f"{A}p")) > 1:
            parent.remove(paragraph)
        else:
            self.put(paragraph, [(span, "") for span, _ in found])

    def put(self, paragraph: _Element, changes: list[tuple[tuple[int, int], Any]]) -> None:
        """Replaces tags; a paragraph of nothing else that now says nothing goes, unless it is the only one."""
        had = TAG.sub("", text_in(paragraph)).strip()
        values = [(span, value if isinstance(value, str) else str(value)) for span, value in changes]
        _replace(paragraph, values, self.filled.links)
        parent = paragraph.getparent()
        if not had and not text_in(paragraph).strip() and parent is not None and len(parent.findall(f"{A}p")) > 1:
            parent.remove(paragraph)

    def notes(self) -> tuple[Paragraph, ...]:
        """What the designer has the speaker say."""
        text = render_text(self.design.notes, self.context, self.design.path, f"slide {self.design.number}, notes")
        return tuple(Paragraph((Run(line.strip()),)) for line in text.splitlines() if line.strip())


def _is_listed(item: Any) -> bool:
    return isinstance(item, Rich) and bool(item.paragraphs[0].level or item.paragraphs[0].marker == "number")


def mark_quotes(filled: Filled, quotes: tuple[Words, ...]) -> None:
    """Names each shape that holds a quote by the quote's id, as `briefgen verify` looks for it."""
    for shape in filled.shapes:
        about = shape.find(f"./*/{P}cNvPr")
        if shape.tag != f"{P}sp" or about is None:
            continue
        for quote in quotes:
            if quote.id and stands_alone(lines_in(shape), quote.text):
                about.set("name", quote.id)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(paragraph: _Element, changes: list[tuple[tuple[int, int], str]], links: list[tuple[str, str]]) -> None:
    """Replaces spans of a paragraph's text; what is new takes the formatting of the run where its span begins."""
    for (start, end), new in sorted(changes, key=lambda change: change[0], reverse=True):
        at = 0
        for text in list(paragraph.iter(f"{A}t")):
            own = text.text or ""
            low, high = max(start - at, 0), min(end - at, len(own))
            if low < high and at + low == start:
                _put(text, (own[:low], new, own[high:]), links)
            elif low < high:
                text.text = own[:low] + own[high:]
            at += len(own)
    for run in list(paragraph.iter(f"{A}r")):
        if not (run.findtext(f"{A}t") or "") and len(paragraph.findall(f"{A}r")) > 1:
            _remove(run)


def _put(text: _Element, texts: tuple[str, str, str], links: list[tuple[str, str]]) -> None:
    """Puts a value into a run: as several runs where it has formatting of its own or line breaks."""
    before, new, after = texts
    runs, run = _runs_of(new), text.getparent()
    if run is None or run.tag != f"{A}r" or (len(runs) == 1 and runs[0] == Run(new) and "\n" not in new):
        text.text = before + legal_xml(new) + after
        return
    made = [piece for value in runs for piece in _made(run, value, links)]
    for piece in (*((_copy(run, before),) if before else ()), *made, *((_copy(run, after),) if after else ())):
        run.addprevious(piece)
    _remove(run)


def _runs_of(value: str) -> tuple[Run, ...]:
    if not isinstance(value, Rich):
        return (Run(str(value)),)
    runs: list[Run] = []
    for number, paragraph in enumerate(value.paragraphs):
        runs += [Run("\n")] if number else []
        runs += paragraph.runs
    return tuple(runs) or (Run(""),)


def _copy(run: _Element, text: str) -> _Element:
    copy = deepcopy(run)
    found = copy.find(f"{A}t")
    assert found is not None
    found.text = legal_xml(text)
    return copy


def _made(run: _Element, value: Run, links: list[tuple[str, str]]) -> Iterator[_Element]:
    """Copies of a run with the formatting that the value adds, breaks between its lines."""
    for number, line in enumerate(value.text.split("\n")):
        piece = _copy(run, line)
        look = look_of(piece)
        _dress(look, value, links)
        if number:
            broken = run.makeelement(f"{A}br", {})
            broken.append(deepcopy(look))
            yield broken
        if line:
            yield piece


def _dress(look: _Element, value: Run, links: list[tuple[str, str]]) -> None:
    """Adds to a run's formatting what the value has of its own."""
    marks = {"b": "1" if value.bold else "", "i": "1" if value.italic else ""}
    marks |= {"strike": "sngStrike" if value.strike else ""}
    marks |= {"baseline": {"super": "30000", "sub": "-25000", "": ""}[value.raised]}
    for key, mark in marks.items():
        if mark:
            look.set(key, mark)
    if value.code:
        for face in ("latin", "cs"):
            for old in look.findall(f"{A}{face}"):
                look.remove(old)
            after = _AFTER_FACE | ({"ea", "cs"} if face == "latin" else set())
            _insert(look, look.makeelement(f"{A}{face}", {"typeface": MONO}), after)
    if can_link(value.link) and look.find(f"{A}hlinkClick") is None:
        _insert(look, _link(value.link, links), _AFTER_LINK)


def _link(address: str, links: list[tuple[str, str]]) -> _Element:
    """A link in the text's own colour: what the theme has for links may not be readable here."""
    from lxml import etree

    links.append((f"rIdSaid{len(links) + 1}", address))
    attributes = f'r:id="{links[-1][0]}"' + (' action="ppaction://hlinksldjump"' if address.startswith("#") else "")
    return etree.fromstring(f"<x {NAMESPACES}><a:hlinkClick {attributes}>{KEEP_LINK_COLOR}</a:hlinkClick></x>")[0]


def _insert(look: _Element, child: _Element, after: set[str]) -> None:
    """Puts a child before those that come after it (ISO/IEC 29500-1, 21.1.2.3.9)."""
    before = [other for other in look if str(other.tag).removeprefix(A) not in after]
    look.insert(len(before), child)


def look_of(run: _Element) -> _Element:
    """The run's properties, made where it has none."""
    look = run.find(f"{A}rPr")
    if look is None:
        look = run.makeelement(f"{A}rPr", {})
        run.insert(0, look)
    return look


def _set_level(copy: _Element, item: Paragraph, body: _Element) -> None:
    """Sets a list item in as deep as the storyboard has it; numbers and items without a bullet keep to that."""
    if not item.item and not item.level:
        return
    own = copy.find(f"{A}pPr")
    if own is None:
        own = copy.makeelement(f"{A}pPr", {})
        copy.insert(0, own)
    level = min(int(own.get("lvl", "0")) + item.level, 8)
    if level:
        own.set("lvl", str(level))
    holder = body.getparent()
    inherits = holder is not None and holder.find(f".//{P}ph") is not None and own.get("marL") is None
    if not inherits:  # written down for the first level, too: LibreOffice goes on with the paragraph before
        step = max(-int(own.get("indent", "0")), _STEP)
        own.set("marL", str(int(own.get("marL", "0")) + item.level * step))
    if item.marker == "number":
        if not inherits and not own.get("indent"):
            own.attrib.update({"marL": str(int(own.get("marL", "0")) + 342900), "indent": "-342900"})
        start = {"startAt": str(item.number)} if 1 < item.number < 32768 else {}
        _set_bullet(own, "buAutoNum", {"type": "arabicPeriod", **start})
    elif not item.marker and (inherits or own.find(f"{A}buChar") is not None):
        _set_bullet(own, "buNone", {})


def _set_bullet(properties: _Element, kind: str, attributes: dict[str, str]) -> None:
    for name in _BULLETS:
        for old in properties.findall(f"{A}{name}"):
            properties.remove(old)
    after = {"tabLst", "defRPr", "extLst"}
    _insert(properties, properties.makeelement(f"{A}{kind}", attributes), after)
