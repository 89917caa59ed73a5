"""Part of reading a theme: where on a layout content can stand, away from what the brand draws there."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.deck.ground import Ground, overlap
from briefgen.deck.theme import Box, Layout, Slot

MARGIN = 0.045
"""Share of the slide's width and height that stays free at its edges."""
GAP = 8.0
MOST = 9
"""So many of the largest obstacles are kept clear of: the search takes the fourth power of their number."""


def area_under_title(slots: tuple[Slot, ...], size: tuple[float, float]) -> Box:
    """The body's box, or the room between the title and whatever stands at the foot of the slide."""
    body = next((slot for slot in slots if slot.role == "body"), None)
    if body:
        return _without_hang(body)
    width, height = size
    title = next((slot for slot in slots if slot.role == "title"), None)
    left, wide = (title.box.left, _without_hang(title).width) if title else (width * 0.05, width * 0.9)
    top = title.box.bottom + height * 0.026 if title else height * 0.09
    feet = [
        slot.box.top
        for slot in slots
        if slot.role in ("source", "so-what", "date", "footer", "number") and slot.box.top > height * 0.7
    ]
    bottom = min([height * 0.93, *feet]) - height * 0.015
    return Box(left, top, wide, max(bottom - top, height * 0.2))


def _without_hang(slot: Slot) -> Box:
    """The box without the room on its right that only punctuation may hang into."""
    return replace(slot.box, width=slot.box.width - max(slot.inset[2] - slot.inset[0], 0.0))


def obstacles_of(layout: Layout) -> list[Box]:
    """What content must stay clear of: drawings, footers, and the title."""
    assert layout.ground is not None
    drawn = [drawn.box for drawn in layout.ground.obstacles()]
    chrome = [slot.box for slot in layout.slots if slot.role in ("title", "date", "footer", "number")]
    return drawn + chrome


def content_area(layout: Layout, model: Layout | None) -> Box:
    """Where content stands on `layout`: its own body, the body of the `model` layout where that is free here, or the
    largest empty rectangle under or beside the title."""
    ground = layout.ground
    assert ground is not None
    obstacles = obstacles_of(layout)
    body = layout.slot("body") or (model.slot("body") if model else None)
    if body and (body in layout.slots or _same_place(layout, model)):
        own = body.box if body in layout.slots else _clear(body.box, layout, model)
        own = _above_feet(own, layout) if own else None
        if own and own.width * own.height > 0.3 * ground.width * ground.height:
            return own
        if own:
            return grown(own, obstacles, ground)
    return free_rectangle(layout, obstacles)


def _above_feet(box: Box, layout: Layout) -> Box:
    """The box, cut off where date, footer or number begin under it."""
    assert layout.ground is not None
    feet = [s.box.top - 2 for s in layout.slots if s.role in ("date", "footer", "number") and overlap(s.box, box) > 0]
    bottom = min([box.bottom, *(top for top in feet if top > 0.75 * layout.ground.height)])
    return replace(box, height=bottom - box.top)


def _same_place(layout: Layout, model: Layout | None) -> bool:
    """True where two layouts have their titles at the same height."""
    here, there = layout.slot("title"), model.slot("title") if model else None
    return bool(
        here and there and abs(here.box.bottom - there.box.bottom) < 25 and abs(here.box.left - there.box.left) < 40
    )


def _clear(box: Box, layout: Layout, model: Layout | None) -> Box | None:
    """The model's body, unless this layout has its title or a drawing there and the model has not."""
    assert layout.ground is not None
    if _under_title(box, layout) > max(_under_title(box, model), 0.01 * box.width * box.height):
        return None
    theirs = set(model.ground.obstacles()) if model and model.ground else set()
    new = [drawn.box for drawn in layout.ground.obstacles() if drawn not in theirs]
    return None if any(overlap(other, box) > 0.01 * box.width * box.height for other in new) else box


def _under_title(box: Box, layout: Layout | None) -> float:
    """The part of a box that the layout's title covers, in square points."""
    title = layout.slot("title") if layout else None
    return overlap(title.box, box) if title else 0.0


def grown(box: Box, obstacles: list[Box], ground: Ground) -> Box:
    """A box made larger on every side, up to the margins or the first obstacle."""
    wide, tall = ground.width * MARGIN, ground.height * MARGIN
    others = [other for other in obstacles if overlap(other, box) < 0.02 * box.width * box.height]

    def limit(candidates: list[float], edge: float, *, most: bool) -> float:
        return max([edge, *candidates]) if most else min([edge, *candidates])

    beside = [o for o in others if o.top < box.bottom and o.bottom > box.top]
    left = limit([o.right + GAP for o in beside if o.right <= box.left + 1], min(wide, box.left), most=True)
    right = limit(
        [o.left - GAP for o in beside if o.left >= box.right - 1], max(ground.width - wide, box.right), most=False
    )
    column = [o for o in others if o.left < right and o.right > left]
    top = limit([o.bottom + GAP for o in column if o.bottom <= box.top + 1], min(tall, box.top), most=True)
    bottom = limit(
        [o.top - GAP for o in column if o.top >= box.bottom - 1], max(ground.height - tall, box.bottom), most=False
    )
    left, right = min(left, box.left), max(right, box.right)
    top, bottom = min(top, box.top), max(bottom, box.bottom)
    return Box(left, top, right - left, bottom - top)


def free_rectangle(layout: Layout, obstacles: list[Box]) -> Box:
    """The largest rectangle inside the margins that no obstacle reaches; room under the title is worth more."""
    ground = layout.ground
    assert ground is not None
    wide, tall = ground.width * MARGIN, ground.height * MARGIN
    region = Box(wide, tall, ground.width - 2 * wide, ground.height - 2 * tall)
    inside = sorted((o for o in obstacles if overlap(o, region) > 40), key=lambda o: -overlap(o, region))[:MOST]
    title = layout.slot("title")
    lefts = sorted({region.left, *(o.right + GAP for o in inside), *([title.box.left] if title else [])})
    rights = sorted({region.right, *(o.left - GAP for o in inside), *([title.box.right] if title else [])})
    tops = sorted({region.top, *(o.bottom + GAP for o in inside)})
    bottoms = sorted({region.bottom, *(o.top - GAP for o in inside)})
    best, most = replace(region, top=region.top + region.height / 2, height=region.height / 2), 0.0
    for left in lefts:
        for right in (r for r in rights if r - left > 0.3 * ground.width):
            column = [o for o in inside if o.left < right and o.right > left]
            for top in tops:
                for bottom in (b for b in bottoms if b - top > 0.2 * ground.height):
                    worth = (right - left) * (bottom - top)
                    if title and top >= title.box.bottom - 4:
                        worth *= 1.15
                    if worth > most and not any(o.top < bottom and o.bottom > top for o in column):
                        best, most = Box(left, top, right - left, bottom - top), worth
    return best
