"""What a person reviews: the whole essay with its quotes marked, the arguments beside it, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.briefing import OUT_OF_CONTEXT, Briefing, PlacedArgument, PlacedQuote, merge_what_stands
from briefgen.context import context_alarm
from briefgen.coverage import ReviewQuote, ReviewSection, mark_sections
from briefgen.errors import BriefgenError, Problem
from briefgen.essay import Essay
from briefgen.labels import place_words
from briefgen.library import find_essay, read_found
from briefgen.outline import Argument, Outline, parse_place, read_outline
from briefgen.outlines import is_digest
from briefgen.quotes import find_quote
from briefgen.records import Marks


class ReviewArgument(Struct, frozen=True):
    """An argument with its quotes and what is wrong with it; number 0 is the thesis."""

    number: int
    id: str
    claim: str
    source: Argument | None
    place: str
    goal: str
    """The section or paragraph where that place begins; empty where the essay has none there."""
    quotes: tuple[ReviewQuote, ...]
    problems: tuple[Problem, ...]


class Review(Struct, frozen=True):
    briefing: Briefing
    language: str
    """Of the essay: the outline may be in another."""
    thesis: ReviewArgument
    arguments: tuple[ReviewArgument, ...]
    sections: tuple[ReviewSection, ...]
    places: frozenset[str]
    """The locators of all sentences: a figure or event may name one that is not there."""
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    @property
    def quotes(self) -> tuple[ReviewQuote, ...]:
        return tuple(quote for argument in (self.thesis, *self.arguments) for quote in argument.quotes)

    @property
    def alarms(self) -> int:
        return sum(quote.alarm is not None for quote in self.quotes)

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def drawn(self) -> int:
        return sum(section.drawn for section in self.sections)


def read_review(path: Path, folders: tuple[Path, ...]) -> tuple[Review, Path]:
    """The review of an outline, and the file of its essay, which must be at hand.

    A quote that is not in the essay is part of the review. Raises BriefgenError where outline or essay cannot be read.
    """
    if is_digest(path):
        hint = "review the outlines that it draws on"
        raise BriefgenError(Problem(str(path), 0, 0, "a digest has no essay of its own to review", hint))
    outline = read_outline(path)
    found = find_essay(outline.essay, folders)
    if found is None:
        hint = "give the folder that holds it with --essays DIR"
        raise BriefgenError(outline.essay.marks.problem("sha256", "a review needs the essay, which is not here", hint))
    return review_of(outline, read_found(found)), found.path


def review_of(outline: Outline, essay: Essay) -> Review:
    """Outline and essay side by side."""
    briefing, problems, warnings = merge_what_stands(outline, essay)
    warnings = tuple(w for w in warnings if not w.message.startswith(OUT_OF_CONTEXT))  # each quote has its own
    numbers = iter(range(1, 1 << 20))
    found = (*problems, *warnings)
    lines = {line for ref in outline.quotes for line in _lines(ref.marks)}
    own = tuple(problem for problem in found if problem.line in lines)
    thesis = outline.thesis.for_any(())
    top = ReviewArgument(0, "", thesis, None, "", "", _placed(essay, briefing.quotes, numbers), own)
    arguments = tuple(
        _argument(essay, argument, number, numbers, found) for number, argument in enumerate(briefing.arguments, 1)
    )
    quotes = [quote for argument in (top, *arguments) for quote in argument.quotes]
    sections = mark_sections(essay, outline, quotes)
    places = frozenset(sentence.locator for sentence in essay.sentences())
    return Review(briefing, essay.language, top, arguments, sections, places, problems, warnings)


def _argument(
    essay: Essay, placed: PlacedArgument, number: int, numbers: Iterator[int], found: tuple[Problem, ...]
) -> ReviewArgument:
    source = placed.source
    lines = {line for r in (source, *source.quotes, *source.figures) for line in _lines(r.marks)}
    problems = tuple(problem for problem in found if problem.line in lines)
    quotes = _placed(essay, placed.quotes, numbers)
    claim, place = source.claim.for_any(()), place_words(source.at)
    return ReviewArgument(number, source.id, claim, source, place, _goal(essay, source.at), quotes, problems)


def _goal(essay: Essay, place: str) -> str:
    if not place:
        return ""
    number, paragraphs, _ = parse_place(place)
    section = next((s for s in essay.sections if s.number == number and (s.heading or s.paragraphs)), None)
    first = f"{number}.{paragraphs[0]}" if paragraphs else ""
    if section and first in {paragraph.locator for paragraph in section.paragraphs}:
        return first
    return str(number) if section else ""


def _lines(marks: Marks) -> Iterator[int]:
    """Every line of the outline that a record's problems can name."""
    yield marks.line
    yield from (line for line, _ in marks.keys.values())


def _placed(essay: Essay, quotes: Iterable[PlacedQuote], numbers: Iterator[int]) -> tuple[ReviewQuote, ...]:
    placed = []
    for quote in quotes:
        found = find_quote(essay, quote.text, near=quote.locator)
        place = place_words(quote.locator)
        placed.append(ReviewQuote(next(numbers), quote, place, found.spans, context_alarm(essay, found)))
    return tuple(placed)
