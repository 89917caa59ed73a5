"""What a new state of the essay does to the quotes of an outline, and to what was built from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.changes import Change, check_against, read_changes, stale_outputs
from briefgen.outline import read_outline
from briefgen.readers import read_essay

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
    manifest = {"outline": "service-shift", "audiences": {"board": board, "executive": executive}}
    assert stale_outputs(changes, [manifest]) == ("e.pptx is stale: slides 4", "e.md is stale")
    assert stale_outputs(changes, [{**manifest, "outline": "other"}]) == ()


def test_only_outlines_of_this_essay_are_compared():
    found = read_changes(sorted(OUTLINES.glob("*.yaml")), (OUTLINES / "essays",), read_essay(OLD))
    assert {Path(change.outline).name for change in found} == {"service-shift.yaml"}
