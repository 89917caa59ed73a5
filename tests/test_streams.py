"""What is printed: the same bytes on every machine, and no traceback where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen import cli

ESSAY = "# 产业互联网\n\n一、连接不是目的。产业的改造才是目的。\n\n二、平台要先有用。没有用的平台没有人来。\n"
ENGLISH = "# Bread\n\nFirst, bake less. Second, sell sooner.\n"
OUTLINE = "essay: {title: Bread, language: en}\nthesis: B.\narguments: [{claim: Bake less.}]\n"
ROOT = str(Path(__file__).parents[1])

BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"PYTHONPATH": ROOT}
"""So that output fails at the end only, as it usually does."""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "briefgen", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**BUFFERED, **environment})


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gb18030"])
def test_what_goes_into_a_file_or_pipe_is_utf_8_whatever_the_machine_speaks(encoding: str, tmp_path: Path) -> None:
    essay = tmp_path / "e.md"
    essay.write_text(ESSAY, "utf-8")
    usual, odd = (run("outline", str(essay), **more) for more in ({}, {"PYTHONIOENCODING": encoding}))
    assert (odd.returncode, odd.stdout, odd.stderr) == (0, usual.stdout, usual.stderr)
    assert "连接不是目的" in odd.stdout.decode()


def test_a_message_names_files_in_their_own_letters(tmp_path: Path) -> None:
    told = run("outline", str(tmp_path / "产业.md"), PYTHONIOENCODING="ascii")
    assert "产业.md: cannot read" in told.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")
@pytest.mark.parametrize("arguments", [("outline", "e.md"), ("--help",), ("schema", "outline")])
def test_a_full_disk_behind_the_output_is_told(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "e.md").write_text(ENGLISH, "utf-8")
    command = [sys.executable, "-m", "briefgen", *arguments]
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False, env=BUFFERED
        )
    assert process.stderr == "standard output: cannot be written: No space left on device (is the disk full?)\n"
    assert process.returncode == 1


def test_who_reads_only_the_beginning_ends_the_program_without_a_word() -> None:
    command = [sys.executable, "-m", "briefgen", "--version"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BUFFERED) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.parametrize("error", ["OSError(9, 'Bad file descriptor')", "BriefgenError(Problem('x', 1, 1, 'y'))"])
def test_an_error_while_an_interrupt_is_answered_is_the_interrupt(error: str) -> None:
    code = f"""\
from briefgen import cli
from briefgen.errors import BriefgenError, Problem
def command(arguments):
    try:
        raise KeyboardInterrupt
    finally:
        raise {error}
cli.app = command
cli.main()
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=BUFFERED)
    assert (told.returncode, told.stdout, told.stderr) == (130, b"", b"")


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_a_closed_stream_keeps_no_command_from_its_work(closed: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(OUTLINE, "utf-8")
    line = f'"{sys.executable}" -m briefgen build x.yaml --anew --format brief {closed}'
    process = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=BUFFERED, check=False)
    assert process.returncode == 0
    assert (tmp_path / "build" / "x.executive.md").is_file()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder here that nobody can write into")
def test_a_shell_s_file_that_cannot_be_written_is_told() -> None:
    as_named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}  # not the shell that happens to run the tests
    told = run("--install-completion", "bash", HOME="/proc", **as_named)
    message = "/proc/.bashrc: cannot be written: No such file or directory (name a file in /proc)\n"
    assert told.stderr.decode() == message
    assert told.returncode == 1


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def work(arguments: list[str]) -> None:
        raise MemoryError

    monkeypatch.setattr(cli, "app", work)
    with pytest.raises(SystemExit, match="1"):
        cli.main(["build"])
    assert capsys.readouterr().err.startswith("memory: there is too little")
