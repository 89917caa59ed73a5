"""The shell completes commands, options, audiences and kinds of schema."""

from __future__ import annotations

import pytest

from briefgen.cli import app


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("buil", ["build"]),
        ("build --wat", ["--watch"]),
        ("build --audience bo", ["board"]),
        ("build --audience board,inv", ["board,investors"]),
        ("build -a al", ["all"]),
        ("templates sho", ["show"]),
        ("templates show al", []),
        ("templates new mine --from al", []),
        ("templates show pol", ["policy"]),
        ("templates new mine --from exe", ["executive"]),
        ("schema ma", ["map"]),
    ],
)
def test_the_shell_completes(
    typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = f"briefgen {typed}"
    monkeypatch.setenv("_BRIEFGEN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
    with pytest.raises(SystemExit):
        app(prog_name="briefgen")
    assert capsys.readouterr().out.split() == offered
