"""Knows which files a build reads, and waits for one to change: what the daily loop goes round on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.build import Request

CHECK_EVERY = 1000
"""Milliseconds after which the files are looked at even where the system has told of no change (network drives)."""

SETTLED = 0.04
"""Seconds for which nothing may change before a change is told."""

State = dict[Path, tuple[int, int]]


def watch_files(files: Callable[[], Iterable[Path]], stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """The files that changed, came or went since this call, as soon as they do; `files` is asked anew each time.

    What changes while the caller works on one change is given within CHECK_EVERY after it. Ends when `stop` is set.
    """
    known = frozenset(files())
    return _follow(files, known, state_of(known), stop)


def _follow(
    files: Callable[[], Iterable[Path]], known: frozenset[Path], before: State, stop: Event | None
) -> Iterator[tuple[Path, ...]]:
    while not (stop and stop.is_set()):
        changed = changed_between(before, state_of(known))
        looked_at = known if changed or not _is_touched(known, stop) else known | frozenset(files())
        now = state_of(looked_at)
        changed = changed_between(before, now)
        if changed:
            now = _settled(looked_at, now)
            yield changed_between(before, now)
            known = frozenset(files())
            before = {**state_of(known - now.keys()), **{path: now[path] for path in known & now.keys()}}


def _settled(files: frozenset[Path], now: State) -> State:
    """The state once it stands still: an editor may be in the middle of writing a file."""
    while True:
        sleep(SETTLED)
        later = state_of(files)
        if later == now:
            return now
        now = later


def state_of(files: Iterable[Path]) -> State:
    """Time of change (ns) and size (bytes) of each file that is there."""
    state = {}
    for path in files:
        try:
            found = path.stat()
        except OSError:
            continue
        state[path] = (found.st_mtime_ns, found.st_size)
    return state


def changed_between(before: State, now: State) -> tuple[Path, ...]:
    return tuple(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))


def _is_touched(files: Iterable[Path], stop: Event | None) -> bool:
    """Whether the system tells of a change in one of the folders of `files`, or CHECK_EVERY is over without one."""
    from watchfiles import watch

    folders = {path.parent for path in files if path.parent.is_dir()} or {Path()}
    changes = watch(
        *folders, recursive=False, step=20, debounce=200, rust_timeout=CHECK_EVERY, yield_on_timeout=True,
        stop_event=stop, watch_filter=None,
    )  # fmt: skip
    return bool(next(iter(changes), None))


def sources_of(request: Request) -> frozenset[Path]:
    """Every file that a build of `request` reads, and every essay that could come to be read."""
    outlines = frozenset(path for outline in request.outlines for path in _sources_of_outline(outline, request.essays))
    audiences = frozenset(path for name in request.audiences for path in _sources_of_audience(name, request))
    return outlines | audiences | _essays_in(request.essays)


def _sources_of_outline(path: Path, essays: tuple[Path, ...]) -> frozenset[Path]:
    """The outline's file and its essay's; of a digest, those of its outlines."""
    from briefgen.digest import read_digest
    from briefgen.library import find_essay
    from briefgen.outline import read_outline
    from briefgen.outlines import is_digest

    try:
        if is_digest(path):
            parts = (_sources_of_outline(outline, essays) for outline in read_digest(path).outlines())
            return frozenset([path, *(source for part in parts for source in part)])
        ref = read_outline(path).essay
        found = find_essay(ref, essays)
    except BriefgenError:
        return frozenset([path])
    return frozenset([path, *([found.path] if found else ())])


def _essays_in(folders: Iterable[Path]) -> frozenset[Path]:
    from briefgen.library import SUFFIXES

    return frozenset(p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)


def _sources_of_audience(name: str, request: Request) -> frozenset[Path]:
    """The files of the audience and of those it extends, there or not, its theme, and the map beside that."""
    from briefgen.audience import read_audience
    from briefgen.deck.thememap import map_path
    from briefgen.packs import FILES

    try:
        audience = read_audience(name, request.folders)
    except BriefgenError:
        return frozenset(path for folder in request.templates for path in folder.glob("*/*"))
    folders = [folder / part for folder in request.folders for part in audience.chain]
    files = (path for folder in folders for path in (*folder.glob("*"), *(folder / file for file in FILES)))
    theme = request.theme_for(audience)
    return frozenset([*files, theme, map_path(theme)])
