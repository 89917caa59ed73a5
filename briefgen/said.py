"""Checks what a deck or brief says of a view: that each word stands somewhere, and whose it is shown to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.attribution import Spoken, misquoted, spoken_of, uncredited
from briefgen.errors import Problem
from briefgen.ledger import Known, known_of, unresolved
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.passages import Passage
    from briefgen.view import View

_MARKUP = lazy_pattern(r"\*\*\S|(?:^|\s)(?:#{1,6}|>|:::) |\]\(")
"""What shows on the page where Markdown was printed as a text."""


class Sayable(Struct, frozen=True):
    """What may be said of a view, kept for all that is made of it."""

    view: View
    known: Known
    spoken: Spoken

    def check(self, passages: tuple[Passage, ...], template: Path) -> tuple[Problem, ...]:
        """Problems for each claim that the template adds or shows as a quote, and each quote whose credit it drops."""
        found = (*self._added(passages, template), *self._misquoted(passages, template))
        return tuple(dict.fromkeys((*found, *self._uncredited(passages, template))))

    def _added(self, passages: tuple[Passage, ...], template: Path) -> Iterator[Problem]:
        for line, words in unresolved(self.known, passages):
            hint = "print it from `view`, or make it a label in audience.yaml"
            if _MARKUP.search(line):
                hint = "print with `| raw` what is Markdown already, as `super()` and macros are"
            message = f"“{_shortened(line)}” stands in neither the outline, the essay nor the fixed words"
            yield Problem(str(template), _line_of(words, template), 0, message, hint)

    def _misquoted(self, passages: tuple[Passage, ...], template: Path) -> Iterator[Problem]:
        for line, words in misquoted(self.spoken, passages):
            message = f"“{_shortened(line)}” stands as a quotation, and is no quote"
            hint = "quotation marks and block quotes are for `quote.shown`"
            yield Problem(str(template), _line_of(words, template), 0, message, hint)

    def _uncredited(self, passages: tuple[Passage, ...], template: Path) -> Iterator[Problem]:
        for quote in uncredited(self.view, passages):
            message = f"the quote at {quote.place} is shown without its credit"
            yield Problem(str(template), 0, 0, message, "name its speaker and place beside it")


def sayable_of(view: View) -> Sayable:
    """What may be said of a view: its texts and labels, and as quotations its quotes and what credits name."""
    known = known_of(view)
    return Sayable(view, known, spoken_of(view, known))


def _shortened(line: str) -> str:
    return line if len(line) <= 80 else f"{line[:80]}…"


def _line_of(words: str, template: Path) -> int:
    """The first line of a template that holds most of the words, 0 where none does."""
    wanted, source = set(words.split()), template.read_text("utf-8").splitlines()
    held = [len([word for word in wanted if word in line]) for line in source]
    best = max(held, default=0)
    return held.index(best) + 1 if best * 2 > len(wanted) else 0
