"""The built wheel holds all that a newcomer needs: the README's path works with it alone, in an empty home."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
MOST_COMMANDS = 6


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel would put into a fresh environment; the libraries are this one's."""
    pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = (folder / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.slow
@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_ten_minute_path_works_from_the_wheel(readme: str, unpacked: Path, tmp_path: Path) -> None:
    [block] = re.findall(r"^```console\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), re.M | re.S)[:1]
    typed = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    assert len(typed) <= MOST_COMMANDS
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    environment = {"HOME": str(tmp_path / "home"), "PATH": os.defpath, "PYTHONPATH": str(unpacked), "LANG": "C.UTF-8"}
    program = f"{sys.executable} -P -m briefgen"
    script = "\n".join(line.replace("briefgen ", f"{program} ", 1) for line in typed)
    done = subprocess.run(
        ["bash", "-ec", script], cwd=tmp_path / "work", env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0
    shown = "".join(line + "\n" for line in block.splitlines() if not line.startswith("$ "))
    pattern = ".*".join(map(re.escape, shown.split("…")))
    assert re.fullmatch(pattern, done.stdout, re.S), done.stdout


def test_the_wheel_holds_licence_types_and_all_data(unpacked: Path) -> None:
    package = unpacked / "briefgen"
    assert (package / "py.typed").is_file()
    assert list(unpacked.glob("briefgen-*.dist-info/licenses/LICENSE"))
    for folder in ("templates", "outlines"):
        here = {p.relative_to(ROOT / folder) for p in (ROOT / folder).rglob("*") if p.is_file()}
        there = {p.relative_to(package / folder) for p in (package / folder).rglob("*") if p.is_file()}
        assert there == here
    modules = {p.relative_to(ROOT / "briefgen") for p in (ROOT / "briefgen").rglob("*.py")}
    assert {p.relative_to(package) for p in package.rglob("*.py")} == modules
    metadata = next(unpacked.glob("briefgen-*.dist-info/METADATA")).read_text("utf-8")
    assert {"pdf", "fast", "dask"} <= set(re.findall(r"^Provides-Extra: (\w+)$", metadata, re.M))
