"""After a change only what depends on it is made anew."""

from __future__ import annotations

import threading
import time
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from PIL import Image

from briefgen.audience import BUILTIN
from briefgen.build import Request, check_request
from briefgen.errors import BriefgenError
from briefgen.essay import check_of
from briefgen.run import How, run_build
from briefgen.watch import sources_of, watch_files

OUTLINE = """\
essay: {{title: {name}, language: en, file: {name}.md}}
thesis: {name} matters.
arguments:
  - claim: {name} grows.
    quotes: [{{text: {name} grows fast.}}]
"""
MOSS = {"Moss.executive.md", "Moss.executive.pptx", "Moss.gardeners.md", "Moss.gardeners.pptx"}
FERN = {name.replace("Moss", "Fern") for name in MOSS}
GARDENERS = {name for name in MOSS | FERN if "gardeners" in name}
DECKS = {name for name in MOSS | FERN if name.endswith(".pptx")}


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
        out=tmp_path / "build",
        templates=(tmp_path / "templates",),
    )


def made_anew(request: Request, path: Path, old: str = "", new: str = "") -> set[str]:
    """The outputs that are made again after a change to a file, which is one of those that are watched."""
    run_build(request)
    assert run_build(request).made == ()
    text = path.read_text("utf-8").replace(old, new) if old else new
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    assert path in sources_of(request)
    time.sleep(0.01)
    return {made.name for made in run_build(request).made}


def assert_as_if_all_were_built(request: Request) -> None:
    whole = replace(request, out=request.out.with_name("whole"))
    run_build(whole, How(anew=True))
    there = {path.name: path.read_bytes() for path in request.out.iterdir() if path.is_file()}
    assert there == {path.name: path.read_bytes() for path in whole.out.iterdir() if path.is_file()}


def test_a_changed_outline_makes_its_outputs(project: Request) -> None:
    assert made_anew(project, project.outlines[0], "Moss matters", "Moss spreads") == MOSS


def test_a_changed_essay_makes_the_outputs_of_its_outline(project: Request) -> None:
    essay = project.outlines[1].with_name("Fern.md")
    assert made_anew(project, essay, "Nobody knows why", "Everybody knows") == FERN


def test_a_changed_audience_makes_its_outputs(project: Request) -> None:
    audience = project.templates[0] / "gardeners" / "audience.yaml"
    assert made_anew(project, audience, new="extends: executive\nbrief: [thesis]\n") == GARDENERS
    assert made_anew(project, audience, new="# a comment\nextends: executive\nbrief: [thesis]\n") == set()


def test_a_changed_template_makes_what_is_rendered_from_it(project: Request) -> None:
    brief = project.templates[0] / "gardeners" / "brief.md.j2"
    assert made_anew(project, brief, new="# {{ view.thesis }}\n") == GARDENERS - DECKS
    assert (project.out / "Moss.gardeners.md").read_text("utf-8") == "# Moss matters.\n"
    assert made_anew(project, brief, new="## {{ view.thesis }}\n") == GARDENERS - DECKS
    assert (project.out / "Moss.gardeners.md").read_text("utf-8") == "## Moss matters.\n"


def test_a_template_that_stands_before_the_built_in_one_makes_what_was_rendered_from_that(project: Request) -> None:
    (project.templates[0] / "executive").mkdir()
    storyboard = project.templates[0] / "executive" / "storyboard.md.j2"
    assert made_anew(project, storyboard, new='{% extends "builtin/executive/storyboard.md.j2" %}\n') == DECKS
    assert_as_if_all_were_built(project)
    storyboard.unlink()
    assert {path.name for path in run_build(project).made} == DECKS


def test_a_template_that_another_one_extends_or_includes_is_among_what_is_read(project: Request) -> None:
    folder = project.templates[0] / "gardeners"
    (folder / "brief.md.j2").write_text('# {{ view.thesis }}\n\n{% include "gardeners/foot.md.j2" %}\n', "utf-8")
    (folder / "foot.md.j2").write_text("{{ view.title }}.\n", "utf-8")
    assert made_anew(project, folder / "foot.md.j2", new="{{ view.title }}\n") == GARDENERS - DECKS
    assert made_anew(project, folder / "foot.md.j2", new="*{{ view.title }}*\n") == GARDENERS - DECKS


def test_a_changed_theme_makes_the_decks_that_take_it(project: Request, tmp_path: Path) -> None:
    brand = project.templates[0] / "gardeners" / "brand.pptx"
    brand.write_bytes((BUILTIN / "default" / "warm.pptx").read_bytes())
    (brand.with_name("audience.yaml")).write_text("extends: executive\ntheme: brand.pptx\n", "utf-8")
    run_build(project)
    brand.write_bytes((BUILTIN / "default" / "dark.pptx").read_bytes())
    assert {path.name for path in run_build(project).made} == GARDENERS & DECKS
    assert made_anew(project, brand.with_name("brand.map.yaml"), new="content: Sources\n") == GARDENERS & DECKS


def test_a_changed_essay_makes_the_digests_that_draw_on_it(project: Request, tmp_path: Path) -> None:
    (tmp_path / "Oak.yaml").write_text("essay: {title: Oak, language: en}\nthesis: O.\narguments: [{claim: Oak.}]\n")
    (tmp_path / "both.yaml").write_text(
        "digest: {title: Both, language: en, essays: [Moss.yaml, Fern.yaml]}\nthesis: Both grow.\n"
        "themes: [{claim: Both grow, draws_on: [Moss/a1, Fern/a1]}]\n"
    )
    outlines = (*project.outlines, tmp_path / "Oak.yaml", tmp_path / "both.yaml")
    request = replace(project, outlines=outlines, formats=("brief",), audiences=("executive",))
    essay = tmp_path / "Fern.md"
    assert made_anew(request, essay, "Nobody knows", "Everybody knows") == {"Fern.executive.md", "both.executive.md"}
    (tmp_path / "Oak.yaml").write_text("essay: {title: Oak, language: en}\nthesis: O.\narguments: [{claim: Oaks.}]\n")
    assert {path.name for path in run_build(request).made} == {"Oak.executive.md"}


def test_the_theme_asked_for_is_watched(project: Request, tmp_path: Path) -> None:
    assert BUILTIN / "default" / "theme.pptx" in sources_of(project)
    assert BUILTIN / "default" / "dark.pptx" in sources_of(replace(project, theme=Path("dark")))
    assert tmp_path / "brand.pptx" in sources_of(replace(project, theme=tmp_path / "brand.pptx"))


def test_a_changed_picture_makes_the_decks_that_show_it(
    project: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (40, 30), "red").save("logo.png")
    slide = "## {{ view.thesis }}\n\n![](logo.png)\n"
    (project.templates[0] / "gardeners" / "storyboard.md.j2").write_text(slide, "utf-8")
    assert Path("logo.png") in run_build(project).report.inputs
    Image.new("RGB", (40, 30), "blue").save("logo.png")
    assert {path.name for path in run_build(project).made} == GARDENERS & DECKS
    with ZipFile(project.out / "Moss.gardeners.pptx") as deck:
        shown = [deck.read(name) for name in deck.namelist() if name.endswith(".png")]
    assert Path("logo.png").read_bytes() in shown


def test_another_audience_or_format_makes_what_is_not_there_yet(project: Request) -> None:
    run_build(replace(project, audiences=("gardeners",), formats=("brief",)))
    assert {path.name for path in run_build(project).made} == (MOSS | FERN) - (GARDENERS - DECKS)
    assert_as_if_all_were_built(project)


def test_an_essay_that_turns_up_makes_the_outputs_of_its_outline(project: Request, tmp_path: Path) -> None:
    essay = tmp_path / "Moss.md"
    digest = sha256(essay.read_bytes()).hexdigest()
    text = project.outlines[0].read_text("utf-8").replace("file: Moss.md", f"sha256: {digest}")
    project.outlines[0].write_text(
        text.replace("text: Moss grows fast.", f'at: 0.1.1, check: "{check_of("Moss grows fast.")}"'), "utf-8"
    )
    (tmp_path / "essays").mkdir()
    request = replace(project, essays=(tmp_path / "essays",))
    run_build(request)
    assert run_build(request).made == ()
    essay.rename(tmp_path / "essays" / "moss.md")
    assert {path.name for path in run_build(request).made} == MOSS
    assert "Moss grows fast." in (project.out / "Moss.executive.md").read_text("utf-8")


def test_a_pinned_essay_that_is_away_leaves_its_places_and_makes_the_outputs_when_it_is_back(
    project: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The folder of the results is made beside the essay that is away: the build's own doing is no change.
    monkeypatch.setattr("briefgen.run.check_request", lambda request: (time.sleep(0.05), check_request(request))[1])
    outline, essay = project.outlines[0], project.outlines[0].with_name("Moss.md")
    text, words = outline.read_text("utf-8"), essay.read_bytes()
    outline.write_text(text.replace("Moss.md}", f"Moss.md, sha256: {sha256(words).hexdigest()}}}"), "utf-8")
    essay.unlink()
    request = replace(project, outlines=(outline,))
    [warning] = [str(warning) for warning in run_build(request).report.warnings]
    assert "warning: the essay is not at hand: there is no file 'Moss.md'; quotes show only their places" in warning
    assert "Moss grows fast." not in (project.out / "Moss.executive.md").read_text("utf-8")
    assert run_build(request).made == ()
    assert essay in sources_of(request)
    essay.write_bytes(words + b"More.\n")
    assert {path.name for path in run_build(request).made} == MOSS
    assert "Moss grows fast." in (project.out / "Moss.executive.md").read_text("utf-8")
    essay.unlink()
    outline.write_text(text, "utf-8")
    with pytest.raises(BriefgenError, match=r"the essay 'Moss.md' does not exist"):
        run_build(request)


@pytest.mark.parametrize("wrong", ["", "thesys: B.\n", "arguments: []\n"])
def test_what_a_wrong_outline_or_digest_names_is_watched(tmp_path: Path, wrong: str) -> None:
    """Their mistakes are told with its own, and may be mended first."""
    outline, digest = tmp_path / "a.yaml", tmp_path / "d.yaml"
    outline.write_text(f"essay: {{title: A, file: essay.md}}\n{wrong}", "utf-8")
    digest.write_text(f"digest: {{title: D, essays: [a.yaml, d.yaml]}}\n{wrong}", "utf-8")
    read = sources_of(Request(outlines=(digest,)))
    assert {digest, outline, tmp_path / "essay.md"} <= read


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
    assert len(run_build(project).tallies) == 2


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


def test_a_file_that_is_being_written_is_told_when_it_stands_still(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    seen: list[str] = []
    stop = threading.Event()

    def follow() -> None:
        for _ in watch_files(lambda: (path,), stop):
            seen.append(path.read_text())
            stop.set()

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.3)
    with path.open("w") as file:
        for number in range(15):
            file.write(f"{number} ")
            file.flush()
            time.sleep(0.02)
    thread.join(10)
    assert seen == ["".join(f"{number} " for number in range(15))]
