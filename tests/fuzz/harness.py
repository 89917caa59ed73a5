"""The third step of fuzzing: inputs go to their targets in a process of their own, under guards.

An input fails by a traceback, by more than 10 s of computing (or a minute in all), by more than 1 GiB of memory, by
the process's death, or by a file that is opened for writing outside of briefgen's cache.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from fuzz.hazards import hazards_of
from fuzz.mutate import mutate
from fuzz.structured import drawn
from fuzz.targets import TARGETS, Target, refused

SECONDS, WAIT, BYTES = 10, 60, 1 << 30
CORPUS = Path(__file__).with_name("corpus")
_FORK = multiprocessing.get_context("fork")
_KILLED = {
    signal.SIGPROF: f"computes for more than {SECONDS} s",
    signal.SIGALRM: "waits for more than a minute",
    signal.SIGKILL: "is killed",
}
_NO_MEMORY = "needs more than 1 GiB of memory"
_WRITING = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.symlink", "os.link", "os.system"})
"""Events of Python's audit hooks; `open` counts with these flags."""
_CREATED = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes for a target; `name` finds them again."""

    target: Target
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input: taken or refused, or, with a `fault`, what must not happen."""

    input: Input
    problems: int
    seconds: float
    fault: str = ""


def made_inputs(numbers: Iterable[int], seed: int) -> Iterator[Input]:
    """The inputs of these numbers, spread over the targets by their shares, the same for the same numbers and seed.

    A third of them is drawn by hypothesis, the others are seeds that mutate.py changed.
    """
    order = [target for target in TARGETS for _ in range(target.share)]
    wanted = [(number, order[number % len(order)]) for number in numbers]
    counts = Counter(target.name for number, target in wanted if number % 3 == 0)
    made = {
        target.name: drawn(target, seeds_of(target.name)[0], counts[target.name], hash((seed, wanted[0][0])))
        for target in TARGETS
    }
    for number, target in wanted:
        name = f"{target.name}-{seed}-{number}"
        random = Random(name)
        seeds = seeds_of(target.name)
        if number % 3 == 0 and made[target.name]:
            yield Input(target, name, made[target.name].pop())
        else:
            yield Input(target, name, mutate(random.choice(seeds), random.choice(seeds), random))


def kept_inputs() -> tuple[Input, ...]:
    """The inputs that once failed: corpus/<target>/<file>."""
    targets = {target.name: target for target in TARGETS}
    files = sorted(file for file in CORPUS.glob("*/*") if file.is_file())
    return tuple(Input(targets[file.parent.name], file.name, file.read_bytes()) for file in files)


def named_inputs(targets: Sequence[Target] = TARGETS) -> Iterator[Input]:
    """What is known to break programs that read files, for each target that can be given it."""
    for target in targets:
        for name, data in hazards_of(target.file, seeds_of(target.name)[0]):
            yield Input(target, name, data)


@cache
def seeds_of(name: str) -> tuple[bytes, ...]:
    return next(target for target in TARGETS if target.name == name).seeds()


def run_inputs(inputs: Iterable[Input]) -> Iterator[Outcome]:
    """Runs the inputs in a forked process; where one kills it, another goes on with the next."""
    left: Sequence[Input] = tuple(inputs)
    for target in {item.target.name for item in left}:
        seeds_of(target)
    while left:
        done = 0
        receiver, sender = _FORK.Pipe(duplex=False)
        child = _FORK.Process(target=_work, args=(left, sender))
        child.start()
        sender.close()
        while True:
            try:
                problems, seconds, fault = receiver.recv()
            except EOFError:
                break
            yield Outcome(left[done], problems, seconds, fault)
            done += 1
        child.join()
        if done < len(left) and child.exitcode:
            yield Outcome(left[done], 0, SECONDS, _death(child.exitcode))
            done += 1
        left = left[done:]


def _death(code: int | None) -> str:
    return _KILLED.get(-(code or 0), f"ends the process with {code}")  # type: ignore[call-overload, no-any-return]


def _work(inputs: Sequence[Input], sender: Connection) -> None:
    with TemporaryDirectory() as name:
        os.environ["BRIEFGEN_CACHE"] = f"{name}/cache"
        written = _watch_writing((f"{name}/cache", "/dev/null"))
        _warm_up(Path(name), {item.target.name for item in inputs})
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + BYTES, used + BYTES))
        for number, item in enumerate(inputs):
            judged = _judge(item, Path(name) / str(number), written)
            sender.send(judged)
            if judged[2] == _NO_MEMORY:  # what is left of it must not be the next one's fault
                return


def _warm_up(folder: Path, names: set[str]) -> None:
    """Imports and caches what the targets need, so that memory is counted from there."""
    for target in (target for target in TARGETS if target.name in names):
        _judge(Input(target, "seed", seeds_of(target.name)[0]), folder / f"seed-{target.name}", [])


def _watch_writing(allowed: tuple[str, ...]) -> list[str]:
    """Paths that are opened for writing, made, moved or deleted from now on, while the list's first entry is there."""
    written: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not written or event not in _WRITING or str(arguments[0]).startswith(allowed):
            return
        if event != "open" or (isinstance(arguments[2], int) and arguments[2] & _CREATED):
            written.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    return written


def _judge(item: Input, folder: Path, written: list[str]) -> tuple[int, float, str]:
    """Number of problems that the input was refused with, seconds, and its fault."""
    for name, data in (*((name, text.encode()) for name, text in item.target.beside), (item.target.file, item.data)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    fault, problems, started = "", 0, time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(WAIT)
    written[:] = ["watching"]
    try:
        problems = len(refused(lambda: item.target.run(folder)))
    except MemoryError:
        fault = _NO_MEMORY
    except BaseException:
        fault = traceback.format_exc(limit=-6)
    wrote = written[1:]
    written.clear()
    signal.alarm(0)
    signal.setitimer(signal.ITIMER_PROF, 0)
    _remove(folder)
    return problems, time.process_time() - started, fault or (f"writes: {wrote[:3]}" if wrote else "")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)
