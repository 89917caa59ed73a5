"""Part of fitting: what a slide of the storyboard says, as the records that a designer's tags name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from briefgen.deck.chart import ChartData
from briefgen.deck.designed import Design
from briefgen.deck.model import Chart, Deck, Items, Paragraph, Picture, Quotation, Slide, Text
from briefgen.deck.tags import Argument, Meta, Number, Words, rich

_VALUE = re.compile(r"([-−+]?\d[\d,]*(?:\.\d+)?)\s*(.{0,12})")
_TITLES = {"argument.claim", "quote.title", "figure.title"}
_SOURCES = {"argument.source", "quote.source", "figure.source"}
_ARGUMENT = "arg-"
"""What the ids of slides for arguments begin with, in storyboards that briefgen renders."""


def meta_of(deck: Deck) -> Meta:
    return Meta(deck.title, deck.subtitle, deck.author, deck.date)


def argument_of(slide: Slide, language: str) -> Argument | None:
    """What a slide says, None where it holds anything that no tag names."""
    texts = [block for block in slide.blocks if isinstance(block, Text)]
    charts = [block.data for block in slide.blocks if isinstance(block, Chart)]
    pictures = [block for block in slide.blocks if isinstance(block, Picture)]
    known = all(isinstance(block, Text | Quotation | Chart | Picture) or _is_figures(block) for block in slide.blocks)
    known = known and not any(picture.caption for picture in pictures)
    if slide.kind != "slide" or not slide.blocks or not known or max(len(texts), len(charts), len(pictures)) > 1:
        return None
    title, source = rich(Paragraph(slide.title)), rich(*slide.source)
    figures = tuple(
        Number(rich(Paragraph(i.head)), rich(Paragraph(i.text)), rich(Paragraph(i.foot)), title, source)
        for block in slide.blocks
        if isinstance(block, Items)
        for i in block.items
    )
    return Argument(
        claim=title,
        points=tuple(rich(paragraph) for text in texts for paragraph in text.paragraphs),
        quotes=tuple(
            Words(rich(*block.paragraphs), rich(Paragraph(block.credit)), title, source, block.id)
            for block in slide.blocks
            if isinstance(block, Quotation)
        ),
        figures=figures,
        chart=charts[0] if charts else _chart_of(figures, language),
        picture=pictures[0] if pictures else None,
        so_what=rich(*slide.so_what),
        source=source,
        section=slide.section,
        id=slide.id,
    )


def _is_figures(block: object) -> bool:
    return isinstance(block, Items) and block.use == "figures"


def _chart_of(figures: tuple[Number, ...], language: str) -> ChartData | None:
    """Big numbers of one unit as a chart, where there are two at least."""
    found = [match for figure in figures if (match := _VALUE.fullmatch(figure.value.strip()))]
    units = {match[2].strip() for match in found}
    if len(found) < 2 or len(found) < len(figures) or len(units) > 1:
        return None
    values = tuple(float(match[1].replace(",", "").replace("−", "-")) for match in found)
    return ChartData("column", tuple(f.label for f in figures), (("", values),), units.pop(), "", language)


def deck_context(deck: Deck) -> dict[str, Any]:
    """What every designed slide may name: the deck, and lists of all that its slides say."""
    found = [argument for slide in deck.slides if (argument := argument_of(slide, deck.language))]
    named = [argument for argument in found if argument.id.startswith(_ARGUMENT)]
    return {
        "deck": meta_of(deck),
        "arguments": tuple(named or [argument for argument in found if argument.points]),
        "quotes": tuple(quote for argument in found for quote in argument.quotes),
        "figures": tuple(figure for argument in found for figure in argument.figures),
    }


def contexts_of(design: Design, argument: Argument, shared: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the design is filled with, once for each slide that it becomes."""
    name, source = design.loop
    context = {**shared, "argument": argument}
    items = {"quotes": argument.quotes, "figures": argument.figures}.get(source.rpartition(".")[2])
    if items is None:
        yield {**context, name: argument} if name else context
    for item in items or ():
        yield {**context, name: item}


def covers(design: Design, argument: Argument) -> bool:
    """True where the design has a place for all that there is to say: nothing of the storyboard is lost."""
    if design.kept or not design.uses & {*_TITLES, *_FIELDS}:
        return False
    placed = {f"argument.{name}" for name in _LISTS if _holds(design, argument, name)} | design.uses
    as_chart = "argument.chart" in placed and not any(figure.place for figure in argument.figures)
    derived = argument.chart is not None and argument.chart.categories == tuple(f.label for f in argument.figures)
    wanted = {
        "argument.points": bool(argument.points),
        "argument.quotes": bool(argument.quotes),
        "quote.text": bool(argument.quotes),
        "quote.credit": any(quote.credit for quote in argument.quotes),
        "argument.figures": bool(argument.figures) and not (derived and as_chart),
        "figure.value": bool(argument.figures) and not (derived and as_chart),
        "figure.label": any(figure.label for figure in argument.figures) and not (derived and as_chart),
        "figure.place": any(figure.place for figure in argument.figures),
        "argument.chart": argument.chart is not None and not derived,
        "argument.picture": argument.picture is not None,
        "argument.so_what": bool(argument.so_what),
    }
    heads = [_TITLES] * bool(argument.claim) + [_SOURCES] * bool(argument.source)
    missing = [name for name, is_wanted in wanted.items() if is_wanted and name not in placed]
    return not missing and all(placed & head for head in heads) and not _overreaches(design, argument)


_LISTS = ("points", "quotes", "figures")
_FIELDS = ("argument.points", "argument.points[0]", "quote.text", "figure.value", "argument.chart", "argument.picture")


def _holds(design: Design, argument: Argument, name: str) -> bool:
    """True where a list has a place as a whole, item by item, or by a slide for each."""
    if design.loop[1].rpartition(".")[2] == name or f"argument.{name}" in design.uses:
        return True
    items = range(len(getattr(argument, name)))
    return all(f"argument.{name}[{number}]" in design.uses for number in items)


def _overreaches(design: Design, argument: Argument) -> bool:
    """True where a design has places for more than there is: they would stay empty."""
    looped = design.loop[1].rpartition(".")[2]
    if looped in ("quotes", "figures") and not getattr(argument, looped):
        return True
    for name in _LISTS:
        count = len(getattr(argument, name))
        numbers = [int(use[:-1].rpartition("[")[2]) for use in design.uses if use.startswith(f"argument.{name}[")]
        if any(not -count <= number < count for number in numbers):
            return True
    slots = ("chart", "picture")
    return any(f"argument.{name}" in design.uses and getattr(argument, name) is None for name in slots)


def split(slide: Slide) -> tuple[Slide, Slide] | None:
    """A slide of points with quotations, as one of the points and one of the quotations; None for any other."""
    quotes = tuple(block for block in slide.blocks if isinstance(block, Quotation))
    rest = tuple(block for block in slide.blocks if not isinstance(block, Quotation))
    if not quotes or not rest:
        return None
    return replace(slide, blocks=rest), replace(slide, blocks=quotes, so_what=(), source=(), id="")


def title_context(deck: Deck) -> dict[str, bool]:
    """Which of the deck's words its cover has to show."""
    meta = meta_of(deck)
    return {f"deck.{name}": bool(getattr(meta, name)) for name in meta.__struct_fields__}
