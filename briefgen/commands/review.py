"""`briefgen review`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.commands.options import Essays, essays_for
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from briefgen.review import Review
    from briefgen.review_server import Page


def review(
    outline: Annotated[Path, typer.Argument(help="An outline or a digest.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File; without it, build/NAME.review.html.")] = None,
    essays: Essays = None,
    serve: Annotated[bool, typer.Option("--serve", help="Show it in the browser, from this machine only.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="With --serve: show every change at once.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="With --serve; 0 is any.")] = 0,
) -> None:
    """Write a page to review on: essays, quotes and arguments.

    One HTML file; or, with --serve, shown in the browser.

    Example: briefgen review outlines/service-shift.yaml --serve --watch
    """
    from briefgen.outlines import find_outlines
    from briefgen.output import check_target, write_files
    from briefgen.review import read_review
    from briefgen.review_page import render_review

    if not outline.is_dir():
        find_outlines((outline,))
    if watch and not serve:
        raise typer.BadParameter("there is no page to follow without --serve", param_hint="--watch")
    if serve:
        _serve(outline, essays_for(essays), port, watch=watch)
        return
    path = out or Path("build") / f"{outline.stem}.review.html"
    made, sources = read_review(outline, essays_for(essays))
    check_target(path, (".html", ".htm"), sources)
    write_files({path: render_review(made).encode()})
    print(f"{path}: {_summary(made)}")


def _summary(review: Review) -> str:
    quotes = f"{len(review.quotes)} quote{'s' * (len(review.quotes) != 1)}"
    return f"{quotes}, {len(review.problems)} not in the essay, {review.alarms} to check in context"


def _serve(outline: Path, folders: tuple[Path, ...], port: int, *, watch: bool) -> None:
    from threading import Event

    from briefgen.review_server import Page, serve_page
    from briefgen.watch import watch_files

    page = Page()
    known = list(_put(page, outline, folders))
    changes = watch_files(lambda: known) if watch else ()
    try:
        with serve_page(page, port) as address:
            print(f"{address} shows {outline}; Ctrl-C ends it", flush=True)
            if sys.stdout.isatty():
                import webbrowser

                webbrowser.open(address)
            for changed in changes:
                known[:] = dict.fromkeys((*known, *_put(page, outline, folders)))
                print(f"{', '.join(path.name for path in changed)} changed", flush=True)
            Event().wait()
    except OSError as error:
        raise BriefgenError(Problem(f"--port {port}", 0, 0, str(error.strerror), "try --port 0")) from error


def _put(page: Page, outline: Path, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Puts the page as the files are now, and gives the files it was made of."""
    from briefgen.library import forget_files
    from briefgen.review import read_review
    from briefgen.review_page import render_review, render_trouble

    forget_files()
    try:
        review, files = read_review(outline, folders)
    except BriefgenError as error:
        page.put(render_trouble(error, page.version + 1))
        return (outline,)
    page.put(render_review(review, page.version + 1))
    return files
