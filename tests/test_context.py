"""The context alarm speaks up at cuts that mislead, and is silent at those that do no harm."""

from __future__ import annotations

import pytest
from context_cases import HARMLESS, MISLEADING
from essays import essay_of

from briefgen.context import Alarm, context_alarm
from briefgen.quotes import find_quote


def alarm(language: str, passage: str, quoted: str) -> Alarm | None:
    essay = essay_of(("", passage), language=language)
    return context_alarm(essay, find_quote(essay, quoted))


def test_the_cases_are_enough_to_judge_by():
    assert min(len(MISLEADING), len(HARMLESS)) >= 30


def test_misleading_cuts_raise_the_alarm():
    missed = [case for case in MISLEADING if alarm(*case) is None]
    assert len(missed) <= len(MISLEADING) // 10, missed


def test_harmless_cuts_do_not():
    raised = [(case, found.reason) for case in HARMLESS if (found := alarm(*case))]
    assert len(raised) <= len(HARMLESS) // 10, raised


def test_an_alarm_shows_both_texts():
    found = alarm(*MISLEADING[0])
    assert found is not None
    assert (found.reason, found.quoted) == ("a condition", "我们就该关掉二号线")
    assert found.passage == MISLEADING[0][1]


def test_an_alarm_shows_the_sentence_that_takes_the_quote_back():
    found = alarm("en", "It rains. The pilot was a success. However, nobody paid.", "The pilot was a success.")
    assert found is not None
    assert found.passage == "The pilot was a success. However, nobody paid."


def test_an_elision_that_hides_a_denial_raises_the_alarm():
    assert alarm("zh", "我们要扩产，不要盲目地扩产，也要招人。", "我们要扩产……也要招人") is not None
    assert alarm("zh", "我们要扩产，要在春天扩产，也要招人。", "我们要扩产……也要招人") is None


@pytest.mark.parametrize("quoted", ["厂长说话算话。", "然而没有人记下来。"])
def test_only_the_sentence_that_is_taken_back_raises_it(quoted: str):
    found = alarm("zh", "厂长说话算话。然而没有人记下来。", quoted)
    assert (found is not None) == (quoted == "厂长说话算话。")
