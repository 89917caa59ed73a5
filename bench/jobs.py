"""Two processes beside one, by the clock: `--jobs` spends no less CPU time, it spends it at once."""

import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

from briefings import MANY, build_command, write_outlines

PAIRS = 7


def measure_jobs(folder: Path) -> float:
    """What share of `--jobs 1`'s time `--jobs 2` takes: the median of some pairs of runs.

    Raises AssertionError where the two do not give the same bytes.
    """
    source = write_outlines(folder / "jobs", MANY)
    outs = {jobs: folder / f"jobs{jobs}" for jobs in (1, 2)}
    shares = []
    for _ in range(PAIRS):
        alone, both = (
            _seconds([*build_command(source, out, "deck,brief"), "--jobs", str(jobs)], out)
            for jobs, out in outs.items()
        )
        shares.append(both / alone)
    assert _contents(outs[1]) == _contents(outs[2])
    print({"jobs": [round(share, 3) for share in shares]}, flush=True)
    return median(shares)


def _seconds(command: list[str], out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def jobs_section(share: float) -> str:
    """The page's part on processes, in Markdown."""
    return SECTION.format(share=share, pairs=PAIRS, many=MANY)


SECTION = """\
## Processes

With `--jobs 2` the {many} outlines take {share:.2f} of the time on the clock that they take with `--jobs 1` (aim: 0.6;
the median of {pairs} pairs of runs, on a machine of two cores or more), and every file has the same bytes.
"""
