"""Audience packs: listed, shown, made from another, and overridden file by file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen.audience import BUILTIN, audience_names, read_audience
from briefgen.briefing import merge_briefing
from briefgen.build import Request, build
from briefgen.errors import BriefgenError
from briefgen.markdown import render_brief, render_storyboard
from briefgen.outline import read_outline
from briefgen.output import write_files
from briefgen.packs import new_pack, read_packs, show_pack
from briefgen.view import view_for
from tests.reference import PAGE, view_reference

SAMPLES = Path(__file__).parents[1] / "outlines"


def brief_for(name: str, *folders: Path) -> str:
    briefing = merge_briefing(read_outline(SAMPLES / "small-platform.yaml"), None)[0]
    return render_brief(view_for(briefing, read_audience(name, folders)))


def test_every_audience_that_ships_renders_in_both_languages() -> None:
    names = audience_names((BUILTIN,))
    assert names == ("board", "engineers", "executive", "investors", "operations", "policy")
    for outline in ("small-platform", "service-shift"):
        briefing = merge_briefing(read_outline(SAMPLES / f"{outline}.yaml"), None)[0]
        briefs = [
            render_brief(view_for(briefing, read_audience(n, (BUILTIN,)), lang)) for n in names for lang in ("", "zh")
        ]
        assert len(set(briefs)) >= len(names)
        for name in names:
            assert "## " in render_storyboard(view_for(briefing, read_audience(name, (BUILTIN,))))


def test_the_audiences_say_the_same_words_for_the_same_things() -> None:
    for pack in read_packs((BUILTIN,)):
        labels = pack.audience.labels
        assert set(labels["zh"]) == set(labels["en"]), pack.audience.name


def test_a_new_audience_starts_as_the_one_it_is_from(tmp_path: Path) -> None:
    write_files(new_pack("regulators", "policy", tmp_path, ()))
    mine, theirs = brief_for("regulators", tmp_path, BUILTIN), brief_for("policy", BUILTIN)
    assert mine.replace("regulators", "policy makers") == theirs
    shown = show_pack(read_packs((tmp_path, BUILTIN))[-1])
    assert shown.startswith("regulators: regulators extends policy extends default\n")


def test_a_folder_overrides_file_by_file(tmp_path: Path) -> None:
    board = tmp_path / "board"
    board.mkdir()
    body = '{% extends "builtin/board/brief.md.j2" %}{% block sources %}\nEnd.\n{% endblock %}'
    (board / "brief.md.j2").write_text(body, "utf-8")
    brief = brief_for("board", tmp_path, BUILTIN)
    assert brief.endswith("\nEnd.\n")
    assert "What the board is asked to decide" in brief


@pytest.mark.parametrize("name", ["a/b", "..", "", "default", "con*"])
def test_a_name_that_is_no_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BriefgenError, match="an audience cannot be named"):
        new_pack(name, "board", tmp_path, ())


def test_audiences_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "audience.yaml").write_text(f"extends: {other}\n", "utf-8")
    with pytest.raises(BriefgenError, match=r"extend each other: a extends b extends a"):
        read_audience("a", (tmp_path, BUILTIN))


def test_the_reference_of_the_view_is_not_stale() -> None:
    assert PAGE.read_text("utf-8") == view_reference(), "make reference"


def deck_for(folder: Path, theme: str) -> Path:
    """The theme of the deck of an audience in `folder/templates/mine`, whose `theme:` says so."""
    mine = folder / "templates" / "mine"
    mine.mkdir(parents=True, exist_ok=True)
    (mine / "audience.yaml").write_text(f"extends: board\ntheme: {theme}\n", "utf-8")
    build(Request((SAMPLES / "small-platform.yaml",), ("mine",), ("deck",), templates=(folder / "templates",)))
    return read_audience("mine", (folder / "templates", BUILTIN)).theme


@pytest.mark.parametrize("place", ["templates/mine", "templates/mine/sub", "templates", "elsewhere"])
def test_a_theme_is_named_by_its_path_from_the_audience(place: str, tmp_path: Path) -> None:
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "brand.pptx").write_bytes((BUILTIN / "default" / "warm.pptx").read_bytes())
    named = os.path.relpath(tmp_path / place / "brand.pptx", tmp_path / "templates" / "mine")
    assert deck_for(tmp_path, named).samefile(tmp_path / place / "brand.pptx")
    assert deck_for(tmp_path, str(tmp_path / place / "brand.pptx")) == tmp_path / place / "brand.pptx"


def test_a_theme_of_ours_is_named_as_on_the_command_line(tmp_path: Path) -> None:
    assert deck_for(tmp_path, "dark") == BUILTIN / "default" / "dark.pptx"
    assert deck_for(tmp_path, "light") == BUILTIN / "default" / "theme.pptx"


@pytest.mark.parametrize(
    "named", ["../brand.pptx", "sub/brand.pptx", ".", "..", "/no/brand.pptx", "brand.pptx", "drak"]
)
def test_a_theme_that_is_not_there_is_told_at_its_line(named: str, tmp_path: Path) -> None:
    with pytest.raises(BriefgenError) as caught:
        deck_for(tmp_path, named)
    assert str(caught.value).startswith(f"{tmp_path}/templates/mine/audience.yaml:2:8: there is no theme '")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("limits: {points: -1}", "2:18: 'points' cannot be less than 0 (0 is no limit)"),
        ("deck: [thesis, asks, thesis]", "2:22: the part 'thesis' is there already (name each part once)"),
        ("digest_brief: [themes, themes]", "2:24: the part 'themes' is there already (name each part once)"),
    ],
)
def test_what_an_audience_cannot_mean_is_told(said: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "audience.yaml").write_text(f"extends: board\n{said}\n", "utf-8")
    with pytest.raises(BriefgenError) as caught:
        read_audience("mine", (tmp_path, BUILTIN))
    assert str(caught.value) == f"{tmp_path}/mine/audience.yaml:{message}"
