"""Author, speaker, and who the speaker is."""

from __future__ import annotations

from time import process_time

import pytest
from essays import essay_of

from briefgen.marks import quotations, unclosed
from briefgen.quotes import find_quote


@pytest.mark.parametrize(
    ("passage", "quoted", "speaker"),
    [
        ("厂长周岚说：“我们攒了三年数据。没有人看过。”她笑了。", "没有人看过。", "厂长周岚"),
        ("后来，王师傅在例会上反复强调：“停机也是一种信息。”", "停机也是一种信息。", "王师傅"),
        ("“停机也是一种信息，”王师傅说，“你得会听。”", "停机也是一种信息，", "王师傅"),
        ("正如一位老工人所言，「机器会老，手艺不会。」", "机器会老，手艺不会。", "一位老工人"),
        ("「机器会老，手艺不会。」一位老工人向笔者表示。", "「机器会老，手艺不会。」", "一位老工人"),
        ("他引用了一句话：“他问‘账在哪里’，没有人回答。”", "账在哪里", ""),
        ("她只看一个数。她直言：“其余都是噪音。”", "其余都是噪音。", ""),
        ("He says: “All the rules of this trade are older than the trade.”", "All the rules of this trade", ""),
        ("“It is cold in here,” she said. “Close it,” They said.", "Close it", ""),
        ("Tom Adeyemi says: “I joined a shorter queue.” He runs a shop.", "I joined a shorter queue.", "Tom Adeyemi"),
        ("“I joined a shorter queue,” said Tom Adeyemi.", "I joined a shorter queue,", "Tom Adeyemi"),
        ('"It is cold in here," the foreman said.', "It is cold in here", "the foreman"),
        ("As Maria de la Cruz once put it, “a plant is a promise”.", "a plant is a promise", "Maria de la Cruz"),
        ("According to the plant manager, “nobody reads the log”.", "nobody reads the log", "the plant manager"),
    ],
)
def test_words_in_marks_are_the_speakers(passage: str, quoted: str, speaker: str):
    quote = find_quote(essay_of(("", passage)), quoted)
    assert (quote.voice, quote.speaker) == ("speaker", speaker)


@pytest.mark.parametrize(
    ("passage", "quoted"),
    [
        ("厂长周岚说：“我们攒了三年数据。”她笑了。", "厂长周岚说：“我们攒了三年数据。”"),
        ("增加“附加值”才是出路。", "附加值"),
        ("增加“附加值”才是出路。", "增加“附加值”才是出路。"),
        ("We call it “the long queue” and live with it.", "the long queue"),
        ("It’s the plants’ log that can’t be read.", "the plants’ log that can’t be read"),
    ],
)
def test_terms_and_reports_are_the_authors(passage: str, quoted: str):
    assert find_quote(essay_of(("", passage)), quoted).voice == "author"


def test_a_block_quotation_is_somebody_elses():
    essay = essay_of(("", "机器会老，手艺不会。"), kind="quotation")
    assert find_quote(essay, "手艺不会。").voice == "speaker"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“甲‘乙’丙”丁「戊」", ["甲‘乙’丙", "戊"]),
        ("“没有关上，「关上了」", ["关上了"]),
        ('the 5" pipe and "the pipe"', ["the pipe"]),
        ("‘it’s fine’", ["it’s fine"]),
        ("“In the ‘90s members came.” Then “it rained”.", ["In the ‘90s members came.", "it rained"]),
        ("In the ‘90s the members’ “relief” came.", ["relief"]),
        ("“没有关上「，关上了” 丁", ["没有关上「，关上了"]),
        ('CEO"甲乙丙"，2024"丁"', ["甲乙丙", "丁"]),
        ('2024"甲乙丙"', ["甲乙丙"]),
        ('5"管道和6"管道，见"说明"', ["说明"]),
        ("”甲乙“和”丙“", ["甲乙", "丙"]),
        ("He said: ”It rains“ and ”it pours“.", ["It rains", "it pours"]),
        ('“It rains", she said.', ["It rains"]),
        ('"It pours”, she said.', ["It pours"]),
        ('“It rains," she said, “and pours."', ["It rains,", "and pours."]),
        ("„Es regnet” und „es gießt“", ["Es regnet", "es gießt"]),
        ("»Es regnet« und »es gießt«", ["Es regnet", "es gießt"]),
        ("«Il pleut» et « encore »", ["Il pleut", " encore "]),
        ("‹甲› 〝乙〞 〝丙〟 ﹁丁﹂ ﹃戊﹄", ["甲", "乙", "丙", "丁", "戊"]),
    ],
)
def test_outermost_marks(text: str, inside: list[str]):
    assert [text[opening + 1 : closing] for opening, closing in quotations(text)][-len(inside) :] == inside


@pytest.mark.parametrize(
    "text",
    [
        'It was 5\'10" tall and 3" wide.',
        'a 5" pipe and a 6" pipe, 5"x7" each',
        "It rained.” He went home. “Then it stopped",
        "The members’ log of the ‘90s",
        "5′10″ and 20′",
    ],
)
def test_measures_and_halves_of_pairs_are_no_marks(text: str):
    assert quotations(text) == ()


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("“It rains and pours.", (0,)),
        ('She said: "It rains and pours.', (10,)),
        ("He said “no”. “Then it rained", (14,)),
        ('a 5" pipe', ()),
        ("It rained.” He went home.", ()),
        ("“It rains.”", ()),
        ("the ‘90s", ()),
    ],
)
def test_opening_marks_that_nothing_closes(text: str, openings: tuple[int, ...]):
    assert unclosed(text) == openings


@pytest.mark.parametrize("text", ["“" * 9000 + "」" * 9000, "“‘「" * 5000 + "”" * 5000, '5"管' * 9000, '“"' * 9000])
def test_marks_without_end_take_no_time(text: str):
    begun = process_time()
    quotations(text)
    assert process_time() - begun < 1
