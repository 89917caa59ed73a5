"""Builds into a folder: what is there already stays, each outline's files are written as soon as it is finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.batch import Item, Workers, spread
from briefgen.build import Order, Outcome, Report, Request, check_request, join_reports
from briefgen.errors import BriefgenError, Problem
from briefgen.finish import Done, Finisher, forget_before
from briefgen.manifest import Tally
from briefgen.output import locked
from briefgen.state import orders_left, state_of


class How(Struct, frozen=True):
    """How to go about a build, which changes nothing of its result."""

    workers: Workers | None = None
    """Who does the work; without them this process does."""
    anew: bool = False
    """Build also what is done already."""
    manifests: bool = False
    """Keep the manifests for the report; they are thirty times as large as all else that is kept of an outline."""
    tell: Callable[[str], None] = lambda text: None
    """Is given a line about each outline that is finished."""


class Finished(Struct, frozen=True):
    """What a run comes to."""

    report: Report
    """Without contents, and with manifests only where they were asked for."""
    tallies: tuple[Tally, ...]
    """Of each outline."""
    made: tuple[Path, ...]
    """The files that were made anew, since something that they depend on had changed."""
    changed: tuple[Path, ...]
    """The files that have another content than before, but for those whose worker was lost after it wrote them."""


class _Kept(Struct):
    """What is kept of the outlines that are finished."""

    problems: list[Problem] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    inputs: dict[Path, None] = field(default_factory=dict)

    def add(self, done: Done) -> None:
        self.problems += done.problems
        if done.tally is not None:
            self.reports.append(replace(done.report, inputs=()))
            self.tallies.append(done.tally)
        self.made += done.made
        self.changed += done.changed
        self.inputs |= dict.fromkeys(done.report.inputs)

    def finished(self) -> Finished:
        report = replace(join_reports(self.reports), inputs=tuple(self.inputs))
        return Finished(report, tuple(self.tallies), tuple(self.made), tuple(self.changed))


def run_build(request: Request, how: How = How()) -> Finished:
    """Builds and writes.

    An outline's files take their places together, its manifest last. Raises BriefgenError with the problems of all
    outlines after the others are written, and where a file cannot be written.
    """
    orders = check_request(request)
    kept = _Kept()
    with locked(request.out):
        state = state_of(request)
        began = time.time_ns()  # when the folder of the results is there: to make it changes the one around it
        forget_before(began)
        finisher = Finisher(orders, state, began, how.anew, how.manifests)
        for number, done in enumerate(_each(request.outlines, finisher, how.workers), 1):
            how.tell(f"{number}/{len(request.outlines)} {request.outlines[number - 1].stem}")
            kept.add(done)
    if kept.problems:
        raise BriefgenError(dict.fromkeys(kept.problems))
    return kept.finished()


def _each(outlines: tuple[Path, ...], finisher: Finisher, workers: Workers | None) -> Iterator[Done]:
    """Finishes each outline, in order; workers are given only what is left to do."""
    left: dict[Path, tuple[Order, ...]] = {}
    for path in outlines:
        kept = finisher.kept(path)
        wanted = orders_left(finisher.orders, kept)
        if wanted or not kept:
            left[path] = wanted
    is_remote = workers is not None and not workers.share_disk
    task: Callable[[Item], Done | Outcome] = finisher.build if is_remote else finisher.build_and_finish
    with closing(spread(tuple(left.items()), task, workers)) as results:
        for path in outlines:
            result = next(results) if path in left else None
            if isinstance(result, Problem):
                yield Done((result,))
            elif isinstance(result, Done):
                yield result
            else:
                yield finisher.finish(path, left.get(path, ()), result)
