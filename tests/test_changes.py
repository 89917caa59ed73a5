"""What a new state of the essay does to the quotes of an outline, and to what was built from it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from briefgen.changes import Change, check_against, read_changes, stale_outputs
from briefgen.cli import main
from briefgen.outline import read_outline
from briefgen.readers import read_essay

TIDES = """\
---
title: Tides
author: Ann
---

# One

“The sea gives back what it takes,” Ida Storm said at noon. Every tide feeds the marsh. Herons know it.

The harbour holds 40 boats.
"""
TIDAL = """\
essay: {{language: en, file: tides.md, sha256: {sha}}}
thesis: Wait for the tide.
arguments:
  - claim: The sea returns.
    quotes: [{{text: "The sea gives back what it takes,"}}, {{text: Every tide feeds the marsh.}}]
    figures: [{{label: Boats, value: 40, at: 1.2.1}}]
"""
OUTLINES = Path(__file__).parents[1] / "outlines"
OUTLINE = read_outline(OUTLINES / "service-shift.yaml")
OLD = OUTLINES / "essays" / "service-shift.md"


def fates(tmp_path: Path, *edits: tuple[str, str], old: bool = True) -> dict[str, Change]:
    text = OLD.read_text(encoding="utf-8")
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    new = tmp_path / "new.md"
    new.write_text(text, encoding="utf-8")
    changes = check_against(OUTLINE, read_essay(new), read_essay(OLD) if old else None)
    return {change.element: change for change in changes}


def test_an_unchanged_essay_keeps_every_quote(tmp_path: Path):
    assert {change.fate for change in fates(tmp_path).values()} == {"kept"}


@pytest.mark.parametrize(
    ("before", "after", "fate"),
    [
        ("决定价值归谁的是合同，不是传感器。", "决定价值归谁的是合同，而不是传感器。", "changed"),
        ("这个顺序错了。", "", "moved"),
        ("多数企业从技术入手：", "新的一段。\n\n多数企业从技术入手：", "moved"),
        ("决定价值归谁的是合同，不是传感器。", "", "gone"),
    ],
)
def test_a_quote_has_a_fate(tmp_path: Path, before: str, after: str, fate: str):
    change = fates(tmp_path, (before, after))["contract.quotes.2"]
    assert (change.fate, change.at) == (fate, "1.1.3")


def test_a_change_tells_where_and_what(tmp_path: Path):
    edit = ("决定价值归谁的是合同，不是传感器。", "决定价值归谁的是合同，而非传感器。")
    change = fates(tmp_path, edit)["contract.quotes.2"]
    assert (change.place, change.nearest) == ("1.1.3", edit[1])
    assert "it has “不是” where the essay has “而非”" in change.message
    assert str(change).startswith(str(OUTLINES / "service-shift.yaml"))


def test_without_the_old_essay_the_check_tells_that_the_words_have_changed(tmp_path: Path):
    change = fates(tmp_path, ("，不是传感器。", "，而非传感器。"), old=False)["contract.quotes.2"]
    assert (change.fate, change.place) == ("changed", "1.1.3")


def test_what_draws_on_a_changed_quote_is_stale(tmp_path: Path):
    changes = tuple(fates(tmp_path, ("决定价值归谁的是合同，不是传感器。", "")).values())
    slides = [{"number": 4, "draws_on": ["contract.quotes.2"]}, {"number": 5, "draws_on": ["data"]}]
    board = {"kept": [{"element": "data"}], "files": {"b.md": ""}, "slides": []}
    executive = {"kept": [{"element": "contract.quotes.2"}], "files": {"e.pptx": "", "e.md": ""}, "slides": slides}
    manifest = {"outline": "service-shift", "quotes": [], "audiences": {"board": board, "executive": executive}}
    assert stale_outputs(changes, [manifest]) == ("e.pptx is stale: slides 4", "e.md is stale")
    assert stale_outputs(changes, [{**manifest, "outline": "other"}]) == ()


@pytest.mark.parametrize(
    ("edit", "element", "told"),
    [
        (("Ida Storm said", "Max Heller said"), "a1.quotes.1", "were Ida Storm's and are Max Heller's"),
        (("feeds the marsh. ", "feeds the marsh. But that is not true. "), "a1.quotes.2", "out of context now"),
        (("holds 40 boats", "holds 55 boats"), "a1.figures.1", "does not show the number 40; now at 1.2.1"),
        (("The harbour holds", "It is wide.\n\nThe harbour holds"), "a1.figures.1", "has moved from 1.2.1 to 1.3.1"),
        (("title: Tides", "title: Ebb"), "title", "has changed: it was “Tides”; now: “Ebb”"),
        (("author: Ann", "author: Bob"), "author", "has changed: it was “Ann”; now: “Bob”"),
        (("Every tide feeds the marsh. ", "Otters and eels do as they like there. "), "a1.quotes.2", "is gone"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("own", [False, True])
def test_what_a_new_edition_says_otherwise_is_told_and_makes_stale(
    edit: tuple[str, str],
    element: str,
    told: str,
    own: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the new edition beside the old one; and in its place, where the manifest of the last build tells."""
    monkeypatch.chdir(tmp_path)
    assert edit[0] in TIDES
    Path("tides.md").write_text(TIDES, "utf-8")
    Path("x.yaml").write_text(TIDAL.format(sha=sha256(TIDES.encode()).hexdigest()), "utf-8")
    with pytest.raises(SystemExit):
        main(["build", "x.yaml", "-a", "engineers"])
    Path("tides.md" if own else "new.md").write_text(TIDES.replace(*edit), "utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["check", "x.yaml", "--against", "tides.md" if own else "new.md"])
    out = capsys.readouterr().out
    if own and ("out of context" in told or "has moved" in told):  # what stood around it is known of an essay only
        return
    [line] = [line for line in out.splitlines() if f": {element} " in line or f" {element} has changed" in line]
    assert told in line
    assert "x.engineers.md is stale" in out.splitlines()
    assert "\nx.engineers.pptx is stale" in out
    assert "x.engineers.pptx is stale: slides" in out or element in ("title", "author")


def test_only_outlines_of_this_essay_are_compared():
    found = read_changes(sorted(OUTLINES.glob("*.yaml")), (OUTLINES / "essays",), read_essay(OLD))
    assert {Path(change.outline).name for change in found} == {"service-shift.yaml"}
