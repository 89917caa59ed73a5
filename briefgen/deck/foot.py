"""What stands at the foot of a slide: the so-what and the source line, in the layout's slots or in boxes of our own."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.model import Paragraph, Slide
from briefgen.deck.placed import BoxLook, Ornament, SetParagraph, Shape, TextShape
from briefgen.deck.slotfit import fit_slot, squeeze_slot
from briefgen.deck.textfit import Step, plain_style, text_height
from briefgen.deck.theme import Box, Layout, Slot, Theme, slot_for

_CALLOUT = BoxLook("bg2", anchor="ctr", inset=(16.0, 6.0, 16.0, 6.0))
_SOURCE_SIZE, _CALLOUT_SIZES = 12.0, (18.0, 16.0)
_BAR = 5.0
"""Width of the accent at the left of a callout."""


class Foot(Struct, frozen=True):
    """The shapes in reading order, and how many points they take from the foot of the layout's area."""

    shapes: tuple[Shape, ...]
    taken: float


_NO_FOOT = Foot((), 0.0)


def foot_of(source: tuple[Paragraph, ...], so_what: tuple[Paragraph, ...], layout: Layout, theme: Theme) -> Foot:
    """Source and so-what, where they are given; both grow upwards."""
    return _foot(source, so_what, layout.slots, layout.area, theme) if source or so_what else _NO_FOOT


@lru_cache(maxsize=32)
def _foot(
    source: tuple[Paragraph, ...], so_what: tuple[Paragraph, ...], slots: tuple[Slot, ...], area: Box, theme: Theme
) -> Foot:
    """Kept, as a slide's foot is asked for whenever a layout is tried."""
    shapes: tuple[Shape, ...] = ()
    taken = 0.0
    if source:
        slot = slot_for("source", slots)
        shape, taken = _in_slot(slot, source, theme, 0.0) if slot else _source(source, area, theme)
        shapes = (shape,)
    if so_what:
        slot = slot_for("so-what", slots)
        if slot:
            shape, taken = _in_slot(slot, so_what, theme, taken)
            shapes = (shape, *shapes)
        else:
            callout, taken = _callout(so_what, area, theme, taken)
            shapes = (*callout, *shapes)
    return Foot(shapes, taken)


def is_fixed(slide: Slide, layout: Layout, theme: Theme) -> bool:
    """Whether so-what and source fit the layout's own places; one that has to move leaves its drawn accent behind."""
    slot = layout.slot("so-what")
    return slot is None or slot.composed or not foot_of(slide.source, slide.so_what, layout, theme).taken


@lru_cache(maxsize=64)
def _in_slot(slot: Slot, text: tuple[Paragraph, ...], theme: Theme, lift: float) -> tuple[TextShape, float]:
    """The text in its slot, moved up by `lift` and made taller where it must be; and the points taken above it.

    Kept, as a slide's foot is asked for whenever a layout is tried.
    """
    shape = fit_slot(slot, text, theme)
    if shape and not lift:
        return shape, 0.0
    shape = shape or squeeze_slot(slot, text, theme)
    tall = shape.box.height if shape.box else slot.box.height
    box = Box(slot.box.left, slot.box.bottom - lift - tall, slot.box.width, tall)
    return replace(shape, box=box), lift + tall - slot.box.height


def _source(text: tuple[Paragraph, ...], area: Box, theme: Theme) -> tuple[TextShape, float]:
    tall = text_height(text, area.width, plain_style(theme, _SOURCE_SIZE), Step(_SOURCE_SIZE, 0.5)) + 8
    settings = tuple(SetParagraph(paragraph, _SOURCE_SIZE, color="tx2") for paragraph in text)
    box = Box(area.left, area.bottom - tall, area.width, tall)
    return TextShape("Source", settings, box=box, look=BoxLook(anchor="b")), tall + 6


def _callout(text: tuple[Paragraph, ...], area: Box, theme: Theme, lift: float) -> tuple[tuple[Shape, ...], float]:
    """A panel with its accent above the foot of the layout's area, smaller where it takes three lines or more."""
    size, tall = _CALLOUT_SIZES[0], 0.0
    for size in _CALLOUT_SIZES:
        style = plain_style(theme, size, bold=True)
        tall = max(text_height(text, area.width - _BAR - 32, style, Step(size, 0.5)) + 16, 50.0)
        if tall <= size * 1.32 * 2 + 16:
            break
    settings = tuple(SetParagraph(paragraph, size, bold=True, color="tx1") for paragraph in text)
    box = Box(area.left + _BAR, area.bottom - lift - tall, area.width - _BAR, tall)
    bar = Ornament("So what bar", Box(area.left, box.top, _BAR, tall), fill="accent1")
    return (TextShape("So what", settings, box=box, look=_CALLOUT), bar), lift + tall + 12
