"""`briefgen build --watch`: builds again after each change what depends on it, and tells what became of the decks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from briefgen.commands.show import show_problems
from briefgen.errors import BriefgenError, interrupted

if TYPE_CHECKING:
    from briefgen.build import Request
    from briefgen.run import Finished


def build_on_change(
    request_now: Callable[[], Request],
    places_now: Callable[[], frozenset[Path]],
    run: Callable[[bool], Finished],
    show: Callable[[Finished], None],
    *,
    talk: bool,
) -> None:
    """Builds until it is interrupted: first what there is to build, then after each change what depends on it.

    `request_now` gives the request as the folders are now, `places_now` where outlines and audiences can come to be;
    `run` builds. Without `talk` each build is told by `show`,
    as the first one always is.
    """
    from briefgen.watch import sources_of, watch_files

    sources: frozenset[Path] = frozenset()
    last: Finished | None = None

    def sources_now() -> frozenset[Path]:
        nonlocal sources
        with suppress(BriefgenError):  # a folder may be empty for the moment: the last files known are watched on
            sources = sources_of(request_now())
        return sources | places_now() | (frozenset(last.report.inputs) if last else frozenset())

    changes = watch_files(sources_now)
    with _showing_mistakes():
        last = run(True)
        show(last)
        sys.stdout.flush()
    say: Callable[[str], None] = partial(print, flush=True) if talk else lambda text: None
    say("Waiting for changes; Ctrl-C ends it")
    for changed in changes:
        say(f"{', '.join(dict.fromkeys(map(_shown, changed)))} changed")
        before: dict[Path, bytes] = {}
        with _showing_mistakes():
            before = {path: path.read_bytes() for path in _decks_of(request_now())}
            told = last.report.warnings if last else ()
            last = run(False)
            if talk:
                show_problems(warning for warning in last.report.warnings if warning not in told)
                _say_rebuilt(last, say)
            else:
                show(last)
                sys.stdout.flush()
        _say_differences(before, say)


@contextmanager
def _showing_mistakes() -> Iterator[None]:
    """Mistakes are shown, and the next change is another chance."""
    try:
        yield
    except BriefgenError as error:
        if interrupted(error):
            raise
        show_problems(error.problems)


def _shown(path: Path) -> str:
    """A path as it is seen from here, the same however it is reached."""
    here, plain = str(Path.cwd()) + os.sep, os.path.normpath(path)
    return plain.removeprefix(here)


def _say_rebuilt(finished: Finished, say: Callable[[str], None]) -> None:
    """What depended on the change, and which of it came out otherwise."""
    for path in finished.made:
        say(f"{path.name} built again{'' if path in finished.changed else ', and is the same'}")
    if not finished.made:
        say("nothing depends on it")


def _decks_of(request: Request) -> list[Path]:
    stems = (f"{outline.stem}.{name}" for outline in request.outlines for name in request.audiences)
    return [path for stem in stems if (path := request.out / f"{stem}.pptx").is_file()]


def _say_differences(before: dict[Path, bytes], say: Callable[[str], None]) -> None:
    """What the decks that are another file now say differently, also where other outlines have mistakes."""
    from briefgen.deckdiff import diff_decks

    changed = [(path, data) for path, data in sorted(before.items()) if path.is_file() and path.read_bytes() != data]
    if not changed:
        return
    with TemporaryDirectory(prefix="briefgen-") as folder:
        old = Path(folder) / "old.pptx"
        for path, data in changed:
            old.write_bytes(data)
            with suppress(BriefgenError):  # what stood there was no deck: there is nothing to compare with
                for change in diff_decks(old, path):
                    say(f"{path.name} {change}")
