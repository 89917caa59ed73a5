"""The body of a slide: the layout made for its content where that fits, and pages of blocks where it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from briefgen.deck.flow import (
    GAP,
    block_height,
)
from briefgen.deck.illustration import fill_placeholder, room_of, share_of
from briefgen.deck.model import (
    Block,
    Columns,
    Items,
    Paragraph,
    Picture,
    Quotation,
    Slide,
    Statement,
    Text,
    text_of,
)
from briefgen.deck.pages import Fitting, Page, area_of, canvas_for, note_smaller, setting_of, special_layout
from briefgen.deck.placed import Shape
from briefgen.deck.quoting import set_credit
from briefgen.deck.slotfit import (
    fit_slot,
    text_width_of,
)
from briefgen.deck.stacked import stack_pages
from briefgen.deck.textfit import Step, paragraph_height, style_of, text_height
from briefgen.deck.theme import Box, Layout
from briefgen.deck.visuals import crowding, is_list

_ALIKE = 30.0
"""By how many points two columns may differ that can change places."""
_STACKED = 1.4
"""How much larger a picture under its text must be than beside it to stand there."""


def compose(slide: Slide, fitting: Fitting) -> list[Page]:
    """The pages of a slide: the layout made for its content where it fits, the general way where not."""
    _note_crowded(slide.blocks, fitting)
    special = _SPECIAL.get(tuple(sorted(type(block).__name__ for block in slide.blocks)))
    pages = special(slide, fitting) if special else None
    if pages:
        return pages
    return stack_pages(slide, slide.blocks, fitting)


def _compose_quote(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """A quote alone: words large, the credit right under them."""
    quote = slide.blocks[0]
    assert isinstance(quote, Quotation)
    layout = None if slide.so_what else special_layout(slide, fitting, "title", "quote", "credit", name="Quote")
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
    layout = special_layout(slide, fitting, "title", "body", "quote", "credit")
    body = layout.slot("body") if layout else None
    if layout and body:
        points = fit_slot(body, text.paragraphs, fitting.theme)
        shapes = _quote_shapes(quote, layout, fitting, floor=14.0)
        if points and shapes:
            note_smaller(max(p.size for p in points.paragraphs), body.size, fitting)
            return [Page(layout, (points, *shapes), bool(slide.so_what))]
    alone = special_layout(replace(slide, so_what=()), fitting, "title", "quote", "credit", name="Quote")
    if not alone or not (shapes := _quote_shapes(quote, alone, fitting, floor=14.0)):
        return None
    fitting.note("quote-moved", len(text_of(quote.paragraphs[0].runs)), 0, "quote set on a slide of its own")
    return [*stack_pages(slide, (text,), fitting), Page(alone, shapes)]


def _compose_statement(slide: Slide, fitting: Fitting) -> list[Page] | None:
    block = slide.blocks[0]
    assert isinstance(block, Statement)
    layout = None if slide.so_what else special_layout(slide, fitting, "title", "statement", "support")
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
    layout = special_layout(slide, fitting, "title", "picture")
    if not layout or layout.slot("body"):
        return None
    shapes = fill_placeholder(block, layout, fitting.theme, fitting.deck.path, above=0.4)
    return [Page(layout, tuple(shapes), bool(slide.so_what))]


def _compose_text_and_picture(slide: Slide, fitting: Fitting) -> list[Page] | None:
    """A picture beside text, unless it is one so wide that it is better shown under or above it."""
    text = next(block for block in slide.blocks if isinstance(block, Text))
    picture = next(block for block in slide.blocks if isinstance(block, Picture))
    layout = special_layout(slide, fitting, "title", "body", "picture")
    if not layout:
        return None
    canvas, setting = canvas_for(slide, fitting), setting_of(slide, fitting)
    area = area_of(slide, canvas, fitting)
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
    note_smaller(max(p.size for p in points.paragraphs), body.size, fitting)
    shapes = fill_placeholder(picture, layout, fitting.theme, fitting.deck.path)
    return [Page(layout, (points, *shapes), bool(slide.so_what))]


def _compose_illustrated_columns(slide: Slide, first: Block, second: Block, fitting: Fitting) -> list[Page] | None:
    """Text and a picture in the layout made for both, at the sides where the columns have them."""
    layout = special_layout(slide, fitting, "title", "body", "picture")
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
    layout = None if slide.so_what else special_layout(slide, fitting, "title", "body", "second", kind="twoObj")
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
        note_smaller(size, usual, fitting)
    return [Page(layout, tuple(shapes))]


def _note_crowded(blocks: Sequence[Block], fitting: Fitting) -> None:
    """A finding for each timeline whose entries stand under each other."""
    for block in blocks:
        if isinstance(block, Columns):
            _note_crowded([inner for column in block.columns for inner in column.blocks], fitting)
        elif isinstance(block, Items) and is_list(block):
            fitting.note("drawing-listed", *crowding(block), "timeline set as a list")


_SPECIAL: dict[tuple[str, ...], Callable[[Slide, Fitting], list[Page] | None]] = {
    ("Picture",): _compose_picture,
    ("Picture", "Text"): _compose_text_and_picture,
    ("Quotation",): _compose_quote,
    ("Quotation", "Text"): _compose_text_and_quote,
    ("Statement",): _compose_statement,
    ("Columns",): _compose_columns,
}
"""By the kinds of a slide's blocks, sorted."""
