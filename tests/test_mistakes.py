"""Runs tests/mistakes.md: every mistake gets its message and status, and leaves no file behind."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefgen.cli import main

BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Case:
    title: str
    files: tuple[tuple[str, str, str], ...]
    """Path, encoding, content."""
    console: str


def read_cases() -> list[Case]:
    text = Path(__file__).with_name("mistakes.md").read_text("utf-8")
    pieces = re.split(r"^(```.*?^```$)", text, flags=re.M | re.S)
    marked = "".join(piece if piece.startswith("```") else piece.replace("\n## ", "\n\0") for piece in pieces)
    return [_case(part) for part in marked.split("\n\0")[1:]]


def _case(part: str) -> Case:
    files, console = [], ""
    for kind, info, body in BLOCK.findall(part):
        if kind == "console":
            console += body
        else:
            path, _, encoding = info.partition(" ")
            files.append((path, encoding or "utf-8", body))
    return Case(part.partition("\n")[0], tuple(files), console)


def run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a typed line prints and its exit status, as mistakes.md writes it."""
    try:
        main(shlex.split(line)[1:])
        status = 0
    except SystemExit as stop:
        status = int(stop.code or 0)
    shown = capsys.readouterr()
    return f"$ {line}\n{shown.err}{shown.out}exit {status}\n"


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in read_cases()])
def test_mistake(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, encoding, content in case.files:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode(encoding))
    before = sorted(p for p in tmp_path.rglob("*") if p.is_file())
    typed = [line[2:] for line in case.console.splitlines() if line.startswith("$ ")]
    assert typed, "a case types something"
    assert "".join(run(line, capsys) for line in typed) == case.console
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == before
