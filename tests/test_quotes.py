"""A quote is a slice of one paragraph, code point for code point, and knows its place."""

from __future__ import annotations

import pytest
from essays import essay_of
from hypothesis import assume, given
from hypothesis import strategies as st

from briefgen.essay import check_of
from briefgen.quotes import QuoteNotFound, find_quote, quote_at

FACTORY = essay_of(
    ("", "工厂的账本不会说谎。设备闲着，利润就不会来；设备忙着，利润也未必来。", "账本之外，还有人。"),
    (
        "一、先算清楚",
        "不是所有的数据都值得存。我们只有 12.5% 的数据被看过第二遍，其余的从未打开。",
        "账本之外，还有人。",
    ),
    ("二、再谈连接", "连接本身不产生价值。", "我们使用 AI 排产，但排产员仍然签字。"),
)
ENGLISH = essay_of(
    ("", "A plant can't be fixed by software. It is fixed by people who read its ledger, and by 12.5% of its data."),
    (
        "Costs first",
        "Nobody should buy a sensor before the ledger is read. Unable to count, a plant is unable to learn.",
    ),
    language="en",
)
ELIDED = "设备闲着，利润就不会来……利润也未必来。"


def test_a_quote_has_its_place_its_check_and_the_words_around_it():
    quote = find_quote(FACTORY, "我们只有 12.5% 的数据被看过第二遍")
    assert (quote.locator, quote.voice, quote.speaker) == ("1.1.2", "author", "")
    assert quote.check == check_of("我们只有 12.5% 的数据被看过第二遍")
    assert quote.before.endswith("值得存。")
    assert quote.after.startswith("，其余的")


def test_a_heading_is_the_paragraph_0_of_its_section():
    assert find_quote(FACTORY, "一、先算清楚").locator == "1.0.1"


def test_a_quote_over_two_sentences_has_a_run_as_its_place():
    quote = find_quote(FACTORY, "工厂的账本不会说谎。设备闲着，利润就不会来")
    assert quote.locator == "0.1.1-2"


@pytest.mark.parametrize(("near", "locator"), [("", "0.2.1"), ("1", "1.2.1"), ("1.2.1", "1.2.1"), ("0.2", "0.2.1")])
def test_equal_quotes_are_told_apart_by_place(near: str, locator: str):
    assert find_quote(FACTORY, "账本之外，还有人。", near=near).locator == locator


@pytest.mark.parametrize(
    ("essay", "wrapped", "text"),
    [
        (FACTORY, "账本之外，\n  还有人。", "账本之外，还有人。"),
        (FACTORY, "我们使用\nAI 排产", "我们使用 AI 排产"),
        (ENGLISH, "before the\nledger is read", "before the ledger is read"),
    ],
)
def test_a_soft_wrap_is_folded(essay, wrapped: str, text: str):
    assert find_quote(essay, wrapped).text == text


def test_an_elision_is_explicit_and_its_fragments_stand_in_order_in_one_paragraph():
    quote = find_quote(FACTORY, ELIDED)
    assert (quote.text, quote.locator, len(quote.spans)) == (ELIDED, "0.1.2", 2)
    assert find_quote(ENGLISH, "A plant […] is fixed by people").text == "A plant […] is fixed by people"


@pytest.mark.parametrize(
    "text",
    [
        "利润也未必来……设备闲着",
        "工厂的账本不会说谎。……账本之外",
        "设备闲着...利润也未必来",
        "设备闲着，利润也未必来",
        "设备闲着……利润会来",
    ],
)
def test_what_is_left_out_without_a_mark_or_out_of_order_is_not_found(text: str):
    with pytest.raises(QuoteNotFound):
        find_quote(FACTORY, text)


@pytest.mark.parametrize(
    "text", ["A plant can", "able to count", "by 12", "5% of its data", "12.5", "ledger is rea", "a plant is able"]
)
def test_a_quote_does_not_begin_or_end_inside_a_word_or_number(text: str):
    with pytest.raises(QuoteNotFound):
        find_quote(ENGLISH, text)


@pytest.mark.parametrize(
    ("wanted", "nearest", "difference"),
    [
        ("连接本身能产生价值。", "2.1.1", "after “连接本身”, it has “能” where the essay has “不”"),
        ("连接本身产生价值。", "2.1.1", "after “连接本身”, “不” is left out"),
        ("连接本身并不产生价值。", "2.1.1", "after “连接本身”, “并” is added"),
        ("账本之外,还有人。", "0.2.1", "after “账本之外”, it has “,” (U+002C) where the essay has “，” (U+FF0C)"),
        ("我们只有 15% 的数据", "1.1.2", "after “们只有 ”, it has “15” where the essay has “12.5”"),
        ("zzz", None, "nothing like it stands there"),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest_sentence(wanted: str, nearest: str | None, difference: str):
    with pytest.raises(QuoteNotFound) as caught:
        find_quote(FACTORY, wanted)
    assert (caught.value.nearest.locator if caught.value.nearest else None) == nearest
    assert caught.value.difference == difference


def test_a_locator_gives_its_sentence_or_run():
    assert quote_at(FACTORY, "0.1.1").text == "工厂的账本不会说谎。"
    assert quote_at(FACTORY, "0.1.1-2").text == FACTORY.sections[0].paragraphs[0].text
    assert quote_at(FACTORY, "2.0.1").text == "二、再谈连接"


def test_a_check_finds_the_sentence_where_it_has_moved():
    moved = quote_at(FACTORY, "0.2.7", check=check_of("连接本身不产生价值。"))
    assert (moved.text, moved.locator) == ("连接本身不产生价值。", "2.1.1")
    run = quote_at(FACTORY, "2.2.1-2", check=check_of(FACTORY.sections[1].paragraphs[0].text))
    assert run.locator == "1.1.1-2"
    assert quote_at(FACTORY, "1.1.1", check=check_of("账本之外，还有人。")).locator == "1.2.1"


@pytest.mark.parametrize("locator", ["0.1.9", "9.1.1", "0.1.2-1", "0.1.0", "nonsense", "", "1.1.1.1"])
def test_a_place_that_the_essay_lacks_is_not_found(locator: str):
    with pytest.raises(QuoteNotFound):
        quote_at(FACTORY, locator)


def test_a_check_of_other_words_is_not_found():
    with pytest.raises(QuoteNotFound, match=r"nearest is 0\.2\.1"):
        quote_at(FACTORY, "0.2.1", check="00000000")


PARAGRAPHS = [paragraph.text for essay in (FACTORY, ENGLISH) for paragraph in essay.paragraphs()]
CHINESE = [paragraph for paragraph in PARAGRAPHS if not any(char.isascii() for char in paragraph)]


@given(st.sampled_from(CHINESE), st.data())
def test_every_slice_is_found_as_itself(paragraph: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(paragraph) - 1))
    end = data.draw(st.integers(start + 1, len(paragraph)))
    quote = find_quote(FACTORY, paragraph[start:end])
    assert quote.text == paragraph[start:end]
    assert quote.check == check_of(quote.text)


@given(st.sampled_from(PARAGRAPHS), st.data())
def test_one_changed_character_is_never_found(paragraph: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(paragraph) - 1))
    other = data.draw(st.characters(exclude_characters=paragraph + " \n\v\u2028", exclude_categories=("Cs",)))
    altered = paragraph[:at] + other + paragraph[at + 1 :]
    assume(altered.strip() == altered)
    with pytest.raises(QuoteNotFound):
        find_quote(FACTORY if paragraph in FACTORY.text else ENGLISH, altered)


def test_the_difference_is_sought_beside_what_both_have_in_common() -> None:
    """A long paragraph has single characters of the words far from where they answer to it."""
    essay = essay_of(("", "“门要开着”，她说：“关着的门说假话。”但是，门不能一直开着。"))
    with pytest.raises(QuoteNotFound) as caught:
        find_quote(essay, "门能一直开着")
    assert caught.value.difference == "after “门”, “不” is left out"
