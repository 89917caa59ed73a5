"""Each command's --help fits a screen, 30 lines of 100 columns, and shows an example that the command understands."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from typer.main import get_command

from briefgen.cli import COMMANDS, app, main, read_command

LINES, COLUMNS = 30, 100


def every_command() -> list[str]:
    """What is typed after `briefgen` for each command, group and command of a group; first nothing."""
    parts = [(name, part) for name in COMMANDS for part in getattr(read_command(name), "commands", ())]
    return ["", *COMMANDS, *(f"{name} {part}" for name, part in parts)]


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*command.split(), "--help"])
    assert not stop.value.code
    return capsys.readouterr().out


@pytest.mark.parametrize("command", every_command(), ids=lambda name: name or "briefgen")
def test_help_fits_a_screen_and_its_example_can_be_typed(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    lines = help_of(command, capsys).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS
    [example] = [line.strip() for line in lines if line.strip().startswith("Example: ")]
    typed = example.removeprefix("Example: ")
    assert typed.startswith(f"briefgen {command}".rstrip())
    parse(typed)


def parse(typed: str) -> None:
    """Reads a line as the command that it names would, without running it; raises click's UsageError."""
    words = shlex.split(typed.partition(" > ")[0], comments=True)[1:]
    command: Any = get_command(app)
    while hasattr(command, "commands"):
        command = command.get_command(None, words.pop(0))
        assert command, f"no such command: {typed}"
    with command.make_context(command.name, words):
        pass


@pytest.mark.parametrize("typed", ["briefgen build --audiance board", "briefgen new", "briefgen quotes a.md --top few"])
def test_an_example_that_could_not_be_typed_would_be_noticed(typed: str) -> None:
    with pytest.raises(Exception, match=r"(?i)no such option|missing|not a valid"):
        parse(typed)
