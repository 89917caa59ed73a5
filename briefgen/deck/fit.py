"""From Deck to slides on a theme: layouts chosen, text measured, what is too long shrunk or carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefgen.deck.flow import (
    Setting,
    balanced_pages,
    place_blocks,
    simplified,
    stack_height,
)
from briefgen.deck.model import (
    Agenda,
    Block,
    Columns,
    Deck,
    Paragraph,
    Quotation,
    Run,
    Runs,
    Slide,
    Sources,
    Statement,
    Text,
    text_of,
)
from briefgen.deck.placed import Finding, Fitted, PlacedSlide, Shape, TextShape
from briefgen.deck.roles import find_layout
from briefgen.deck.settle import settle_slides
from briefgen.deck.textfit import Step, paragraph_height, set_paragraphs, style_of, text_height
from briefgen.deck.theme import Box, Layout, Slot, Theme

TYPE_SCALE = (54.0, 48.0, 44.0, 40.0, 36.0, 34.0, 32.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0)
AIR = 0.72
"""Share of the room that text with wide spacing may fill."""
FLOORS = {"title": 20.0, "body": 14.0, "second": 14.0, "quote": 14.0, "statement": 20.0, "subtitle": 14.0}
"""The smallest size for each slot, in points; 12 for all others."""


@dataclass(slots=True)
class _Fitting:
    """What the walk over the slides carries along."""

    theme: Theme
    deck: Deck
    slides: list[PlacedSlide] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    titles: dict[str, int] = field(default_factory=dict)

    def note(self, offset: int, code: str, measured: float, allowed: float, action: str) -> None:
        number = len(self.slides) + 1 + offset
        self.findings.append(Finding(number, code, round(measured, 1), round(allowed, 1), action))


@dataclass(frozen=True, slots=True)
class _Page:
    """One slide to be: its layout, the shapes of its body, and whether the so-what stands on it."""

    layout: Layout
    shapes: tuple[Shape, ...]
    so_what: bool = False


def fit_deck(deck: Deck, theme: Theme) -> tuple[Fitted, tuple[Finding, ...]]:
    """Every slide with its shapes in their places, and a finding for each thing that did not fit as it stood.

    Raises BriefgenError when a picture cannot be read.
    """
    fitting = _Fitting(theme, deck)
    for slide in deck.slides:
        fitting.slides.extend(_fit_slide(slide, fitting))
    return Fitted(deck, settle_slides(tuple(fitting.slides), theme)), tuple(fitting.findings)


def _fit_slide(slide: Slide, fitting: _Fitting) -> list[PlacedSlide]:
    if slide.kind == "title":
        return [_fit_cover(slide, fitting)]
    if slide.kind == "section":
        return [_fit_section(slide, fitting)]
    slide = replace(slide, blocks=_filled(slide, fitting))
    pages = _compose(slide, fitting)
    return [_finish(slide, page, number, len(pages), fitting) for number, page in enumerate(pages, 1)]


def _filled(slide: Slide, fitting: _Fitting) -> tuple[Block, ...]:
    """The blocks, with agendas that were left empty made from the deck's sections."""
    blocks: list[Block] = []
    for block in slide.blocks:
        if isinstance(block, Agenda):
            entries = block.entries or tuple(
                Paragraph((Run(text_of(s.title), link=f"#{s.id}" if s.id else f"#:{s.line}"),))
                for s in fitting.deck.slides
                if s.kind == "section"
            )
            numbered = (
                replace(p, marker="number", number=n, item=True) if p.level == 0 else p
                for n, p in enumerate(entries, 1)
            )
            blocks.append(Text(tuple(numbered)))
        else:
            blocks.append(block)
    return tuple(block for block in blocks if not isinstance(block, Text) or block.paragraphs)


def _compose(slide: Slide, fitting: _Fitting) -> list[_Page]:
    """The pages of a slide: the layout made for its content where it fits, the general way where not."""
    kinds = [type(block) for block in slide.blocks]
    pages: list[_Page] | None = None
    if kinds == [Quotation]:
        pages = _compose_quote(slide, fitting)
    elif sorted(kind.__name__ for kind in kinds) == ["Quotation", "Text"]:
        pages = _compose_text_and_quote(slide, fitting)
    elif kinds == [Statement]:
        pages = _compose_statement(slide, fitting)
    elif kinds == [Columns]:
        pages = _compose_columns(slide, fitting)
    return pages or _compose_flow(slide, slide.blocks, fitting)


def _layout(fitting: _Fitting, *needs: str, name: str = "", kind: str = "") -> Layout | None:
    return find_layout(fitting.theme.layouts, frozenset(needs), name, kind)


def _canvas(fitting: _Fitting, so_what: bool) -> Layout:
    """A layout with a title and free room under it."""
    wanted = ("title", "so-what") if so_what else ("title",)
    found = _layout(fitting, *wanted, kind="" if so_what else "titleOnly")
    return found or _layout(fitting, "title", kind="titleOnly") or fitting.theme.layouts[0]


def fit_slot(
    slot: Slot, paragraphs: tuple[Paragraph, ...], theme: Theme, height: float = 0.0, floor: float = 0.0
) -> TextShape | None:
    """The text in its slot at the largest size at which it fits, or None; `height` overrides the slot's."""
    style = style_of(slot, theme)
    left, top, right, bottom = slot.inset
    room = (height or slot.box.height) - max(top + bottom, 7.2)
    width = slot.box.width - left - right
    if slot.role in ("body", "second", "support"):
        for step in airy(slot.size):
            if text_height(paragraphs, width, style, step) <= room * AIR:
                return TextShape(slot.name, set_paragraphs(paragraphs, style, step), slot)
    for step in ladder(slot.size, floor or FLOORS.get(slot.role, 12.0)):
        if text_height(paragraphs, width, style, step) <= room:
            return TextShape(slot.name, set_paragraphs(paragraphs, style, step), slot)
    return None


def ladder(size: float, floor: float) -> list[Step]:
    """First less spacing, then a smaller size: every rung from the slot's size to the floor."""
    sizes = [size, *(smaller for smaller in TYPE_SCALE if floor <= smaller < size)]
    return [Step(points, spacing) for points in sizes for spacing in (1.0, 0.5)]


def airy(size: float) -> list[Step]:
    """Wider spacing for slides with little text; such a step is taken where it leaves a quarter of the room free."""
    return [Step(size, 2.4), Step(size, 1.8), Step(size, 1.4)]


def _fit_cover(slide: Slide, fitting: _Fitting) -> PlacedSlide:
    deck = fitting.deck
    layout = _layout(fitting, "title", kind="title") or fitting.theme.layouts[0]
    byline = [line for line in (deck.author, deck.date) if line]
    subtitle = [deck.subtitle] if deck.subtitle else []
    if not layout.slot("byline"):
        subtitle, byline = [*subtitle, *byline], []
    shapes: list[Shape] = [_title_shape(layout, slide.title, fitting)[0]]
    for role, lines in (("subtitle", subtitle), ("byline", ["  |  ".join(byline)] if byline else [])):
        slot = layout.slot(role) or (layout.slot("body") if role == "subtitle" else None)
        paragraphs = tuple(Paragraph((Run(line),)) for line in lines)
        if slot and paragraphs:
            shapes.append(fit_slot(slot, paragraphs, fitting.theme) or _squeezed(slot, paragraphs, fitting))
    return PlacedSlide(
        layout, tuple(shapes), _unique(text_of(slide.title), fitting), slide.notes, "", slide.id, slide.line
    )


def _fit_section(slide: Slide, fitting: _Fitting) -> PlacedSlide:
    layout = _layout(fitting, "title", kind="secHead") or _canvas(fitting, so_what=False)
    title = _unique(text_of(slide.title) or slide.section, fitting)
    runs = slide.title if text_of(slide.title) == title else (Run(title),)
    shape, _ = _title_shape(layout, runs, fitting)
    return PlacedSlide(layout, (shape,), title, slide.notes, slide.section, slide.id or f":{slide.line}", slide.line)


def _squeezed(slot: Slot, paragraphs: tuple[Paragraph, ...], fitting: _Fitting) -> TextShape:
    """Text at the smallest size, in a box as tall as it needs."""
    style = style_of(slot, fitting.theme)
    step = Step(FLOORS.get(slot.role, 12.0), 0.5)
    tall = text_height(paragraphs, slot.box.width - slot.inset[0] - slot.inset[2], style, step) + 8
    fitting.note(0, "slot-too-small", tall, slot.box.height, f"{slot.role} made taller")
    top = slot.box.top if slot.box.top + tall <= fitting.theme.height else max(0.0, slot.box.bottom - tall)
    box = Box(slot.box.left, top, slot.box.width, max(tall, slot.box.height))
    return TextShape(slot.name, set_paragraphs(paragraphs, style, step), slot, box)


def _title_shape(layout: Layout, runs: Runs, fitting: _Fitting) -> tuple[TextShape, float]:
    """The title in its slot, and by how many points it had to be made taller."""
    slot = layout.slot("title") or fitting.theme.body
    paragraphs = (Paragraph(runs),)
    shape = fit_slot(slot, paragraphs, fitting.theme)
    if shape:
        if shape.paragraphs[0].size < slot.size:
            fitting.note(0, "title-shrunk", shape.paragraphs[0].size, slot.size, "title set smaller")
        return shape, 0.0
    style = style_of(slot, fitting.theme)
    step = Step(FLOORS["title"])
    tall = text_height(paragraphs, slot.box.width - slot.inset[0] - slot.inset[2], style, step) + 8
    extra = tall - slot.box.height
    up = slot.box.top - max(slot.box.top - extra, 20.0) if layout.type in ("title", "secHead") else 0.0
    box = Box(slot.box.left, slot.box.top - up, slot.box.width, tall)
    fitting.note(0, "title-too-long", tall, slot.box.height, "title box made taller")
    return TextShape(slot.name, set_paragraphs(paragraphs, style, step), slot, box), extra - up


def _unique(title: str, fitting: _Fitting) -> str:
    """The title, numbered when an earlier slide has the same: screen readers list slides by title."""
    title = " ".join(title.split()) or fitting.deck.title or "…"
    count = fitting.titles[title] = fitting.titles.get(title, 0) + 1
    if count == 1:
        return title
    fitting.note(0, "title-repeated", count, 1, f"numbered ({count})")
    return _unique(f"{title} ({count})", fitting)


def _finish(slide: Slide, page: _Page, number: int, of: int, fitting: _Fitting) -> PlacedSlide:
    """A page with its title, tracker, so-what and source line."""
    suffix = f" ({number}/{of})" if of > 1 else ""
    plain = text_of(slide.title) or slide.section or fitting.deck.title or f"{len(fitting.slides) + number}"
    title = _unique(plain + suffix, fitting)
    runs = (*slide.title, Run(title[len(plain) :])) if title.startswith(plain) and slide.title else (Run(title),)
    runs = tuple(run for run in runs if run.text)
    shape, _ = _title_shape(page.layout, runs, fitting)
    shapes: list[Shape] = [shape]
    tracker = page.layout.slot("tracker")
    if tracker and slide.section:
        section = fit_slot(tracker, (Paragraph((Run(slide.section),)),), fitting.theme)
        if section:
            shapes.append(section)
    shapes.extend(page.shapes)
    slot = page.layout.slot("so-what")
    if page.so_what and slot:
        shapes.append(fit_slot(slot, slide.so_what, fitting.theme, floor=14) or _squeezed(slot, slide.so_what, fitting))
    source = page.layout.slot("source")
    if source and slide.source:
        shapes.append(_source_shape(source, slide.source, fitting))
    notes = slide.notes if number == 1 else ()
    return PlacedSlide(
        page.layout, tuple(shapes), title, notes, slide.section, slide.id if number == 1 else "", slide.line
    )


def _source_shape(slot: Slot, paragraphs: tuple[Paragraph, ...], fitting: _Fitting) -> TextShape:
    """The source line; it grows upwards."""
    found = fit_slot(slot, paragraphs, fitting.theme)
    if found:
        return found
    style, step = style_of(slot, fitting.theme), Step(12.0, 0.5)
    tall = text_height(paragraphs, slot.box.width - slot.inset[0] - slot.inset[2], style, step) + 8
    box = Box(slot.box.left, slot.box.bottom - tall, slot.box.width, tall)
    return TextShape(slot.name, set_paragraphs(paragraphs, style, step), slot, box)


def _source_extra(slide: Slide, layout: Layout, fitting: _Fitting) -> float:
    """By how many points the source line is taller than its slot."""
    slot = layout.slot("source")
    if not slot or not slide.source:
        return 0.0
    shape = _source_shape(slot, slide.source, fitting)
    return shape.box.height - slot.box.height if shape.box else 0.0


def _area(slide: Slide, layout: Layout, fitting: _Fitting) -> Box:
    """The layout's room for content, less what a long title or source takes."""
    silent = _Fitting(fitting.theme, fitting.deck)
    _, extra = _title_shape(layout, (*slide.title, Run(" (10/10)")), silent)
    area = layout.area
    foot = _source_extra(slide, layout, silent)
    tall = max(area.height - max(extra, 0.0) - foot, 60.0)
    return Box(area.left, area.top + max(extra, 0.0), area.width, tall)


def _compose_quote(slide: Slide, fitting: _Fitting) -> list[_Page] | None:
    """A quote alone: words large, the credit right under them."""
    layout = _layout(fitting, "title", "quote", "credit", name="Quote")
    quote = slide.blocks[0]
    assert isinstance(quote, Quotation)
    if not layout or slide.so_what:
        return None
    shapes = _quote_shapes(quote, layout, fitting, floor=16.0)
    return [_Page(layout, shapes)] if shapes else None


def _quote_shapes(quote: Quotation, layout: Layout, fitting: _Fitting, floor: float) -> tuple[Shape, ...] | None:
    slot, under = layout.slot("quote"), layout.slot("credit")
    assert slot
    assert under
    credit_paragraphs = (Paragraph(quote.credit),) if quote.credit else ()
    credit = fit_slot(under, credit_paragraphs, fitting.theme) if quote.credit else None
    words = fit_slot(slot, quote.paragraphs, fitting.theme, floor=floor)
    if not words or (quote.credit and not credit):
        return None
    words = replace(words, name=quote.id or words.name)
    if not credit:
        return (words,)
    step = Step(words.paragraphs[0].size)
    width = slot.box.width - slot.inset[0] - slot.inset[2]
    tall = text_height(quote.paragraphs, width, style_of(slot, fitting.theme), step) + 12
    top = min(slot.box.top + tall, under.box.top)
    return words, replace(credit, box=Box(under.box.left, top, under.box.width, under.box.height))


def _compose_text_and_quote(slide: Slide, fitting: _Fitting) -> list[_Page] | None:
    """Points with a compact quotation at their side; the quotation moves to a slide of its own when it is long."""
    text = next(block for block in slide.blocks if isinstance(block, Text))
    quote = next(block for block in slide.blocks if isinstance(block, Quotation))
    needs = ("title", "body", "quote", "credit", *(("so-what",) if slide.so_what else ()))
    layout = _layout(fitting, *needs)
    body = layout.slot("body") if layout else None
    if layout and body and not _source_extra(slide, layout, fitting):
        points = fit_slot(body, text.paragraphs, fitting.theme)
        shapes = _quote_shapes(quote, layout, fitting, floor=14.0)
        if points and shapes:
            return [_Page(layout, (points, *shapes), bool(slide.so_what))]
    alone = _layout(fitting, "title", "quote", "credit", name="Quote")
    if not alone or not (shapes := _quote_shapes(quote, alone, fitting, floor=14.0)):
        return None
    fitting.note(0, "quote-moved", len(text_of(quote.paragraphs[0].runs)), 0, "quote set on a slide of its own")
    return [*_compose_flow(slide, (text,), fitting), _Page(alone, shapes)]


def _compose_statement(slide: Slide, fitting: _Fitting) -> list[_Page] | None:
    layout = _layout(fitting, "title", "statement", "support")
    block = slide.blocks[0]
    assert isinstance(block, Statement)
    if not layout or slide.so_what or not block.paragraphs:
        return None
    slot, under = layout.slot("statement"), layout.slot("support")
    assert slot
    assert under
    first = fit_slot(slot, block.paragraphs[:1], fitting.theme)
    if not first:
        return None
    tall = paragraph_height(
        block.paragraphs[0], slot.box.width, style_of(slot, fitting.theme), Step(first.paragraphs[0].size)
    )
    if len(block.paragraphs) == 1:
        return [_Page(layout, (first,))]
    top = slot.box.top + tall + 28
    room = under.box.bottom - top
    rest = fit_slot(under, block.paragraphs[1:], fitting.theme, height=room, floor=14.0)
    if not rest:
        return None
    return [_Page(layout, (first, replace(rest, box=Box(under.box.left, top, under.box.width, room))))]


def _compose_columns(slide: Slide, fitting: _Fitting) -> list[_Page] | None:
    """Two columns of text in the layout's own two slots."""
    block = slide.blocks[0]
    assert isinstance(block, Columns)
    layout = _layout(fitting, "title", "body", "second", kind="twoObj")
    texts = [column.blocks[0] for column in block.columns if len(column.blocks) == 1]
    equal = len({column.width for column in block.columns}) == 1
    if not layout or slide.so_what or len(texts) != 2 or len(block.columns) != 2 or not equal:
        return None
    shapes: list[Shape] = []
    for role, text in zip(("body", "second"), texts, strict=True):
        slot = layout.slot(role)
        shape = fit_slot(slot, text.paragraphs, fitting.theme) if slot and isinstance(text, Text) else None
        if not shape:
            return None
        shapes.append(shape)
    return [_Page(layout, tuple(shapes))]


def _compose_flow(slide: Slide, blocks: Sequence[Block], fitting: _Fitting) -> list[_Page]:
    """The general way: blocks one under the other, on as many slides as they need."""
    if not blocks:
        return [_Page(_canvas(fitting, bool(slide.so_what)), (), bool(slide.so_what))]
    texts = all(isinstance(block, Text | Sources) for block in blocks)
    if texts:
        blocks = (_merged(blocks),)
    layout = _text_layout(blocks, slide, fitting) if texts else _canvas(fitting, bool(slide.so_what))
    area = _area(slide, layout, fitting)
    setting = Setting(fitting.theme, fitting.deck.path, text_of(slide.title) or slide.section)
    size = (layout.slot("body") or fitting.theme.body).size
    steps = ladder(min(size, 24.0), 14.0 if size > 14 else 12.0)
    if isinstance(blocks[0], Sources):
        steps = ladder(14.0, 12.0)
    for step in (*airy(steps[0].size), *steps):
        room = area.height * (AIR if step.spacing > 1 else 1)
        if stack_height(blocks, area.width, setting, step) <= room:
            return [_place(slide, layout, blocks, area, setting, step, last=True)]
    found = balanced_pages(blocks, area.width, area.height, setting, steps)
    if found is None:
        simple = simplified(blocks)
        found = balanced_pages(simple, area.width, area.height, setting, [*steps, Step(12.0, 0.5)])
    if found is None:
        raise AssertionError("a block fits on no page")
    pages, step = found
    needed = stack_height(blocks, area.width, setting, step)
    fitting.note(0, "continued", needed, area.height, f"{len(pages)} slides at {step.size:g} pt")
    return [
        _place(slide, layout, page, area, setting, step, last=number == len(pages))
        for number, page in enumerate(pages, 1)
    ]


def _merged(blocks: Sequence[Block]) -> Block:
    paragraphs = tuple(p for block in blocks if isinstance(block, Text | Sources) for p in block.paragraphs)
    return Sources(paragraphs) if isinstance(blocks[0], Sources) else Text(paragraphs)


def _text_layout(blocks: Sequence[Block], slide: Slide, fitting: _Fitting) -> Layout:
    if slide.so_what:
        found = _layout(fitting, "title", "body", "so-what")
    elif isinstance(blocks[0], Sources):
        found = _layout(fitting, "title", "body", name="Sources")
    else:
        found = _layout(fitting, "title", "body", kind="obj")
    return found or _canvas(fitting, bool(slide.so_what))


def _place(
    slide: Slide, layout: Layout, blocks: Sequence[Block], area: Box, setting: Setting, step: Step, last: bool
) -> _Page:
    """One page; a lone text goes into the layout's body slot, anything else into boxes of its own."""
    so_what = bool(slide.so_what) and last
    if not so_what and layout.slot("so-what"):
        same = _layout(fitting_free(setting), "title", "body", kind="obj") if layout.slot("body") else None
        layout = same or _canvas(fitting_free(setting), so_what=False)
    slot = layout.slot("body")
    if slot and len(blocks) == 1 and isinstance(blocks[0], Text | Sources):
        style = style_of(slot, setting.theme)
        paragraphs = set_paragraphs(blocks[0].paragraphs, style, step)
        box = Box(slot.box.left, area.top, slot.box.width, area.height) if area != layout.area else None
        return _Page(layout, (TextShape(slot.name, paragraphs, slot, box),), so_what)
    return _Page(layout, tuple(place_blocks(blocks, area, setting, step)), so_what)


def fitting_free(setting: Setting) -> _Fitting:
    return _Fitting(setting.theme, Deck("", ()))
