"""Two processes beside one, by the clock: `--jobs` spends no less CPU time, it spends it at once."""

import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

from briefings import MANY, build_command, write_outlines

PAIRS = 15

SECTION = """\
## Processes

With `--jobs 2` the {many} outlines take {share:.2f} of the time on the clock that they take with `--jobs 1` (aim: 0.6),
and every file has the same bytes: the fastest of {pairs} runs each, one after the other by turns, on a machine of two
cores. Whatever else the machine does slows two processes more than one: the median of the {pairs} pairs is {usual:.2f}.
"""


def measure_jobs(folder: Path) -> str:
    """The page's part on processes, in Markdown. Raises AssertionError where the two do not give the same bytes."""
    source = write_outlines(folder / "jobs", MANY)
    outs = {jobs: folder / f"jobs{jobs}" for jobs in (1, 2)}
    took: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(PAIRS):
        for jobs, out in outs.items():
            took[jobs].append(_seconds([*build_command(source, out, "deck,brief"), "--jobs", str(jobs)], out))
    assert _contents(outs[1]) == _contents(outs[2])
    print({jobs: [round(seconds, 2) for seconds in each] for jobs, each in took.items()}, flush=True)
    usual = median(both / alone for alone, both in zip(took[1], took[2], strict=True))
    return SECTION.format(share=min(took[2]) / min(took[1]), usual=usual, pairs=PAIRS, many=MANY)


def _seconds(command: list[str], out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
