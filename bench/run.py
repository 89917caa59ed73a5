"""All benchmarks, side by side in one run, written to docs/benchmarks.md.

python bench/run.py                 everything (some minutes)
python bench/run.py 10 100          decks of these sizes only, printed
python bench/run.py outlines        the outlines only, printed; so with `jobs` and `reading`
"""

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from briefings import measure_outlines, outline_section
from costs import machine
from decks import BENCH, SIZES, deck_section, measure_decks
from jobs import measure_jobs
from reading import measure_reading, reading_section

REPORT = BENCH.parent / "docs" / "benchmarks.md"
HEAD = """\
# Benchmarks

Made by `make bench` on {date}: {machine}; {tools}.
Times are CPU seconds of the whole command, user and system, its start included: the median of several runs, with
briefgen's cache (analysed themes, compiled templates) as the run before left it. Memory is the largest resident set.
Only the ratios mean something on another machine.
"""


def version_of(command: str) -> str:
    """The first line that `command --version` prints, or that it is not installed."""
    if not shutil.which(command):
        return f"{command} (not installed)"
    return subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]


def render_head() -> str:
    packages = json.loads((BENCH / "package.json").read_text(encoding="utf-8"))["dependencies"]
    tools = f"{version_of('pandoc')}, PptxGenJS {packages['pptxgenjs']} on node {version_of('node')}"
    return HEAD.format(date=date.today().isoformat(), machine=machine(), tools=tools)


def outlines(folder: Path) -> str:
    return outline_section(measure_outlines(folder))


def reading(folder: Path) -> str:
    return reading_section(measure_reading(folder))


PARTS = {"outlines": outlines, "jobs": measure_jobs, "reading": reading}


def run() -> None:
    chosen = tuple(int(size) for size in sys.argv[1:] if size.isdigit())
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) == 2 and sys.argv[1] in PARTS:
            print(PARTS[sys.argv[1]](Path(folder)))
            return
        decks = deck_section(measure_decks(Path(folder), chosen or SIZES))
        if chosen:
            print(decks)
            return
        parts = [render_head(), decks, *(part(Path(folder)) for part in PARTS.values())]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    run()
