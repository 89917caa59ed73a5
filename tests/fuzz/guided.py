"""Coverage-guided fuzzing with atheris, where it is installed, of the targets that take text.

python -m tests.fuzz.guided --seconds 20          every target, each in a process of its own
python -m tests.fuzz.guided --target outline      one target; libFuzzer prints what it does
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

KEEP = Path("build/fuzz")
"""Where libFuzzer puts what fails; it belongs into tests/fuzz/corpus/<target> once it is mended."""
PACKED = (".docx", ".pptx", ".pdf")
"""libFuzzer would only break their packing."""


def guide(name: str, seconds: int) -> None:
    """Let libFuzzer change the target's seeds and its corpus for some seconds; it ends the process."""
    import atheris

    with TemporaryDirectory() as made, atheris.instrument_imports(include=["briefgen"]):
        from fuzz.harness import BYTES, CORPUS, SECONDS, seeds_of
        from fuzz.targets import TARGETS, refused

        target = next(target for target in TARGETS if target.name == name)
        folder, seeds = Path(made) / "work", Path(made) / "seeds"
        for file, text in (*target.beside, (target.file, "")):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        seeds.mkdir()

        def once(data: bytes) -> None:
            (folder / target.file).write_bytes(data)
            refused(lambda: target.run(folder))

        for number, seed in enumerate((*seeds_of(name), *(file.read_bytes() for file in (CORPUS / name).glob("*")))):
            (seeds / str(number)).write_bytes(seed)
            once(seed)  # imports what is imported late
        found = KEEP / name
        found.mkdir(parents=True, exist_ok=True)
        limits = [f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={(BYTES >> 20) + 512}"]
        atheris.Setup([sys.argv[0], *limits, "-max_len=65536", f"-artifact_prefix={found}/", str(seeds)], once)
        atheris.Fuzz()


def guide_all(seconds: int) -> list[str]:
    """The names of the targets that failed."""
    from fuzz.targets import TARGETS

    failed = []
    for target in TARGETS:
        if target.file.endswith(PACKED):
            continue
        command = [sys.executable, "-m", "tests.fuzz.guided", "--target", target.name, "--seconds", str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        runs = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("Done ")), "stopped")
        print(f"{target.name}: {runs}", flush=True)
        if done.returncode:
            failed.append(target.name)
            print(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz.guided", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="for each target")
    parser.add_argument("--target", help="this one only, in this process")
    given = parser.parse_args()
    if not find_spec("atheris"):
        print("atheris is not installed: no coverage-guided fuzzing (pip install atheris)")
        return 0
    if given.target:
        guide(given.target, given.seconds)
    return int(bool(guide_all(given.seconds)))


if __name__ == "__main__":
    sys.exit(main())
