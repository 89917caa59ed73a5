"""Outline and essay merged: every quote proved, every doubt told."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience import BUILTIN, read_audience
from briefgen.briefing import Briefing, merge_briefing, missing_quotes
from briefgen.errors import BriefgenError, Problem
from briefgen.essay import check_of
from briefgen.outline import read_outline
from briefgen.view import view_for
from tests.essays import essay_of

FIRST = "机器不会自己变好。"
ESSAY = essay_of(
    ("", "这是引言。"),
    ("第一节", f"{FIRST}人会让它变好。", "2016年的比例是5%。"),
    ("第二节", "最后一段。"),
)


def merged(arguments: str, folder: Path, more: str = "", with_essay: bool = True) -> tuple[Briefing, list[str]]:
    path = folder / "x.yaml"
    path.write_text(f"essay: {{language: zh}}\nthesis: 结论。\n{more}arguments:\n{arguments}\n", "utf-8")
    briefing, warnings = merge_briefing(read_outline(path), ESSAY if with_essay else None)
    return briefing, [str(w).removeprefix(f"{folder}/") for w in warnings]


def test_a_quote_by_text_gets_its_place_and_check(tmp_path: Path) -> None:
    briefing, warnings = merged(f"  - {{claim: 一, quotes: [{{text: {FIRST}}}]}}", tmp_path)
    quote = briefing.arguments[0].quotes[0]
    assert (quote.text, quote.locator, quote.check) == (FIRST, "1.1.1", check_of(FIRST))
    assert quote.id == f"quote-x-1.1.1-{check_of(FIRST)}"
    assert warnings == []
    assert (briefing.title, briefing.author, briefing.published) == ("题目", "作者", "2024-05-01")


def test_a_quote_that_moved_is_found_by_its_check(tmp_path: Path) -> None:
    entry = f"  - {{claim: 一, quotes: [{{at: 2.9.9, check: {check_of(FIRST)}}}]}}"
    briefing, warnings = merged(entry, tmp_path)
    assert briefing.arguments[0].quotes[0].text == FIRST
    assert warnings == ["x.yaml:4:30: warning: the quote has moved from 2.9.9 to 1.1.1 (write 'at: 1.1.1')"]


def test_without_a_word_about_quotes_the_best_of_the_place_is_picked(tmp_path: Path) -> None:
    briefing, _ = merged('  - {claim: 一, at: "1.1"}\n  - {claim: 二}\n  - {claim: 三, at: "1", quotes: []}', tmp_path)
    first, second, third = (argument.quotes for argument in briefing.arguments)
    assert len(first) == 1
    assert first[0].text in ESSAY.text
    assert first[0].locator.startswith("1.1.")
    assert second == third == ()


def test_all_missing_quotes_are_told_at_once(tmp_path: Path) -> None:
    entry = "  - {claim: 一, quotes: [{text: 机器会自己变好。}]}\n  - {claim: 二, quotes: [{text: 毫不相干}]}"
    with pytest.raises(BriefgenError) as caught:
        merged(entry, tmp_path)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == [4, 5]
    assert f"nearest: 1.1.1 “{FIRST}”" in caught.value.problems[0].hint


def test_where_quotes_differ_is_told_until_it_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.difference._MOST", 30)
    path = tmp_path / "x.yaml"
    refs = ", ".join(["{text: 机器会自己变好。}"] * 5)
    path.write_text(f"essay: {{language: zh}}\nthesis: 结论。\narguments: [{{claim: 一, quotes: [{refs}]}}]", "utf-8")
    outline = read_outline(path)
    for _ in range(2):  # each file anew
        with pytest.raises(BriefgenError) as caught:
            merge_briefing(outline, ESSAY)
        for problems in (caught.value.problems, missing_quotes(outline.arguments[0].quotes, ESSAY)):
            assert [problem.hint.rpartition("; ")[2] for problem in problems] == [
                *["after “机器”, “不” is left out"] * 2,
                *["too much differs in this file to say where"] * 3,
            ]


def test_a_figure_must_stand_where_the_outline_says(tmp_path: Path) -> None:
    figure = "{{label: 比例, value: {value}, unit: '%', at: {at}}}"
    figures = ", ".join(figure.format(value=v, at=at) for v, at in ((5, "1.2.1"), (6, "1.2.1"), (5, "9.9.9")))
    _, warnings = merged(f"  - {{claim: 一, figures: [{figures}]}}", tmp_path)
    assert [w.partition("warning: ")[2] for w in warnings] == [
        "sentence 1.2.1 does not show the number 6",
        "the essay has no sentence 9.9.9 (`briefgen quotes ESSAY` prints the places)",
    ]


@pytest.mark.parametrize("place", ["9", "1.9", "1.1-3", "1.1.9", "1.1.0"])
def test_an_argument_must_stand_where_the_outline_says(place: str, tmp_path: Path) -> None:
    _, warnings = merged(f"  - {{claim: 一, at: '{place}', quotes: [{{pick: 1}}]}}", tmp_path)
    assert warnings == [
        f"x.yaml:4:20: warning: the essay has no place {place} (`briefgen quotes ESSAY` prints the places)"
    ]


@pytest.mark.parametrize("place", ["0", "1", "2.1", "1.1-2", "1.1.1-2", "2.0"])
def test_a_place_of_every_form_is_found(place: str, tmp_path: Path) -> None:
    assert merged(f"  - {{claim: 一, at: '{place}', quotes: []}}", tmp_path)[1] == []


def test_a_figure_in_full_width_digits_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    figures = "figures: [{label: 订单, value: 12, unit: '%', at: 0.1.1}]"
    path.write_text(f"essay: {{language: zh}}\nthesis: 结论。\narguments: [{{claim: 一, {figures}}}]\n", "utf-8")
    essay = essay_of(("", "订单增长了１２％。"))
    assert merge_briefing(read_outline(path), essay)[1] == ()


def test_without_the_essay_a_quote_is_its_place_and_never_in_quotation_marks(tmp_path: Path) -> None:
    entry = "  - {claim: 一, quotes: [{at: 1.1.1, check: 12345678}, {pick: 1}]}"
    briefing, _ = merged(entry, tmp_path, with_essay=False)
    view = view_for(briefing, read_audience("executive", (BUILTIN,)))
    assert [quote.shown for quote in view.all_quotes] == ["（原文未随附，见原文§1 ¶1）"]


def test_the_ledger_tells_what_an_audience_does_not_get(tmp_path: Path) -> None:
    arguments = (
        "  - {claim: 一, id: one, points: [a, b, c, d]}\n"
        "  - {claim: 二, id: two, audiences: [engineers]}\n"
        "  - {claim: {default: 三, board: 叁}, id: three}"
    )
    asks = "asks: [{ask: 甲, for: [board]}, {ask: 乙, for: [executive]}, {ask: 丙, primary: true}]\n"
    briefing, _ = merged(arguments, tmp_path, more=asks)
    view = view_for(briefing, read_audience("board", (BUILTIN,)))
    dropped = {choice.element: choice.rule for choice in view.ledger if not choice.kept}
    assert dropped["two"] == "audiences: engineers"
    assert dropped["one.points.3"] == "limits.points: 1"
    assert dropped["asks.2"] == "for: executive"
    assert [(argument.number, argument.claim) for argument in view.arguments] == [(1, "一"), (2, "叁")]
    assert [(ask.ask, ask.primary) for ask in view.asks] == [("丙", True), ("甲", False)]


def test_a_term_is_explained_where_it_is_first_used(tmp_path: Path) -> None:
    arguments = "  - {claim: 中台, points: [建设中台, 中台与API]}\n  - {claim: 二, so_what: APIs 与 API}"
    terms = "terms: [{term: 中台, gloss: 共用业务层}, {term: API, gloss: 接口}]\n"
    briefing, _ = merged(arguments, tmp_path, more=terms)
    view = view_for(briefing, read_audience("operations", (BUILTIN,)))
    assert view.arguments[0].claim == "中台"
    assert view.arguments[0].points == ("建设中台（共用业务层）", "中台与API（接口）")
    assert view.arguments[1].so_what == "APIs 与 API"
    assert view_for(briefing, read_audience("executive", (BUILTIN,))).arguments[0].points[0] == "建设中台"


def test_own_words_in_quotation_marks_are_told(tmp_path: Path) -> None:
    arguments = f"  - {{claim: 他说“机器自己会变好的”, points: [他说“{FIRST}”, “术语”]}}"
    _, warnings = merged(arguments, tmp_path)
    message = "“机器自己会变好的” stands in quotation marks, but not in the essay (drop the marks)"
    assert warnings == [f"x.yaml:4:13: warning: {message}"]


def test_a_quote_among_the_outlines_own_words_is_told(tmp_path: Path) -> None:
    entry = f"  - {{claim: 一, points: [他说{FIRST}], quotes: [{{text: {FIRST}}}]}}"
    assert merged(entry, tmp_path)[1] == [
        "x.yaml:4:25: warning: the quote at 1.1.1 stands among your own words"
        " (say it in other words: the quote is shown with its credit)"
    ]


def test_problems_sort_by_place() -> None:
    assert sorted([Problem("x", 10, 1, "b"), Problem("x", 9, 2, "a")])[0].line == 9
