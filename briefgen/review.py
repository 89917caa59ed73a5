"""What a person reviews: whole essays with their quotes marked, the arguments beside them, and what is wrong."""

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
from briefgen.outline import Argument, Contrast, Event, Figure, Outline, parse_place, read_outline
from briefgen.outlines import is_digest
from briefgen.quotes import find_quote
from briefgen.records import Marks, Worded

NO_ESSAY = "a review needs the essay, which is not here"
GIVE_ESSAYS = "give the folder that holds it with --essays DIR"


class ReviewStand(Struct, frozen=True):
    """What one argument of an essay says to a theme or a tension of a digest."""

    ref: str
    says: str
    essay: str
    """Title of the essay."""
    place: str
    goal: str
    """The id where that place begins on the page; empty where the essay has none there, or is not at hand."""


class ReviewGroup(Struct, frozen=True):
    """Arguments that take one stance on a theme, or one side of a tension."""

    stance: str
    """Key of the page's words; empty for a side."""
    title: str
    """What a side says; empty for a stance."""
    stands: tuple[ReviewStand, ...]


class ReviewArgument(Struct, frozen=True, kw_only=True):
    """An argument, or a theme or tension of a digest, with its quotes and what is wrong with it; 0 is the thesis."""

    number: int
    id: str = ""
    claim: str
    kind: str = "argument"
    """Key of the page's words."""
    audiences: tuple[str, ...] = ()
    place: str = ""
    goal: str = ""
    """The id where that place begins on the page; empty where the essay has none there."""
    points: tuple[str, ...] = ()
    contrast: Contrast | None = None
    figures: tuple[Figure, ...] = ()
    so_what: Worded = Worded()
    risk: Worded = Worded()
    reading: Worded = Worded()
    groups: tuple[ReviewGroup, ...] = ()
    quotes: tuple[ReviewQuote, ...] = ()
    problems: tuple[Problem, ...] = ()


class ReviewEssay(Struct, frozen=True):
    """An essay with what is drawn on."""

    mark: str
    """How the ids of its places begin on the page."""
    title: str
    byline: tuple[str, ...]
    """Author, date and the outline's name, as far as they are known."""
    language: str
    """Of the essay: the outline may be in another."""
    sections: tuple[ReviewSection, ...]
    places: frozenset[str]
    """The locators of all sentences: a figure or event may name one that is not there."""

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def drawn(self) -> int:
        return sum(section.drawn for section in self.sections)


class Review(Struct, frozen=True):
    """A page; an outline has one essay, a digest several."""

    title: str
    byline: tuple[str, ...]
    language: str
    kind: str
    """`outline` or `digest`."""
    thesis: ReviewArgument
    arguments: tuple[ReviewArgument, ...]
    essays: tuple[ReviewEssay, ...]
    timeline: tuple[Event, ...]
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
        return sum(essay.total for essay in self.essays)

    @property
    def drawn(self) -> int:
        return sum(essay.drawn for essay in self.essays)


def read_review(path: Path, folders: tuple[Path, ...]) -> tuple[Review, tuple[Path, ...]]:
    """The review of an outline or a digest, and the files that it was made of.

    A quote that is not in its essay is part of the review. Raises BriefgenError where a file cannot be read, or no
    essay is at hand.
    """
    if is_digest(path):
        from briefgen.review_digest import read_digest_review

        return read_digest_review(path, folders)
    outline = read_outline(path)
    found = find_essay(outline.essay, folders)
    if found is None:
        raise BriefgenError(outline.essay.marks.problem("sha256", NO_ESSAY, GIVE_ESSAYS))
    return review_of(outline, read_found(found)), (path, found.path)


def review_of(outline: Outline, essay: Essay) -> Review:
    """Outline and essay side by side."""
    briefing, problems, warnings = merge_what_stands(outline, essay)
    warnings = without_alarms(warnings)
    numbers = iter(range(1, 1 << 20))
    found = (*problems, *warnings)
    own = told_at(found, *(ref.marks for ref in outline.quotes))
    quotes = place_quotes(essay, briefing.quotes, numbers)
    top = ReviewArgument(number=0, claim=outline.thesis.for_any(()), kind="thesis", quotes=quotes, problems=own)
    arguments = tuple(
        _argument(essay, argument, number, numbers, found) for number, argument in enumerate(briefing.arguments, 1)
    )
    placed = [quote for argument in (top, *arguments) for quote in argument.quotes]
    places = tuple((number, argument.at) for number, argument in enumerate(outline.arguments, 1))
    cited = (*(figure.at for a in outline.arguments for figure in a.figures), *(event.at for event in outline.timeline))
    sections = mark_sections(essay, placed, places, cited)
    one = review_essay("", briefing, essay, sections)
    return Review(
        title=one.title,
        byline=one.byline,
        language=briefing.language,
        kind="outline",
        thesis=top,
        arguments=arguments,
        essays=(one,),
        timeline=outline.timeline,
        problems=problems,
        warnings=warnings,
    )


def review_essay(mark: str, briefing: Briefing, essay: Essay, sections: tuple[ReviewSection, ...]) -> ReviewEssay:
    byline = tuple(filter(None, (briefing.author, briefing.published, briefing.name)))
    places = frozenset(sentence.locator for sentence in essay.sentences())
    return ReviewEssay(mark, briefing.title or briefing.name, byline, essay.language, sections, places)


def without_alarms(warnings: Iterable[Problem]) -> tuple[Problem, ...]:
    """The warnings that no quote on the page has beside it."""
    return tuple(warning for warning in warnings if not warning.message.startswith(OUT_OF_CONTEXT))


def told_at(problems: Iterable[Problem], *records: Marks) -> tuple[Problem, ...]:
    """The problems that stand at one of the records."""
    lines = {(marks.path, line) for marks in records for line in _lines(marks)}
    return tuple(problem for problem in problems if (problem.path, problem.line) in lines)


def _lines(marks: Marks) -> Iterator[int]:
    """Every line of the file that a record's problems can name."""
    yield marks.line
    yield from (line for line, _ in marks.keys.values())


def place_quotes(
    essay: Essay, quotes: Iterable[PlacedQuote], numbers: Iterator[int], index: int = 0
) -> tuple[ReviewQuote, ...]:
    """Quotes as they stand in the essay, which is the page's number `index` from 0."""
    placed = []
    for quote in quotes:
        found = find_quote(essay, quote.text, near=quote.locator)
        place = place_words(quote.locator)
        placed.append(ReviewQuote(next(numbers), quote, place, found.spans, context_alarm(essay, found), index))
    return tuple(placed)


def goal_of(essay: Essay, place: str, mark: str = "") -> str:
    """The id at which a place begins on the page; empty where the essay has none there."""
    if not place:
        return ""
    number, paragraphs, _ = parse_place(place)
    section = next((s for s in essay.sections if s.number == number and (s.heading or s.paragraphs)), None)
    first = f"{number}.{paragraphs[0]}" if paragraphs else ""
    if section and first in {paragraph.locator for paragraph in section.paragraphs}:
        return f"{mark}p-{first}"
    return f"{mark}p-{number}" if section else ""


def _argument(
    essay: Essay, placed: PlacedArgument, number: int, numbers: Iterator[int], found: tuple[Problem, ...]
) -> ReviewArgument:
    source: Argument = placed.source
    return ReviewArgument(
        number=number,
        id=source.id,
        claim=source.claim.for_any(()),
        audiences=source.audiences,
        place=place_words(source.at),
        goal=goal_of(essay, source.at),
        points=source.points,
        contrast=source.contrast,
        figures=source.figures,
        so_what=source.so_what,
        risk=source.risk,
        quotes=place_quotes(essay, placed.quotes, numbers),
        problems=told_at(found, *(record.marks for record in (source, *source.quotes, *source.figures))),
    )
