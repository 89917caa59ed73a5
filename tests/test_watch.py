"""After a change only what depends on it is made anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefgen.audience import BUILTIN
from briefgen.build import Request
from briefgen.errors import BriefgenError
from briefgen.run import run_build
from briefgen.watch import sources_of, watch_files

OUTLINE = """\
essay: {{title: {name}, language: en, file: {name}.md}}
thesis: {name} matters.
arguments:
  - claim: {name} grows.
    quotes: [{{text: {name} grows fast.}}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Request:
    for name in ("Moss", "Fern"):
        (tmp_path / f"{name}.md").write_text(f"{name} grows fast. Nobody knows why.\n", "utf-8")
        (tmp_path / f"{name}.yaml").write_text(OUTLINE.format(name=name), "utf-8")
    audience = tmp_path / "templates" / "gardeners" / "audience.yaml"
    audience.parent.mkdir(parents=True)
    audience.write_text("extends: executive\n", "utf-8")
    return Request(
        outlines=(tmp_path / "Moss.yaml", tmp_path / "Fern.yaml"),
        audiences=("executive", "gardeners"),
        formats=("brief",),
        out=tmp_path / "build",
        templates=(tmp_path / "templates",),
    )


def made_anew(request: Request, change: Callable[[], Path]) -> set[str]:
    """The outlines that are built again after a change to one of the files that are watched."""
    run_build(request)
    path = change()
    assert path in sources_of(request)
    time.sleep(0.01)
    _, changed = run_build(request)
    return {path.name.partition(".")[0] for path in changed}


def edit(path: Path, old: str = "", new: str = "") -> Callable[[], Path]:
    def change() -> Path:
        path.write_text(path.read_text("utf-8").replace(old, new) if old else new, "utf-8")
        return path

    return change


def test_a_changed_outline_is_built_again(project: Request) -> None:
    assert made_anew(project, edit(project.outlines[0], "Moss matters", "Moss spreads")) == {"Moss"}


def test_a_changed_essay_builds_its_outline_again(project: Request) -> None:
    change = edit(project.outlines[1].with_name("Fern.md"), "Nobody knows why", "Everybody knows")
    assert made_anew(project, change) == {"Fern"}


def test_a_changed_audience_or_template_builds_what_is_for_it(project: Request) -> None:
    folder = project.templates[0] / "gardeners"
    assert made_anew(project, edit(folder / "audience.yaml", new="extends: executive\nbrief: [thesis]\n")) == {
        "Moss", "Fern"
    }  # fmt: skip
    assert made_anew(project, edit(folder / "brief.md.j2", new="# {{ view.thesis }}\n")) == {"Moss", "Fern"}
    assert (project.out / "Moss.gardeners.md").read_text("utf-8") == "# Moss matters.\n"
    assert made_anew(project, edit(folder / "brief.md.j2", new="## {{ view.thesis }}\n")) == {"Moss", "Fern"}
    assert (project.out / "Moss.gardeners.md").read_text("utf-8") == "## Moss matters.\n"


def test_a_changed_theme_is_watched(project: Request, tmp_path: Path) -> None:
    assert BUILTIN / "default" / "theme.pptx" in sources_of(project)
    assert tmp_path / "brand.pptx" in sources_of(replace(project, theme=tmp_path / "brand.pptx"))


def test_what_is_not_read_is_not_watched(project: Request, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("a note")
    assert tmp_path / "note.md" not in sources_of(project)
    assert tmp_path / "note.md" in sources_of(replace(project, essays=(tmp_path,)))


def test_an_outline_with_mistakes_is_made_when_they_are_gone(project: Request) -> None:
    good = project.outlines[0].read_text("utf-8")
    project.outlines[0].write_text("nonsense: [", "utf-8")
    with pytest.raises(BriefgenError):
        run_build(project)
    assert project.outlines[0] in sources_of(project)
    project.outlines[0].write_text(good, "utf-8")
    assert len(run_build(project)[0].manifests) == 2


def test_changes_arrivals_and_departures_are_seen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1")
    (tmp_path / "other").mkdir()
    stop, seen = threading.Event(), []

    def follow() -> None:
        for changed in watch_files(lambda: tmp_path.glob("*.txt"), stop):
            seen.append({path.name for path in changed})  # noqa: PERF401 - read while it grows

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.3)
    for act in (
        lambda: (tmp_path / "a.txt").write_text("two"),
        lambda: (tmp_path / "b.txt").write_text("new"),
        lambda: (tmp_path / "a.txt").unlink(),
    ):
        count = len(seen)
        (tmp_path / "other" / "x.txt").write_text(str(count))
        act()
        end = time.monotonic() + 10
        while len(seen) == count and time.monotonic() < end:
            time.sleep(0.01)
    stop.set()
    thread.join(10)
    assert seen == [{"a.txt"}, {"b.txt"}, {"a.txt"}]
