"""The sentences most worth quoting come first, from the places asked for."""

from __future__ import annotations

from essays import essay_of

from briefgen.rank import rank_quotes

MILL = essay_of(
    ("", "去年冬天我去了一家面粉厂。厂长请我喝茶。", "车间里有三十台磨粉机，其中两台停着。"),
    ("一、瓶颈", "停着的机器并不是问题。真正的瓶颈不是机器，而是没有人看得懂停机的账。这要从头说起。"),
    ("二、账本", "账本只有一种用处，就是让下一个决定比上一个决定更好。你同意吗？"),
)


def test_the_pointed_sentences_come_first():
    texts = [quote.text for quote in rank_quotes(MILL, 2)]
    assert set(texts) == {
        "真正的瓶颈不是机器，而是没有人看得懂停机的账。",
        "账本只有一种用处，就是让下一个决定比上一个决定更好。",
    }


def test_only_places_asked_for_are_ranked():
    def places(*within: str) -> list[str]:
        return [quote.locator for quote in rank_quotes(MILL, 9, within=within)]

    assert places("1")[0] == "1.1.2"
    assert set(places("0.2", "1.1-3")) == {"0.2.1", "1.1.1", "1.1.2", "1.1.3"}
    assert places("7") == []


def test_headings_are_no_quotes():
    assert all(".0." not in quote.locator for quote in rank_quotes(MILL, 99))
