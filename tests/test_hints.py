"""Follows the hints of tests/mistakes.md to the letter: what was refused is then accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_mistakes import read_cases, run

THEME = Path(__file__).parents[1] / "templates" / "default" / "theme.pptx"
CASES = {case.title: case for case in read_cases()}
MINE = "templates/mine/brief.md.j2"
AUDIENCE = "templates/mine/audience.yaml"
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
    """The line that is typed afterwards, with {0} as in an edit; otherwise the same line."""


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
        r"\(did you mean '(x\.yaml)'\?\)",
        give=(("x.yaml/inside.yaml", OUTLINE),),
        typed="briefgen check y.yaml",
        then="briefgen check {0}",
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
        r"\(name more of them; ",
        give=(("b.yaml", OUTLINE),),
        typed="briefgen digest a.yaml d.yaml",
        then="briefgen digest a.yaml b.yaml -o both.yaml",
    ),
    Hint(
        "A digest over one outline, or over itself",
        r"\(list (outlines) of essays\)",
        ("d.yaml", r"\bd\.yaml", "b.yaml"),
        give=(("b.yaml", OUTLINE),),
        typed="briefgen build d.yaml",
    ),
    Hint(
        "An output folder that cannot be written",
        r"\(choose another folder with (--out), or free it\)",
        typed="briefgen build x.yaml --out taken/deeper",
        then="briefgen build x.yaml {0} another",
    ),
    Hint(
        "An audience, a format, a folder and a language that do not exist",
        r"\(give --templates a folder\)",
        give=(("nowhere/mine/audience.yaml", "extends: board\n"),),
        typed="briefgen build x.yaml --templates nowhere",
    ),
    Hint(
        "An audience, a format, a folder and a language that do not exist",
        r"\(known: (dark), light, warm\)",
        typed="briefgen build x.yaml --theme nowhere.pptx",
        then="briefgen build x.yaml --theme {0}",
    ),
    Hint(
        "A quote that somebody altered in the finished brief",
        r"\(known: (brief\.md), essays\)",
        typed="briefgen quotes gone.md",
        then="briefgen quotes {0}",
    ),
    Hint("A misspelt name in a template", r"did you mean '(title)'\?", (MINE, "titel", "{0}")),
    Hint("A loop without its end", r"\(add (\{% endfor %\})\)", (MINE, r"\Z", "{0}\n")),
    Hint("A filter that does not exist", r"did you mean '(trim)'\?", (MINE, "trimm", "{0}")),
    Hint("A label that no audience defines", r"did you mean '(bottom_line)'\?", (MINE, "botom_line", "{0}")),
    Hint(
        "A list printed whole",
        r"print its parts \(docs/view.md lists",
        (MINE, r"\{\{ view.arguments \}\}", "{{% for each in view.arguments %}}{{{{ each.claim }}}}{{% endfor %}}"),
    ),
    Hint(
        "A template that includes what is not there",
        r"no template '(\S+)' \(name it as audience/file, and put it into a folder of templates\)",
        give=(("templates/mine/footer.md.j2", "{{ view.title }}\n"),),
    ),
    Hint(
        "A template that reaches for Python's inside",
        r"\(docs/view.md lists what a template can print\)",
        (MINE, r"\.__class__[^ ]*", ""),
    ),
    Hint(
        "A template that adds a claim",
        r"\(print it from `(view)`",
        (MINE, r"Profits will double by spring\.", "{{{{ {0}.thesis }}}}"),
    ),
    Hint(
        "A storyboard template that adds a claim",
        r"\(print it from `(view)`",
        ("templates/mine/storyboard.md.j2", "Surely a success", "{{{{ {0}.thesis }}}}"),
    ),
    Hint("A misspelt key in an audience", r"did you mean '(limits)'\?", (AUDIENCE, "limts", "{0}")),
    Hint("A part that does not exist", r"did you mean '(arguments)'\?", (AUDIENCE, "argumets", "{0}")),
    Hint("A limit that is no number", r"a whole number, found '(few)'", (AUDIENCE, "few", "3")),
    Hint("An audience that extends one that is not there", r"did you mean '(board)'\?", (AUDIENCE, "bord", "{0}")),
    Hint(
        "An audience that extends itself", r"\(extend another audience", (AUDIENCE, "extends: mine", "extends: board")
    ),
    Hint("An audience that extends itself", r"or leave 'extends' out", (AUDIENCE, "extends: mine\n", "")),
    Hint(
        "A path out of the folder of audiences",
        r"\(known: (board),",
        then="briefgen check x.yaml --audience {0}",
    ),
    Hint(
        "A cover of a colour that the theme lacks",
        r"\(known: (bg1),",
        ("brand.yaml", r"(?<=cover: \{background: )\w+", "{0}"),
    ),
    Hint("An essay where an outline should be", r"`(briefgen outline \S+ -o \S+)` drafts one", then="{0}"),
    *(
        Hint(
            "An output that would be written over what it is made from, or under another kind's name",
            rf"\((?:end it|end its name) with (\.{suffix})\)",
            typed=f"briefgen {command} -o {wrong}",
            then=f"briefgen {command} -o made{{0}}",
        )
        for command, wrong, suffix in (
            ("slides talk.md", "talk.md", "pptx"),
            ("slides talk.md", "talk.key", "pptx"),
            ("outline essay.md --force", "essay.md", "yaml"),
            ("review x.yaml", "x.yaml", "html"),
            ("review x.yaml", "page.pdf", "html"),
        )
    ),
    Hint(
        "A tab, an empty outline, and a list where a mapping should be",
        r"\(indent with blanks instead of (tabs)\)",
        ("tab.yaml", "\t", "  "),
        typed="briefgen check tab.yaml",
    ),
    Hint(
        "A tab, an empty outline, and a list where a mapping should be",
        r"\((close what is open);",
        ("open.yaml", "title: T", "title: T}}"),
        typed="briefgen check open.yaml",
    ),
    Hint("No audience at all", r"\(known: (board),", then="briefgen build x.yaml --audience {0}"),
    Hint("No audience at all", r", or (all)\)", then="briefgen check x.yaml --audience {0}"),
    Hint("A misspelt theme", r"did you mean '(dark)'\?", then="briefgen slides talk.md --theme {0}"),
    Hint(
        "An essay that has moved",
        r"give the folder that holds it with (--essays) DIR\)",
        then="briefgen check x.yaml --strict {0} elsewhere",
    ),
    Hint(
        "Mistakes in several audiences, and in both templates of one",
        r"\(end it with (\}\})\)",
        ("templates/three/storyboard.md.j2", "thesis", "thesis {0}"),
        typed="briefgen build x.yaml --audience three --format deck",
    ),
    Hint(
        "A talk without a slide, and a talk and a theme that are both wrong",
        r"\(begin each slide with '(## )' and its title\)",
        ("empty.md", r"\Z", "{0}A title\n"),
    ),
    Hint(
        "A talk without a slide, and a talk and a theme that are both wrong",
        r"\(did you mean '(bar)'\?\)\ndakr: .* \(did you mean '(dark)'\?\)",
        ("talk.md", "bra", "{0}"),
        typed="briefgen slides talk.md --theme dakr",
        then="briefgen slides talk.md --theme {1}",
    ),
    Hint(
        "A folder of audiences that is not there",
        r"\(give --templates a folder\)",
        give=(("nowhere/mine/audience.yaml", "extends: board\n"), ("outlines/x.yaml", OUTLINE)),
        typed="briefgen build --templates nowhere",
    ),
]
THEMES = [
    ("A theme that is no PowerPoint file", "brand.potx", "briefgen slides talk.md --theme brand.potx"),
    ("A theme that is no PowerPoint file", "brand.potx", "briefgen theme check brand.potx"),
    ("An audience whose theme is not there", "templates/mine/brand.pptx", "briefgen build x.yaml --audience mine"),
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
    accepted = run((hint.then or typed).format(*found.groups()), capsys)
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


def test_every_complaint_has_a_hint() -> None:
    """Verdicts have none: they show the nearest words and what differs."""
    lines = [line for case in CASES.values() for line in case.console.splitlines()]
    complaints = [line for line in lines if re.match(r"(?!\$ )[^ ]+: ", line) and "nearest is" not in line]
    assert len(complaints) > 60
    assert [line for line in complaints if not line.endswith(")")] == []
