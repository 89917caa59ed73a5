"""Builds into a folder: what is there already stays, each outline's files are written as soon as it is finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.batch import build_each
from briefgen.build import Order, Outcome, Report, Request, build_outline, check_request, join_reports, report_of
from briefgen.errors import BriefgenError, Problem
from briefgen.library import forget_files
from briefgen.manifest import Tally, tally_of
from briefgen.markdown import forget_templates
from briefgen.output import locked, write_files
from briefgen.state import State, join_outcomes, orders_left, state_of

if TYPE_CHECKING:
    from concurrent.futures import Executor


class How(Struct, frozen=True):
    """How to go about a build, which changes nothing of its result."""

    start: Callable[[], Executor] | None = None
    """Gives the executor that does the work; without it this process does."""
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
    """The files that have another content than before."""


class _Kept(Struct):
    """What is kept of the outlines that are finished."""

    reports: list[Report] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    inputs: dict[Path, None] = field(default_factory=dict)

    def finished(self) -> Finished:
        report = replace(join_reports(self.reports), inputs=tuple(self.inputs))
        return Finished(report, tuple(self.tallies), tuple(self.made), tuple(self.changed))


def run_build(request: Request, how: How = How()) -> Finished:
    """Builds and writes.

    An outline's files take their places together, its manifest last. Raises BriefgenError with the problems of all
    outlines after the others are written, and where a file cannot be written.
    """
    forget_files()
    forget_templates()
    orders = check_request(request)
    problems: list[Problem] = []
    kept = _Kept()
    with locked(request.out):
        state = state_of(request)
        began = time.time_ns()
        for number, outcome in enumerate(_outcomes(orders, how, state), 1):
            how.tell(f"{number}/{len(request.outlines)} {outcome.outline.stem}")
            problems += outcome.problems
            if not outcome.problems:
                _finish(outcome, state, began, kept, manifests=how.manifests)
    if problems:
        raise BriefgenError(dict.fromkeys(problems))
    return kept.finished()


def _finish(outcome: Outcome, state: State, began: int, kept: _Kept, *, manifests: bool) -> None:
    """Writes what is new of an outline's files, its manifest, and last of all what they were made from."""
    report = report_of(outcome, state.request.out)
    outputs = (output for one in outcome.made for output in one.outputs)
    *paths, manifest = report.files
    made = [path for output, path in zip(outputs, paths, strict=True) if output.data is not None]
    files = {path: report.files[path] for path in (*made, manifest)}
    record = state.record_of(outcome, began)
    changed = write_files({**files, **record})
    kept.made += made
    kept.changed += (path for path in changed if path not in record)
    kept.tallies.append(tally_of(report.manifests[0]))
    kept.inputs |= dict.fromkeys(report.inputs)
    lean = replace(report, files=dict.fromkeys(report.files, b""), inputs=())
    kept.reports.append(lean if manifests else replace(lean, manifests=()))


def _outcomes(orders: tuple[Order, ...], how: How, state: State) -> Iterator[Outcome]:
    """Each outline's outcome in order: what is kept of earlier builds, and what is made now.

    What is kept is looked at a second time rather than held: there may be a million of it.
    """
    request = state.request

    def kept(path: Path) -> Outcome | None:
        return None if how.anew else state.kept(path, orders)

    left: dict[Path, tuple[Order, ...]] = {}
    for path in request.outlines:
        wanted = orders_left(orders, done := kept(path))
        if wanted or not done:
            left[path] = wanted
    built = build_each(tuple(left.items()), request, how.start)
    for path in request.outlines:
        new = next(built) if path in left else None
        done = None if left.get(path) == orders else kept(path)
        if orders_left(orders, done) != left.get(path, ()):  # somebody has taken it away meanwhile
            yield build_outline(path, orders, request)
        else:
            yield join_outcomes(done, new, orders)
    next(built, None)  # so that workers are waited for, as the good end is
