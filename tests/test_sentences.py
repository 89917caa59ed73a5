"""Sentences: closing marks stay with them, abbreviations and brackets do not end them, nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("仓库空了。货车还在路上！谁来等？", ["仓库空了。", "货车还在路上！", "谁来等？"]),
        ("站长说：“今晚关门。”工人都笑了。", ["站长说：“今晚关门。”", "工人都笑了。"]),
        ("他问“值不值？”，没人回答。", ["他问“值不值？”，没人回答。"]),
        ("“要不要修？”的问题拖了三年。", ["“要不要修？”的问题拖了三年。"]),
        ("成本下降（约 5%。见上文）以后，价格也降了。", ["成本下降（约 5%。见上文）以后，价格也降了。"]),
        ("增长了1.5倍,快于Node.js。再看一年!", ["增长了1.5倍,快于Node.js。", "再看一年!"]),
        ("钱、人、地……都不够。", ["钱、人、地……都不够。"]),
        (
            "Dr. Lee left. She said “Never again.” Then rain fell.",
            ["Dr. Lee left.", "She said “Never again.”", "Then rain fell."],
        ),
        ("Costs fell by 2.5% in the U.S. last year. Why?", ["Costs fell by 2.5% in the U.S. last year.", "Why?"]),
        ("It failed (twice. At least.) and stopped. .", ["It failed (twice. At least.) and stopped. ."]),
        ("Tools, e.g. cranes, are dear! And slow...", ["Tools, e.g. cranes, are dear!", "And slow..."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet=st.sampled_from("ab A1.。！?”“（）() …,，\n"), max_size=80))
def test_every_visible_character_lies_in_exactly_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(spans))
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(text[s:e] == text[s:e].strip() for s, e in spans)
