"""`briefgen build` and `briefgen check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.commands.options import (
    TEMPLATES,
    AsJson,
    AudienceNames,
    Essays,
    Language,
    Outlines,
    Strict,
    Templates,
    formats_of,
    request_for,
    with_changes,
)
from briefgen.commands.show import (
    count,
    print_json,
    print_values,
    progress_on_terminal,
    show_finished,
    show_line,
    show_problems,
)
from briefgen.errors import BriefgenError, Problem, collecting

if TYPE_CHECKING:
    from briefgen.batch import Workers
    from briefgen.build import Report, Request
    from briefgen.run import Finished


def build(
    outlines: Outlines = None,
    audience: AudienceNames = "executive",
    formats: Annotated[str, typer.Option("--format", "-f", help="deck, brief, storyboard.")] = "deck,brief",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path("build"),
    essays: Essays = None,
    templates: Templates = None,
    theme: Annotated[Path | None, typer.Option("--theme", help="Your company's .pptx.")] = None,
    language: Language = "",
    strict: Strict = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that share the work.")] = 1,
    dask: Annotated[str, typer.Option("--dask", help="Address of a Dask scheduler: tcp://host:port.")] = "",
    samples: Annotated[bool, typer.Option("--samples", help="Build the outlines that ship with briefgen.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Build also what has not changed.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every file and finding.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Build again whenever a file changes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a deck and a brief for each outline and audience.

    Example: briefgen build outlines --essays essays --audience board,executive --out build
    """
    from briefgen.outlines import OWN, SAMPLES
    from briefgen.run import How, run_build

    kinds = formats_of(formats)
    outlines = [*(outlines or ()), *([SAMPLES] if samples else ())]

    def request() -> Request:
        made = request_for(outlines, audience, essays, templates, language=language, strict=strict)
        return with_changes(made, formats=kinds, out=out, theme=theme)

    def run(first: bool = True) -> Finished:
        tell = progress_on_terminal()
        try:
            return run_build(request(), How(_workers(jobs, dask), anew and first, as_json or verbose, tell))
        finally:
            tell("")

    def show(finished: Finished) -> None:
        show_problems(finished.report.warnings)
        if as_json:
            print_json(finished.report, finished.changed)
        elif not quiet:
            show_finished(finished, out=out, verbose=verbose)

    if watch:
        from briefgen.commands.watch import build_on_change
        from briefgen.watch import places_of

        def places() -> frozenset[Path]:
            return places_of(outlines or (OWN,), audience, templates or (TEMPLATES,))

        build_on_change(request, places, run, show, talk=not (quiet or as_json))
    else:
        show(run())


def _workers(jobs: int, dask: str) -> Workers | None:
    """Who does the work: this process, several, or a cluster."""
    from briefgen.batch import dask_cluster, processes

    if dask:
        return dask_cluster(dask)
    return processes(jobs) if jobs > 1 else None


def check(
    outlines: Outlines = None,
    audience: AudienceNames = "all",
    essays: Essays = None,
    templates: Templates = None,
    language: Language = "",
    strict: Strict = False,
    against: Annotated[Path | None, typer.Option("--against", help="A new state of the essay.")] = None,
    as_json: AsJson = False,
) -> None:
    """Do everything that build does, except writing.

    With --against, tell which quotes moved, changed or are gone in a new state of the essay, and what goes stale.

    Example: briefgen check outlines --essays essays
    """
    request = request_for(outlines, audience, essays, templates, language=language, strict=strict, write=as_json)
    if against:
        _show_changes(request, against, as_json=as_json)
        return
    report = _run(request)
    if as_json:
        print_json(report, ())
    else:
        outlines_seen = count(len(request.outlines), "outline")
        print(f"{outlines_seen} checked, {count(len(report.warnings), 'warning')}")


def _run(request: Request) -> Report:
    from briefgen.build import build

    tell = progress_on_terminal()
    try:
        report = build(request, tell)
    finally:
        tell("")
    show_problems(report.warnings)
    return report


def _show_changes(request: Request, against: Path, *, as_json: bool) -> None:
    """Tells the changes also where the outline cannot be built any more, as its essay is the new edition already.

    What goes stale is then told by the manifests of what was built before.
    """
    from briefgen.changes import read_changes, read_manifests, stale_outputs
    from briefgen.readers import read_essay

    essay = read_essay(against)
    problems: list[Problem] = []
    manifests = read_manifests(request.outlines, request.out)
    with collecting(problems):
        manifests = _run(request).manifests
    changes = read_changes(request.outlines, request.essays, essay, request.out)
    if as_json:
        print_values(changes)
    else:
        for line in (*changes, *stale_outputs(changes, manifests)):
            show_line(line)
    if problems:
        raise BriefgenError(problems)
