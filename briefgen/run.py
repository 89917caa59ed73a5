"""Builds into a folder: what is there already stays, each outline's files are written as soon as it is finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.batch import build_each
from briefgen.build import Order, Outcome, Report, Request, check_request, join_reports, report_of
from briefgen.errors import BriefgenError, Problem
from briefgen.library import forget_files
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
    tell: Callable[[str], None] = lambda text: None
    """Is given a line about each outline that is finished."""


class Finished(Struct, frozen=True):
    """What a run comes to."""

    report: Report
    """Without contents."""
    made: tuple[Path, ...]
    """The files that were made anew, since something that they depend on had changed."""
    changed: tuple[Path, ...]
    """The files that have another content than before."""


def run_build(request: Request, how: How = How()) -> Finished:
    """Builds and writes.

    An outline's files take their places together, its manifest last. Raises BriefgenError with the problems of all
    outlines after the others are written, and where a file cannot be written.
    """
    forget_files()
    forget_templates()
    orders = check_request(request)
    problems: list[Problem] = []
    reports: list[Report] = []
    made: list[Path] = []
    changed: list[Path] = []
    with locked(request.out):
        state = state_of(request)
        began = time.time_ns()
        for number, outcome in enumerate(_outcomes(orders, how, state), 1):
            how.tell(f"{number}/{len(request.outlines)} {outcome.outline.stem}")
            problems += outcome.problems
            if not outcome.problems:
                report = report_of(outcome, request.out)
                changed += _write(outcome, report, state, began)
                made += new_files(outcome, request.out)
                reports.append(replace(report, files=dict.fromkeys(report.files, b"")))
    if problems:
        raise BriefgenError(dict.fromkeys(problems))
    return Finished(join_reports(reports), tuple(made), tuple(changed))


def new_files(outcome: Outcome, out: Path) -> tuple[Path, ...]:
    """The files for which an outcome has new contents."""
    return tuple(out / output.name for one in outcome.made for output in one.outputs if output.data is not None)


def _outcomes(orders: tuple[Order, ...], how: How, state: State) -> Iterator[Outcome]:
    """Each outline's outcome in order: what is kept of earlier builds, and what is made now."""
    request = state.request
    kept = {path: None if how.anew else state.kept(path, orders) for path in request.outlines}
    left = {path: orders_left(orders, kept[path]) for path in request.outlines}
    work = tuple((path, left[path]) for path, done in kept.items() if left[path] or done is None)
    built = build_each(work, request, how.start)
    for path, done in kept.items():
        yield done if done and not left[path] else join_outcomes(done, next(built), orders)


def _write(outcome: Outcome, report: Report, state: State, began: int) -> tuple[Path, ...]:
    """Writes what is new of an outline's files, and last of all what they were made from."""
    files = {path: report.files[path] for path in new_files(outcome, state.request.out)}
    manifest = list(report.files)[-1]
    record = state.record_of(outcome, began)
    changed = write_files({**files, manifest: report.files[manifest], **record})
    return tuple(path for path in changed if path not in record)
