"""Waits for files to change: what the daily loop of edit, build and look goes round on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

CHECK_EVERY = 1000
"""Milliseconds after which the files are looked at even where the system has told of no change (network drives)."""

State = dict[Path, tuple[int, int]]


def watch_files(files: Callable[[], Iterable[Path]], stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """The files that changed, came or went, as soon as they do; `files` is asked anew each time.

    What changes while the caller works on one change is given right after it. Ends when `stop` is set.
    """
    before = state_of(files())
    while not (stop and stop.is_set()):
        now = state_of(files())
        changed = changed_between(before, now)
        before = now
        if changed:
            yield changed
        else:
            _wait(now, stop)


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


def _wait(state: State, stop: Event | None) -> None:
    """Until the system tells of a change in one of the folders, or for CHECK_EVERY."""
    from watchfiles import watch

    folders = {path.parent for path in state} or {Path()}
    changes = watch(
        *folders, recursive=False, step=20, debounce=200, rust_timeout=CHECK_EVERY, yield_on_timeout=True,
        stop_event=stop, watch_filter=None,
    )  # fmt: skip
    next(iter(changes), None)
