"""Part of fitting: footer, date and slide number, in the brand's places for them, in a size and colour to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from briefgen.deck.ink import hex_of, least_contrast, needed, readable, unlike_ground
from briefgen.deck.model import Deck, Paragraph, Run
from briefgen.deck.placed import FOOTER_LEFT_OUT, FOOTER_UNREADABLE, Chrome, ChromeLine, Finding, PlacedSlide
from briefgen.deck.textfit import SMALLEST, Step, style_of, text_height
from briefgen.deck.theme import Layout, Slot, Theme

_MOST = 14.0
"""No line at the edge is larger, in points: some files leave them in the size of text."""
_NUMBER = "888"
"""As wide as the number of any slide."""


def chrome_of(slides: Iterable[PlacedSlide], deck: Deck, theme: Theme) -> tuple[Chrome, list[Finding]]:
    """The lines of each layout that slides are on; and, once a layout, what has no room or cannot be read."""
    chrome: Chrome = {}
    findings: list[Finding] = []
    for number, slide in enumerate(slides, 1):
        layout = slide.layout
        if slide.drawn or layout.part in chrome:
            continue

        def note(code: str, measured: float, allowed: float, action: str, at: int = number) -> None:
            findings.append(Finding(at, code, round(measured, 1), round(allowed, 1), action))

        lines = (_line(role, text, layout, theme, note) for role, text in _texts(deck))
        chrome[layout.part] = tuple(line for line in lines if line)
    return chrome, findings


def _texts(deck: Deck) -> tuple[tuple[str, str], ...]:
    return ("date", deck.date), ("footer", deck.footer), ("number", "")


def _line(
    role: str, text: str, layout: Layout, theme: Theme, note: Callable[[str, float, float, str], None]
) -> ChromeLine | None:
    slot = layout.slot(role)
    if not slot or (role != "number" and not text):
        return None
    size = _size(text or _NUMBER, slot, theme)
    if not size and text:
        tall, room = _height(text, slot, theme, SMALLEST), _room(slot)
        where = f"the {role} has no room in '{layout.name}' of the brand's file, not even in {SMALLEST:g} pt"
        note(FOOTER_LEFT_OUT, tall, room, f"left out: {where}")
        return None
    color = _color(slot, layout, theme, size or min(slot.size, _MOST))
    ink = hex_of(color, layout.colors) if color else slot.levels[0].ink
    grounds = layout.ground.beneath(slot.box, theme.parts) if layout.ground else ()
    if grounds and least_contrast(ink, grounds) < 3.0:
        where = f"the {role} of '{layout.name}' in the brand's file stands on a ground where no colour can be read"
        note(FOOTER_UNREADABLE, least_contrast(ink, grounds), 3.0, where)
    return ChromeLine(slot, text, size if size and size < slot.size else 0.0, color)


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
    grounds = layout.ground.beneath(slot.box, theme.parts) if layout.ground else ()
    if not grounds or least_contrast(level.ink, grounds) >= need:
        return ""
    better = readable(("tx1", "bg1", "tx2", "bg2", "#000000", "#FFFFFF"), grounds, layout.colors, need)
    own, new = (least_contrast(ink, grounds) for ink in (level.ink, hex_of(better, layout.colors)))
    return unlike_ground(better) if new > own * 1.2 else ""
