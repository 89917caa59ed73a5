"""Part of fitting: slides on designs that a designer drew, where all that there is to say has its place and fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefgen.deck.designed import Argument, Design, Meta, Words, covers, fill_design
from briefgen.deck.drawingml import language_of
from briefgen.deck.model import Deck, Paragraph, Quotation, Run, Slide, Text, text_of
from briefgen.deck.placed import DrawnSlide, PlacedSlide
from briefgen.deck.placeholders import read_box
from briefgen.deck.textfit import SMALLEST, Step, TextStyle, text_height
from briefgen.deck.theme import POINT, A, Box, Layout, Level, P, Theme

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCALES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55)


def fit_kept(numbers: tuple[int, ...], deck: Deck, theme: Theme) -> list[PlacedSlide]:
    """The slides of the brand's file that every deck begins or ends with, their tags filled from the deck."""
    found = []
    for number in numbers:
        design = next((d for d in theme.designs if d.number == number), None)
        if design:
            placed = _placed(design, {"deck": _meta(deck)}, deck, theme)
            found.append(placed or _as_drawn(design, design.drawn, theme, ""))
    return found


def fit_designed(slide: Slide, deck: Deck, theme: Theme) -> PlacedSlide | None:
    """The slide on the first design that has a place for everything on it, where it fits; else None."""
    context = _context(slide, deck)
    if context is None:
        return None
    name, value = context
    for design in theme.designs:
        if any(n.startswith(f"{name}.") for n in design.names) and covers(design, name, value):
            placed = _placed(design, {"deck": _meta(deck), name: value}, deck, theme, getattr(value, "id", ""))
            if placed:
                return replace(placed, notes=slide.notes, section=slide.section, id=slide.id, line=slide.line)
    return None


def _meta(deck: Deck) -> Meta:
    return Meta(deck.title, deck.subtitle, deck.author, deck.date)


def _context(slide: Slide, deck: Deck) -> tuple[str, Argument | Words] | None:
    """What a slide says, when it is an argument with points or a quote; None for any other."""
    kinds = [type(block) for block in slide.blocks]
    title, source = text_of(slide.title), " ".join(p.text for p in slide.source)
    if kinds == [Quotation] and not slide.so_what and not slide.source:
        quote = slide.blocks[0]
        assert isinstance(quote, Quotation)
        words = "\n".join(p.text for p in quote.paragraphs)
        return "quote", Words(words, text_of(quote.credit), title, quote.id)
    if kinds == [Text]:
        text = slide.blocks[0]
        assert isinstance(text, Text)
        if any(p.level or p.marker == "number" or any(run.link for run in p.runs) for p in text.paragraphs):
            return None
        so_what = " ".join(p.text for p in slide.so_what)
        points = tuple(p.text for p in text.paragraphs)
        return "argument", Argument(title, points, so_what, source, slide.section)
    return None


def _placed(design: Design, context: dict[str, Any], deck: Deck, theme: Theme, quote: str = "") -> PlacedSlide | None:
    """The design filled, or None where some text does not fit at the smallest size or the title has no place."""
    from lxml import etree

    root, shapes = fill_design(design, context)
    layout = next((layout for layout in theme.layouts if layout.part == design.drawn.layout), None)
    if not all(_fit_shape(shape, layout, theme) for shape in shapes):
        return None
    for run in root.iter(f"{A}r", f"{A}fld"):
        text = run.findtext(f"{A}t") or ""
        look = _look_of(run)
        look.set("lang", language_of(text, deck.language))
        _give_east_asian_face(look)
    if quote:
        words = getattr(context["quote"], "text", "")
        for shape in shapes:
            if words and words in _lines(shape):
                shape.find(f".//{P}cNvPr").set("name", quote)  # type: ignore[union-attr]
    for field in root.iter(f"{A}t"):
        field.text = (field.text or "").replace("\n", " ")
    text = "\n".join(_lines(shape) for shape in root.iter(f"{P}sp"))
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _as_drawn(design, replace(design.drawn, xml=xml, text=text), theme, _title(root))


def _look_of(run: _Element) -> _Element:
    """The run's properties, made where it has none."""
    look = run.find(f"{A}rPr")
    if look is None:
        look = run.makeelement(f"{A}rPr", {})
        run.insert(0, look)
    return look


def _give_east_asian_face(look: _Element) -> None:
    """Names the theme's East Asian face where the run has none, in its place (ISO/IEC 29500-1, 21.1.2.3.9)."""
    if look.find(f"{A}ea") is not None:
        return
    after = [child for child in look if str(child.tag).removeprefix(A) not in _AFTER_FACE]
    look.insert(len(after), look.makeelement(f"{A}ea", {"typeface": "+mn-ea"}))


_AFTER_FACE = {"cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst"}


def _as_drawn(design: Design, drawn: DrawnSlide, theme: Theme, title: str) -> PlacedSlide:
    return PlacedSlide(theme.layouts[0], (), title or f"{design.number}", drawn=drawn)


def _lines(shape: _Element) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{A}t")) for p in shape.iter(f"{A}p"))


def _title(root: _Element) -> str:
    for holder in root.iter(f"{P}ph"):
        if holder.get("type") in ("title", "ctrTitle"):
            return _lines(next(holder.iterancestors(f"{P}sp"))).strip()
    return ""


def _fit_shape(shape: _Element, layout: Layout | None, theme: Theme) -> bool:
    """Sets the text of a filled shape smaller until it fits; False where even the smallest does not."""
    box, size = _frame(shape, layout)
    body = shape.find(f"{P}txBody/{A}bodyPr")
    if box is None or body is None:
        return False
    runs = [look for look in shape.iter(f"{A}rPr") if look.get("sz")]
    sizes = [int(look.get("sz", "1800")) / 100 for look in runs]
    first = max(sizes, default=size)
    left, top, right, bottom = (int(body.get(k, d)) / POINT for k, d in zip(_SIDES, _INSETS, strict=True))
    paragraphs = tuple(Paragraph((Run(line),)) for line in _lines(shape).split("\n"))
    for scale in _SCALES:
        points = first * scale
        if points < SMALLEST:
            break
        style = TextStyle((Level(points),), theme.text_face, theme.heading_face)
        if text_height(paragraphs, box.width - left - right, style, Step(points)) <= box.height - top - bottom:
            _shrink(shape, runs, sizes, points, scale)
            return True
    return False


_SIDES, _INSETS = ("lIns", "tIns", "rIns", "bIns"), ("91440", "45720", "91440", "45720")


def _shrink(shape: _Element, runs: list[_Element], sizes: list[float], points: float, scale: float) -> None:
    body = shape.find(f"{P}txBody/{A}bodyPr")
    assert body is not None
    for fit in body.findall(f"{A}normAutofit") + body.findall(f"{A}spAutoFit"):
        body.remove(fit)
    if scale == 1.0:
        return
    for look, size in zip(runs, sizes, strict=True):
        look.set("sz", str(round(max(size * scale, SMALLEST) * 100)))
    if not runs:
        for run in shape.iter(f"{A}r"):
            _look_of(run).set("sz", str(round(points * 100)))


def _frame(shape: _Element, layout: Layout | None) -> tuple[Box | None, float]:
    """Where a shape stands, and the size of text that says none."""
    holder = shape.find(f".//{P}ph")
    slot = None
    if holder is not None and layout is not None:
        index = holder.get("idx", "0")
        slot = next((s for s in layout.slots if s.idx == index and not s.composed), None)
    return read_box(shape) or (slot.box if slot else None), slot.size if slot else 18.0
