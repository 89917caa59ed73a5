import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.deck.linebreak import ENDS, FULL_STARTS, GLUE, find_breaks, find_cut, find_edges
from briefgen.deck.measure import break_lines, line_pitch, text_width

CHINESE = "人工智能的成本在十年里下降了九成，但是，企业的流程并没有随之改变：“工具换了，组织没换。”"
LATIN = "The cost of a decision fell by ninety per cent in ten years, yet the well-known process stayed."
MIXED = "2016年GDP增长6.7%（约11万亿USD），而OpenAI的GPT-4在2023年才发布……这说明了什么？"
WRITING = st.text(
    st.sampled_from("中文，。“”（）《》…—aé-1.5%$ \u3000\t\u00a0e\u0301\U0001f600\u200d\ufe0f/שع한x"), max_size=80
)


@pytest.mark.parametrize(
    ("text", "face", "bold", "em"),
    [
        ("中文，。", "Calibri", False, 4.0),
        ("中文，。", "Calibri", True, 4.0),
        ("ＡＢ", "Arial", False, 2.0),
        ("iiii", "Arial", False, 4 * 0.223),
        ("Hello", "Calibri", False, 0.624 + 0.498 + 2 * 0.230 + 0.528),
        ("Hello", "Courier New", True, 5 * 0.601),
        ("e\u0301", "Arial", False, 0.557),
        ("a\u200bb", "Arial", False, 2 * 0.557),
    ],
)
def test_widths_are_the_fonts_own(text: str, face: str, bold: bool, em: float) -> None:
    assert text_width(text, 10, face, bold) == pytest.approx(em * 10, abs=0.01)


def test_width_of_several_lines_is_that_of_the_longest() -> None:
    assert text_width("a\nabc\nab", 18, "Arial") == text_width("abc", 18, "Arial")


def test_bold_is_wider_and_unknown_faces_are_not_narrower() -> None:
    assert text_width(LATIN, 18, "Arial", bold=True) > text_width(LATIN, 18, "Arial")
    assert text_width(LATIN, 18, "Some Brand Sans") >= text_width(LATIN, 18, "Arial")


def test_quotation_marks_take_an_em_only_among_chinese() -> None:
    assert text_width("“好”", 10, "Arial") == 30
    assert text_width("“ok”", 10, "Arial") < 25


def test_emoji_and_alphabets_without_a_table_have_a_width() -> None:
    for text in ("😀", "👩‍👩‍👧", "שלום", "مرحبا", "한국어", "ไทย", "\ue000"):
        assert text_width(text, 10, "Calibri") > 0, text


@pytest.mark.parametrize("text", [CHINESE, LATIN, MIXED])
@pytest.mark.parametrize("width", [90.0, 150.0, 333.0])
def test_lines_fit_and_keep_the_rules(text: str, width: float) -> None:
    lines = break_lines(text, 18, "Calibri", width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(text_width(line, 18, "Calibri") for line in lines) <= width + 18
    assert not any(line[0] in FULL_STARTS + "”…—%" for line in lines[1:])
    assert not any(line[-1] in "（《「『【“‘" for line in lines[:-1])


def test_words_stay_whole_and_long_ones_are_cut() -> None:
    assert break_lines("alpha beta gamma", 10, "Arial", 60) == ["alpha beta", "gamma"]
    assert "".join(break_lines("x" * 50, 10, "Arial", 60)) == "x" * 50
    assert break_lines("https://example.org/a-long-path", 10, "Arial", 80)[0] == "https://"
    assert break_lines("增长well-known模式", 10, "Arial", 45) == ["增长well-", "known模", "式"]


def test_a_newline_forces_a_line() -> None:
    assert break_lines("a\n\nb", 10, "Arial", 100) == ["a", "", "b"]
    assert break_lines("", 10, "Arial", 100) == [""]


@given(WRITING, st.floats(min_value=0, max_value=300))
def test_nothing_is_lost_and_every_line_fits(text: str, width: float) -> None:
    lines = break_lines(text, 12, "Calibri", width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in map(str.rstrip, lines):
        one_character = find_cut(line, 0, 0) >= len(line)
        assert one_character or text_width(line, 12, "Calibri") <= width + 1e-6


@given(st.lists(st.sampled_from(["a", "of", "valley", "Größe", "“platform”,", "§3", "4.5%"]), min_size=1))
def test_a_word_goes_on_the_next_line_only_where_it_has_no_room(words: list[str]) -> None:
    lines = break_lines(" ".join(words), 12, "Calibri", 90)
    assert " ".join(lines) == " ".join(words)
    for line, following in pairwise(lines):
        assert text_width(f"{line} {following.split()[0]}", 12, "Calibri") > 90


@given(WRITING, st.floats(min_value=20, max_value=200))
def test_a_wider_box_never_takes_more_lines(text: str, width: float) -> None:
    assert len(break_lines(text, 12, "Calibri", width + 40)) <= len(break_lines(text, 12, "Calibri", width))


@given(WRITING)
def test_no_break_ends_a_line_with_an_opening_mark(text: str) -> None:
    assert not [at for at in find_breaks(text) if text[at - 1] in ENDS + GLUE]


def test_chinese_lines_are_taller() -> None:
    assert (line_pitch("line", "Calibri"), line_pitch("一行 line", "Calibri")) == (1.22, 1.32)
    assert line_pitch("“line” — £5 …", "Calibri") == 1.22


def test_measuring_three_thousand_paragraphs_takes_no_time() -> None:
    texts = [f"{number} {text}" for number in range(1000) for text in (CHINESE, LATIN, MIXED)]
    begun = time.process_time()
    for text in texts:
        break_lines(text, 18, "Calibri", 200)
    assert time.process_time() - begun < 1.0


def test_chinese_and_latin_meet_also_across_a_blank() -> None:
    assert find_edges("在 AI 里，a b") == [1, 4, 7]
    assert text_width("在 AI 里", 10, "Calibri") > sum(text_width(part, 10, "Calibri") for part in ("在", " AI ", "里"))
