"""What the documentation shows is what happens: commands, their output, files and Python; references are not stale."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from reference import COMMANDS, commands_reference
from test_help import parse

from briefgen import cli
from briefgen.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in ("view.md", "commands.md"))
READMES = sorted(ROOT.glob("README*.md"))
FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"(?<!!)\[[^]]*\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("page", [*READMES, *PAGES], ids=lambda path: path.stem)
def test_a_page_does_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    if page.stem != "start" and page not in READMES:
        typed("briefgen new my-briefing", capsys, monkeypatch)
        monkeypatch.chdir("my-briefing")
    for kind, info, body in FENCE.findall(page.read_text("utf-8")):
        if kind == "console":
            shown = "".join(typed(line[2:], capsys, monkeypatch) for line in body.splitlines() if line[:2] == "$ ")
            assert re.fullmatch(pattern_of(body), shown, re.S), f"{page.name} shows\n{body}\nbut it is\n{shown}"
        elif kind == "python":
            exec(compile(body, page.name, "exec"), {"__name__": "docs"})
        elif info:
            Path(info).parent.mkdir(parents=True, exist_ok=True)
            Path(info).write_text(body, "utf-8")


def typed(line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a line shows when it is typed; a status other than 0 is shown, too."""
    program, *arguments = shlex.split(line)
    if program == "cd":
        monkeypatch.chdir(arguments[0])
        return f"$ {line}\n"
    assert program == "briefgen"
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    shown = capsys.readouterr()
    status = f"exit {stop.value.code}\n" if stop.value.code else ""
    return f"$ {line}\n{shown.err}{shown.out}{status}"


def pattern_of(body: str) -> str:
    """The block as a regular expression, in which … stands for anything."""
    return ".*".join(map(re.escape, body.split("…")))


@pytest.mark.parametrize("page", [*READMES, *PAGES], ids=lambda path: path.name)
def test_every_line_that_is_only_shown_is_a_command_with_its_options(page: Path) -> None:
    lines = re.findall(r"^    (briefgen .*)$", page.read_text("utf-8"), re.M)
    inline = re.findall(r"`(briefgen [a-z]+ [^`…]*[^`…\s])`", page.read_text("utf-8"))
    for line in (*lines, *(text for text in inline if not re.search(r"\b(?:NAME|ESSAY|DIR|FILE|AUDIENCE)\b", text))):
        parse(line)


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_every_outline_that_is_shown_checks(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "outlines", tmp_path / "outlines")
    shutil.copytree(ROOT / "outlines" / "essays", tmp_path / "essays")
    monkeypatch.chdir(tmp_path)
    shown = [body for kind, _, body in FENCE.findall(page.read_text("utf-8")) if kind == "yaml"]
    assert shown
    for body in shown:
        Path("outlines/shown.yaml").write_text(body, "utf-8")
        assert "\n1 outline checked, 0 warnings\n" in typed("briefgen check outlines/shown.yaml", capsys, monkeypatch)


@pytest.mark.parametrize("page", [*READMES, *PAGES], ids=lambda path: path.name)
def test_no_link_is_dead(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_reference_of_commands_is_not_stale() -> None:
    assert COMMANDS.read_text("utf-8") == commands_reference(), "run `make reference`"


def test_every_command_has_an_example_and_fits_a_screen() -> None:
    for section in commands_reference().split("\n## ")[1:]:
        assert len(section.splitlines()) < 35, section.partition("\n")[0]
        assert "\n    briefgen " in section, section.partition("\n")[0]


def test_the_list_of_commands_says_what_their_own_help_says() -> None:
    for name, (_, line) in cli.COMMANDS.items():
        assert cli.read_command(name).help.partition("\n")[0] == line


def test_the_hooks_and_the_workflow_type_commands_that_there_are() -> None:
    import yaml
    from typer.main import get_command

    from briefgen.cli import app

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    workflow = yaml.safe_load((ROOT / "docs" / "briefgen-check.yml").read_text("utf-8"))
    lines = [hook["entry"] for hook in hooks]
    lines += [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert {line.split()[1] for line in lines if line.startswith("briefgen ")} == {"check", "build", "verify"}
    assert known >= {"check", "build", "verify"}
    assert {hook["id"] for hook in hooks} == {"briefgen-check", "briefgen-verify"}
    [check, verify] = hooks
    assert all(re.search(check["files"], path) for path in ("outlines/a.yaml", "essays/a.md", "templates/x/y.j2"))
    assert all(re.search(verify["files"], path) for path in ("build/a.board.md", "sent/a.pptx"))
    assert not re.search(verify["files"], "essays/a.md")
