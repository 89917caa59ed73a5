"""A newcomer's project builds at once; what to type next depends on what lies in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.cli import main
from briefgen.errors import BriefgenError
from briefgen.starter import EXAMPLES, new_project, next_steps


def run(line: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(line.split())
    return int(stop.value.code or 0)


@pytest.mark.parametrize("language", EXAMPLES)
def test_a_new_project_builds_and_every_quote_is_proved(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(f"new mine --language {language}") == 0
    monkeypatch.chdir(tmp_path / "mine")
    assert run("build --audience committee --format brief --strict") == 0
    assert run("verify build/" + EXAMPLES[language] + ".committee.md") == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert " 0 refused" in shown.out


@pytest.mark.parametrize("language", EXAMPLES)
def test_everything_that_the_project_s_readme_says_to_type_is_a_command(language: str, tmp_path: Path) -> None:
    from typer.main import get_command

    from briefgen.cli import app

    text = new_project(tmp_path / "mine", language)[tmp_path / "mine" / "README.md"].decode()
    typed = [part.split()[1] for part in text.split("`") if part.startswith("briefgen ")]
    assert len(typed) > 4
    assert set(typed) <= set(get_command(app).commands)  # type: ignore[attr-defined]


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine")
    with pytest.raises(BriefgenError, match="there is something here already"):
        new_project(tmp_path / "mine", "en")
    with pytest.raises(BriefgenError, match="there is something here already"):
        new_project(tmp_path / "mine" / "note.txt", "en")
    assert new_project(tmp_path / "other", "en")


def test_what_is_told_to_be_typed_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["new", "有 空格/深 层"])
    assert "Go on with: cd '有 空格/深 层' && " in capsys.readouterr().out
    monkeypatch.chdir("有 空格/深 层")
    with pytest.raises(SystemExit) as stop:
        main(["build", "-a", "board, executive,", "-f", "brief, storyboard"])
    assert not stop.value.code


def test_a_name_that_no_folder_can_have_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(f"new {'a' * 300}") == 1
    assert "a: cannot be made: File name too long" in capsys.readouterr().err


def test_what_comes_next_depends_on_the_folder(tmp_path: Path) -> None:
    assert "briefgen new my-briefing" in next_steps(tmp_path)
    (tmp_path / "README.md").write_text("no essay")
    assert "briefgen new my-briefing" in next_steps(tmp_path)
    (tmp_path / "tides.md").write_text("An essay.")
    assert "briefgen outline tides.md -o outlines/tides.yaml" in next_steps(tmp_path)
    (tmp_path / "outlines").mkdir()
    (tmp_path / "outlines" / "tides.yaml").write_text("")
    assert "briefgen review outlines/tides.yaml --serve" in next_steps(tmp_path)


def test_without_arguments_the_program_says_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("") == 0
    assert capsys.readouterr().out == next_steps(tmp_path) + "\n"


def test_the_doctor_looks_at_machine_and_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run("new mine")
    monkeypatch.chdir(tmp_path / "mine")
    capsys.readouterr()
    assert run("doctor") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  ok  Python: 3.") for line in lines)
    assert "  ok  audiences of templates: committee" in lines
    essay = Path("essays/small-platform.md")
    assert any("outlines/small-platform.yaml" in line and "  ok" in line for line in lines)
    essay.write_text(essay.read_text("utf-8") + "\nMore.\n", "utf-8")
    Path("outlines/x.yaml").write_text("thesis: T")
    assert run("doctor") == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("note  outlines/small-platform.yaml") and "has changed" in line for line in lines)
    assert any(line.startswith(" bad  outlines/x.yaml: key 'arguments' is missing") for line in lines)


@pytest.mark.parametrize("command", ["check", "build", "build --audience all --quiet"])
def test_a_folder_without_outlines_is_no_place_to_work_in(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(command) == 1
    assert capsys.readouterr().err.startswith("outlines: there is no such folder here (name outlines, or go to")
    assert list(tmp_path.iterdir()) == []


def test_the_samples_are_built_for_those_who_ask_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "briefgen build --samples " in next_steps(tmp_path)
    assert run("build --samples --format brief") == 0
    assert (tmp_path / "build" / "small-platform.executive.md").is_file()


def test_the_doctor_looks_at_the_machine_also_where_there_is_no_outline_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("doctor") == 0
    assert "note  outlines: there is no such folder here" in capsys.readouterr().out
    (tmp_path / "outlines").mkdir()
    assert run("doctor") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  ok  Python: 3.") for line in lines)
    assert "note  outlines: holds no outline (outlines end in .yaml)" in lines
    assert run("doctor nowhere") == 1
    assert " bad  nowhere: does not exist" in capsys.readouterr().out


def test_build_closes_with_a_table_unless_it_is_to_be_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run("new mine")
    monkeypatch.chdir(tmp_path / "mine")
    capsys.readouterr()
    assert run("build --audience board,committee --format brief") == 0
    assert capsys.readouterr().out.splitlines() == [
        "outline         audiences  slides  quotes proved  findings",
        "small-platform          2       0         5 of 5         0",
        "0 decks, 2 texts in build; 3 files changed; 0 warnings",
    ]
    assert run("build --format brief --verbose") == 0
    assert "build/small-platform.executive.md\n" in capsys.readouterr().out
    assert run("build --format brief --quiet") == 0
    assert capsys.readouterr() == ("", "")
