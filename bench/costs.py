"""What a command costs: CPU time and memory of the process and its children, as the kernel counts them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Programs as they are started everyday: from bytecode, not compiled anew each time."""


@dataclass(frozen=True)
class Cost:
    cpu: float
    """Seconds, user and system; the median of the runs."""
    memory: float
    """MiB; the largest resident set of the runs."""
    runs: int

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s, {self.memory:.0f} MiB"


def costs_of(commands: dict[str, list[str]], runs: dict[str, int], out: Path | None = None) -> dict[str, Cost]:
    """Run each command as often as `runs` says, in turns, so that a machine's slow minutes fall on all of them.

    The folder `out` is removed before each run. Raises CalledProcessError where a command fails.
    """
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(max(runs.values())):
        for name, command in commands.items():
            if turn < runs[name]:
                if out:
                    shutil.rmtree(out, ignore_errors=True)
                spent[name].append(_spend(command))
    return {name: Cost(median(c for c, _ in each), max(m for _, m in each), len(each)) for name, each in spent.items()}


def cost_of(command: list[str], runs: int, out: Path | None = None) -> Cost:
    """The same for one command."""
    return costs_of({"": command}, {"": runs}, out)[""]


def _spend(command: list[str]) -> tuple[float, float]:
    """CPU seconds and MiB of one run."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_ENVIRONMENT) as process:
        assert process.stderr is not None
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=complaint)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def machine() -> str:
    """The machine in a few words, so that nobody compares seconds of different machines."""
    model = platform_line("/proc/cpuinfo", "model name") or "unknown processor"
    return f"{model}, {os.cpu_count()} cores, Python {sys.version.split()[0]}"


def platform_line(path: str, key: str) -> str:
    """The value of the first `key: value` line of a file of the kernel, or nothing."""
    file = Path(path)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
