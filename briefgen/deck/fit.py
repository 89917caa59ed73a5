"""From Deck to slides on a theme: layouts chosen, text measured, what is too long shrunk or carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen.deck.chrome import chrome_of
from briefgen.deck.compose import compose
from briefgen.deck.foot import foot_of
from briefgen.deck.model import (
    Agenda,
    Block,
    Deck,
    Paragraph,
    Run,
    Slide,
    Sources,
    Text,
    text_of,
)
from briefgen.deck.pages import Fitting, Page, canvas_for, layout_for, title_shape
from briefgen.deck.placed import TOO_SMALL, Finding, Fitted, PlacedSlide, Shape
from briefgen.deck.settle import settle_slides
from briefgen.deck.slotfit import fit_line, fit_slot, squeeze_slot
from briefgen.deck.theme import Theme

if TYPE_CHECKING:
    from briefgen.deck.designfit import Drawing, Outcome

MOST_FOOT = 0.4
"""Share of the room for content that so-what and source may take; what is longer stands in the body."""


def fit_deck(deck: Deck, theme: Theme) -> tuple[Fitted, tuple[Finding, ...]]:
    """Every slide with its shapes in their places, and a finding for each thing that did not fit as it stood.

    Raises BriefgenError when a picture cannot be read.
    """
    fitting = Fitting(theme, deck)
    drawing = _drawing(theme, deck, fitting)
    covered = _keep(theme.first, drawing, fitting)
    for slide in deck.slides:
        if not (covered and slide.kind == "title"):
            _fit_slide(slide, drawing, fitting)
    _keep(theme.last, drawing, fitting)
    slides, unreadable = settle_slides(tuple(fitting.slides), theme)
    chrome, missing = chrome_of(slides, deck, theme)
    return Fitted(deck, slides, chrome), (*fitting.findings, *unreadable, *missing)


def _drawing(theme: Theme, deck: Deck, fitting: Fitting) -> Drawing | None:
    """What designs are filled from, where the brand's file has any."""
    if not theme.designs:
        return None
    from briefgen.deck.designfit import drawing_for

    return drawing_for(theme, deck, fitting.titles)


def _keep(numbers: tuple[int, ...], drawing: Drawing | None, fitting: Fitting) -> bool:
    """Adds the slides of the brand's file that the map keeps; True where one of them is the deck's cover."""
    covered = False
    for number in numbers if drawing else ():
        from briefgen.deck.designfit import fit_kept, said_by

        assert drawing is not None
        outcome = fit_kept(number, drawing)
        is_cover = any("deck.title" in design.uses for design in fitting.theme.designs if design.number == number)
        _draw(outcome, fitting)
        if not outcome.slides and not (is_cover and numbers == fitting.theme.first):
            for slide in said_by(number, drawing):
                _fit_slide(slide, None, fitting)
        covered = covered or (is_cover and bool(outcome.slides))
    return covered


def _draw(outcome: Outcome, fitting: Fitting) -> None:
    """Appends the slides of an outcome, or notes that there was not room enough."""
    for slide in outcome.slides:
        fitting.titles.setdefault(slide.title, 1)
    if outcome.tight:
        tight = outcome.tight
        place = f"'{tight.shape}' on slide {tight.number} of the brand's file"
        fitting.note(
            TOO_SMALL, tight.measured, tight.allowed, f"set on the usual layout: the text does not fit {place}"
        )
    fitting.slides.extend(outcome.slides)


def _fit_slide(slide: Slide, drawing: Drawing | None, fitting: Fitting) -> None:
    """Append the slide, or the slides that it takes: findings count from the slides that are there."""
    if drawing and slide.kind != "section":
        from briefgen.deck.designfit import fit_designed

        outcome = fit_designed(slide, drawing)
        _draw(outcome, fitting)
        if outcome.slides:
            return
    if slide.kind == "title":
        fitting.slides.append(_fit_cover(slide, fitting))
        return
    if slide.kind == "section":
        fitting.slides.append(_fit_section(slide, fitting))
        return
    slide = _light_footed(_filled(slide, fitting), fitting)
    pages = compose(slide, fitting)
    for number, page in enumerate(pages, 1):
        fitting.slides.append(_finish(slide, page, number, len(pages), fitting))


def _light_footed(slide: Slide, fitting: Fitting) -> Slide:
    """The slide with a so-what or source that is too long for the foot made part of its body."""
    if not slide.source and not slide.so_what:
        return slide
    layout = canvas_for(slide, fitting)
    room = layout.area.height * MOST_FOOT
    if slide.source and (taken := foot_of(slide.source, (), layout, fitting.theme).taken) > room:
        fitting.note("source-moved", taken, room, "source set as small print in the body")
        slide = replace(slide, blocks=(*slide.blocks, Sources(slide.source)), source=())
    if slide.so_what and (taken := foot_of((), slide.so_what, layout, fitting.theme).taken) > room:
        fitting.note("so-what-moved", taken, room, "so-what set as body text")
        slide = replace(slide, blocks=(*slide.blocks, Text(slide.so_what)), so_what=())
    return slide


def _filled(slide: Slide, fitting: Fitting) -> Slide:
    """The slide without empty text, and with agendas as lists, those that were left empty made from the sections."""
    if not any(
        isinstance(block, Agenda) or (isinstance(block, Text) and not block.paragraphs) for block in slide.blocks
    ):
        return slide
    blocks: list[Block] = []
    for block in slide.blocks:
        if isinstance(block, Agenda):
            entries = block.entries or tuple(
                Paragraph((Run(text_of(s.title), link=f"#{s.id}" if s.id else f"#:{s.line}"),))
                for s in fitting.deck.slides
                if s.kind == "section"
            )
            numbered = (
                replace(p, marker="number", number=n, item=True) if p.level == 0 else p
                for n, p in enumerate(entries, 1)
            )
            blocks.append(Text(tuple(numbered)))
        else:
            blocks.append(block)
    return replace(slide, blocks=tuple(b for b in blocks if not isinstance(b, Text) or b.paragraphs))


def _fit_cover(slide: Slide, fitting: Fitting) -> PlacedSlide:
    deck = fitting.deck
    layout = layout_for(fitting, "title", kind="title") or fitting.theme.layouts[0]
    byline = [line for line in (deck.author, deck.date) if line]
    subtitle = [deck.subtitle] if deck.subtitle else []
    if not layout.slot("byline"):
        subtitle, byline = [*subtitle, *byline], []
    shapes: list[Shape] = [title_shape(layout, slide.title, fitting)[0]]
    for role, lines in (("subtitle", subtitle), ("byline", ["  |  ".join(byline)] if byline else [])):
        slot = layout.slot(role) or (layout.slot("body") if role == "subtitle" else None)
        paragraphs = tuple(Paragraph((Run(line),)) for line in lines)
        if slot and paragraphs:
            shapes.append(fit_slot(slot, paragraphs, fitting.theme) or squeeze_slot(slot, paragraphs, fitting.theme))
    return PlacedSlide(
        layout, tuple(shapes), _unique(text_of(slide.title), fitting), slide.notes, "", slide.id, slide.line
    )


def _fit_section(slide: Slide, fitting: Fitting) -> PlacedSlide:
    layout = layout_for(fitting, "title", kind="secHead") or canvas_for(slide, fitting)
    title = _unique(text_of(slide.title) or slide.section, fitting)
    runs = slide.title if text_of(slide.title) == title else (Run(title),)
    shape, _ = title_shape(layout, runs, fitting)
    return PlacedSlide(layout, (shape,), title, slide.notes, slide.section, slide.id or f":{slide.line}", slide.line)


def _unique(title: str, fitting: Fitting) -> str:
    """The title, numbered when an earlier slide has the same: screen readers list slides by title."""
    title = " ".join(title.split()) or fitting.deck.title or "…"
    count = fitting.titles[title] = fitting.titles.get(title, 0) + 1
    if count == 1:
        return title
    fitting.note("title-repeated", count, 1, f"numbered ({count})")
    return _unique(f"{title} ({count})", fitting)


def _finish(slide: Slide, page: Page, number: int, of: int, fitting: Fitting) -> PlacedSlide:
    """A page with its title, tracker, so-what and source line."""
    suffix = f" ({number}/{of})" if of > 1 else ""
    plain = text_of(slide.title) or fitting.plain_title or slide.section or fitting.deck.title or "…"
    fitting.plain_title = plain
    title = _unique(plain + suffix, fitting)
    runs = (*slide.title, Run(title[len(plain) :])) if title.startswith(plain) and slide.title else (Run(title),)
    runs = tuple(run for run in runs if run.text)
    shape, _ = title_shape(page.layout, runs, fitting)
    shapes: list[Shape] = [shape]
    tracker = page.layout.slot("tracker") if slide.section else None
    if tracker:
        section = fit_line(tracker, slide.section, fitting.theme)
        if section:
            shapes.append(section)
    shapes.extend(page.shapes)
    shapes.extend(foot_of(slide.source, slide.so_what if page.so_what else (), page.layout, fitting.theme).shapes)
    notes = slide.notes if number == 1 else ()
    return PlacedSlide(
        page.layout, tuple(shapes), title, notes, slide.section, slide.id if number == 1 else "", slide.line
    )
