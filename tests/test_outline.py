"""Outlines: everything that a person wrote is kept with its place, and all mistakes are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.errors import BriefgenError
from briefgen.outline import Outline, read_outline

SMALL = """\
essay: {title: T, language: en}
thesis: The bottom line.
arguments:
  - claim: {default: One., board: One for the board.}
    points: [a, b]
    quotes:
      - text: "words"
  - id: two
    claim: Two.
    figures: [{label: share, value: "1,200", unit: EUR, when: 2016}]
"""


def outline_of(text: str, folder: Path) -> Outline:
    path = folder / "x.yaml"
    path.write_text(text, "utf-8")
    return read_outline(path)


def complaints(text: str, folder: Path) -> list[str]:
    with pytest.raises(BriefgenError) as caught:
        outline_of(text, folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


@pytest.mark.parametrize("number", ["maybe", "nein", "0"])
def test_what_is_neither_true_nor_false_is_refused(number: str, tmp_path: Path) -> None:
    told = complaints(f"{SMALL}asks: [{{ask: Decide., primary: {number}}}]\n", tmp_path)
    assert told == [
        f"x.yaml:11:32: 'primary' must be true or false, found '{number}' (the one ask that matters most to its"
        " audiences)"
    ]


def test_mistakes_in_keys_and_in_what_they_say_are_told_together(tmp_path: Path) -> None:
    text = SMALL.replace("points", "pionts").replace("id: two", "id: a1").replace('"words"', "words\n        pick: 1")
    assert [told.partition(" (")[0] for told in complaints(text, tmp_path)] == [
        "x.yaml:5:5: unknown key 'pionts'",
        "x.yaml:8:15: a quote needs exactly one of 'text', 'at' and 'pick', found 'text' and 'pick'",
        "x.yaml:9:9: the id 'a1' stands twice",
    ]


def test_an_outline_keeps_what_was_written(tmp_path: Path) -> None:
    outline = outline_of(SMALL, tmp_path)
    assert outline.name == "x"
    assert [a.id for a in outline.arguments] == ["a1", "two"]
    assert outline.arguments[0].claim.for_any(("board", "executive")) == "One for the board."
    assert outline.arguments[0].claim.for_any(("engineers",)) == "One."
    assert outline.arguments[0].points == ("a", "b")
    figure = outline.arguments[1].figures[0]
    assert (figure.value, figure.unit, figure.when) == (1200.0, "EUR", "2016")


def test_every_key_knows_its_place(tmp_path: Path) -> None:
    quote = outline_of(SMALL, tmp_path).arguments[0].quotes[0]
    assert str(quote.marks.problem("text", "here")).endswith("x.yaml:7:15: here")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("points", "pionts").replace("value", "valeu").replace("thesis: The bottom line.\n", "")
    assert complaints(text, tmp_path) == [
        "x.yaml:1:1: key 'thesis' is missing (the bottom line, one sentence)",
        "x.yaml:4:5: unknown key 'pionts' (did you mean 'points'?)",
        "x.yaml:9:15: key 'value' is missing (the number alone; its unit has a key of its own)",
        "x.yaml:9:30: unknown key 'valeu' (did you mean 'value'?)",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1,200", "8,9", "x.yaml:10:37: 'value' must be a number, found '8,9' (write 8.9)"),
        ("1,200", "1_200", "x.yaml:10:37: 'value' must be a number, found '1_200'"),
        ("1,200", "inf", "x.yaml:10:37: 'value' must be a number, found 'inf'"),
        ("1,200", "1e400", "x.yaml:10:37: 'value' must be a number, found '1e400'"),
        (
            "thesis: The bottom line.",
            "thesis:",
            "x.yaml:2:1: key 'thesis' has no value (the bottom line, one sentence)",
        ),
        ('text: "words"', 'text: "，"', "x.yaml:7:15: the quote holds no words"),
        ("thesis: The bottom line.", "thesis: [a]", "x.yaml:2:9: 'thesis' must be a mapping, found a list"),
        ("points: [a, b]", "points: a", "x.yaml:5:13: 'points' must be a list, found 'a' (begin each entry with '- ')"),
        ("language: en", "language: fr", "x.yaml:1:29: 'language' cannot be 'fr' (known: en, zh)"),
        ("id: two", "id: a1", "x.yaml:8:9: the id 'a1' stands twice (the first is in line 4)"),
        ("id: two", "id: two three", "x.yaml:8:9: 'id' cannot be 'two three'"),
        ('text: "words"', "at: 1.2.3", "x.yaml:7:13: a quote given by 'at' needs a 'check'"),
        ('text: "words"', "pick: 12", "x.yaml:7:15: 'pick' must be between 1 and 9, found 12"),
        ('text: "words"', "check: 12345678", "x.yaml:7:9: a quote needs exactly one of 'text', 'at' and 'pick'"),
        ("{default: One., board", "{board", "x.yaml:4:5: the claim has no default wording (add 'default: …')"),
        ("- claim: {default", "- claim: !x {default", "x.yaml:4:12: tag '!x' is not allowed (remove it)"),
        ('"words"', '"wo\\x07rds"', "x.yaml:7:15: 'text' holds the control character U+0007 (remove it)"),
    ],
)
def test_each_mistake_has_its_message(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in SMALL
    assert complaints(SMALL.replace(old, new), tmp_path)[0].startswith(message)


def test_two_primary_asks_for_one_audience_are_refused(tmp_path: Path) -> None:
    asks = "asks:\n  - {ask: A, for: [board], primary: true}\n  - {ask: B, for: [board, policy], primary: true}\n"
    assert complaints(SMALL + asks, tmp_path) == [
        "x.yaml:13:45: a second primary ask for board (the first is in line 12)"
    ]
