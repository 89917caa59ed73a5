"""Runs of enumerators: which markers count together, one up from the other, and which runs stand inside others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from briefgen.enumeration import LAST, NEXT, Marker
from briefgen.essay import Paragraph

_MIXING = ("di", "shi", "seq", "qi")
"""Words that one run may mix: 首先 … 其次 … 第三 …, 一是 … 二是 … 第三是 …"""
_MOST_OPEN = 12
_WIDEST_GAP = 6000
"""Characters between two members of a run that is carried by words in running text."""


class Run(Struct):
    """Markers that count up from 1 (headings also from 0)."""

    markers: list[Marker]
    highest: int = 0
    closed: bool = False

    @property
    def first(self) -> Marker:
        return self.markers[0]

    @property
    def last(self) -> Marker:
        return self.markers[-1]


class _Ground(Struct):
    """What the builder must know of the essay's shape."""

    paragraphs: Sequence[Paragraph]
    offsets: list[int] = field(default_factory=list)
    """Characters before each paragraph."""
    sections: list[int] = field(default_factory=list)
    """Index of the heading that each paragraph stands under; -1 in the lead."""


def find_runs(paragraphs: Sequence[Paragraph], markers: Sequence[Marker]) -> tuple[Run, ...]:
    """All runs of two and more members, in the order of their first members. Cost grows with the number of markers."""
    ground = _ground(paragraphs)
    runs: list[Run] = []
    open_runs: list[Run] = []
    for marker in markers:
        best = max(
            (run for run in open_runs if _counts_on(run, marker, ground)),
            key=lambda run: (_likeness(run, marker, paragraphs), run.first.paragraph, run.first.start),
            default=None,
        )
        if best:
            best.markers.append(marker)
            best.highest = marker.number if marker.number > 0 else best.highest + 1
            best.closed = marker.number == LAST
            open_runs = [run for run in open_runs if not run.closed and _begins_before(run, best)] + [best] * (
                not best.closed
            )
        elif marker.number == 1 or (marker.number == 0 and marker.position == "title"):
            run = Run([marker], marker.number)
            runs.append(run)
            open_runs = [*open_runs[-_MOST_OPEN + 1 :], run]
    return tuple(run for run in runs if len(run.markers) > 1)


def _begins_before(run: Run, other: Run) -> bool:
    return run is not other and (run.first.paragraph, run.first.start) < (other.first.paragraph, other.first.start)


def _ground(paragraphs: Sequence[Paragraph]) -> _Ground:
    ground = _Ground(paragraphs)
    total, section = 0, -1
    for index, paragraph in enumerate(paragraphs):
        section = index if paragraph.kind == "heading" else section
        ground.offsets.append(total)
        ground.sections.append(section)
        total += len(paragraph.text)
    return ground


def _counts_on(run: Run, marker: Marker, ground: _Ground) -> bool:
    """Whether the marker can be the run's next member."""
    if not _same_kind(run.last.family, marker.family):
        return False
    if marker.number not in (NEXT, LAST, run.highest + 1) and not _skips_one(run, marker, ground):
        return False
    if marker.number == LAST and not _closes(run, marker):
        return False
    return marker.position == "title" or _within_reach(run.last, marker, ground)


def _skips_one(run: Run, marker: Marker, ground: _Ground) -> bool:
    """Authors miscount: a title may leave out a number where it otherwise looks like those before it."""
    if marker.number != run.highest + 2 or len(run.markers) < 2 or marker.position != "title":
        return False
    old, new = ground.paragraphs[run.first.paragraph], ground.paragraphs[marker.paragraph]
    return (
        run.first.family == marker.family and (old.kind, old.level) == (new.kind, new.level) and new.kind == "heading"
    )


def _same_kind(family: str, other: str) -> bool:
    root, _, noun = family.partition(":")
    other_root, _, other_noun = other.partition(":")
    if root in _MIXING and other_root in _MIXING:
        return not (noun and other_noun) or noun == other_noun
    return family == other


def _closes(run: Run, marker: Marker) -> bool:
    """A word such as 'finally' ends a run only where it follows in about the run's own step; else it ends the essay."""
    places = [member.paragraph for member in run.markers]
    steps = [after - before for before, after in pairwise(places)]
    return bool(steps) and marker.paragraph - places[-1] <= max(2 * max(steps), 1)


def _within_reach(last: Marker, marker: Marker, ground: _Ground) -> bool:
    """Running text carries a run only so far, and over a heading only where both members open their sections."""
    gap = ground.offsets[marker.paragraph] - ground.offsets[last.paragraph]
    if gap > _WIDEST_GAP:
        return False
    before, here = ground.sections[last.paragraph], ground.sections[marker.paragraph]
    return before == here or (marker.paragraph - here <= 1 and last.paragraph - before <= 1)


def _likeness(run: Run, marker: Marker, paragraphs: Sequence[Paragraph]) -> int:
    """How much the marker looks like the run's first member: tells apart an outer and an inner run that both wait."""
    first = run.first
    old, new = paragraphs[first.paragraph], paragraphs[marker.paragraph]
    same_markup = (old.kind, old.level) == (new.kind, new.level)
    same_weight = bool(old.strong and old.strong[0][0] == 0) == bool(new.strong and new.strong[0][0] == 0)
    return 4 * same_markup + 2 * same_weight + 2 * (first.position == marker.position) + (first.family == marker.family)
