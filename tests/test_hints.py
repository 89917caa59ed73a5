"""Follows the hints of tests/mistakes.md to the letter: what was refused is then accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_mistakes import read_cases, run

THEME = Path(__file__).parents[1] / "templates" / "default" / "theme.pptx"
CASES = {case.title: case for case in read_cases()}
OUTLINE = "essay: {title: T, language: en}\nthesis: B.\narguments: [{claim: One.}]\n"
ESSAY = "# T\n\nOne sentence stands here.\n"


@dataclass(frozen=True)
class Hint:
    """What the hint of a case says, as a pattern, and what a person does who follows it."""

    case: str
    says: str
    edit: tuple[str, str, str] = ("", "", "")
    """A file, what is replaced in it, and by what; {0} is what the pattern's group has found in the message."""
    give: tuple[tuple[str, str], ...] = ()
    """Files that are put there."""
    move: tuple[str, str] = ("", "")
    typed: str = ""
    """The line that was refused; otherwise the case's first."""
    then: str = ""
    """The line that is typed afterwards; otherwise the same line."""


HINTS = [
    Hint("A misspelt key", r"did you mean '(\w+)'\?", ("x.yaml", "qoutes", "{0}")),
    Hint("A missing claim", r"key '(claim)' is missing", ("x.yaml", r"points: \[a\]", "{0}: One.\n    points: [a]")),
    Hint("A quote with one character changed", r"nearest: \S+ “(.+?)”", ("x.yaml", r'(?<=text: ").*(?=")', "{0}")),
    Hint(
        "An essay that is not there",
        r"essay '(\S+)' does not exist \(the path is relative to the outline\)",
        give=(("essays/e.md", ESSAY),),
    ),
    Hint("An outline in another encoding", r"\(save it as (UTF-8)\)", ("x.yaml", "", "")),
    Hint(
        "A folder where a file should be",
        r"\(outlines end in (\.yaml)\)",
        give=(("x.yaml/inside.yaml", OUTLINE),),
    ),
    Hint(
        "A folder where a file should be",
        r"\(name an outline or a folder of outlines\)",
        give=(("y.yaml", OUTLINE),),
        typed="briefgen check y.yaml",
    ),
    Hint(
        "Two outlines of one name",
        r"\(rename it: ",
        move=("b/x.yaml", "b/y.yaml"),
        then="briefgen build a/x.yaml b/y.yaml",
    ),
    Hint(
        "An output folder that cannot be written",
        r"\(choose another folder with --out, or free it\)",
        then="briefgen build x.yaml --out another",
    ),
    Hint(
        "An audience, a format, a folder and a language that do not exist",
        r"\(did you mean '(board)'\?\)",
        then="briefgen build x.yaml --audience board",
    ),
    Hint(
        "An audience, a format, a folder and a language that do not exist",
        r"\(give --essays a folder of essays\)",
        give=(("nowhere/e.md", ESSAY),),
        typed="briefgen build x.yaml --essays nowhere",
    ),
    Hint(
        "An audience, a format, a folder and a language that do not exist",
        r"\(known: en, zh\)",
        typed="briefgen build x.yaml --language fr",
        then="briefgen build x.yaml --language zh",
    ),
    Hint(
        "A quote that somebody altered in the finished brief",
        r"nearest is “(.+?)”",
        ("brief.md", r"(?<=> ).*", "{0}"),
    ),
    Hint(
        "A digest over one outline, or over itself",
        r"\(name more of them\)",
        give=(("b.yaml", OUTLINE),),
        typed="briefgen digest a.yaml d.yaml",
        then="briefgen digest a.yaml b.yaml -o both.yaml",
    ),
]
THEMES = [
    ("A theme that is no PowerPoint file", "brand.potx", "briefgen slides talk.md --theme brand.potx"),
    ("A theme that is no PowerPoint file", "brand.potx", "briefgen theme check brand.potx"),
    (
        "A theme that is a PDF, one that is empty, and one that is not there",
        "empty.potx",
        "briefgen theme check empty.potx",
    ),
]


def lay_out(title: str) -> str:
    """Writes a case's files into the current folder; gives the first line that it types."""
    for name, encoding, content in CASES[title].files:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content.encode(encoding))
    return next(line[2:] for line in CASES[title].console.splitlines() if line.startswith("$ "))


def follow(hint: Hint, found: re.Match[str]) -> None:
    name, old, new = hint.edit
    if name:
        encoding = next(code for path, code, _ in CASES[hint.case].files if path == name)
        text = Path(name).read_text(encoding)
        edited = re.sub(old, lambda _: new.format(*found.groups()), text, count=1) if old else text
        Path(name).write_text(edited, "utf-8")
    for path, content in hint.give:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(content, "utf-8")
    if hint.move[0]:
        Path(hint.move[0]).rename(hint.move[1])


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: f"{hint.case}: {hint.says}")
def test_what_a_hint_says_helps(
    hint: Hint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = hint.typed or lay_out(hint.case)
    lay_out(hint.case)
    refused = run(typed, capsys)
    assert refused.endswith("\nexit 1\n")
    found = re.search(hint.says, refused)
    assert found, f"the hint is not there: {refused}"
    follow(hint, found)
    accepted = run(hint.then or typed, capsys)
    assert accepted.endswith("exit 0\n"), accepted


@pytest.mark.parametrize(("title", "name", "typed"), THEMES)
def test_a_powerpoint_file_in_place_of_what_was_none_is_taken(
    title: str,
    name: str,
    typed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(title)
    assert "(give a .pptx or .potx)\nexit 1\n" in run(typed, capsys)
    Path(name).write_bytes(THEME.read_bytes())
    assert run(typed, capsys).endswith("exit 0\n")


def test_the_command_that_a_hint_names_prints_a_place_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = lay_out("A quote whose place and check name nothing")
    found = re.search(r"`(briefgen quotes) ESSAY` prints the places", run(typed, capsys))
    assert found
    printed = re.search(r"^(\d+\.\d+\.\d+)  ([0-9a-f]{8})  ", run(f"{found[1]} essays/e.md", capsys), re.M)
    assert printed
    outline = Path("x.yaml").read_text("utf-8")
    given = f'at: {printed[1]}, check: "{printed[2]}"'
    Path("x.yaml").write_text(outline.replace("at: 1.1.1, check: 00000000", given), "utf-8")
    assert run(typed, capsys).endswith("exit 0\n")
