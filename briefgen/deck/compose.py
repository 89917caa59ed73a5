"""The body of a slide: the layout made for its content where that fits, and pages of blocks where it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.flow import (
    GAP,
    Setting,
    balanced_pages,
    block_height,
    listed,
    place_blocks,
    simplified,
    stack_height,
)
from briefgen.deck.foot import foot_of, is_fixed
from briefgen.deck.illustration import fill_placeholder, room_of, share_of
from briefgen.deck.model import (
    ArgumentMap,
    Block,
    Code,
    Columns,
    Deck,
    Items,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Runs,
    Slide,
    Sources,
    Statement,
    Table,
    Text,
    text_of,
)
from briefgen.deck.placed import Finding, PlacedSlide, Shape, TextShape
from briefgen.deck.quoting import parted, set_credit
from briefgen.deck.roles import find_layout
from briefgen.deck.slotfit import (
    AIR,
    FLOORS,
    INSETS,
    airy,
    fit_slot,
    ladder,
    slightly_smaller,
    squeeze_slot,
    text_width_of,
    without_widow,
)
from briefgen.deck.textfit import SMALLEST, Step, measured_text, paragraph_height, set_measured, style_of, text_height
from briefgen.deck.theme import Box, Layout, Theme
from briefgen.deck.visuals import crowding, is_list

_MOST_PAGES = " (10/10)"
_CONTENT = frozenset({"body", "second", "quote", "credit", "statement", "support", "picture", "caption"})
_UNDER = {"quote": "credit", "picture": "caption"}
"""What stands right under a slot, and keeps its height."""
_LIGHT_SIZE, _LIGHT = 24.0, 0.6
"""Size of a light page's text in points, and the share of the room that it may fill at that size."""
_ALIKE = 30.0
"""By how many points two columns may differ that can change places."""
_STACKED = 1.4
"""How much larger a picture under its text must be than beside it to stand there."""
_ON_BAND = 16.0
"""The smallest title, in points, where a larger one would leave the band that it stands on."""
_FULL_LINE = 0.7
"""Share of a line that text surely fills when each character is taken for an em wide."""


class Fitting(Struct):
    """What the walk over the slides carries along."""

    theme: Theme
    deck: Deck
    slides: list[PlacedSlide] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    plain_title: str = ""
    """Of the slide before, which one without a title goes on."""
    titles: dict[str, int] = field(default_factory=dict)
    layouts: dict[tuple[str, ...], Layout | None] = field(default_factory=dict)

    def note(self, code: str, measured: float, allowed: float, action: str) -> None:
        self.findings.append(Finding(len(self.slides) + 1, code, round(measured, 1), round(allowed, 1), action))


class Page(Struct, frozen=True):
    """One slide to be: its layout, the shapes of its body, and whether the so-what stands on it."""

    layout: Layout
    shapes: tuple[Shape, ...]
    so_what: bool = False


class _Sheet(Struct, frozen=True):
    """The blocks of one page, where they stand, and how large."""

    blocks: tuple[Block, ...]
    area: Box
    step: Step


def compose(slide: Slide, fitting: Fitting) -> list[Page]:
    """The pages of a slide: the layout made for its content where it fits, the general way where not."""
    _note_crowded(slide.blocks, fitting)
    special = _SPECIAL.get(tuple(sorted(type(block).__name__ for block in slide.blocks)))
    pages = special(slide, fitting) if special else None
    if pages:
        return pages
    return _compose_flow(slide, slide.blocks, fitting)


def layout_for(fitting: Fitting, *needs: str, name: str = "", kind: str = "") -> Layout | None:
    """The theme's layout with the slots `needs`, looked up once for a deck."""
    key = (*needs, name, kind)
    if key not in fitting.layouts:
        fitting.layouts[key] = find_layout(fitting.theme.layouts, frozenset(needs), name, kind)
    return fitting.layouts[key]


def canvas_for(slide: Slide, fitting: Fitting) -> Layout:
    """A layout with a title and free room under it, with a place for the slide's so-what where that can stay in it."""
    if slide.so_what:
        found = layout_for(fitting, "title", "so-what")
        if found and is_fixed(slide, found, fitting.theme):
            return found
    return layout_for(fitting, "title", kind="titleOnly") or fitting.theme.layouts[0]


def _special_layout(slide: Slide, fitting: Fitting, *needs: str, name: str = "", kind: str = "") -> Layout | None:
    """The layout made for something, its slots ended above a so-what or source that takes more than its place.

    None where there is none, or its title has no room for the slide's.
    """
    found = layout_for(fitting, *needs, *(("so-what",) if slide.so_what else ()), name=name, kind=kind)
    if slide.so_what and not (found and is_fixed(slide, found, fitting.theme)):
        found = layout_for(fitting, *needs, name=name, kind=kind)
    if not found or _title_extra(slide, found, fitting):
        return None
    page = canvas_for(replace(slide, so_what=()), fitting).area  # found.area may be that of a column
    found = replace(found, area=Box(page.left, found.area.top, page.width, found.area.height))
    less = foot_of(slide, found, fitting.theme, so_what=True).taken
    return _lifted(found, found.area.bottom - less) if less else found


def _lifted(layout: Layout, bottom: float) -> Layout:
    """The layout with nothing but its foot beneath `bottom`: a credit is moved up, anything else made less tall."""
    slots = []
    for slot in layout.slots:
        box, under = slot.box, layout.slot(_UNDER.get(slot.role, ""))
        beneath = (under or slot).box.bottom - bottom
        if slot.role in _CONTENT and beneath > 0:
            moved = replace(box, top=box.top - beneath)
            box = moved if slot.role in _UNDER.values() else replace(box, height=box.height - beneath)
            slot = replace(slot, box=box, moved=True)
        slots.append(slot)
    return replace(layout, slots=tuple(slots))


def title_shape(layout: Layout, runs: Runs, fitting: Fitting) -> tuple[TextShape, float]:
    """The title in its slot, and by how many points it had to be made taller."""
    slot = layout.slot("title") or fitting.theme.body
    paragraphs = (Paragraph(runs),)
    shape = fit_slot(slot, paragraphs, fitting.theme)
    if shape:
        if shape.paragraphs[0].size < slot.size:
            fitting.note("title-shrunk", shape.paragraphs[0].size, slot.size, "title set smaller")
        return shape, 0.0
    shape = squeeze_slot(slot, paragraphs, fitting.theme)
    assert shape.box
    if _leaves_band(slot.box, shape.box, layout, fitting.theme):
        banded = fit_slot(slot, paragraphs, fitting.theme, floor=_ON_BAND)
        if banded:
            fitting.note("title-shrunk", banded.paragraphs[0].size, slot.size, "title set smaller, to stay on its band")
            return banded, 0.0
    extra = shape.box.height - slot.box.height
    fitting.note("title-too-long", shape.box.height, slot.box.height, "title box made taller")
    if layout.type not in ("title", "secHead"):
        return shape, extra
    up = min(extra, max(slot.box.top - 20.0, 0.0))
    return replace(shape, box=replace(shape.box, top=slot.box.top - up)), extra - up


def _leaves_band(slot: Box, grown: Box, layout: Layout, theme: Theme) -> bool:
    """True where the brand draws something beneath the title's place that does not reach as far as the title would."""
    if not layout.ground:
        return False
    return set(layout.ground.beneath(slot, theme.parts)) != set(layout.ground.beneath(grown, theme.parts))


def _area(slide: Slide, layout: Layout, fitting: Fitting) -> Box:
    """The layout's room for content, less what a long title or source takes."""
    area, extra = layout.area, max(_title_extra(slide, layout, fitting), 0.0)
    taken = foot_of(slide, layout, fitting.theme, so_what=True).taken if slide.source or slide.so_what else 0.0
    if not extra and not taken:
        return area
    return Box(area.left, area.top + extra, area.width, max(area.height - extra - taken, 60.0))


def _title_extra(slide: Slide, layout: Layout, fitting: Fitting) -> float:
    """By how many points the title, with the number of a continuation, is taller than its slot."""
    slot = layout.slot("title")
    longest = len(text_of(slide.title)) + len(_MOST_PAGES)
    lines = int((slot.box.height - INSETS) / (FLOORS["title"] * 1.32)) if slot else 0
    if slot and longest * FLOORS["title"] < text_width_of(slot) * lines * _FULL_LINE:
        return 0.0
    return title_shape(layout, (*slide.title, Run(_MOST_PAGES)), Fitting(fitting.theme, fitting.deck))[1]


def _compose_quote(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """A quote alone: words large, the credit right under them."""
    quote = slide.blocks[0]
    assert isinstance(quote, Quotation)
    layout = None if slide.so_what else _special_layout(slide, fitting, "title", "quote", "credit", name="Quote")
    if not layout:
        return None
    shapes = _quote_shapes(quote, layout, fitting, floor=16.0)
    return [Page(layout, shapes)] if shapes else None


def _quote_shapes(quote: Quotation, layout: Layout, fitting: Fitting, floor: float) -> tuple[Shape, ...] | None:
    slot, under = layout.slot("quote"), layout.slot("credit")
    assert slot
    assert under
    runs = set_credit(quote.credit, text_width_of(under), fitting.theme.text_face, under.size)
    credit = fit_slot(under, (Paragraph(runs),), fitting.theme) if quote.credit else None
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


def _compose_text_and_quote(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """Points with a compact quotation at their side; the quotation moves to a slide of its own when it is long."""
    text = next(block for block in slide.blocks if isinstance(block, Text))
    quote = next(block for block in slide.blocks if isinstance(block, Quotation))
    layout = _special_layout(slide, fitting, "title", "body", "quote", "credit")
    body = layout.slot("body") if layout else None
    if layout and body:
        points = fit_slot(body, text.paragraphs, fitting.theme)
        shapes = _quote_shapes(quote, layout, fitting, floor=14.0)
        if points and shapes:
            _note_smaller(max(p.size for p in points.paragraphs), body.size, fitting)
            return [Page(layout, (points, *shapes), bool(slide.so_what))]
    alone = _special_layout(replace(slide, so_what=()), fitting, "title", "quote", "credit", name="Quote")
    if not alone or not (shapes := _quote_shapes(quote, alone, fitting, floor=14.0)):
        return None
    fitting.note("quote-moved", len(text_of(quote.paragraphs[0].runs)), 0, "quote set on a slide of its own")
    return [*_compose_flow(slide, (text,), fitting), Page(alone, shapes)]


def _compose_statement(slide: Slide, fitting: Fitting) -> list[Page] | None:
    block = slide.blocks[0]
    assert isinstance(block, Statement)
    layout = None if slide.so_what else _special_layout(slide, fitting, "title", "statement", "support")
    if not layout or not block.paragraphs:
        return None
    slot, under = layout.slot("statement"), layout.slot("support")
    assert slot
    assert under
    first = fit_slot(slot, block.paragraphs[:1], fitting.theme)
    if not first:
        return None
    tall = paragraph_height(
        block.paragraphs[0], text_width_of(slot), style_of(slot, fitting.theme), Step(first.paragraphs[0].size)
    )
    if len(block.paragraphs) == 1:
        return [Page(layout, (first,))]
    top = slot.box.top + tall + 28
    room = under.box.bottom - top
    rest = fit_slot(under, block.paragraphs[1:], fitting.theme, height=room, floor=14.0)
    if not rest:
        return None
    return [Page(layout, (first, replace(rest, box=Box(under.box.left, top, under.box.width, room))))]


def _compose_picture(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """A picture alone fills the picture layout."""
    block = slide.blocks[0]
    assert isinstance(block, Picture)
    layout = _special_layout(slide, fitting, "title", "picture")
    if not layout or layout.slot("body"):
        return None
    shapes = fill_placeholder(block, layout, fitting.theme, fitting.deck.path, above=0.4)
    return [Page(layout, tuple(shapes), bool(slide.so_what))]


def _compose_text_and_picture(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """A picture beside text, unless it is one so wide that it is better shown under or above it."""
    text = next(block for block in slide.blocks if isinstance(block, Text))
    picture = next(block for block in slide.blocks if isinstance(block, Picture))
    layout = _special_layout(slide, fitting, "title", "body", "picture")
    if not layout:
        return None
    canvas, setting = canvas_for(slide, fitting), setting_of(slide, fitting)
    area = _area(slide, canvas, fitting)
    tall = block_height(text, area.width, setting, Step(fitting.theme.body.size)) + GAP
    left = replace(area, height=max(area.height - tall, 1.0))
    beside, under = (share_of(picture, box, fitting.theme, setting.path) for box in (room_of(layout), left))
    return None if under > beside * _STACKED else _illustrated(text, picture, layout, slide, fitting)


def _illustrated(text: Text, picture: Picture, layout: Layout, slide: Slide, fitting: Fitting) -> list[Page] | None:
    """The page of a layout with text and a picture; None where the text has no room beside it."""
    body = layout.slot("body")
    points = fit_slot(body, text.paragraphs, fitting.theme) if body else None
    if not points or not body:
        return None
    _note_smaller(max(p.size for p in points.paragraphs), body.size, fitting)
    shapes = fill_placeholder(picture, layout, fitting.theme, fitting.deck.path)
    return [Page(layout, (points, *shapes), bool(slide.so_what))]


def _compose_illustrated_columns(slide: Slide, first: Block, second: Block, fitting: Fitting) -> list[Page] | None:
    """Text and a picture in the layout made for both, at the sides where the columns have them."""
    layout = _special_layout(slide, fitting, "title", "body", "picture")
    text, picture = (first, second) if isinstance(first, Text) else (second, first)
    assert isinstance(text, Text)
    assert isinstance(picture, Picture)
    mirrored = _mirrored(layout, picture is first) if layout else None
    return _illustrated(text, picture, mirrored, slide, fitting) if mirrored else None


def _mirrored(layout: Layout, picture_first: bool) -> Layout | None:
    """The layout with its picture on the side wanted; None where text and picture have not the same room."""
    body, picture = layout.slot("body"), layout.slot("picture")
    assert body is not None
    assert picture is not None
    if (picture.box.left < body.box.left) == picture_first:
        return layout
    if abs(picture.box.width - body.box.width) > _ALIKE:
        return None
    lefts = {"body": picture.box.left, "picture": body.box.left, "caption": body.box.left}
    slots = (
        replace(slot, box=replace(slot.box, left=lefts[slot.role]), moved=True) if slot.role in lefts else slot
        for slot in layout.slots
    )
    return replace(layout, slots=tuple(slots))


def _compose_columns(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """Two columns of text in the layout's own two slots."""
    block = slide.blocks[0]
    assert isinstance(block, Columns)
    texts = [column.blocks[0] for column in block.columns if len(column.blocks) == 1]
    equal = len({column.width for column in block.columns}) == 1
    if len(texts) != 2 or len(block.columns) != 2 or not equal:
        return None
    first, second = texts
    if {type(first), type(second)} == {Text, Picture}:
        return _compose_illustrated_columns(slide, first, second, fitting)
    layout = None if slide.so_what else _special_layout(slide, fitting, "title", "body", "second", kind="twoObj")
    if not layout:
        return None
    shapes: list[Shape] = []
    sizes: list[tuple[float, float]] = []
    for role, text in zip(("body", "second"), texts, strict=True):
        slot = layout.slot(role)
        shape = fit_slot(slot, text.paragraphs, fitting.theme) if slot and isinstance(text, Text) else None
        if not shape or not slot:
            return None
        shapes.append(shape)
        sizes.append((max(p.size for p in shape.paragraphs), slot.size))
    for size, usual in sizes:
        _note_smaller(size, usual, fitting)
    return [Page(layout, tuple(shapes))]


def _compose_flow(slide: Slide, blocks: Sequence[Block], fitting: Fitting) -> list[Page]:
    """The general way: blocks one under the other, on as many slides as they need."""
    if not blocks:
        return [Page(canvas_for(slide, fitting), (), bool(slide.so_what))]
    texts = all(isinstance(block, Text | Sources) for block in blocks)
    if texts:
        blocks = (_merged(blocks),)
    layout = _text_layout(blocks, slide, fitting) if texts else canvas_for(slide, fitting)
    first = blocks[0]
    is_sources = isinstance(first, Sources)
    if texts and isinstance(first, Sources):  # measured as it is set: in the layout's size, not as sources elsewhere
        blocks = (Text(first.paragraphs),)
    area = _area(slide, layout, fitting)
    setting = setting_of(slide, fitting)
    size = (layout.slot("body") or fitting.theme.body).size
    steps = ladder(min(size, 24.0), 14.0 if size > 14 else 12.0)
    if is_sources:
        steps = ladder(14.0, 12.0)
    light = (Step(_LIGHT_SIZE, 1.4),) if steps[0].size < _LIGHT_SIZE and _is_light(blocks) else ()
    for step in (*light, *airy(steps[0].size), *steps):
        room = area.height * (_LIGHT if step in light else AIR if step.spacing > 1 else 1)
        if stack_height(blocks, area.width, setting, step) <= room:
            _note_smaller(step.size, steps[0].size, fitting)
            if texts:
                step = _evened(blocks[0], area.width, setting, step)
            return [_place(slide, layout, _Sheet(tuple(blocks), area, step), fitting)]
    blocks, found = _paged(blocks, area, setting, steps, fitting)
    if found is None and slide.so_what:
        fitting.note("so-what-moved", area.height, layout.area.height, "so-what set as body text")
        return _compose_flow(replace(slide, so_what=()), (*blocks, Text(slide.so_what)), fitting)
    if found is None:
        raise AssertionError("a block fits on no page")
    pages, step = found
    needed = stack_height(blocks, area.width, setting, step)
    fitting.note("continued", needed, area.height, f"{len(pages)} slides at {step.size:g} pt")
    return [
        _place(slide, layout, _Sheet(tuple(page), area, step), fitting, last=number == len(pages))
        for number, page in enumerate(pages, 1)
    ]


def _note_smaller(size: float, usual: float, fitting: Fitting) -> None:
    """A finding where text of a body is so much smaller than its layout's that it is seen."""
    if size < usual - 2:
        fitting.note("text-shrunk", size, usual, f"text set at {size:g} pt")


def _is_light(blocks: Sequence[Block]) -> bool:
    """Whether a page holds only what may be set larger than lists are: drawings, statements, a paragraph or two."""
    paragraphs = [p for block in blocks if isinstance(block, Text) for p in block.paragraphs]
    if any(p.item or p.heading or any(run.code for run in p.runs) for p in paragraphs) or len(paragraphs) > 2:
        return False
    return all(isinstance(block, Text | Statement | Quotation | Items) for block in blocks)


def _evened(block: Block, width: float, setting: Setting, step: Step) -> Step:
    """The step, or one so little smaller that nobody sees it, at which no word or two stand alone in a last line."""
    assert isinstance(block, Text)
    text = measured_text(block.paragraphs, width, style_of(setting.theme.body, setting.theme))
    return without_widow(text, (step, *slightly_smaller(step)))


def _paged(
    blocks: Sequence[Block], area: Box, setting: Setting, steps: Sequence[Step], fitting: Fitting
) -> tuple[Sequence[Block], tuple[list[list[Block]], Step] | None]:
    """The blocks on several pages, turned into what can be cut where they must be; no pages where none hold them."""

    def cuttable(given: Sequence[Block]) -> list[Block]:
        return parted(given, area.width, area.height, setting.theme)

    found = balanced_pages(blocks, area.width, area.height, setting, steps)
    for change in (cuttable, lambda given: cuttable(simplified(given)), listed):
        if found is None:
            changed = change(blocks)
            _note_changes(blocks, changed, area, setting, fitting)
            blocks = changed
            found = balanced_pages(blocks, area.width, area.height, setting, (*steps, Step(12.0, 0.5)))
    return blocks, found


def _note_changes(
    before: Sequence[Block], after: Sequence[Block], area: Box, setting: Setting, fitting: Fitting
) -> None:
    """A finding for each block that is not set as it was asked for."""
    for block in before:
        if any(block is other for other in after):
            continue
        code, action = _CHANGED[type(block)]
        if isinstance(block, Items | ArgumentMap):
            action = f"{block.use if isinstance(block, Items) else 'map'} {action}"
        measured, allowed = block_height(block, area.width, setting, Step(SMALLEST)), area.height
        if isinstance(block, Items) and measured == float("inf"):
            measured, allowed = crowding(block)
        fitting.note(code, measured, allowed, action)
        if isinstance(block, Columns):
            inner = [each for column in block.columns for each in column.blocks]
            _note_changes(inner, after, area, setting, fitting)


def _note_crowded(blocks: Sequence[Block], fitting: Fitting) -> None:
    """A finding for each timeline whose entries stand under each other."""
    for block in blocks:
        if isinstance(block, Columns):
            _note_crowded([inner for column in block.columns for inner in column.blocks], fitting)
        elif isinstance(block, Items) and is_list(block):
            fitting.note("drawing-listed", *crowding(block), "timeline set as a list")


def _merged(blocks: Sequence[Block]) -> Block:
    paragraphs = tuple(p for block in blocks if isinstance(block, Text | Sources) for p in block.paragraphs)
    return Sources(paragraphs) if isinstance(blocks[0], Sources) else Text(paragraphs)


def _text_layout(blocks: Sequence[Block], slide: Slide, fitting: Fitting) -> Layout:
    if slide.so_what:
        found = layout_for(fitting, "title", "body", "so-what")
        if found and is_fixed(slide, found, fitting.theme):
            return found
    if isinstance(blocks[0], Sources) and not slide.so_what:
        found = layout_for(fitting, "title", "body", name="Sources")
    else:
        found = layout_for(fitting, "title", "body", kind="obj")
    return found or canvas_for(slide, fitting)


def _place(slide: Slide, layout: Layout, page: _Sheet, fitting: Fitting, last: bool = True) -> Page:
    """One page; a lone text goes into the layout's body slot, anything else into boxes of its own."""
    so_what, area = bool(slide.so_what) and last, page.area
    is_moved = area != layout.area
    if not so_what and layout.slot("so-what"):
        same = layout_for(fitting, "title", "body", kind="obj") if layout.slot("body") else None
        layout = same or canvas_for(replace(slide, so_what=()), fitting)
    slot = layout.slot("body")
    if slot and len(page.blocks) == 1 and isinstance(page.blocks[0], Text | Sources):
        text = measured_text(page.blocks[0].paragraphs, area.width, style_of(slot, fitting.theme))
        paragraphs = set_measured(text.paragraphs, page.step)
        box = Box(slot.box.left, area.top, slot.box.width, area.height) if is_moved else None
        return Page(layout, (TextShape(slot.name, paragraphs, slot, box),), so_what)
    return Page(layout, tuple(place_blocks(page.blocks, area, setting_of(slide, fitting), page.step)), so_what)


def setting_of(slide: Slide, fitting: Fitting) -> Setting:
    return Setting(fitting.theme, fitting.deck.path, text_of(slide.title) or slide.section)


_CHANGED: dict[type[Block], tuple[str, str]] = {
    Items: ("drawing-listed", "set as a list"),
    ArgumentMap: ("drawing-listed", "set as a list"),
    Columns: ("columns-stacked", "columns set one after the other"),
    Quotation: ("quote-continued", "quote goes on over several slides, each part with its mark"),
    Table: ("table-listed", "rows set as a list"),
    Code: ("code-listed", "lines of code set as paragraphs"),
}
"""Code and action of the finding where a block of this kind is not set as it was asked for."""
_SPECIAL: dict[tuple[str, ...], Callable[[Slide, Fitting], list[Page] | None]] = {
    ("Picture",): _compose_picture,
    ("Picture", "Text"): _compose_text_and_picture,
    ("Quotation",): _compose_quote,
    ("Quotation", "Text"): _compose_text_and_quote,
    ("Statement",): _compose_statement,
    ("Columns",): _compose_columns,
}
"""By the kinds of a slide's blocks, sorted."""
