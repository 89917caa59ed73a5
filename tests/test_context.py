"""The context alarm speaks up at cuts that mislead, and is silent at those that do no harm."""

from __future__ import annotations

import pytest
from context_cases import HARMLESS, MISLEADING
from essays import essay_of

from briefgen.context import Alarm, alarm_in, context_alarm, is_turned
from briefgen.quotes import find_quote, quote_of


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


@pytest.mark.parametrize(
    ("passage", "quoted", "reverses"),
    [
        ("If it rains, the yard is not open.", "the yard is […] open", True),
        ("The yard is not open.", "The yard is […] open.", True),
        ("The yard is not, as they say, open.", "The yard is […] open.", False),
        ("The yard is wide and open.", "The yard is […] open.", False),
        ("它既不快，也不便宜。", "它既不快，也……便宜", True),
    ],
)
def test_an_elision_of_the_negation_itself_reverses_the_quote(passage: str, quoted: str, reverses: bool):
    found = alarm("en", passage, quoted)
    assert (found is not None and found.reverses) == reverses


@pytest.mark.parametrize("quoted", ["厂长说话算话。", "然而没有人记下来。"])
def test_only_the_sentence_that_is_taken_back_raises_it(quoted: str):
    found = alarm("zh", "厂长说话算话。然而没有人记下来。", quoted)
    assert (found is not None) == (quoted == "厂长说话算话。")


def test_a_whole_sentence_is_turned_where_its_quotation_alarms():
    long = "This stands far before. " * 30
    passages = {(language, before + passage) for language, passage, _ in MISLEADING for before in ("", long)}
    passages |= {
        ("en", "It is a myth. The pilot was a success. However, nobody paid."),
        ("zh", "误区：。先试点。但是没人付钱。"),
    }
    turned = 0
    for language, passage in passages:
        for paragraph in essay_of(("", passage), language=language).paragraphs():
            for sentence in paragraph.sentences:
                alarmed = alarm_in(paragraph, quote_of(paragraph, (sentence,))) is not None
                assert is_turned(paragraph, sentence) == alarmed
                turned += alarmed
    assert turned > 5
