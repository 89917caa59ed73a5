"""Part of fitting: footer, date and slide number, in the brand's places for them, in a size and colour to be read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from briefgen.deck.ink import hex_of, least_contrast, needed, readable, unlike_ground
from briefgen.deck.model import Deck, Paragraph, Run
from briefgen.deck.placed import FOOTER_LEFT_OUT, FOOTER_UNREADABLE, Chrome, ChromeLine, Finding, PlacedSlide
from briefgen.deck.textfit import SMALLEST, Step, style_of, text_height
from briefgen.deck.theme import Layout, Slot, Theme, colors_beneath, layout_named

_MOST = 14.0
"""No line at the edge is larger, in points: some files leave them in the size of text."""
_LEAST = 3.0
"""With less contrast than this a line counts as unreadable."""
_NUMBER = "888"
"""As wide as the number of any slide."""


class _Fault(Struct, frozen=True):
    """What is wrong with a line on a layout."""

    code: str
    role: str
    measured: float
    allowed: float
    layout: str


def chrome_of(slides: Iterable[PlacedSlide], deck: Deck, theme: Theme) -> tuple[Chrome, list[Finding]]:
    """The lines of each layout that slides are on; and a finding for each line that has no room or cannot be read."""
    chrome: Chrome = {}
    faults: dict[tuple[str, str], list[_Fault]] = {}
    first: dict[tuple[str, str], int] = {}
    texts = _texts(deck)
    for number, slide in enumerate(slides, 1):
        part, name = slide.layout.part, slide.layout.name
        if slide.drawn or part in chrome:
            continue
        found = [_line(role, text, (part, name), theme) for role, text in texts]
        chrome[part] = tuple([line for line, _ in found if line])
        for fault in [fault for line, fault in found if fault and not line] + [f for line, f in found if f and line]:
            faults.setdefault((fault.code, fault.role), []).append(fault)
            first.setdefault((fault.code, fault.role), number)
    return chrome, [_finding(first[key], found) for key, found in faults.items()]


def _texts(deck: Deck) -> list[tuple[str, str]]:
    return [(role, text) for role, text in (("date", deck.date), ("footer", deck.footer)) if text] + [("number", "")]


@lru_cache(maxsize=128)
def _line(role: str, text: str, place: tuple[str, str], theme: Theme) -> tuple[ChromeLine | None, _Fault | None]:
    """A line on the layout of that part and name, and what is wrong with it.

    Kept, as numbers and many a date are the same in the next deck.
    """
    layout = layout_named(theme, *place)
    slot = layout.slot(role)
    if not slot:
        return None, None
    size = _size(text or _NUMBER, slot, theme)
    if not size and text:
        return None, _Fault(FOOTER_LEFT_OUT, role, _height(text, slot, theme, SMALLEST), _room(slot), layout.name)
    color = _color(slot, layout, theme, size or min(slot.size, _MOST))
    line = ChromeLine(slot, text, size if size and size < slot.size else 0.0, color)
    return line, _unreadable(line, layout, theme)


def _unreadable(line: ChromeLine, layout: Layout, theme: Theme) -> _Fault | None:
    ink = hex_of(line.color, layout.colors) if line.color else line.slot.levels[0].ink
    grounds = colors_beneath(theme, layout.part, line.slot.box)
    if not grounds or least_contrast(ink, grounds) >= _LEAST:
        return None
    return _Fault(FOOTER_UNREADABLE, line.slot.role, least_contrast(ink, grounds), _LEAST, layout.name)


def _finding(number: int, faults: list[_Fault]) -> Finding:
    """One finding for all layouts on which a line has the same fault."""
    fault = faults[0]
    names = ", ".join(dict.fromkeys(f"'{fault.layout}'" for fault in faults))
    where = f"in {names} of the brand's file"
    action = f"left out: the {fault.role} has no room {where}, not even in {SMALLEST:g} pt"
    if fault.code == FOOTER_UNREADABLE:
        action = f"the {fault.role} stands on a ground where no colour can be read, {where}"
    return Finding(number, fault.code, round(fault.measured, 1), round(fault.allowed, 1), action)


@lru_cache(maxsize=64)
def _size(text: str, slot: Slot, theme: Theme) -> float:
    """The size at which a line fits in its slot, in points: its own, or smaller; 0 where none does."""
    first = min(slot.size, _MOST)
    sizes = [first, *(float(size) for size in range(int(first), int(SMALLEST) - 1, -1) if size < first)]
    return next((size for size in sizes if _height(text, slot, theme, size) <= _room(slot)), 0.0)


def _height(text: str, slot: Slot, theme: Theme, size: float) -> float:
    """Height of the line in points; a brand's smaller size is measured in proportion, as nothing else is so small."""
    left, _, right, _ = slot.inset
    scale = max(SMALLEST / size, 1.0)
    paragraphs = (Paragraph((Run(text),)),)
    wide = (slot.box.width - left - right) * scale
    return text_height(paragraphs, wide, style_of(slot, theme), Step(size * scale)) / scale


def _room(slot: Slot) -> float:
    _, top, _, bottom = slot.inset
    return slot.box.height - max(0.0 if slot.anchor == "ctr" else top + bottom, 5.0)


def _color(slot: Slot, layout: Layout, theme: Theme, size: float) -> str:
    """Another colour of the brand where its own cannot be read on what lies beneath."""
    level = slot.levels[0]
    need = needed(size, bold=level.bold)
    grounds = colors_beneath(theme, layout.part, slot.box)
    if not grounds or least_contrast(level.ink, grounds) >= need:
        return ""
    better = readable(("tx1", "bg1", "tx2", "bg2", "#000000", "#FFFFFF"), grounds, layout.colors, need)
    own, new = (least_contrast(ink, grounds) for ink in (level.ink, hex_of(better, layout.colors)))
    return unlike_ground(better) if new > own * 1.2 else ""
