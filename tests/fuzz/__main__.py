"""`make fuzz`: many inputs on all cores; what fails is kept in a folder, the figures in docs/reliability.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.harness import BYTES, SECONDS, kept_inputs, made_inputs, named_inputs, run_inputs
from fuzz.targets import TARGETS

BATCH = 200
PAGE = """\
# Reliability

`make fuzz` writes this page. It gives hostile files of every kind that briefgen reads to the code behind the command
that reads it: two thirds are sound files that were changed (Office files part by part), a third is drawn by hypothesis
(tests/fuzz/structured.py), and what is known to break programs comes by name (tests/fuzz/hazards.py: YAML bombs,
deep nesting, zip bombs and lying sizes, XML entities, paths that leave their folder).

An input fails by a traceback, by more than {seconds} s of computing, by more than {memory} GiB of memory, by the death
of the process, or by a file that is written. Inputs that once failed are kept in tests/fuzz/corpus and run again every
time; the test suite runs those, what comes by name, and a small share of the others. `make fuzz` then lets atheris look
for inputs that reach new code in what reads text, 20 s for each target (tests/fuzz/guided.py), where it is installed.

Last run: {total:,} inputs from seed {seed} in {took:.0f} s.

| Files | Inputs | Refused with a message | Taken | Slowest | Failed |
|-------|-------:|-----------------------:|------:|--------:|-------:|
{rows}
"""


@dataclass(slots=True)
class Tally:
    """What became of a target's inputs."""

    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    faults: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Name, fault and bytes of each input that failed."""


def run_batch(first: int, count: int, seed: int) -> dict[str, Tally]:
    """The tallies by target; a `count` of 0 is the corpus and what is known by name."""
    inputs = made_inputs(range(first, first + count), seed) if count else (*kept_inputs(), *named_inputs())
    tallies: dict[str, Tally] = {}
    for outcome in run_inputs(inputs):
        tally = tallies.setdefault(outcome.input.target.name, Tally())
        tally.inputs += 1
        tally.refused += bool(outcome.problems)
        tally.slowest = max(tally.slowest, outcome.seconds)
        if outcome.fault:
            tally.faults.append((outcome.input.name, outcome.fault, outcome.input.data))
    return tallies


def run_all(count: int, seed: int, jobs: int) -> Iterator[dict[str, Tally]]:
    spans = [(0, 0), *((first, min(BATCH, count - first)) for first in range(0, count, BATCH))]
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run_batch, *zip(*spans, strict=True), [seed] * len(spans))


def report(tallies: dict[str, Tally], seed: int, seconds: float) -> str:
    """The figures as Markdown."""
    total = sum(tally.inputs for tally in tallies.values())
    rows = [
        f"| {name} | {t.inputs:,} | {t.refused:,} | {t.inputs - t.refused - len(t.faults):,} | {t.slowest:.1f} s "
        f"| {len(t.faults)} |"
        for name, t in tallies.items()
    ]
    return PAGE.format(seconds=SECONDS, memory=BYTES >> 30, total=total, seed=seed, took=seconds, rows="\n".join(rows))


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, help="write the figures here")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="folder for the inputs that fail")
    given = parser.parse_args()
    started = time.perf_counter()
    tallies = {target.name: Tally() for target in TARGETS}
    shown: set[str] = set()
    for batch in run_all(given.count, given.seed, given.jobs):
        for name, found in batch.items():
            tally = tallies[name]
            tally.inputs += found.inputs
            tally.refused += found.refused
            tally.slowest = max(tally.slowest, found.slowest)
            tally.faults += found.faults
            for item, fault, data in found.faults:
                file = given.keep / name / sha256(data).hexdigest()[:12]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
                if fault not in shown:
                    print(f"{item} ({file}):\n{fault}\n", flush=True)
                shown.add(fault)
        text = report(tallies, given.seed, time.perf_counter() - started)
        if given.out:  # after each batch: a run that is stopped has told what it did
            given.out.write_text(text, "utf-8")
    print(text)
    return int(any(tally.faults for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
