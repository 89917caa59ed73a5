"""`build --watch` as a process of its own: edits are picked up, told and built; Ctrl-C leaves only whole files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import ClassVar
from zipfile import ZipFile

import pytest

from briefgen.audience import BUILTIN

pytestmark = pytest.mark.slow

OUTLINE = """\
essay: {title: Moss, language: en, file: ../essays/moss.md}
thesis: Moss matters.
arguments:
  - {claim: Moss grows., quotes: [{text: Moss grows fast.}], so_what: {default: Wait., board: Buy moss.}}
"""


class Watching:
    """A running `build --watch` and the lines that it prints."""

    started: ClassVar[list[Watching]] = []

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "briefgen", "build", "--watch", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        self.lines: Queue[str] = Queue()
        self.reader = Thread(target=self._read)
        self.reader.start()
        self.started.append(self)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.put(line.rstrip("\n"))

    def until(self, text: str) -> list[str]:
        """The lines up to the first that holds `text`."""
        return self._until(lambda line: text in line, text)

    def until_line(self, text: str) -> list[str]:
        """The lines up to the first that is `text`."""
        return self._until(lambda line: line == text, text)

    def _until(self, ends: Callable[[str], bool], text: str) -> list[str]:
        seen: list[str] = []
        while not seen or not ends(seen[-1]):
            try:
                seen.append(self.lines.get(timeout=30))
            except Empty:
                raise AssertionError(f"nothing says '{text}': {seen}") from None
        return seen

    def rest(self, seconds: float = 0.5) -> list[str]:
        """The lines until nothing is said for `seconds`."""
        seen: list[str] = []
        with suppress(Empty):
            while True:
                seen.append(self.lines.get(timeout=seconds))
        return seen

    def interrupt(self) -> None:
        """Ctrl-C as a terminal gives it, to every process of the group: it ends so, and without a traceback."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.reader.join(20)
        code, told = self.process.wait(20), self.rest(0.1)
        # Python itself ends by the signal where that met code compiled from a string: shells show both as 130.
        assert code in (130, -signal.SIGINT), told
        assert "Traceback" not in "\n".join(told)

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.reader.join()


def wait_for(path: Path, text: str) -> None:
    end = time.monotonic() + 30
    while not path.is_file() or text not in path.read_text("utf-8"):
        assert time.monotonic() < end, f"{path.name} never said '{text}'"
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("essays", "outlines", "templates/gardeners"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "essays" / "moss.md").write_text("# Moss\n\nMoss grows fast. Nobody knows why.\n", "utf-8")
    (tmp_path / "outlines" / "moss.yaml").write_text(OUTLINE, "utf-8")
    (tmp_path / "templates" / "gardeners" / "audience.yaml").write_text("extends: executive\ntheme: brand.pptx\n")
    (tmp_path / "templates" / "gardeners" / "brand.pptx").write_bytes((BUILTIN / "default" / "warm.pptx").read_bytes())
    return tmp_path


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """A test that fails leaves nothing that runs on."""
    yield
    while Watching.started:
        Watching.started.pop().end()


@pytest.fixture
def watching(folder: Path) -> Watching:
    return Watching(folder, "--audience", "board,gardeners")


def edit(path: Path, old: str, new: str) -> None:
    """Saves as editors do, in one go: on a busy machine a half-written file could stand still for a while."""
    beside = path.with_suffix(".new")
    beside.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    beside.replace(path)


def test_each_edit_is_told_and_builds_what_depends_on_it(folder: Path, watching: Watching) -> None:
    watching.until("Waiting for changes")
    outline, gardeners = folder / "outlines" / "moss.yaml", folder / "templates" / "gardeners"

    edit(outline, "Buy moss.", "Sell moss.")
    assert watching.until("built again")[0] == "outlines/moss.yaml changed"
    told = "\n".join(watching.until("Sell moss."))
    assert "moss.gardeners.pptx built again, and is the same" in told
    assert "moss.board.pptx slide" in told

    watching.rest()
    edit(folder / "essays" / "moss.md", "Nobody knows", "Everybody knows")
    assert watching.until("built again")[0] == "essays/moss.md changed"
    assert len([line for line in watching.rest() if "built again" in line]) == 3

    (gardeners / "brief.md.j2").write_text("# {{ view.thesis }}\n", "utf-8")
    assert watching.until("built again") == [
        "templates/gardeners/brief.md.j2 changed", "moss.gardeners.md built again"
    ]  # fmt: skip
    assert not [line for line in watching.rest() if "built again" in line]

    (gardeners / "brand.pptx").write_bytes((BUILTIN / "default" / "dark.pptx").read_bytes())
    assert watching.until("built again")[-2:] == [
        "templates/gardeners/brand.pptx changed", "moss.gardeners.pptx built again"
    ]  # fmt: skip
    assert not [line for line in watching.rest() if "built again" in line]

    edit(outline, "thesis:", "theses:")
    assert "outlines/moss.yaml:2:1: unknown key 'theses' (did you mean 'thesis'?)" in watching.until("unknown key")
    edit(outline, "theses: Moss matters.", "thesis: Moss prevails.")
    watching.until("Moss prevails.")

    watching.rest()
    (folder / "outlines" / "fern.yaml").write_text("essay: {titel: Fern}\n", "utf-8")
    edit(outline, "Moss prevails.", "Moss wins.")
    assert "moss.board.pptx slide" in "\n".join(watching.until("Moss wins.")), "also beside another one's mistakes"

    watching.interrupt()


def test_quiet_says_nothing_but_mistakes_and_json_nothing_but_json(folder: Path) -> None:
    outline = folder / "outlines" / "moss.yaml"
    watching = Watching(folder, "--audience", "board", "--format", "brief", "--quiet")
    wait_for(folder / "build" / "moss.board.md", "Moss matters")
    edit(outline, "Moss matters", "Moss spreads")
    wait_for(folder / "build" / "moss.board.md", "Moss spreads")
    edit(outline, "thesis:", "theses:")
    told = watching.until("unknown key")
    watching.interrupt()
    assert told[-1] == "outlines/moss.yaml:2:1: unknown key 'theses' (did you mean 'thesis'?)"
    assert all(line.startswith("outlines/moss.yaml:") for line in told)
    edit(outline, "theses:", "thesis:")
    watching = Watching(folder, "--audience", "board", "--format", "brief", "--json")
    first = json.loads("\n".join(watching.until_line("}")))
    edit(outline, "Moss spreads", "Moss stays")
    second = json.loads("\n".join(watching.until_line("}")))
    watching.interrupt()
    assert [result["changed"] for result in (first, second)] == [
        [],
        ["build/moss.board.md", "build/moss.manifest.json"],
    ]


def test_a_folder_that_goes_for_a_moment_is_missed_and_built_again_when_it_is_back(folder: Path) -> None:
    watching = Watching(folder, "--audience", "gardeners,board", "--format", "brief")
    watching.until("Waiting for changes")
    built = sorted((folder / "build").iterdir())
    (folder / "outlines").rename(folder / "away")
    watching.until("outlines: there is no such folder here")
    (folder / "away").rename(folder / "outlines")
    watching.until("outlines/moss.yaml changed")
    watching.until("nothing depends on it")
    assert sorted((folder / "build").iterdir()) == built
    edit(folder / "outlines" / "moss.yaml", "Moss matters", "Moss spreads")
    watching.until("moss.board.md built again")

    watching.rest()
    (folder / "templates" / "gardeners").rename(folder / "away")
    assert watching.until("gardeners")[0].startswith("templates/gardeners/audience.yaml, ")
    watching.until("there is no audience 'gardeners'")  # were it back before the build looks, there would be no mistake
    (folder / "away").rename(folder / "templates" / "gardeners")
    told = watching.until("nothing depends on it")
    changed = next(line for line in told if line.endswith(" changed"))
    assert all(name.startswith("templates/gardeners/") for name in changed.removesuffix(" changed").split(", "))
    watching.interrupt()


def test_what_is_not_there_yet_is_built_when_it_comes(folder: Path) -> None:
    (folder / "templates").rename(folder / "mine")
    (folder / "outlines").rename(folder / "away")
    watching = Watching(folder, "--audience", "partners", "--format", "brief")
    watching.until("Waiting for changes")
    (folder / "outlines").mkdir()
    watching.rest()
    (folder / "outlines" / "moss.yaml").write_text(OUTLINE, "utf-8")
    watching.until("partners")
    (folder / "templates").mkdir()
    watching.rest()
    (folder / "templates" / "partners").mkdir()
    watching.rest()
    (folder / "templates" / "partners" / "audience.yaml").write_text("extends: board\n", "utf-8")
    assert watching.until("built again")[-2:] == [
        "templates/partners/audience.yaml changed", "moss.partners.md built again"
    ]  # fmt: skip
    watching.interrupt()


def test_an_audience_that_is_made_meanwhile_is_one_of_all(folder: Path) -> None:
    watching = Watching(folder, "--audience", "all", "--format", "brief")
    watching.until("Waiting for changes")
    (folder / "templates" / "partners").mkdir()
    watching.rest()
    (folder / "templates" / "partners" / "audience.yaml").write_text("extends: board\n", "utf-8")
    watching.until("moss.partners.md built again")
    watching.interrupt()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_at_any_moment_leaves_whole_files(folder: Path, jobs: str) -> None:
    outlines, out = folder / "outlines", folder / "build"
    for number in range(4):
        (outlines / f"more{number}.yaml").write_text(OUTLINE, "utf-8")
    for wait in (0.0, 0.1, 0.2):
        watching = Watching(folder, "--audience", "board", "--jobs", jobs)
        watching.until("Waiting for changes")
        for number in range(4):
            edit(outlines / f"more{number}.yaml", "Moss grows.", f"Moss grows {wait}.")
        watching.until("changed")
        time.sleep(wait)
        watching.interrupt()
        for deck in out.glob("*.pptx"):
            with ZipFile(deck) as archive:
                assert archive.testzip() is None
        assert not [path for path in out.rglob("*") if path.name.startswith(".briefgen-")]
