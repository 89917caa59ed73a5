"""Whether a deck or a brief says whose words it shows: quotes with their credits, and no words as quotes but quotes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from briefgen.ledger import (
    LETTERS,
    Known,
    elements_of,
    find_in,
    fixed_of,
    longest_first,
    spaced,
    squeezed,
    unknown_words,
)
from briefgen.marks import has_marks, quotations
from briefgen.passages import Passage

if TYPE_CHECKING:
    from briefgen.digest_view import DigestView
    from briefgen.view import View, ViewQuote

_OWN, _SPOKEN = "\0", "\1"
"""What stands for the outline's own words, and for a quote's, where those hold quotation marks themselves."""


class Spoken(Struct):
    """What of a view may stand as a quotation."""

    known: Known
    texts: frozenset[str]
    """All texts of the view, the outline's own ones, too."""
    found_marked: tuple[str, ...] | None = None

    @property
    def marked(self) -> tuple[str, ...]:
        """The view's texts that hold quotation marks themselves, the longest first; looked for where they matter."""
        if self.found_marked is None:
            held = (text for text in self.texts if has_marks(text) and LETTERS.search(text))
            self.found_marked = tuple(sorted(held, key=longest_first))
        return self.found_marked


def uncredited(view: View, passages: tuple[Passage, ...]) -> Iterator[ViewQuote]:
    """Every quote that a passage shows without naming who says it and where it stands.

    Words that several quotes have need the credit of one of them, and none where they belong to a longer text of the
    view, a claim or another quote: what the outline says in its own words is not the template's doing.
    """
    quotes, not_stated = view.all_quotes, view.labels.not_stated
    said = [squeezed("".join(passage.lines)) for passage in passages]
    credits: dict[str, list[tuple[str, str]]] = {}
    for quote in quotes:
        credit = squeezed(quote.speaker or not_stated), squeezed(quote.place)
        credits.setdefault(quote.text, []).append(credit)
    for quote, numbers in zip(quotes, find_in(said, (quote.text for quote in quotes)), strict=True):
        lacking = (said[n] for n in numbers if not any(all(part in said[n] for part in c) for c in credits[quote.text]))
        if any(squeezed(quote.text) in _without_others(text, quote.text, view) for text in lacking):
            yield quote


def _without_others(said: str, words: str, view: View) -> str:
    """What is said without the outline's own texts that hold the words, and the quotes that hold them and more."""
    quoted = {quote.id for quote in view.all_quotes}
    holding = {text for name, text in elements_of(view) if words in text and (name not in quoted or text != words)}
    for text in sorted(map(squeezed, holding), key=longest_first):
        said = said.replace(text, "\0")
    return said


def misquoted(spoken: Spoken, passages: tuple[Passage, ...]) -> Iterator[tuple[str, str]]:
    """(line, words in it) for every line that shows words as somebody's which are no quote of the view.

    In a quotation (a block quote, a slide's quote) and between quotation marks stand quotes and their credits, titles,
    names, terms and fixed words. Marks that the outline's own texts hold are the outline's.
    """
    for passage in passages:
        for line in passage.quoted:
            if words := unknown_words(line, spoken.known):
                yield line, words
        for line in filter(has_marks, passage.lines):
            for inside in _between_marks(spaced(line), spoken):
                if _OWN in inside or unknown_words(inside, spoken.known):
                    yield line, inside.replace(_OWN, "")


def _between_marks(line: str, spoken: Spoken) -> Iterator[str]:
    """What stands between marks that the outline's own texts do not hold, where it is more than a text that may."""
    pairs = quotations(line)
    if all(line[opening + 1 : closing] in spoken.known.resolved for opening, closing in pairs):
        return
    for text in spoken.marked:
        line = line.replace(text, _SPOKEN if text in spoken.known.texts else _OWN)
    for opening, closing in quotations(line):
        yield line[opening + 1 : closing]


def spoken_of(view: View, known: Known) -> Spoken:
    """What may stand as a quotation: the quotes with all that their credits name, titles, names and terms."""
    fixed = fixed_of(view.labels.values())
    texts = {view.title, view.author, view.published, view.audience_name, *(term for term, _ in view.terms)}
    for quote in view.all_quotes:
        texts |= {quote.shown, quote.speaker, quote.quoted_by, quote.work, quote.published, quote.place}
        texts |= {quote.locator, quote.check, quote.before, quote.after, quote.url}
    if view.template_prefix:
        works = cast("DigestView", view).works
        texts.update(chain.from_iterable((w.title, w.short_title, w.author, w.published) for w in works))
    said = frozenset(map(spaced, filter(None, texts)))
    return Spoken(Known(fixed.texts | said, {*fixed.resolved, *said}), known.texts)
