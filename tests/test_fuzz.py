"""Hostile files: refused with a message or taken, without a traceback, a hang, a gigabyte or a written file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzz.harness import Input, kept_inputs, made_inputs, named_inputs, run_inputs, seeds_of
from fuzz.targets import TARGETS, Target

from briefgen.errors import BriefgenError
from briefgen.library import read_essays
from briefgen.outline import read_outline
from briefgen.readers import read_essay
from briefgen.talk import read_talk
from briefgen.verdicts import verify


def faults(inputs: list[Input]) -> list[str]:
    outcomes = list(run_inputs(inputs))
    assert len(outcomes) == len(inputs)
    return [f"{outcome.input.name}: {outcome.fault}" for outcome in outcomes if outcome.fault]


def test_what_once_failed_fails_no_more() -> None:
    assert faults(list(kept_inputs())) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [target.name for target in TARGETS])
def test_what_breaks_other_programs_is_refused_or_taken(name: str) -> None:
    assert faults(list(named_inputs([target for target in TARGETS if target.name == name]))) == []


MANY = {
    "points": "- point\n",
    "steps": "1. point\n",
    "paragraphs": "text\n\n",
    "notes of the foot": "- point^[note]\n",
    "small titles": "### title\n\n",
    "slides": "## title\n\n- point\n\n",
    "lines of code": "```\n{}```\n",
    "words of a quote": "::: {{.quote #quote-a-1.1.1-abcdef12}}\n{}:::\n",
    "figures": "::: {{.figures}}\n{}:::\n",
    "years": "::: {{.timeline}}\n{}:::\n",
    "points beside others": ":::: {{.columns}}\n::: {{.column}}\n{}:::\n::: {{.column}}\n- point\n:::\n::::\n",
    "columns": ":::: {{.columns}}\n{}::::\n",
    "rows": "| a | b |\n|---|---|\n{}",
}
"""What a slide may hold thousands of times, or what holds it and the entry to be repeated there."""
ENTRIES = {
    "lines of code": "x = 1\n",
    "words of a quote": "> words\n>\n",
    "figures": "- **12** loaves\n",
    "years": "- **2015** year\n",
    "points beside others": "- point\n",
    "columns": "::: {.column}\n- point\n:::\n",
    "rows": "| 1 | two |\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MANY)
def test_thousands_of_a_kind_take_seconds(name: str) -> None:
    target = next(target for target in TARGETS if target.name == "storyboard")
    body = MANY[name].format(ENTRIES[name] * 2500) if name in ENTRIES else MANY[name] * 2500
    data = f"---\ntitle: T\nlang: en\n---\n\n## A claim\n\n{body}".encode()
    assert faults([Input(target, name, data)]) == []


def test_what_is_written_below_a_folder_is_read_only_where_it_is_a_file(tmp_path: Path) -> None:
    essays = tmp_path / "essays"
    essays.mkdir()
    (essays / "e.md").write_text("One sentence stands here.\n", "utf-8")
    (essays / "loop").symlink_to(essays, target_is_directory=True)
    (essays / "itself.md").symlink_to(essays / "itself.md")
    (essays / "zero.md").symlink_to("/dev/zero")
    (essays / "nowhere.md").symlink_to(tmp_path / "nowhere.md")
    os.mkfifo(essays / "pipe.md")
    found, warnings = read_essays((essays,))
    assert [Path(essay.path).name for essay in found] == ["e.md"]
    assert warnings == ()


@pytest.mark.parametrize("read", [read_essay, read_outline, read_talk, lambda path: verify(path, ())])
def test_an_endless_file_is_refused(read: Callable[[Path], object], tmp_path: Path) -> None:
    for name in ("x.yaml", "x.md", "x.html", "x.docx", "x.pptx"):
        (tmp_path / name).symlink_to("/dev/zero")
        with pytest.raises(BriefgenError):
            read(tmp_path / name)
        (tmp_path / name).unlink()


def test_a_few_hostile_inputs_are_refused_or_taken() -> None:
    assert faults(list(made_inputs(range(100), seed=7))) == []


@pytest.mark.slow
def test_more_hostile_inputs_are_refused_or_taken() -> None:
    assert faults(list(made_inputs(range(1000), seed=8))) == []


def test_the_seeds_are_sound() -> None:
    seeds = [Input(target, target.name, seed) for target in TARGETS for seed in seeds_of(target.name)]
    assert [outcome for outcome in run_inputs(seeds) if outcome.problems or outcome.fault] == []


def _hang(folder: Path) -> None:
    while True:
        pass


def _write(folder: Path) -> None:
    (folder / "new").write_text("x")


def _fill(folder: Path) -> None:
    bytearray(3 << 30)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "fault"),
    [(_hang, "computes for more"), (_write, "writes"), (_fill, "1 GiB")],
    ids=["hang", "write", "fill"],
)
def test_the_guards_see_what_they_guard(work: object, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.harness.SECONDS", 2)
    target = Target("outline", "x", lambda: (b"",), work)  # type: ignore[arg-type]
    (found,) = run_inputs([Input(target, "x", b"")])
    assert fault in found.fault
