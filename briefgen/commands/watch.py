"""`briefgen build --watch`: builds again after each change what depends on it, and tells what became of the decks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from briefgen.commands.show import show_problems
from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.build import Request


def build_on_change(request_now: Callable[[], Request], run: Callable[[bool], tuple[Path, ...]], *, anew: bool) -> None:
    """Builds until it is interrupted.

    `request_now` gives the request as the folders are now; `run` builds, shows the result, and gives what it wrote.
    """
    from briefgen.watch import sources_of, watch_files

    sources: frozenset[Path] = frozenset()

    def sources_now() -> frozenset[Path]:
        nonlocal sources
        with suppress(BriefgenError):  # a folder may be empty for the moment: the last files known are watched on
            sources = sources_of(request_now())
        return sources

    changes = watch_files(sources_now)
    _run(run, anew)
    print("Waiting for changes; Ctrl-C ends it", flush=True)
    for changed in changes:
        print(f"{', '.join(path.name for path in changed)} changed", flush=True)
        before: dict[Path, bytes] = {}
        with suppress(BriefgenError):
            before = {path: path.read_bytes() for path in _decks_of(request_now())}
        _show_differences(before, _run(run, False))


def _run(run: Callable[[bool], tuple[Path, ...]], anew: bool) -> tuple[Path, ...]:
    """What was written; mistakes are shown, and the next change is another chance."""
    try:
        return run(anew)
    except BriefgenError as error:
        show_problems(error.problems)
        return ()


def _decks_of(request: Request) -> list[Path]:
    stems = (f"{outline.stem}.{name}" for outline in request.outlines for name in request.audiences)
    return [path for stem in stems if (path := request.out / f"{stem}.pptx").is_file()]


def _show_differences(before: dict[Path, bytes], written: tuple[Path, ...]) -> None:
    from briefgen.deckdiff import diff_decks

    with TemporaryDirectory(prefix="briefgen-") as folder:
        old = Path(folder) / "old.pptx"
        for path in sorted(before.keys() & set(written)):
            old.write_bytes(before[path])
            with suppress(BriefgenError):  # what stood there was no deck: there is nothing to compare with
                for change in diff_decks(old, path):
                    print(f"{path.name} {change}", flush=True)
