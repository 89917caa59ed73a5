"""What the pages of a slide are made on: layouts of the theme, less what a long title, so-what or source takes."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.flow import (
    Setting,
)
from briefgen.deck.foot import foot_of, is_fixed
from briefgen.deck.linebreak import is_western
from briefgen.deck.measure import text_width
from briefgen.deck.model import (
    Deck,
    Paragraph,
    Run,
    Runs,
    Slide,
    text_of,
)
from briefgen.deck.placed import Finding, PlacedSlide, Shape, TextShape
from briefgen.deck.roles import find_layout
from briefgen.deck.slotfit import (
    FLOORS,
    INSETS,
    fit_slot,
    squeeze_slot,
    text_width_of,
)
from briefgen.deck.textfit import SPARE, style_of
from briefgen.deck.theme import Box, Layout, Slot, Theme

_MOST_PAGES = " (10/10)"
_CONTENT = frozenset({"body", "second", "quote", "credit", "statement", "support", "picture", "caption"})
_UNDER = {"quote": "credit", "picture": "caption"}
"""What stands right under a slot, and keeps its height."""
_ON_BAND = 16.0
"""The smallest title, in points, where a larger one would leave the band that it stands on."""
_WIDEST = 1.2
"""No letter is wider, in em."""
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

    def note(self, code: str, measured: float, allowed: float, action: str) -> None:
        self.findings.append(Finding(len(self.slides) + 1, code, round(measured, 1), round(allowed, 1), action))


class Page(Struct, frozen=True):
    """One slide to be: its layout, the shapes of its body, and whether the so-what stands on it."""

    layout: Layout
    shapes: tuple[Shape, ...]
    so_what: bool = False


def layout_for(fitting: Fitting, *needs: str, name: str = "", kind: str = "") -> Layout | None:
    """The theme's layout with the slots `needs`."""
    return _layout_for(fitting.theme, needs, name, kind)


@lru_cache(maxsize=256)
def _layout_for(theme: Theme, needs: tuple[str, ...], name: str, kind: str) -> Layout | None:
    """Kept beyond one deck: a theme is asked for the same few layouts on every slide."""
    return find_layout(theme.layouts, frozenset(needs), name, kind)


def canvas_for(slide: Slide, fitting: Fitting) -> Layout:
    """A layout with a title and free room under it, with a place for the slide's so-what where that can stay in it."""
    if slide.so_what:
        found = layout_for(fitting, "title", "so-what")
        if found and is_fixed(slide, found, fitting.theme):
            return found
    return bare_canvas(fitting)


def bare_canvas(fitting: Fitting) -> Layout:
    """A layout with a title and free room under it."""
    return layout_for(fitting, "title", kind="titleOnly") or fitting.theme.layouts[0]


def special_layout(slide: Slide, fitting: Fitting, *needs: str, name: str = "", kind: str = "") -> Layout | None:
    """The layout made for something, its slots ended above a so-what or source that takes more than its place.

    None where there is none, or its title has no room for the slide's.
    """
    found = layout_for(fitting, *needs, *(("so-what",) if slide.so_what else ()), name=name, kind=kind)
    if slide.so_what and not (found and is_fixed(slide, found, fitting.theme)):
        found = layout_for(fitting, *needs, name=name, kind=kind)
    if not found or title_extra(slide, found, fitting):
        return None
    page = bare_canvas(fitting).area  # found.area may be that of a column
    if (page.left, page.width) != (found.area.left, found.area.width):
        found = replace(found, area=Box(page.left, found.area.top, page.width, found.area.height))
    less = foot_of(slide.source, slide.so_what, found, fitting.theme).taken
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


def area_of(slide: Slide, layout: Layout, fitting: Fitting) -> Box:
    """The layout's room for content, less what a long title or source takes."""
    area, extra = layout.area, max(title_extra(slide, layout, fitting), 0.0)
    taken = foot_of(slide.source, slide.so_what, layout, fitting.theme).taken
    if not extra and not taken:
        return area
    return Box(area.left, area.top + extra, area.width, max(area.height - extra - taken, 60.0))


def title_extra(slide: Slide, layout: Layout, fitting: Fitting) -> float:
    """By how many points the title, with the number of a continuation, is taller than its slot."""
    slot = layout.slot("title")
    longest = len(text_of(slide.title)) + len(_MOST_PAGES)
    lines = int((slot.box.height - INSETS) / (FLOORS["title"] * 1.32)) if slot else 0
    if slot and longest * FLOORS["title"] < text_width_of(slot) * lines * _FULL_LINE:
        return 0.0
    runs = (*slide.title, Run(_MOST_PAGES))
    if slot and _surely_fits(runs, slot, fitting.theme):
        return 0.0
    return title_shape(layout, runs, Fitting(fitting.theme, fitting.deck))[1]


def _surely_fits(runs: Runs, slot: Slot, theme: Theme) -> bool:
    """Whether a plain title has room at its smallest: told from its width, as that takes no breaking into lines.

    No line but the last is left with more room than the longest word needs.
    """
    level, size, text = slot.levels[0], FLOORS["title"], text_of(runs)
    room = slot.box.height - max(slot.inset[1] + slot.inset[3], INSETS)
    filled = text_width_of(slot) * SPARE - max(map(len, text.split())) * size * _WIDEST
    if filled <= 0 or level.caps or level.after or level.right or level.tracking or any(run.code for run in runs):
        return False
    if "\n" in text or not is_western(text):
        return False
    bold = level.bold or any(run.bold for run in runs)
    wide = text_width(text, size, style_of(slot, theme).heading_face, bold)
    return wide <= filled * int(room / (size * 1.32 * level.leading))


def setting_of(slide: Slide, fitting: Fitting) -> Setting:
    return Setting(fitting.theme, fitting.deck.path, text_of(slide.title) or slide.section)


def note_smaller(size: float, usual: float, fitting: Fitting) -> None:
    """A finding where text of a body is so much smaller than its layout's that it is seen."""
    if size < usual - 2:
        fitting.note("text-shrunk", size, usual, f"text set at {size:g} pt")
