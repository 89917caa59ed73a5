"""Arguments: what authors count is found in every form of counting, and what is not argued is left alone."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from briefgen.arguments import find_arguments, find_numbered, trim_claim
from briefgen.enumeration import all_paragraphs, find_markers, read_chinese
from briefgen.readers import read_essay

SHARED = Path(__file__).parents[2] / "shared"
BODY_ZH = "码头每天要卸下三百个箱子，其中一半要在院子里等上两天，没有人说得清是为什么。"
BODY_EN = "The yard takes in three hundred boxes a day, and half of them wait for two days before anybody moves them."


def claims(folder: Path, text: str, name: str = "essay.txt") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [argument.claim for argument in find_numbered(read_essay(path))]


def essay_of(*lines: str, body: str = BODY_ZH) -> str:
    """A lead, and each line with text under it."""
    return "\n\n".join([f"引子。{body}", *(f"{line}\n\n{body}\n\n{body}" for line in lines), f"就是这样。{body}"])


@pytest.mark.parametrize(
    "enumerators",
    [
        *(("1)", "2)"), ("（1）", "（2）"), ("1️⃣", "2️⃣"), ("①", "②"), ("㈠", "㈡"), ("Ⅰ、", "Ⅱ、"), ("“① ", "“② ")),
        *(("第一，", "第二点，"), ("第1，", "第2，"), ("一是", "二是"), ("一要", "二要"), ("其一，", "其二，")),
        *(("首先，", "其次，"), ("首先，", "再次，"), ("首先，", "再者，"), ("首先，", "最后，"), ("首先，", "最後，")),
    ],
)
def test_what_is_counted_within_a_sentence_is_found(tmp_path: Path, enumerators: tuple[str, str]) -> None:
    path = tmp_path / "essay.txt"
    path.write_text(f"港口\n\n码头上{'，'.join(['的船', *(f'{number}等得太久' for number in enumerators)])}。", "utf-8")
    markers = find_markers(all_paragraphs(read_essay(path)))
    assert [marker.position for marker in markers] == ["opening", "opening"]


@pytest.mark.parametrize(("sentences", "found"), [(400, [1, 2]), (600, [1])])
def test_nothing_is_counted_further_into_a_paragraph_than_anybody_reads(
    tmp_path: Path, sentences: int, found: list[int]
) -> None:
    path = tmp_path / "essay.txt"
    path.write_text(f"港口\n\n一、时刻表太旧了。{BODY_ZH * sentences}二、泊位分得太死。", encoding="utf-8")
    assert [marker.number for marker in find_markers(all_paragraphs(read_essay(path)))] == found


@pytest.mark.parametrize(
    "enumerators",
    [
        ("一、", "二、", "三、"),
        ("一 ", "二 ", "三 "),
        ("（一）", "（二）", "（三）"),
        ("1. ", "2. ", "3. "),
        ("1、", "2、", "3、"),
        ("(1) ", "(2) ", "(3) "),
        ("1）", "2）", "3）"),
        ("01 ", "02 ", "03 "),
        ("①", "②", "③"),
        ("第一，", "第二，", "第三，"),
        ("第一点，", "第二点，", "第三点，"),
        ("第一个理由是", "第二个理由是", "第三个理由是"),
        ("其一，", "其二，", "其三，"),
        ("一是", "二是", "三是"),
        ("首先，", "其次，", "最后，"),
        ("首先，", "其次，", "第三，"),
        ("【一】", "【二】", "【三】"),
        ("1️⃣", "2️⃣", "3️⃣"),
        ("■ 一、", "■ 二、", "■ 三、"),
        ("第一大问题：", "第二大问题：", "第三大问题："),
        ("原因一：", "原因二：", "原因三："),
        ("理由之一：", "理由之二：", "理由之三："),
        ("对码头来说，首先要做的是", "对码头来说，其次要做的是", "对码头来说，第三要做的是"),
    ],
)
def test_chinese_enumerators_of_all_kinds(tmp_path: Path, enumerators: tuple[str, ...]) -> None:
    wanted = ["时刻表太旧了", "泊位分得太死", "没有人对等待负责"]
    lines = [f"{number}{claim}" for number, claim in zip(enumerators, wanted, strict=True)]
    assert claims(tmp_path, essay_of(*lines)) == wanted
    if enumerators[0] not in ("一 ", "01 "):  # these number titles only
        assert claims(tmp_path, essay_of(*(f"{line}。{BODY_ZH}" for line in lines))) == wanted


@pytest.mark.parametrize(
    "enumerators",
    [
        ("First, ", "Second, ", "Third, "),
        ("Firstly, ", "Secondly, ", "Finally, "),
        ("First of all, ", "Second, ", "Last, "),
        ("First, ", "Second, ", "Third and last, "),
        ("First, ", "Second, ", "Third, and finally, "),
        ("For one, ", "Second, ", "Lastly, "),
        ("Firstly, ", "Secondly ", "Thirdly "),
        ("The first reason is that ", "The second reason is that ", "The third and last reason is that "),
        ("In the first place, ", "In the second place, ", "In the third place, "),
        ("One: ", "Two: ", "Three: "),
        ("Number one: ", "Number two: ", "Number three: "),
        ("Reason 1: ", "Reason 2: ", "Reason 3: "),
        ("Lesson One. ", "Lesson Two. ", "Lesson Three. "),
        ("1. ", "2. ", "3. "),
        ("1) ", "2) ", "3) "),
        ("#1: ", "#2: ", "#3: "),
        ("I. ", "II. ", "III. "),
    ],
)
def test_english_enumerators_of_all_kinds(tmp_path: Path, enumerators: tuple[str, ...]) -> None:
    wanted = ["the timetable is old", "berths are fixed", "nobody answers for waiting"]
    lines = [f"{number}{claim}" for number, claim in zip(enumerators, wanted, strict=True)]
    assert claims(tmp_path, essay_of(*lines, body=BODY_EN)) == wanted


@pytest.mark.parametrize(
    ("level", "numbers"), [("##", "123"), ("###", "一二三"), ("##", ("Part 1", "Part 2", "Part 3"))]
)
def test_a_number_alone_takes_the_title_below_it(tmp_path: Path, level: str, numbers: Sequence[str]) -> None:
    wanted = ["时刻表太旧", "泊位太死", "无人负责"]
    text = essay_of(*(f"{level} {number}\n\n**{claim}**" for number, claim in zip(numbers, wanted, strict=True)))
    assert claims(tmp_path, text, "essay.md") == wanted


def test_outer_runs_win_and_inner_ones_become_their_nested_points(tmp_path: Path) -> None:
    inner = f"有两个原因。\n\n第一，船变大了。{BODY_ZH}\n\n第二，人变少了。{BODY_ZH}"
    steps = "1. 大船先靠\n2. 小船先走"
    text = f"一、时刻表太旧\n\n{inner}\n\n二、泊位太死\n\n{BODY_ZH}\n\n{steps}\n\n三、无人负责\n\n{BODY_ZH}"
    path = tmp_path / "essay.txt"
    path.write_text(f"码头的三个病\n\n{BODY_ZH}\n\n{text}", encoding="utf-8")
    found = find_numbered(read_essay(path))
    assert [argument.claim for argument in found] == ["时刻表太旧", "泊位太死", "无人负责"]
    assert [nested.claim for nested in found[0].nested] == ["船变大了", "人变少了"]


def test_two_groups_side_by_side_both_count(tmp_path: Path) -> None:
    first = [f"第{n}，{claim}。{BODY_ZH}" for n, claim in (("一", "船多"), ("二", "人少"))]
    second = [f"第{n}，{claim}。{BODY_ZH}" for n, claim in (("一", "换表"), ("二", "加人"), ("三", "问责"))]
    text = "\n\n".join([f"病在哪里？{BODY_ZH}", *first, f"怎么治？{BODY_ZH}", *second])
    assert claims(tmp_path, text) == ["船多", "人少", "换表", "加人", "问责"]


def test_a_title_may_leave_out_a_number(tmp_path: Path) -> None:
    text = essay_of("## 1. 换表", "## 2. 加人", "## 4. 问责", "## 5. 给钱")
    assert claims(tmp_path, text, "essay.md") == ["换表", "加人", "问责", "给钱"]


@pytest.mark.parametrize(
    "text",
    [
        essay_of("1、", "2、", "3、"),
        essay_of("## 1", "## 2", "## 3"),
        essay_of(f"首先看一个例子。{BODY_ZH}", "后来呢", f"最后的几个月里，码头空了。{BODY_ZH}"),
        essay_of(f"第一季度亏了钱。{BODY_ZH}", f"第二季度还是亏。{BODY_ZH}", f"第三季度赚了。{BODY_ZH}"),
        essay_of(f"第一天，大家都来了。{BODY_ZH}", f"第二天，来了一半。{BODY_ZH}", f"第三天，没有人来。{BODY_ZH}"),
        essay_of(f"2019. 那一年开了港。{BODY_ZH}", f"2020. 那一年关了港。{BODY_ZH}"),
        essay_of(f"问题有两个：一是船太多，二是人太少。{BODY_ZH}"),
        essay_of("安装步骤如下：\n\n1. 打开箱子，把里面的零件都拿出来\n\n2. 拧上螺丝\n\n3. 接上电源"),
        essay_of("一个时代过去了", "二手船也卖不动", "三天以后"),
        essay_of("## Day 1: Arrival", "## Day 2: Departure", body=BODY_EN),
        essay_of("目录\n\n1. 船\n2. 人\n3. 钱"),
        essay_of(f"First, let us look at the yard. {BODY_EN}", f"Finally, a word on cranes. {BODY_EN}", body=BODY_EN),
        essay_of(f"First of all it rained. {BODY_EN}", "Second quarter results were poor.", body=BODY_EN),
        essay_of("References\n\n1. https://example.org/a\n2. https://example.org/b", body=BODY_EN),
    ],
)
def test_what_is_counted_without_being_argued_is_no_argument(tmp_path: Path, text: str) -> None:
    assert claims(tmp_path, text) == []


def test_a_list_that_announces_the_headings_is_not_counted_twice(tmp_path: Path) -> None:
    text = "# 码头\n\n本文说三点：\n\n1. 换表\n2. 加人\n3. 问责\n\n" + "\n\n".join(
        f"## {n}. {claim}\n\n{BODY_ZH}" for n, claim in ((1, "换表"), (2, "加人"), (3, "问责"))
    )
    assert claims(tmp_path, text, "essay.md") == ["换表", "加人", "问责"]


def test_generic_titles_are_no_claims(tmp_path: Path) -> None:
    text = essay_of("一、前言", "二、时刻表太旧", "三、泊位太死", "四、结语")
    assert claims(tmp_path, text) == ["时刻表太旧", "泊位太死"]


def test_an_essay_without_numbers_is_outlined_by_its_headings_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    path.write_text(f"# 码头\n\n{BODY_ZH}\n\n## 换表\n\n{BODY_ZH}\n\n## 加人\n\n{BODY_ZH}\n", encoding="utf-8")
    found = find_arguments(read_essay(path))
    assert [(argument.claim, argument.basis) for argument in found] == [("换表", "heading"), ("加人", "heading")]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("要做的就是换掉时刻表。", "换掉时刻表"),
        ("笔者坚定地认为，时刻表太旧。", "时刻表太旧"),
        ("是否要换时刻表？", "是否要换时刻表？"),
        ("is that the timetable is old.", "the timetable is old"),
        ("I believe that berths are fixed.", "berths are fixed"),
    ],
)
def test_claims_lose_only_the_words_that_lead_to_them(text: str, claim: str) -> None:
    assert trim_claim(text) == claim
    assert claim in text


@pytest.mark.parametrize(
    ("numeral", "number"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("三五", None)]
)
def test_chinese_numerals(numeral: str, number: int | None) -> None:
    assert read_chinese(numeral) == number


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of measured essays is not beside the repository")
class TestMeasured:
    @pytest.mark.parametrize(("number", "count"), [("000", 3), ("001", 4), ("002", 3), ("003", 2), ("004", 5)])
    def test_the_real_essays_have_their_numbered_arguments(self, number: str, count: int) -> None:
        found = find_numbered(read_essay(next((SHARED / "essays").glob(f"{number}_*.txt"))))
        assert len(found) == count

    @pytest.mark.parametrize("form", ["md", "txt", "html"])
    def test_the_corpus(self, form: str) -> None:
        tool: dict[str, Any] = {"__name__": "score", "__file__": str(SHARED / "tools" / "score_arguments.py")}
        exec(compile((SHARED / "tools" / "score_arguments.py").read_text("utf8"), "score_arguments.py", "exec"), tool)
        gold = json.loads((SHARED / "corpus" / "gold.json").read_text("utf8"))["A"]
        found = {name: find_numbered(read_essay(SHARED / "corpus" / "a" / form / f"{name}.{form}")) for name in gold}
        score = tool["score"]({name: {"arguments": [a.claim for a in args]} for name, args in found.items()}, gold)
        assert score["all"]["F1"] >= 0.95
        assert score["negatives_clean"] == "4/4"
