"""Kinds of characters, against the classes of regular expressions that they stand for."""

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from briefgen.quotes import folded
from briefgen.scripts import count_cjk, has_cjk, is_cjk, kinds_of

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
TEXTS = st.text(st.sampled_from("ab9² _-’.,%‰％３港口，。ー한é\n\t😀") | st.characters())


def test_characters_are_of_the_kind_that_the_classes_say() -> None:
    # no class begins or ends within sixteen code points
    edges = [code + off for code in range(0, 0x40000, 0x10) for off in (-1, 0) if code + off >= 0]
    every = "".join(map(chr, [*range(0x3400), *edges, sys.maxunicode]))
    kinds = kinds_of(every)
    assert len(kinds) == len(every)
    for letters, pattern in (("cC", f"[{CJK}]"), ("wdcC_", rf"\w|[{CJK}]"), ("d", rf"(?![{CJK}])\d"), ("C%", "[%‰％]")):
        wanted = {match.start() for match in re.finditer(pattern, every)}
        assert {place for place, kind in enumerate(kinds) if kind in letters} == wanted


@given(TEXTS)
def test_counting_and_joining_agree_with_the_classes(text: str) -> None:
    assert count_cjk(text) == len(re.findall(f"[{CJK}]", text))
    assert has_cjk(text) == bool(re.search(f"[{CJK}]", text))
    wrap = r"(?:(?<![ \t])[ \t]+)?[\n\v\u2028][ \t]*"
    assert folded(text) == re.sub(wrap, " ", re.sub(rf"(?<=[{CJK}]){wrap}(?=[{CJK}])", "", text))


def test_an_empty_text_is_no_cjk_character() -> None:
    assert not is_cjk("")
