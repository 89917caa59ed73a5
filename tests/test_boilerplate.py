"""Boilerplate: what is certainly not the author's goes, and no sentence that only begins like it."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.essay import Essay
from briefgen.readers import around, read_essay

BODY_ZH = "码头每天要卸下三百个箱子，其中一半要在院子里等上两天，没有人说得清是为什么。"
BODY_EN = "The yard takes in three hundred boxes a day, and half of them wait for two days before anybody moves them."


def read(folder: Path, text: str, name: str = "a.md") -> Essay:
    (folder / name).write_text(text, encoding="utf-8")
    return read_essay(folder / name)


def texts(essay: Essay) -> list[str]:
    return [paragraph.text for paragraph in essay.paragraphs()]


PROSE = [
    "未经允许的创新，才是真正的创新。",
    "未经许可的创新，终会得到许可。",
    "版权归谁？这是本文要回答的问题。",
    "版权归谁所有？没有人说得清。",
    "版权所有者不是作者。",
    "时间：它是最稀缺的资源。",
    "来源：它从哪里来，往往没有人问。",
    "本文来自一次失败的经历。",
    "本文仅讨论第一个问题。",
    "本文为作者多年思考的结果。",
    "本文为翻译工作者而写。",
    "未经同意转载他人文章的人，自己也有文章。",
    "未经允许不得使用的数据，天天有人使用。",
    "转载请求被拒绝了三次。",
    "扫码点餐成了习惯。",
    "点击购买的那一刻，人就变了。",
    "转载需要勇气。",
    "图片来源于生活，也高于生活。",
    "This essay first looks at who gives permission, and then at who takes it.",
    "Copyright 2020 was the year of reform. Nobody noticed.",
    "Photo by photo, the archive grew into a map of the town.",
    "Photos by Adeyemi show the harbour before the flood.",
    "Pictures by themselves prove nothing.",
    "Originally published in 1859, the plan was soon forgotten.",
    "All rights reserved to the crown were sold.",
    "Source: the river. It feeds the mill.",
    "Date: a fruit, and a promise.",
    "Amazon.com changed everything.",
    "By nightfall",
]


@pytest.mark.parametrize("sentence", PROSE)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_sentence_that_begins_like_boilerplate_stays(tmp_path: Path, sentence: str, place: str) -> None:
    body = BODY_EN if sentence.isascii() else BODY_ZH
    before, after = {"first": (0, 4), "middle": (2, 2), "last": (4, 0)}[place]
    lines = ["# 港口", *[body] * before, sentence, *[body] * after]
    assert texts(read(tmp_path, "\n\n".join(lines))) == lines[1:]


CHROME = [
    "未经许可，禁止转载",
    "未经作者授权，不得以任何形式转载、摘编。",
    "版权归作者所有，转载请注明出处。",
    "版权所有，翻印必究",
    "本文首发于《海事评论》。",
    "本文来自微信公众号：海事评论（ID：quays），作者：沈望潮",
    "本文仅代表作者观点，不代表本站立场。",
    "本文由沈望潮原创发布于海事评论。",
    "来源：海事评论",
    "发布时间：2021年3月5日",
    "点击阅读原文",
    "长按识别二维码",
    "图片来源：海事博物馆",
    "题图来自网络，侵删",
    "This essay was originally published in the Harbour Review.",
    "Originally published in the Harbour Review, March 2021.",
    "Copyright 2020 Tom Adeyemi. All rights reserved.",
    "© 2021 Harbour Review",
    "All rights reserved.",
    "Photo by Ann Lee on Unsplash",
    "Photo courtesy of the harbour museum.",
    "Source: Harbour Review",
]


@pytest.mark.parametrize("line", CHROME)
def test_a_line_that_is_boilerplate_goes(tmp_path: Path, line: str) -> None:
    body = BODY_EN if all(char < "\u2e80" for char in line) else BODY_ZH
    for lines in (["# 港口", line, *[body] * 4], ["# 港口", *[body] * 4, line]):
        assert texts(read(tmp_path, "\n\n".join(lines))) == [body] * 4


@pytest.mark.parametrize("heading", ["The End", "END", "完结", "Comments", "References", "评论"])
def test_a_section_may_be_called_like_the_end_of_a_page(tmp_path: Path, heading: str) -> None:
    lines = ["# Quays", "## Start", BODY_EN, BODY_EN, BODY_EN, f"## {heading}", BODY_EN, "## And on", BODY_EN]
    assert [section.title for section in read(tmp_path, "\n\n".join(lines)).sections][1:] == [
        "Start",
        heading,
        "And on",
    ]


def test_the_last_section_may_be_called_the_end(tmp_path: Path) -> None:
    lines = ["# Quays", "## Start", BODY_EN, BODY_EN, "## The End", BODY_EN]
    assert texts(read(tmp_path, "\n\n".join(lines))) == ["Start", BODY_EN, BODY_EN, "The End", BODY_EN]


@pytest.mark.parametrize("item", ["Comments", "Notes", "The End", "评论"])
def test_an_item_ends_no_essay(tmp_path: Path, item: str) -> None:
    text = f"# Quays\n\n{BODY_EN}\n\n{BODY_EN}\n\n- Letters\n- {item}\n- Calls\n\n{BODY_EN}"
    assert texts(read(tmp_path, text)) == [BODY_EN, BODY_EN, "Letters", item, "Calls", BODY_EN]


@pytest.mark.parametrize(
    "tail", ["## Comments\n\n- Well said", "## Related posts\n\n- Cranes", "## The End", "— END —\n\nMore"]
)
def test_what_stands_below_an_essay_goes(tmp_path: Path, tail: str) -> None:
    assert texts(read(tmp_path, f"# Quays\n\n{BODY_EN}\n\n{BODY_EN}\n\n{tail}\n")) == [BODY_EN, BODY_EN]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize("headings", [("2015年5月：起步", "2016年3月：转弯"), ("2015年5月", "2016年3月")])
def test_dated_headings_are_the_authors(tmp_path: Path, headings: tuple[str, str], name: str) -> None:
    mark = "## " if name == "a.md" else ""
    essay = read(
        tmp_path, f"港口\n\n{BODY_ZH}\n\n{mark}{headings[0]}\n\n{BODY_ZH}\n\n{mark}{headings[1]}\n\n{BODY_ZH}", name
    )
    if mark or "：" in headings[0]:
        assert tuple(section.title for section in essay.sections[1:]) == headings
        assert essay.published == ""


@pytest.mark.parametrize(
    "line",
    ["2021年3月5日 08:00", "March 5, 2021", "Friday, 5th March 2021", "发布于 2021-03-05 · 阅读 300", "## 2021-03-05"],
)
def test_a_date_on_its_own_is_the_essays(tmp_path: Path, line: str) -> None:
    essay = read(tmp_path, f"# 港口\n\n{line}\n\n{BODY_ZH}\n\n{BODY_ZH}")
    assert (essay.published, texts(essay)) == ("2021-03-05", [BODY_ZH, BODY_ZH])


OPENINGS = {name: one for name, one in vars(around).items() if isinstance(one, around.Opening)}
LETTERS = st.characters(codec="utf-8", exclude_characters="ıİſ\u212a")
"""Without the four letters that are others' in another case."""


@pytest.mark.slow  # enough examples for an expression of thirty words
@pytest.mark.parametrize("script", ["chinese", "latin"])
@pytest.mark.parametrize("name", OPENINGS)
def test_what_an_expression_finds_begins_as_its_opening_says(name: str, script: str) -> None:
    expression = re.compile(*vars(getattr(OPENINGS[name], script))["_asked"])

    @settings(max_examples=250, deadline=None, derandomize=True, database=None)
    @given(st.from_regex(expression, alphabet=LETTERS))
    def opens(line: str) -> None:
        assert not expression.pattern or OPENINGS[name].match(line)

    opens()
