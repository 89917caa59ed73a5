"""Files are written whole or not at all."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pptx import Presentation

from briefgen.cli import main
from briefgen.commands.show import show_problems
from briefgen.errors import BriefgenError, Problem
from briefgen.output import check_name, write_files
from briefgen.readers import read_essay


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_folders_are_made_and_only_changes_are_written(tmp_path: Path) -> None:
    files = {tmp_path / "a" / "x.md": b"1", tmp_path / "a" / "y.md": b"2"}
    assert write_files(files) == tuple(files)
    os.utime(tmp_path / "a" / "x.md", ns=(1, 1))
    assert write_files({**files, tmp_path / "a" / "y.md": b"3"}) == (tmp_path / "a" / "y.md",)
    assert (tmp_path / "a" / "x.md").stat().st_mtime_ns == 1
    assert names(tmp_path) == ["a", "a/x.md", "a/y.md"]


def test_if_one_file_cannot_be_written_none_is_touched(tmp_path: Path) -> None:
    first = tmp_path / "first.md"
    first.write_bytes(b"old")
    (tmp_path / "second.md").mkdir()
    with pytest.raises(BriefgenError, match=r"second\.md: cannot be written: a folder of that name is in the way"):
        write_files({first: b"new", tmp_path / "second.md": b"new"})
    assert first.read_bytes() == b"old"
    assert names(tmp_path) == ["first.md", "second.md"]


def test_files_are_readable_as_the_user_is_used_to(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_files({tmp_path / "x": b"1"})
    finally:
        os.umask(mask)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "name", ["CON", "nul", "Com1.draft", "lpt¹", "aux ", "a:b", 'say "no"', "what?", "a\\b", "CONOUT$"]
)
def test_a_name_that_windows_cannot_open_is_warned_of(name: str) -> None:
    (warning,) = check_name(Path(f"{name}.yaml"))
    assert warning.severity == "warning"


@pytest.mark.parametrize(
    "name", ["console", "com10", "nullable", "🍞👩‍🚀", "الخبز", "面包", "a.con", "x.", "x ", ".hidden", "-n"]
)
def test_other_names_are_not(name: str) -> None:
    assert check_name(Path(f"{name}.yaml")) == ()


@pytest.mark.parametrize("name", ["\x1b[31mred", "two\nlines", "\udcff", "\x9bx", "\u2028"])
def test_a_name_that_cannot_be_shown_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    path.with_suffix(".md").write_text("One sentence stands here.\n", "utf-8")
    for check in (lambda: check_name(path), lambda: read_essay(path.with_suffix(".md"))):
        with pytest.raises(BriefgenError, match="cannot be shown"):
            check()


def test_a_name_is_shown_without_what_a_terminal_would_obey(capfd: pytest.CaptureFixture[str]) -> None:
    show_problems([Problem("\x1b[31mred\u202e.md", 0, 0, "no\nessay")])
    assert capfd.readouterr().err == "\\x1b[31mred\\u202e.md: no essay\n"


HOSTILE = "\u201c\x1b[1A\x1b[2K\u202eMembers come for money,\x9b2J and\nnever stay.\u201d"


@pytest.mark.edited_decks
@pytest.mark.parametrize("command", ["verify", "diff", "quotes"])
def test_no_command_sends_a_terminal_what_a_file_holds(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("e.md").write_text("The yard \u202eis full and nobody waits for a berth today.\n", "utf-8")
    Path("b.md").write_text(f"# A\n\n{HOSTILE}\n", "utf-8")
    for name, words in (("old", "The yard"), ("new", HOSTILE.translate({0x1B: None, 0x9B: None}))):
        deck = Presentation()
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = words
        deck.save(f"{name}.pptx")
    given = {
        "verify": "verify b.md --essays .",
        "diff": "diff old.pptx new.pptx",
        "quotes": "quotes e.md",
    }
    with pytest.raises(SystemExit):
        main(given[command].split())
    shown = "".join(capfd.readouterr())
    assert "\\u202e" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert "money" not in shown or "and never" in shown
