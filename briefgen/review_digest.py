"""What a person reviews of a digest: its themes and tensions beside the texts of all its essays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.briefing import Briefing, merge_what_stands
from briefgen.coverage import ReviewQuote, mark_sections
from briefgen.digest import STANCES, Digest, read_digest
from briefgen.errors import BriefgenError, Problem
from briefgen.essay import Essay
from briefgen.labels import place_words
from briefgen.library import find_essay, read_found
from briefgen.outline import read_outline
from briefgen.outlines import is_digest
from briefgen.review import (
    GIVE_ESSAYS,
    NO_ESSAY,
    Review,
    ReviewArgument,
    ReviewEssay,
    ReviewGroup,
    ReviewStand,
    goal_of,
    place_quotes,
    review_essay,
    told_at,
    without_alarms,
)
from briefgen.synthesis import Drawn, MergedTension, MergedTheme, Synthesis, merge_what_is_there


class _Work(Struct, frozen=True):
    """One of the essays that are at hand."""

    index: int
    """From 0, as the page shows them."""
    briefing: Briefing
    essay: Essay

    @property
    def mark(self) -> str:
        return f"e{self.index + 1}-"


class _Read(Struct, frozen=True):
    """What was read for a digest."""

    works: dict[str, _Work]
    """By the outline's name."""
    briefings: tuple[Briefing, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read_digest_review(path: Path, folders: tuple[Path, ...]) -> tuple[Review, tuple[Path, ...]]:
    """The review of a digest, and the files that it was made of. Raises BriefgenError as `read_review` does."""
    digest = read_digest(path)
    read = _read(digest, folders)
    if not read.works:
        raise BriefgenError(digest.digest.marks.problem("essays", NO_ESSAY, GIVE_ESSAYS))
    synthesis, missing = merge_what_is_there(digest, read.briefings)
    review = _review(synthesis, read, tuple(sorted((*read.problems, *missing))))
    files = (path, *digest.outlines(), *(Path(work.essay.path) for work in read.works.values()))
    return review, files


def _read(digest: Digest, folders: tuple[Path, ...]) -> _Read:
    works: dict[str, _Work] = {}
    briefings: list[Briefing] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for index, file in enumerate(digest.outlines()):
        if is_digest(file):
            problems.append(digest.digest.marks.problem(f"essays.{index}", "a digest cannot draw on a digest"))
            continue
        outline = read_outline(file)
        found = find_essay(outline.essay, folders)
        essay = read_found(found) if found else None
        if essay is None:
            problem = outline.essay.marks.problem("sha256", NO_ESSAY, GIVE_ESSAYS, "warning")
            warnings.append(problem)
        briefing, wrong, worth_a_look = merge_what_stands(outline, essay)
        briefings.append(briefing)
        problems += wrong
        warnings += worth_a_look
        if essay:
            works[outline.name] = _Work(len(works), briefing, essay)
    return _Read(works, tuple(briefings), tuple(problems), without_alarms(warnings))


def _review(synthesis: Synthesis, read: _Read, problems: tuple[Problem, ...]) -> Review:
    digest, numbers = synthesis.digest, iter(range(1, 1 << 20))
    themes = tuple(_theme(theme, n, read.works, numbers, problems) for n, theme in enumerate(synthesis.themes, 1))
    first = len(themes) + 1
    tensions = tuple(_tension(t, n, read.works, problems) for n, t in enumerate(synthesis.tensions, first))
    quotes = [quote for theme in themes for quote in theme.quotes]
    own = told_at(problems, digest.marks)
    return Review(
        title=digest.digest.title,
        byline=tuple(filter(None, (digest.digest.author, digest.digest.published, digest.name))),
        language=digest.digest.language,
        kind="digest",
        thesis=ReviewArgument(number=0, claim=digest.thesis.for_any(()), kind="thesis", problems=own),
        arguments=(*themes, *tensions),
        essays=tuple(_essay(work, synthesis, quotes) for work in read.works.values()),
        timeline=(),
        problems=problems,
        warnings=read.warnings,
    )


def _theme(
    theme: MergedTheme, number: int, works: dict[str, _Work], numbers: Iterator[int], problems: tuple[Problem, ...]
) -> ReviewArgument:
    source = theme.source
    stances = ((stance, [drawn for drawn in theme.drawn if drawn.stance == stance]) for _, stance in STANCES)
    quotes: list[ReviewQuote] = []
    for briefing, quote in theme.quotes:
        work = works.get(briefing.name)
        quotes += place_quotes(work.essay, (quote,), numbers, work.index) if work else ()
    return ReviewArgument(
        number=number,
        id=source.id,
        claim=source.claim.for_any(()),
        kind="theme",
        audiences=source.audiences,
        points=source.points,
        contrast=source.contrast,
        so_what=source.so_what,
        risk=source.risk,
        groups=tuple(ReviewGroup(stance, "", _stands(drawn, works)) for stance, drawn in stances if drawn),
        quotes=tuple(quotes),
        problems=told_at(problems, source.marks),
    )


def _tension(
    tension: MergedTension, number: int, works: dict[str, _Work], problems: tuple[Problem, ...]
) -> ReviewArgument:
    source = tension.source
    sides = ((side.source.says.for_any(()), side.drawn) for side in tension.sides)
    return ReviewArgument(
        number=number,
        id=source.id,
        claim=source.claim.for_any(()),
        kind="tension",
        audiences=source.audiences,
        reading=source.reading,
        groups=tuple(ReviewGroup("", says, _stands(drawn, works)) for says, drawn in sides),
        problems=told_at(problems, source.marks, *(side.source.marks for side in tension.sides)),
    )


def _stands(drawn: Iterable[Drawn], works: dict[str, _Work]) -> tuple[ReviewStand, ...]:
    return tuple(_stand(each, works.get(each.briefing.name)) for each in drawn)


def _stand(drawn: Drawn, work: _Work | None) -> ReviewStand:
    source = drawn.argument.source
    goal = goal_of(work.essay, source.at, work.mark) if work else ""
    says = drawn.says or source.claim.for_any(())
    return ReviewStand(drawn.ref, says, drawn.briefing.title, place_words(source.at), goal)


def _essay(work: _Work, synthesis: Synthesis, quotes: Iterable[ReviewQuote]) -> ReviewEssay:
    """The essay with what the themes and tensions draw on: places of arguments, quotes, figures and events."""
    name = work.briefing.name
    groups = [theme.drawn for theme in synthesis.themes]
    groups += [tuple(drawn for side in tension.sides for drawn in side.drawn) for tension in synthesis.tensions]
    drawn = [(n, each.argument.source) for n, g in enumerate(groups, 1) for each in g if each.briefing.name == name]
    figures = (figure.at for _, argument in drawn for figure in argument.figures)
    events = (event.at for event in work.briefing.outline.timeline)
    own = [quote for quote in quotes if quote.essay == work.index]
    places = tuple((number, argument.at) for number, argument in drawn)
    sections = mark_sections(work.essay, own, places, (*figures, *events))
    return review_essay(work.mark, work.briefing, work.essay, sections)
