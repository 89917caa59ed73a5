"""Part of fitting: slides on designs that a designer drew, where all that there is to say has its place and fits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.designcontext import argument_of, contexts_of, covers, deck_context, split, title_context
from briefgen.deck.designed import Design, lines_in
from briefgen.deck.designfill import Filled, fill_design, look_of, mark_quotes
from briefgen.deck.designroom import NoRoomError, fit_shapes
from briefgen.deck.designslots import fill_slots
from briefgen.deck.model import Deck, Paragraph, Run, Slide, Text
from briefgen.deck.placed import DrawnSlide, PlacedSlide
from briefgen.deck.tags import Argument, Words
from briefgen.deck.textxml import language_of
from briefgen.deck.theme import A, P, Theme

if TYPE_CHECKING:
    from lxml.etree import _Element

_AFTER_FACE = {"cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst"}


class Drawing(Struct):
    """What the walk over the slides carries along for designs."""

    theme: Theme
    deck: Deck
    shared: dict[str, Any]
    """What every designed slide may name."""
    titles: Collection[str]
    """Of the slides so far."""


class Tight(Struct, frozen=True):
    """A place of a designer's slide that is too small, in points."""

    number: int
    """Of the slide in the brand's file."""
    shape: str
    measured: float
    allowed: float


class Outcome(Struct, frozen=True):
    """The slides that a design made, or why it made none."""

    slides: tuple[PlacedSlide, ...] = ()
    tight: Tight | None = None
    """None also where no design has a place for everything."""


def drawing_for(theme: Theme, deck: Deck, titles: Collection[str]) -> Drawing:
    return Drawing(theme, deck, deck_context(deck), titles)


def fit_kept(number: int, drawing: Drawing) -> Outcome:
    """A slide of the brand's file that every deck begins or ends with, its tags filled from the deck."""
    design = next((design for design in drawing.theme.designs if design.number == number), None)
    if design is None:
        return Outcome()
    return _drawn(design, _kept_contexts(design, drawing), drawing, set())


def said_by(number: int, drawing: Drawing) -> list[Slide]:
    """What a kept slide says, for where its own places are too small: title and text, filled."""
    design = next(design for design in drawing.theme.designs if design.number == number)
    return [_said(fill_design(design, context)) for context in _kept_contexts(design, drawing)]


def _kept_contexts(design: Design, drawing: Drawing) -> list[dict[str, Any]]:
    name, source = design.loop
    return [{**drawing.shared, name: item} for item in drawing.shared[source]] if name else [drawing.shared]


def _said(filled: Filled) -> Slide:
    title = _title(filled.root)
    shapes = filled.root.iter(f"{P}sp", f"{P}graphicFrame")
    lines = [line.strip() for shape in shapes for line in lines_in(shape).split("\n")]
    text = tuple(Paragraph((Run(line),)) for line in lines if line and line != title)
    return Slide((Run(title),) if title else (), blocks=(Text(text),) if text else (), notes=filled.notes)


def fit_designed(slide: Slide, drawing: Drawing) -> Outcome:
    """The slide on the first design that has a place for everything on it, where it fits.

    Points with quotations may become a slide for each where there are designs for both.
    """
    if slide.kind == "title":
        return _fit_title(slide, drawing)
    whole = _fit_whole(slide, drawing, set())
    parts = split(slide)
    if whole.slides or not parts:
        return whole
    titles: set[str] = set()
    found = [_fit_whole(part, drawing, titles) for part in parts]
    if all(outcome.slides for outcome in found):
        return Outcome(tuple(slide for outcome in found for slide in outcome.slides))
    return Outcome(tight=next((o.tight for o in (whole, *found) if o.tight), None))


def _fit_title(slide: Slide, drawing: Drawing) -> Outcome:
    """The deck's first slide, on a design that names the deck and no argument."""
    wanted = {name for name, is_said in title_context(drawing.deck).items() if is_said}
    fitting = (
        design
        for design in drawing.theme.designs
        if "deck.title" in design.uses and not design.kept and wanted <= design.uses and _names_deck_only(design)
    )
    return _first((_drawn(design, [drawing.shared], drawing, set()) for design in fitting), slide)


def _names_deck_only(design: Design) -> bool:
    return all(use.startswith("deck.") for use in design.uses) and not design.loop[0]


def _fit_whole(slide: Slide, drawing: Drawing, titles: set[str]) -> Outcome:
    """The slide on one design; `titles` are those of its other parts."""
    argument = argument_of(slide, drawing.deck.language)
    if argument is None:
        return Outcome()
    suiting = (design for design in drawing.theme.designs if covers(design, argument))
    tried = (_drawn(d, contexts_of(d, argument, drawing.shared), drawing, titles) for d in suiting)
    outcome = _first(tried, slide)
    titles |= {placed.title for placed in outcome.slides}
    return outcome


def _first(tried: Iterator[Outcome], slide: Slide) -> Outcome:
    """The first outcome with slides, as the storyboard's slide; else the first that tells what is too small."""
    tight = None
    for outcome in tried:
        if outcome.slides:
            return Outcome(tuple(_as_slide(placed, slide, at) for at, placed in enumerate(outcome.slides)))
        tight = tight or outcome.tight
    return Outcome(tight=tight)


def _drawn(design: Design, contexts: Iterable[dict[str, Any]], drawing: Drawing, titles: set[str]) -> Outcome:
    """A slide for each context, if all fit; titles that recur are numbered."""
    shown, placed = set(titles), []
    try:
        for context in contexts:
            placed.append(_placed(design, context, drawing, shown))
            shown.add(placed[-1].title)
    except NoRoomError as error:
        return Outcome(tight=Tight(design.number, error.shape, error.measured, error.allowed))
    return Outcome(tuple(placed))


def _as_slide(placed: PlacedSlide, slide: Slide, at: int) -> PlacedSlide:
    notes = (*placed.notes, *slide.notes)
    return replace(placed, notes=notes, section=slide.section, id="" if at else slide.id, line=slide.line)


def _placed(design: Design, context: dict[str, Any], drawing: Drawing, shown: set[str]) -> PlacedSlide:
    """The design filled. Raises NoRoomError where some text does not fit, or a slot has nothing to show."""
    from lxml import etree

    theme, deck = drawing.theme, drawing.deck
    filled = fill_design(design, context)
    slots = fill_slots(design, filled, context, deck.path)
    title = _number_title(filled, drawing, shown)
    layout = next((layout for layout in theme.layouts if layout.part == design.drawn.layout), None)
    if slots is None:
        raise NoRoomError
    fit_shapes(filled, layout, theme)
    _dress_runs(filled.root, deck.language)
    mark_quotes(filled, _quotes_in(context))
    slots.relations += [(id_, _kind(address), address) for id_, address in filled.links]
    text = "\n".join(lines_in(shape) for shape in filled.root.iter(f"{P}sp", f"{P}graphicFrame"))
    xml = etree.tostring(filled.root, xml_declaration=True, encoding="UTF-8", standalone=True)
    drawn = DrawnSlide(xml, design.drawn.layout, tuple(slots.relations), tuple(slots.parts.values()), text)
    return PlacedSlide(theme.layouts[0], (), title or _claim(context), filled.notes, drawn=drawn)


def _claim(context: dict[str, Any]) -> str:
    """What a slide without a title is about."""
    argument = context.get("argument")
    return str(argument.claim) if isinstance(argument, Argument) else ""


def _kind(address: str) -> str:
    return "slide" if address.startswith("#") else "hyperlink"


def _quotes_in(context: dict[str, Any]) -> tuple[Words, ...]:
    """The quotes that a slide may show: that of its loop, and those of its argument."""
    own = tuple(value for value in context.values() if isinstance(value, Words))
    arguments = [value for value in context.values() if isinstance(value, Argument)]
    return own + tuple(quote for argument in arguments for quote in argument.quotes)


def _dress_runs(root: _Element, language: str) -> None:
    """Gives each run its language, and an East Asian face where it has none (ISO/IEC 29500-1, 21.1.2.3.9)."""
    titles = {h for h in root.iter(f"{P}ph") if h.get("type") in ("title", "ctrTitle")}
    heads = {next(holder.iterancestors(f"{P}sp")) for holder in titles}
    for run in root.iter(f"{A}r", f"{A}fld"):
        look = look_of(run)
        look.set("lang", language_of(run.findtext(f"{A}t") or "", language))
        if look.find(f"{A}ea") is None:
            shape = next(run.iterancestors(f"{P}sp"), None)
            before = [child for child in look if str(child.tag).removeprefix(A) not in _AFTER_FACE]
            face = {"typeface": "+mj-ea" if shape in heads else "+mn-ea"}
            look.insert(len(before), look.makeelement(f"{A}ea", face))


def _title_shape(root: _Element) -> _Element | None:
    for holder in root.iter(f"{P}ph"):
        if holder.get("type") in ("title", "ctrTitle"):
            return next(holder.iterancestors(f"{P}sp"))
    return None


def _title(root: _Element) -> str:
    shape = _title_shape(root)
    return " ".join(lines_in(shape).split()) if shape is not None else ""


def _number_title(filled: Filled, drawing: Drawing, shown: set[str]) -> str:
    """The slide's title; where another slide has the same, a number is added to it."""
    shape, title = _title_shape(filled.root), _title(filled.root)
    runs = list(shape.iter(f"{A}t")) if shape is not None else []
    number = next(n for n in count(1) if _numbered(title, n) not in drawing.titles and _numbered(title, n) not in shown)
    if runs and number > 1:
        runs[-1].text = (runs[-1].text or "") + f" ({number})"
    return _numbered(title, number) if title else ""


def _numbered(title: str, number: int) -> str:
    return f"{title} ({number})" if number > 1 else title
