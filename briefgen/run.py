"""Builds into a folder: what is done already stays, each outline's files are written as soon as it is finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.audience import Audience
from briefgen.batch import build_each
from briefgen.build import Outcome, Report, Request, check_request, join_reports
from briefgen.errors import BriefgenError, Problem
from briefgen.library import forget_files
from briefgen.markdown import forget_templates
from briefgen.output import locked, write_files
from briefgen.state import State, digests, state_of

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


def run_build(request: Request, how: How = How()) -> tuple[Report, tuple[Path, ...]]:
    """Builds and writes; the report (without contents) and the files that changed.

    An outline's files take their places together, its manifest last. Raises BriefgenError with the problems of all
    outlines after the others are written, and where a file cannot be written.
    """
    forget_files()
    forget_templates()
    audiences = check_request(request)
    problems: list[Problem] = []
    reports: list[Report] = []
    changed: list[Path] = []
    with locked(request.out):
        state = state_of(request, audiences)
        for number, (outcome, began) in enumerate(_outcomes(request, audiences, how, state), 1):
            how.tell(f"{number}/{len(request.outlines)} {outcome.outline.stem}")
            problems += outcome.problems
            if not outcome.problems:
                changed += _write(outcome, state, began) if began else ()
                reports.append(replace(outcome.report, files=dict.fromkeys(outcome.report.files, b"")))
    if problems:
        raise BriefgenError(problems)
    return join_reports(reports), tuple(changed)


def _outcomes(
    request: Request, audiences: tuple[Audience, ...], how: How, state: State
) -> Iterator[tuple[Outcome, int]]:
    """Each outline's outcome in order, with the time its building began (ns), 0 for one that was done already."""
    done = {} if how.anew else {path: state.done(path) for path in request.outlines}
    left = tuple(path for path in request.outlines if not done.get(path))
    began = time.time_ns()
    built = build_each(replace(request, outlines=left), audiences, how.start)
    for path in request.outlines:
        report = done.get(path)
        yield (Outcome(path, report), 0) if report else (next(built), began)


def _write(outcome: Outcome, state: State, began: int) -> tuple[Path, ...]:
    """Writes an outline's files, then remembers what they were made from, unless that changed meanwhile."""
    report = outcome.report
    changed = write_files(report.files)
    if all(_at_hand(manifest) for manifest in report.manifests) and all(_is_older(p, began) for p in report.inputs):
        write_files(dict([state.record_of(outcome.outline, report, digests(report.inputs))]))
    return changed


def _at_hand(manifest: dict[str, object]) -> bool:
    """Whether every essay was there: one that was not may turn up, and then there is more to build."""
    essays = manifest.get("essays") or [manifest.get("essay")]
    return isinstance(essays, list) and all(isinstance(essay, dict) and essay["at_hand"] for essay in essays)


def _is_older(path: Path, began: int) -> bool:
    try:
        return path.stat().st_mtime_ns < began
    except OSError:
        return False
