"""Resolves what a deck or brief says to the outline, the essay or the fixed words: nothing else may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefgen.digest_view import DigestView

if TYPE_CHECKING:
    from briefgen.view import View, ViewArgument, ViewQuote

_IGNORED = re.compile(r"[\s\u200b]+")


def elements_of(view: View) -> tuple[tuple[str, str], ...]:
    """Every text that the view offers with the element of the outline it comes from, in the outline's order."""
    found = [("thesis", view.thesis), ("context", view.context)]
    found += [(quote.id, quote.shown) for quote in view.quotes]
    for argument in view.arguments:
        found += _of_argument(argument)
    if isinstance(view, DigestView):
        found += _of_digest(view)
    for number, event in enumerate(view.timeline, 1):
        found += [(f"timeline.{number}", event.what)]
    for number, ask in enumerate(view.asks, 1):
        found += [(f"asks.{number}", ask.ask)]
    for number, (_, gloss) in enumerate(view.terms, 1):
        found += [(f"terms.{number}", gloss)]
    return tuple((element, text) for element, text in found if text)


def _of_digest(view: DigestView) -> Iterable[tuple[str, str]]:
    for theme in view.themes:
        yield from ((stand.ref, stand.says) for stand in theme.stands)
    for tension in view.tensions:
        yield tension.id, tension.claim
        yield from ((f"{tension.id}.sides.{number}", side.says) for number, side in enumerate(tension.sides, 1))
        yield f"{tension.id}.reading", tension.reading


def _of_argument(argument: ViewArgument) -> Iterable[tuple[str, str]]:
    name = argument.id
    yield name, argument.claim
    for number, point in enumerate(argument.points, 1):
        yield f"{name}.points.{number}", point
    if argument.contrast:
        yield f"{name}.contrast", argument.contrast.before
        yield f"{name}.contrast", argument.contrast.after
    for quote in argument.quotes:
        yield quote.id, quote.shown
    for number, figure in enumerate(argument.figures, 1):
        yield f"{name}.figures.{number}", figure.label
    yield f"{name}.so_what", argument.so_what
    yield f"{name}.risk", argument.risk


def drawn_from(text: str, elements: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The elements whose text stands in `text`; white space does not count, since slides break lines."""
    said = _IGNORED.sub("", text)
    return tuple(dict.fromkeys(element for element, words in elements if _IGNORED.sub("", words) in said))


def quote_entry(quote: ViewQuote) -> dict[str, str]:
    """A quote as the manifest lists it."""
    return {
        "id": quote.id,
        "text": quote.text,
        "locator": quote.locator,
        "check": quote.check,
        "speaker": quote.speaker,
    }
