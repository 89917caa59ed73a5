"""The synthesis: a digest merged with the briefings of its essays; every argument that it names is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from briefgen.briefing import Briefing, PlacedArgument, PlacedQuote
from briefgen.digest import Digest, Side, Stance, Tension, Theme
from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.records import Marks


class Drawn(Struct, frozen=True):
    """An argument of an essay as a digest draws on it."""

    ref: str
    """`outline/argument`."""
    briefing: Briefing
    argument: PlacedArgument
    stance: Stance
    says: str
    """What it says to the theme in the digest's words; empty where its claim says it."""


class MergedTheme(Struct, frozen=True):
    source: Theme
    drawn: tuple[Drawn, ...]
    quotes: tuple[tuple[Briefing, PlacedQuote], ...]
    """At most one quote from each of two essays."""


class MergedSide(Struct, frozen=True):
    source: Side
    drawn: tuple[Drawn, ...]


class MergedTension(Struct, frozen=True):
    source: Tension
    sides: tuple[MergedSide, ...]


class Synthesis(Struct, frozen=True):
    """All that a digest and its essays say, for all audiences."""

    digest: Digest
    briefings: tuple[Briefing, ...]
    themes: tuple[MergedTheme, ...]
    tensions: tuple[MergedTension, ...]

    @property
    def name(self) -> str:
        return self.digest.name

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that it was read from."""
        return tuple(path for briefing in self.briefings for path in briefing.sources)

    @property
    def has_essay(self) -> bool:
        """Whether every essay is at hand."""
        return all(briefing.has_essay for briefing in self.briefings)


def merge_digest(digest: Digest, briefings: Iterable[Briefing]) -> Synthesis:
    """The digest with everything that it names; raises BriefgenError with every argument that is not there."""
    synthesis, problems = merge_what_is_there(digest, briefings)
    if problems:
        raise BriefgenError(problems)
    return synthesis


def merge_what_is_there(digest: Digest, briefings: Iterable[Briefing]) -> tuple[Synthesis, tuple[Problem, ...]]:
    """The digest without the arguments that are not there, and those as problems."""
    finder = _Finder({briefing.name: briefing for briefing in briefings})
    themes = tuple(_theme(theme, finder) for theme in digest.themes)
    tensions = tuple(_tension(tension, finder) for tension in digest.tensions)
    finder.check_names(digest)
    return Synthesis(digest, tuple(finder.briefings.values()), themes, tensions), tuple(sorted(finder.problems))


class _Finder(Struct, frozen=True):
    briefings: Mapping[str, Briefing]
    problems: list[Problem] = field(default_factory=list)

    def find(self, ref: str, marks: Marks, place: str) -> tuple[Briefing, PlacedArgument] | None:
        """What `ref` names, or None and a problem at `place`."""
        name, _, wanted = ref.partition("/")
        briefing = self.briefings.get(name)
        if briefing is None:
            hint = did_you_mean(name, self.briefings)
            self.problems.append(marks.problem(place, f"the digest is not over an outline '{name}'", hint))
            return None
        found = {argument.source.id: argument for argument in briefing.arguments}
        if wanted not in found:
            message = f"outline '{name}' has no argument '{wanted}'"
            self.problems.append(marks.problem(place, message, did_you_mean(wanted, found)))
            return None
        return briefing, found[wanted]

    def check_names(self, digest: Digest) -> None:
        figures = {f.label for b in self.briefings.values() for a in b.arguments for f in a.source.figures}
        known = figures | {event.what for b in self.briefings.values() for event in b.outline.timeline}
        for words in digest.wordings or ():
            if words not in known:
                message = f"no outline has a figure or event '{words}'"
                self.problems.append(digest.marks.problem("wordings", message, did_you_mean(words, known)))
        for name in digest.digest.short_titles or ():
            if name not in self.briefings:
                hint = did_you_mean(name, self.briefings)
                message = f"the digest is not over an outline '{name}'"
                self.problems.append(digest.digest.marks.problem("short_titles", message, hint))


def _theme(theme: Theme, finder: _Finder) -> MergedTheme:
    drawn = []
    for ref, stance, place in theme.stances():
        found = finder.find(ref, theme.marks, place)
        if found:
            drawn.append(Drawn(ref, *found, stance, (theme.says or {}).get(ref, "")))
    return MergedTheme(theme, tuple(drawn), _quotes(theme, drawn))


def _quotes(theme: Theme, drawn: Iterable[Drawn]) -> tuple[tuple[Briefing, PlacedQuote], ...]:
    """The first quote of the arguments named in `quotes`; without that key, of the first ones of two essays."""
    chosen: dict[str, tuple[Briefing, PlacedQuote]] = {}
    by_default = "quotes" not in theme.marks.keys
    order = sorted(drawn, key=lambda d: 0 if by_default else [*theme.quotes, d.ref].index(d.ref))
    for each in order:
        if each.argument.quotes and (by_default or each.ref in theme.quotes):
            chosen.setdefault(each.briefing.name, (each.briefing, each.argument.quotes[0]))
    return tuple(chosen.values())[:2]


def _tension(tension: Tension, finder: _Finder) -> MergedTension:
    sides = []
    for side in tension.sides:
        found = ((ref, finder.find(ref, side.marks, f"draws_on.{i}")) for i, ref in enumerate(side.draws_on))
        drawn = tuple(Drawn(ref, *pair, "supports", "") for ref, pair in found if pair)
        sides.append(MergedSide(side, drawn))
    return MergedTension(tension, tuple(sides))
