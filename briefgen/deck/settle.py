"""After fitting: composed slots become text boxes, and every colour one that can be read where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.extent import extent_of
from briefgen.deck.ground import overlap
from briefgen.deck.ink import Palette, hex_of, least_contrast, needed, palette_for, readable, unlike_ground
from briefgen.deck.placed import (
    TEXT_UNREADABLE,
    BoxLook,
    Cell,
    ChartShape,
    Finding,
    Ornament,
    PlacedSlide,
    SetParagraph,
    Shape,
    TableShape,
    TextShape,
)
from briefgen.deck.theme import Box, Layout, Slot, Theme, colors_beneath, layout_named

LEAST = 2.5
"""A ground on which every ink has less contrast than this somewhere gets a panel."""
_MARGIN = 10.0


class _Setting(Struct):
    """A theme, and the panels that its layouts need."""

    theme: Theme
    veils: dict[str, Box | None] = field(default_factory=dict)
    doubts: dict[tuple[str, str], float] = field(default_factory=dict)
    """The contrast of what cannot be read everywhere, by its layout's name and its role."""

    def beneath(self, layout: Layout, box: Box) -> tuple[str, ...]:
        """The colours beneath a box, empty where nothing is known of them."""
        veil = self.veil(layout)
        if veil and overlap(veil, box) > box.width * box.height / 2:
            return (layout.colors.get("bg1", "FFFFFF"),)
        return colors_beneath(self.theme, layout.part, box)

    def veil(self, layout: Layout) -> Box | None:
        """A panel for the content, on a layout on whose ground no ink can be read everywhere; None on any other."""
        if layout.part not in self.veils:
            self.veils[layout.part] = _veil_on(layout.part, layout.name, layout.area, self.theme)
        return self.veils[layout.part]

    def doubt(self, paragraphs: Sequence[SetParagraph], slot: Slot, layout: Layout, grounds: tuple[str, ...]) -> None:
        """Notes a placeholder whose text nothing makes readable where its lines stand."""
        inks = [hex_of(p.color, layout.colors) if p.color else slot.level(p.paragraph.level).ink for p in paragraphs]
        least = min((least_contrast(ink, grounds) for ink in inks), default=21.0) if grounds else 21.0
        if least < LEAST:
            self.doubts.setdefault((layout.name, slot.role), least)

    def palette(self, layout: Layout, box: Box) -> Palette:
        return palette_for(layout, self.beneath(layout, box), self.theme.body.levels[0].ink)


@lru_cache(maxsize=256)
def _veil_on(part: str, name: str, area: Box, theme: Theme) -> Box | None:
    """The room for content with a margin, where neither the brand's ink nor black nor white can be read on it.

    Kept beyond one deck: decks on a theme have the same few rooms.
    """
    layout = layout_named(theme, part, name)
    ground = layout.ground
    if ground is None or layout.type in ("title", "secHead"):
        return None
    colors = ground.beneath(area, theme.parts)
    inks = (theme.body.levels[0].ink, "000000", "FFFFFF")
    if max((least_contrast(ink, colors) for ink in inks), default=21.0) >= LEAST if colors else not ground.fades(area):
        return None
    left, right = max(area.left - _MARGIN, 0.0), min(area.right + _MARGIN, theme.width)
    title = layout.slot("title")
    top = max(area.top - _MARGIN, title.box.bottom if title else 0.0)
    feet = [slot.box.bottom for slot in layout.slots if slot.role in ("so-what", "source")]
    return Box(left, top, right - left, min(max(area.bottom, *feet, 0.0) + _MARGIN / 2, theme.height) - top)


def settle_slides(slides: tuple[PlacedSlide, ...], theme: Theme) -> tuple[tuple[PlacedSlide, ...], tuple[Finding, ...]]:
    """The slides as they are written: boxes instead of composed slots, and readable colours.

    A finding for each placeholder of a layout whose text nothing makes readable.
    """
    setting, found, findings = _Setting(theme), [], []
    for number, slide in enumerate(slides, 1):
        known = len(setting.doubts)
        found.append(replace(slide, shapes=_settle_shapes(slide, setting)))
        findings += [_unreadable(number, *doubt) for doubt in list(setting.doubts.items())[known:]]
    return tuple(found), tuple(findings)


def _unreadable(slide: int, place: tuple[str, str], contrast: float) -> Finding:
    name, role = place
    action = f"the {role or 'text'} stands where no colour can be read on all of it, in '{name}' of the brand's file"
    return Finding(slide, TEXT_UNREADABLE, round(contrast, 1), LEAST, action)


def _settle_shapes(slide: PlacedSlide, setting: _Setting) -> tuple[Shape, ...]:
    """The shapes of a slide; a bar beside composed words ends where their credit does."""
    feet = [
        s.box.top + 28
        for s in slide.shapes
        if isinstance(s, TextShape) and s.slot and s.slot.role == "credit" and s.box
    ]
    found = [settled for shape in slide.shapes for settled in _settle(shape, slide.layout, setting)]
    veil = setting.veil(slide.layout)
    if veil and len(found) > 1:
        found.insert(1, Ornament("Panel", veil, fill="bg1", veils=True))  # over the ground, under all but the title
    if feet:
        found = [
            replace(s, box=replace(s.box, height=min(s.box.height, feet[0] - s.box.top)))
            if isinstance(s, Ornament) and s.name == "Quote bar"
            else s
            for s in found
        ]
    return tuple(found)


def _settle(shape: Shape, layout: Layout, setting: _Setting) -> list[Shape]:
    if isinstance(shape, TextShape):
        return _settle_text(shape, layout, setting)
    if not isinstance(shape, Ornament | TableShape | ChartShape):
        return [shape]
    palette = setting.palette(layout, layout.area)
    if isinstance(shape, TableShape):
        return [replace(shape, rows=tuple(tuple(_cell(cell, palette) for cell in row) for row in shape.rows))]
    if isinstance(shape, ChartShape):
        return [_chart(shape, palette)]
    return [replace(shape, fill=_mark(shape.fill, palette), line=_mark(shape.line, palette))]


def _mark(color: str, palette: Palette) -> str:
    """The colour of a rule or dot."""
    return palette.fill if color == "accent1" else palette.text.get(color, color)


def _cell(cell: Cell, palette: Palette) -> Cell:
    inks = palette.on_panel if cell.fill else palette.text
    fill = palette.panel if cell.fill == "bg2" else cell.fill
    return replace(cell, color=inks.get(cell.color or "tx1", cell.color), fill=fill, below=_mark(cell.below, palette))


def _chart(shape: ChartShape, palette: Palette) -> ChartShape:
    text = palette.text["tx1"].split("*")[0]  # without the mark of unlike_ground
    line = text if text != "tx1" else "tx2"
    return replace(shape, text=text, line=line, accents=palette.accents, on_accents=palette.on_accents)


def _settle_text(shape: TextShape, layout: Layout, setting: _Setting) -> list[Shape]:
    slot = shape.slot
    if slot and not slot.composed:
        return [_settle_placeholder(shape, layout, setting)]
    if not slot:
        return [_settle_box(shape, layout, setting)]
    level = slot.levels[0]
    look = BoxLook(slot.fill, anchor=slot.anchor, inset=slot.inset, heading=level.heading, face=level.face)
    paragraphs = tuple(
        replace(
            p,
            bold=(level.bold or None) if p.bold is None else p.bold,
            color=p.color or "tx1",
            align=p.align or _align(level.align),
        )
        for p in shape.paragraphs
    )
    box = shape.box or slot.box
    found: list[Shape] = [_settle_box(TextShape(shape.name, paragraphs, None, box, look), layout, setting)]
    if slot.role in ("quote", "statement") or slot.fill:
        bar = Box(box.left - (0 if slot.fill else 14), box.top, 4, box.height)
        if slot.role == "quote":
            bar = replace(bar, height=slot.box.height)
        if bar.left > 4:
            fill = setting.palette(layout, layout.area).fill
            found.append(Ornament(f"{slot.name} bar", bar, fill=fill))
    return found


def _align(align: str) -> str:
    return "" if align == "l" else align


def _settle_box(shape: TextShape, layout: Layout, setting: _Setting) -> TextShape:
    """A text box on the layout's ground, on a panel or on the accent."""
    look, box = shape.look or BoxLook(), shape.box
    assert box is not None
    palette = setting.palette(layout, box if not look.fill else layout.area)
    inks, fill = palette.text, look.fill
    if look.fill == "bg2":
        inks, fill = palette.on_panel, palette.panel
    elif look.fill:
        inks, fill = dict.fromkeys(palette.text, palette.on_fill), palette.fill
    grounds = (hex_of(fill, layout.colors),) if fill else setting.beneath(layout, box)
    marked = _marked(shape.paragraphs, grounds, inks["accent1"], layout)
    paragraphs = tuple(replace(p, color=inks.get(p.color or "tx1", p.color)) for p in marked)
    face = look.face or setting.theme.body.levels[0].face
    return replace(shape, paragraphs=paragraphs, look=replace(look, fill=fill, face=face))


def _settle_placeholder(shape: TextShape, layout: Layout, setting: _Setting) -> TextShape:
    """The brand's own text colour, unless it cannot be read where the text stands."""
    slot = shape.slot
    assert slot is not None
    grounds = setting.beneath(layout, shape.box or slot.box)
    if shape.box and grounds and _most(grounds) < LEAST:
        grounds = setting.beneath(layout, slot.box)  # moved over an edge: what the brand meant it to stand on
    box = shape.box or (slot.box if slot.moved else None)
    if any(p.paragraph.marker for p in shape.paragraphs):
        palette = setting.palette(layout, box or slot.box)
        shape = replace(shape, paragraphs=_marked(shape.paragraphs, grounds, palette.text["accent1"], layout))
    if _reads(slot, grounds) and not any(p.color for p in shape.paragraphs):
        return shape if box is shape.box else replace(shape, box=box)
    lines = grounds
    if _most(grounds) < needed(0.0, bold=False):  # no colour can be read on all of it
        lines = setting.beneath(layout, extent_of(shape, slot, setting.theme)) or grounds
    paragraphs = [_readable(p, slot, layout, lines) for p in shape.paragraphs]
    setting.doubt(paragraphs, slot, layout, lines)
    return replace(shape, paragraphs=tuple(paragraphs), box=box)


def _marked(
    paragraphs: tuple[SetParagraph, ...], grounds: tuple[str, ...], accent: str, layout: Layout
) -> tuple[SetParagraph, ...]:
    """Paragraphs whose bullets and numbers are in `accent` where the theme's first one cannot be read."""
    if not grounds or not any(p.paragraph.marker for p in paragraphs):
        return paragraphs
    own = 0.0 if layout.hues else least_contrast(layout.colors.get("accent1", "000000"), grounds)
    return tuple(
        replace(p, mark=accent) if p.paragraph.marker and own < needed(p.size, bold=False) else p for p in paragraphs
    )


@lru_cache(maxsize=256)
def _most(grounds: tuple[str, ...]) -> float:
    """The contrast that the better of black and white has at least, on all of the grounds."""
    return max(least_contrast(ink, grounds) for ink in ("000000", "FFFFFF")) if grounds else 21.0


@lru_cache(maxsize=256)
def _reads(slot: Slot, grounds: tuple[str, ...]) -> bool:
    """Whether the brand's own colour can be read there in any size and on every level."""
    least = needed(0.0, bold=False)
    return not grounds or all(least_contrast(level.ink, grounds) >= least for level in slot.levels)


def _readable(paragraph: SetParagraph, slot: Slot, layout: Layout, grounds: tuple[str, ...]) -> SetParagraph:
    level = slot.level(paragraph.paragraph.level)
    need = needed(paragraph.size, bold=level.bold if paragraph.bold is None else paragraph.bold)
    if paragraph.color:
        inks = (
            paragraph.color,
            *(f"{paragraph.color}{c}" for c in ("*75", "*50", "+40", "+60")),
            f"#{level.ink}",
            "tx1",
            "bg1",
        )
        return replace(paragraph, color=readable(inks, grounds, layout.colors, need))
    if not grounds or least_contrast(level.ink, grounds) >= need:
        return paragraph
    better = readable(("tx1", "bg1", "tx2", "bg2"), grounds, layout.colors, need)
    own, new = least_contrast(level.ink, grounds), least_contrast(hex_of(better, layout.colors), grounds)
    return replace(paragraph, color=unlike_ground(better)) if new > own * 1.2 and new >= LEAST else paragraph
