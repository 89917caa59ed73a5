"""Spreads the work on many outlines: in this process, in several, or on a cluster, with the same results in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, field

from briefgen.build import Order
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

MAX_TRIES = 3
"""How often an outline may take its worker down before it is given up, and a scheduler is greeted."""
_MOST_SECONDS = 15
"""How long a scheduler is waited for."""
WINDOW = 64
"""Parcels under way at once: results that wait for their turn are held in memory."""
_LARGEST, _SHARES = 8, 16
"""A parcel holds so many outlines at the most, and of what is left one share: the last are small, so all end at once.

To hand an outline over and take its result back costs as much as a tenth of building it, for a parcel little more.
"""

Item = tuple[Path, tuple[Order, ...]]
"""An outline with what is to be made of it."""
T = TypeVar("T")


class Workers(Struct, frozen=True):
    """Who does the work, where this process does not do it itself."""

    start: Callable[[], Executor]
    """Gives an executor (processes, Dask's, any `concurrent.futures.Executor`).

    It is called again when its workers are lost; then only what they had under way is done again.
    """
    share_disk: bool = False
    """They write the files themselves; otherwise the bytes come back, to be written by who asked for them."""


def spread(work: tuple[Item, ...], task: Callable[[Item], T], workers: Workers | None = None) -> Generator[T | Problem]:
    """What `task` gives for each item of `work`, in their order; a problem where it takes its worker down each time.

    Without workers all is done here. Whatever else the task raises is raised.
    """
    if workers is None:
        yield from map(task, work)
        return
    spreading = _Spread(work, task, workers.start)
    try:
        yield from spreading.results()
    finally:
        spreading.stop()


class _Spread(Struct, Generic[T]):
    """Work handed to an executor, results in order."""

    work: tuple[Item, ...]
    task: Callable[[Item], T]
    start: Callable[[], Executor]
    executor: Executor | None = None
    pending: deque[tuple[tuple[Item, ...], Future[list[T]]]] = field(default_factory=deque)

    def results(self) -> Iterator[T | Problem]:
        at = 0
        while at < len(self.work) or self.pending:
            while at < len(self.work) and len(self.pending) < WINDOW:
                end = at + max(1, min(_LARGEST, (len(self.work) - at) // _SHARES))
                self.submit(self.work[at:end])
                at = end
            parcel, future = self.pending.popleft()
            try:
                yield from future.result()
            except Exception as error:
                if not is_loss(error):
                    raise
                yield from self.again([*parcel, *(item for other, _ in self.pending for item in other)])

    def submit(self, parcel: tuple[Item, ...]) -> None:
        from concurrent.futures import BrokenExecutor, Future

        try:
            if self.executor is None:
                self.executor = self.start()
            with _interrupts_held():
                self.pending.append((parcel, self.executor.submit(_do_parcel, parcel, self.task)))
        except BrokenExecutor as error:
            lost: Future[list[T]] = Future()
            lost.set_exception(error)
            self.pending.append((parcel, lost))
        except (OSError, NotImplementedError) as error:  # no semaphores here, or no more processes
            problem = Problem("workers", 0, 0, f"cannot be started: {error}", "build without --jobs")
            raise BriefgenError(problem) from error

    def again(self, lost: list[Item]) -> Iterator[T | Problem]:
        """One at a time what was under way when workers were lost: so the outline that kills them is found."""
        self.pending.clear()
        for item in lost:
            yield self._alone(item)

    def _alone(self, item: Item) -> T | Problem:
        for _ in range(MAX_TRIES):
            self.stop()
            self.submit((item,))
            _, future = self.pending.popleft()
            try:
                return future.result()[0]
            except Exception as error:
                if not is_loss(error):
                    raise
        hint = "is there enough memory?"
        return Problem(str(item[0]), 0, 0, f"its worker died {MAX_TRIES} times", hint)

    def stop(self) -> None:
        """Waits for what is being worked on: an exit while workers go could print an error, or wait for ever."""
        for _, future in self.pending:
            future.cancel()
        if self.executor is not None:
            self.executor.shutdown()
        self.executor = None


def _do_parcel(parcel: tuple[Item, ...], task: Callable[[Item], T]) -> list[T]:
    """What a worker does."""
    return [task(item) for item in parcel]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits: in the middle of `submit` it leaves an item that no worker is given and every exit waits for."""
    import signal
    from threading import current_thread, main_thread

    if current_thread() is not main_thread():  # only there do interrupts arrive
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if came:
            signal.raise_signal(signal.SIGINT)


def is_loss(error: BaseException) -> bool:
    """Whether a worker was lost, rather than the work failed; Dask has an exception of its own for that."""
    from concurrent.futures import BrokenExecutor

    return isinstance(error, BrokenExecutor) or type(error).__name__ in ("KilledWorker", "CommClosedError")


def processes(jobs: int) -> Workers:
    """`jobs` processes of this machine."""

    def start() -> Executor:
        from concurrent.futures import ProcessPoolExecutor

        return ProcessPoolExecutor(jobs, initializer=_serve)

    return Workers(start, share_disk=True)


def _serve() -> None:
    """Makes a worker's end depend on who gave the work alone.

    Ctrl-C reaches every process of a terminal, and a worker that dies of it could hang the end. Who is killed cannot
    end its workers: they would wait for work for ever, and keep the lock of the output folder that they got from it.
    """
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def dask_cluster(address: str) -> Workers:
    """Those of the Dask scheduler at `address` (`tcp://host:port`); needs the extra `briefgen[dask]`."""

    def start() -> Executor:
        try:
            import distributed
        except ImportError as error:
            hint = "pip install 'briefgen[dask]'"
            raise BriefgenError(Problem("--dask", 0, 0, "building on a cluster needs a library", hint)) from error
        try:
            executor: Executor = _client(distributed.Client, address).get_executor(pure=False)
        except (OSError, ValueError) as error:
            hint = "`dask scheduler` starts one and prints its address: tcp://host:port"
            raise BriefgenError(Problem("--dask", 0, 0, f"no scheduler answers at '{address}'", hint)) from error
        return executor

    return Workers(start)


def _client(kind: Any, address: str) -> Any:
    """A client of the scheduler; its greeting fails where a busy scheduler says two things at once, and is repeated."""
    for _ in range(MAX_TRIES - 1):
        with suppress(AssertionError):
            return kind(address, set_as_default=False, timeout=_MOST_SECONDS)
    return kind(address, set_as_default=False, timeout=_MOST_SECONDS)
