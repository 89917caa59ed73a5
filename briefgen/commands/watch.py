"""`briefgen build --watch`: builds again after each change what depends on it, and tells what became of the decks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from briefgen.commands.show import show_problems
from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.build import Request
    from briefgen.run import Finished


def build_on_change(
    request_now: Callable[[], Request], run: Callable[[bool], Finished], show: Callable[[Finished], None], *, anew: bool
) -> None:
    """Builds until it is interrupted: first what there is to build, then after each change what depends on it.

    `request_now` gives the request as the folders are now; `run` builds, `show` tells of the first build.
    """
    from briefgen.watch import sources_of, watch_files

    sources: frozenset[Path] = frozenset()
    read: frozenset[Path] = frozenset()

    def sources_now() -> frozenset[Path]:
        nonlocal sources
        with suppress(BriefgenError):  # a folder may be empty for the moment: the last files known are watched on
            sources = sources_of(request_now())
        return sources | read

    changes = watch_files(sources_now)
    with _showing_mistakes():
        first = run(anew)
        read = frozenset(first.report.inputs)
        show(first)
    print("Waiting for changes; Ctrl-C ends it", flush=True)
    for changed in changes:
        print(f"{', '.join(dict.fromkeys(map(_shown, changed)))} changed", flush=True)
        with _showing_mistakes():
            before = {path: path.read_bytes() for path in _decks_of(request_now())}
            finished = run(False)
            read = frozenset(finished.report.inputs)
            show_problems(finished.report.warnings)
            _show_rebuilt(finished)
            _show_differences(before, finished.changed)


@contextmanager
def _showing_mistakes() -> Iterator[None]:
    """Mistakes are shown, and the next change is another chance."""
    try:
        yield
    except BriefgenError as error:
        show_problems(error.problems)


def _shown(path: Path) -> str:
    """A path as it is seen from here, the same however it is reached."""
    here, plain = str(Path.cwd()) + os.sep, os.path.normpath(path)
    return plain.removeprefix(here)


def _show_rebuilt(finished: Finished) -> None:
    """What depended on the change, and which of it came out otherwise."""
    for path in finished.made:
        print(f"{path.name} built again{'' if path in finished.changed else ', and is the same'}", flush=True)
    if not finished.made:
        print("nothing depends on it", flush=True)


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
