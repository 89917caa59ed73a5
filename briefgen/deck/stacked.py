"""The general way to set a slide: its blocks one under the other, on as many pages as they need."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.flow import (
    Setting,
    balanced_pages,
    block_height,
    listed,
    place_blocks,
    simplified,
    stack_height,
)
from briefgen.deck.foot import is_fixed
from briefgen.deck.model import (
    ArgumentMap,
    Block,
    Code,
    Columns,
    Items,
    Quotation,
    Slide,
    Sources,
    Statement,
    Table,
    Text,
)
from briefgen.deck.pages import Fitting, Page, area_of, bare_canvas, canvas_for, layout_for, note_smaller, setting_of
from briefgen.deck.placed import TextShape
from briefgen.deck.quoting import parted
from briefgen.deck.slotfit import (
    AIR,
    airy,
    inside,
    ladder,
    slightly_smaller,
    without_widow,
)
from briefgen.deck.textfit import SMALLEST, Step, measured_text, set_measured, style_of
from briefgen.deck.theme import Box, Layout
from briefgen.deck.visuals import crowding
from briefgen.deck.wordbreaks import broken_word

_LIGHT_SIZE, _LIGHT = 24.0, 0.6
"""Size of a light page's text in points, and the share of the room that it may fill at that size."""


class _Sheet(Struct, frozen=True):
    """The blocks of one page, where they stand, and how large."""

    blocks: tuple[Block, ...]
    area: Box
    step: Step


def stack_pages(slide: Slide, blocks: Sequence[Block], fitting: Fitting) -> list[Page]:
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
    area = area_of(slide, layout, fitting)
    inner = inside(area, layout.slot("body")) if texts else area
    setting = setting_of(slide, fitting)
    size = (layout.slot("body") or fitting.theme.body).size
    steps = ladder(min(size, 24.0), 14.0 if size > 14 else 12.0)
    if is_sources:
        steps = ladder(14.0, 12.0)
    light = (Step(_LIGHT_SIZE, 1.4),) if steps[0].size < _LIGHT_SIZE and _is_light(blocks) else ()
    usual, wide = steps[0].size, (*light, *airy(steps[0].size))

    def is_whole(step: Step) -> bool:
        """Whether no word of a table, column or flow is cut at this step."""
        return texts or not broken_word(blocks, inner.width, setting, step)

    if not is_whole(steps[-1]):
        steps = tuple(filter(is_whole, steps)) or steps[-1:]
        if broken := broken_word(blocks, inner.width, setting, steps[-1]):
            fitting.note("word-broken", *broken, "a word wider than its column cut")
    for step in chain(filter(is_whole, wide), filter(is_whole, steps[:-1]), steps[-1:]):
        room = inner.height * (_LIGHT if step in light else AIR if step.spacing > 1 else 1)
        if stack_height(blocks, inner.width, setting, step) <= room:
            note_smaller(step.size, usual, fitting)
            if texts:
                step = _evened(blocks[0], inner.width, setting, step)
            return [_place(slide, layout, _Sheet(tuple(blocks), area, step), fitting)]
    blocks, found = _paged(blocks, inner, setting, tuple(filter(is_whole, steps)) or steps, fitting)
    if found is None and slide.so_what:
        fitting.note("so-what-moved", inner.height, layout.area.height, "so-what set as body text")
        return stack_pages(replace(slide, so_what=()), (*blocks, Text(slide.so_what)), fitting)
    if found is None:
        raise AssertionError("a block fits on no page")
    pages, step = found
    needed = stack_height(blocks, inner.width, setting, step)
    fitting.note("continued", needed, inner.height, f"{len(pages)} slides at {step.size:g} pt")
    return [
        _place(slide, layout, _Sheet(tuple(page), area, step), fitting, last=number == len(pages))
        for number, page in enumerate(pages, 1)
    ]


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
        layout = same or bare_canvas(fitting)
    slot = layout.slot("body")
    if slot and len(page.blocks) == 1 and isinstance(page.blocks[0], Text | Sources):
        text = measured_text(page.blocks[0].paragraphs, area.width, style_of(slot, fitting.theme))
        paragraphs = set_measured(text.paragraphs, page.step)
        box = Box(slot.box.left, area.top, slot.box.width, area.height) if is_moved else None
        return Page(layout, (TextShape(slot.name, paragraphs, slot, box),), so_what)
    return Page(layout, tuple(place_blocks(page.blocks, area, setting_of(slide, fitting), page.step)), so_what)


_CHANGED: dict[type[Block], tuple[str, str]] = {
    Items: ("drawing-listed", "set as a list"),
    ArgumentMap: ("drawing-listed", "set as a list"),
    Columns: ("columns-stacked", "columns set one after the other"),
    Quotation: ("quote-continued", "quote goes on over several slides, each part with its mark"),
    Table: ("table-listed", "rows set as a list"),
    Code: ("code-listed", "lines of code set as paragraphs"),
}
"""Code and action of the finding where a block of this kind is not set as it was asked for."""
