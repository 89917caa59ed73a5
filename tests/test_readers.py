"""Readers: an essay in any form people have it becomes the same Essay, without the boilerplate around it."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefgen.errors import BriefgenError
from briefgen.essay import Essay
from briefgen.readers import read_essay
from briefgen.readers.html import html_blocks, read_own_tree, read_tree
from briefgen.readers.markdown import _markup

SHARED = Path(__file__).parents[2] / "shared" / "essays"

FEED = """
---
title: '港口为什么排队'
author: 物流观察网
date: Fri, 05 Mar 2021 00:00:00 GMT
---

<div>
<blockquote><p>编辑导语：本网编辑写的引子，不是作者的话。</p></blockquote>
<p><img src="x.jpg" alt="码头"></p>
<p>港口的队伍不是<strong>船太多</strong>，
而是泊位的安排太旧。</p>
<h2 id="toc-1">一、先改时刻表</h2>
<p>时刻表<sup><a href="#n1">1</a></sup>十年没有变过。</p>
<ol><li>早班先到<li>晚班让路</ol>
<blockquote>“我们等了三天。”一位船长说。</blockquote>
<table><tr><td>泊位</td><td>12</td></tr></table>
<h3>#专栏作家#</h3>
<p>沈望潮，微信公众号：wangchao，物流观察网专栏作家。</p>
<p>未经许可，禁止转载</p>
<div class="support-author"><button>赞赏<svg><path d="M9"/></svg></button>2人打赏</div>
</div>
"""

PAGE = """港口为什么排队

文/沈望潮

港口的队伍不是船太多，而是泊位的安排太旧。人人都知道这一点，但是没有人去改。

先改时刻表

时刻表十年没有变过。船变大了三倍，装卸也快了一倍，时刻表却还是从前的样子，于是人人都在等。

—完—

(12)

相关推荐

  • 首先，学会排队

    文/别人 这是另一篇文章的开头 ...
"""

WRAPPED = """The quay is not too short. It is badly
timed, and every captain who has waited
outside the harbour for three days knows
it. Nobody has changed the plan since
the ships were small.

Change the plan

Berths are given out by the hour of the
tide, as they were under sail, though an
engine does not wait for the tide and a
crane does not tire.
"""


def read(folder: Path, name: str, content: str | bytes) -> Essay:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_essay(path)


def outline(essay: Essay) -> list[tuple[str, str, str]]:
    return [(paragraph.locator, paragraph.kind, paragraph.text) for paragraph in essay.paragraphs()]


def test_a_feed_entry_gives_the_authors_own_words(tmp_path: Path) -> None:
    essay = read(tmp_path, "feed.txt", FEED)
    assert (essay.title, essay.author, essay.published, essay.language) == (
        "港口为什么排队",
        "沈望潮",
        "2021-03-05",
        "zh",
    )
    assert outline(essay) == [
        ("0.1", "text", "港口的队伍不是船太多，而是泊位的安排太旧。"),
        ("1.0", "heading", "一、先改时刻表"),
        ("1.1", "text", "时刻表十年没有变过。"),
        ("1.2", "item", "早班先到"),
        ("1.3", "item", "晚班让路"),
        ("1.4", "quotation", "“我们等了三天。”一位船长说。"),
    ]
    lead = essay.sections[0].paragraphs[0]
    assert [lead.text[start:end] for start, end in lead.strong] == ["船太多"]
    assert (lead.line, essay.sections[1].heading.line) == (11, 13)
    assert [p.marker for p in essay.sections[1].paragraphs] == ["", "1.", "2.", ""]


def test_a_copied_web_page_ends_at_its_end_mark(tmp_path: Path) -> None:
    essay = read(tmp_path, "page.txt", PAGE)
    assert (essay.title, essay.author, essay.language) == ("港口为什么排队", "沈望潮", "zh")
    assert [section.title for section in essay.sections] == ["", "先改时刻表"]
    assert essay.text.endswith("于是人人都在等。")


def test_an_essay_keeps_what_only_looks_like_boilerplate(tmp_path: Path) -> None:
    body = "人人都知道这一点，但是没有人去改，因为改了就要有人负责。\n\n"
    first, last = "2021年3月，北港换了时刻表。", "版权制度也是一样：本文由此想到，旧规矩不换，队伍不散。"
    essay = read(tmp_path, "a.txt", f"港口为什么排队\n\n2021年3月5日\n\n{first}\n\n{body * 4}{last}\n")
    assert (essay.published, essay.sections[0].paragraphs[0].text) == ("2021-03-05", first)
    assert essay.text.endswith(last)


def test_hard_wrapped_lines_are_one_paragraph_and_keep_their_lines(tmp_path: Path) -> None:
    essay = read(tmp_path, "wrapped.txt", WRAPPED)
    assert essay.language == "en"
    assert outline(essay)[0][2].startswith("The quay is not too short. It is badly timed, and every")
    assert [(s.locator, s.line) for s in essay.sections[0].paragraphs[0].sentences] == [
        ("0.1.1", 1),
        ("0.1.2", 1),
        ("0.1.3", 4),
    ]
    assert essay.sections[1].title == "Change the plan"


def test_a_text_wrapped_only_here_and_there_joins_what_breaks_in_mid_sentence(tmp_path: Path) -> None:
    long = "Every captain who has waited outside the harbour for three days knows that the plan is old. " * 3
    text = f"{long}\n\nThe quay is not too short for the ships that call here, but the\nplan is. {long}\n\n{long}\n"
    essay = read(tmp_path, "mixed.txt", text)
    assert [len(section.paragraphs) for section in essay.sections] == [3]
    assert "but the plan is." in essay.sections[0].paragraphs[1].text


def test_lines_without_indent_among_indented_ones_are_headings(tmp_path: Path) -> None:
    body = "  The plan is old and everybody who works with it knows that it is old.\n"
    essay = read(
        tmp_path,
        "indented.txt",
        f"A lead of one long line that ends as a sentence does.\n{body * 2}Change it\n\n{body * 3}",
    )
    assert [section.title for section in essay.sections] == ["", "Change it"]
    assert essay.title == ""


MARKS = (
    *("a", "港口", "，", "“", "”", " ", "\u3000", "\xa0", "&", "<b", '"', "'", ":", "|", "\\", "&amp;", "&nbsp;"),
    *("[^1]", "*", "**", "_", "~", "~~", "`", "[x](y)", "![i](u)", "<http://a.b>", "\n[^1]: note", "\n[t]: <> (x)"),
    *("\n", "\n\n", "  \n", "- ", "1. ", "5) ", "> ", "# ", "### ", "===\n", "---\n", "    ", "```\n", "\n|-|-|\n"),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=60))
def test_markup_of_our_own_reads_alike_as_xml_and_as_html(marks: list[str]) -> None:
    markup, is_own = _markup("".join(marks))
    assume(is_own)
    assert html_blocks(read_own_tree(markup)) == html_blocks(read_tree(markup))


@pytest.mark.parametrize("text", ["a<br>b", "a <b>c", "<div>\n\na"])
def test_html_in_markdown_is_read_as_html(text: str) -> None:
    assert not _markup(text)[1]


def test_markdown_reads_as_the_html_that_it_means(tmp_path: Path) -> None:
    head = "# Quays\n\n*March 2021*\n\nThe quay is\n**badly timed**.[^1]\n\n"
    text = head + "## Change\n\n1. Berths\n2. Cranes\n\n```\ncode\n```\n\n[^1]: A note.\n"
    essay = read(tmp_path, "quays.md", text)
    assert (essay.title, essay.published) == ("Quays", "2021-03")
    assert outline(essay) == [
        ("0.1", "text", "The quay is badly timed."),
        ("1.0", "heading", "Change"),
        ("1.1", "item", "Berths"),
        ("1.2", "item", "Cranes"),
    ]
    assert essay.sections[0].paragraphs[0].line == 5
    assert essay.sections[1].paragraphs[1].line == 11


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_makes_no_difference(tmp_path: Path, encoding: str) -> None:
    assert outline(read(tmp_path, "page.txt", PAGE.encode(encoding))) == outline(read(tmp_path, "utf8.txt", PAGE))


def test_every_sentence_is_the_slice_that_its_place_says(tmp_path: Path) -> None:
    essay = read(tmp_path, "feed.txt", FEED)
    for paragraph in essay.paragraphs():
        for number, sentence in enumerate(paragraph.sentences, 1):
            assert sentence.locator == f"{paragraph.locator}.{number}"
            assert paragraph.text[sentence.start : sentence.start + len(sentence.text)] == sentence.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xff\x00\x81\x00\xff", "cannot tell this file's text encoding"),
        (b"", "there is no essay in this file"),
        (b"# Only a heading\n", "there is no essay in this file"),
    ],
)
def test_what_is_no_essay_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BriefgenError, match=message):
        read(tmp_path, "x.md", content)


def test_a_missing_file_is_a_problem_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(BriefgenError) as caught:
        read_essay(tmp_path / "none.txt")
    assert caught.value.problems[0].path.endswith("none.txt")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of measured essays is not beside the repository")
@pytest.mark.parametrize(
    ("number", "author", "published", "paragraphs"),
    [
        ("000", "孟永辉", "", [16]),
        ("001", "孟永辉", "2021-04-30", [11, 8, 8, 7, 6]),
        ("002", "孟永辉", "2021-10-29", [61]),
        ("003", "", "", [2, 24, 19]),
        ("004", "孟永辉", "2021-04-20", [9, 6, 6, 6, 6, 6]),
    ],
)
def test_the_real_essays(number: str, author: str, published: str, paragraphs: list[int]) -> None:
    essay = read_essay(next(SHARED.glob(f"{number}_*.txt")))
    assert (essay.author, essay.published) == (author, published)
    assert [len(section.paragraphs) for section in essay.sections] == paragraphs


WEB_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>港口为什么排队 - 海事网</title>
<meta name="author" content="沈望潮"><link rel="canonical" href="https://example.org/quays/7">
<meta property="article:published_time" content="2021-03-05T08:00:00+08:00"><script>var a = "第一，";</script></head>
<body><div><a href="/">首页</a> <a href="/n">新闻</a> <a href="/p">第一航运</a></div>
<div><div><h1>港口为什么排队</h1>
<p>港口的队伍不是船太多，而是泊位的安排太旧。人人都知道这一点，但是没有人去改，因为改了就要有人负责。</p>
<h2>一、先改时刻表</h2>
<p>时刻表十年没有变过。船变大了三倍，装卸也快了一倍，时刻表却还是从前的样子，于是人人都在等。</p>
<figure><img src="a.png"><figcaption>码头一景</figcaption></figure>
<h2>二、再分泊位</h2>
<p>泊位按老客户分配，新来的船只能排队。<strong>谁先到，谁先靠</strong>，这条规矩在别的港口已经用了二十年。</p>
<p>就这些。</p></div>
<div><a href="/s">分享到微博</a> <a href="/t">分享到微信</a></div>
<div><h3>相关阅读</h3><ul><li><a href="/1">一、船为什么越来越大</a></li>
<li><a href="/2">二、吊车的一生</a></li></ul></div></div>
<div><p>版权所有 © 海事网。第一，未经许可不得转载；第二，观点不代表本站。</p></div></body></html>
"""


@pytest.mark.parametrize("chrome", ["", "nav", "aside"])
def test_a_web_page_gives_its_main_text_and_what_its_head_says(tmp_path: Path, chrome: str) -> None:
    bar = WEB_PAGE[WEB_PAGE.index("<body>") + 6 : WEB_PAGE.index("\n<div><div>")]
    page = WEB_PAGE.replace(bar, f"<{chrome}>{bar}</{chrome}>" if chrome else bar)
    essay = read(tmp_path, "page.html", page)
    assert (essay.title, essay.author, essay.published) == ("港口为什么排队", "沈望潮", "2021-03-05")
    assert essay.url == "https://example.org/quays/7"
    assert [section.title for section in essay.sections] == ["", "一、先改时刻表", "二、再分泊位"]
    assert [len(section.paragraphs) for section in essay.sections] == [1, 1, 2]
    assert essay.text.endswith("就这些。")


def test_bold_that_commonmark_leaves_open_beside_chinese_is_bold(tmp_path: Path) -> None:
    essay = read(tmp_path, "bold.md", "# 港口\n\n他说**“先改时刻表。”**大家都笑了。价钱是 3 ** 2。\n")
    paragraph = essay.sections[0].paragraphs[0]
    assert paragraph.text == "他说“先改时刻表。”大家都笑了。价钱是 3 2。"
    essay = read(tmp_path, "bold.md", "# 港口\n\n他说**“先改时刻表。”**大家都笑了。\n")
    paragraph = essay.sections[0].paragraphs[0]
    assert [paragraph.text[start:end] for start, end in paragraph.strong] == ["“先改时刻表。”"]


TRADITIONAL = "港口的隊伍不是船太多，而是泊位的安排太舊。人人都知道這一點，但是沒有人去改。時刻表十年沒有變過。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TRADITIONAL, "big5"),
        (PAGE, "utf-16-le"),
        (PAGE, "utf-16-be"),
        (PAGE, "utf-32"),
        (WRAPPED, "utf-16-le"),
        (WRAPPED.replace("badly", "“badly”"), "gb18030"),
    ],
)
def test_encodings_without_a_mark_are_told_by_their_text(tmp_path: Path, text: str, encoding: str) -> None:
    assert outline(read(tmp_path, "a.txt", text.encode(encoding))) == outline(read(tmp_path, "b.txt", text))


def test_a_declared_encoding_is_believed(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{TRADITIONAL}</p></body></html>'
    assert read(tmp_path, "a.html", page.encode("gbk")).text == TRADITIONAL


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("港の列は船が多いからではなく、時刻表が古いからです。みんな知っています。" * 5, "shift_jis"),
        ("항구의 줄은 배가 많아서가 아니라 시간표가 낡았기 때문이다. 모두가 알고 있다. " * 5, "euc-kr"),
        ("Die Kräne stehen still, weil die Pläne älter sind als die Brücken über den Fluß. " * 5, "latin-1"),
        (PAGE + "\x00" * 40, "utf-8"),
    ],
)
def test_other_encodings_are_refused_and_not_guessed(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(BriefgenError, match="cannot tell this file's text encoding"):
        read(tmp_path, "x.txt", text.encode(encoding))


def test_character_references_bring_in_no_control_characters(tmp_path: Path) -> None:
    essay = read(tmp_path, "x.html", "<p>A quay&#8;s plan &#x2028; is\x0b old.&#0;</p>")
    assert essay.text == "A quays plan is old.\ufffd" or essay.text == "A quays plan is old."


SECTION_IDS = {
    "the-social-contract": "The social contract",
    "share-of-profit": "1. Share of profit",
    "related": "Related",
    "comments-1": "Comments",
    "social-media": "Social media",
}


@pytest.mark.parametrize(
    "opening", ['section id="{}" class="level2"', 'section id="{}"', 'div class="section" id="{}"']
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_section_whose_id_is_its_heading_is_no_chrome(tmp_path: Path, opening: str, whole: bool) -> None:
    tag = opening.split()[0]
    body = "".join(
        f"<{opening.format(name)}><h2>{title}</h2><p>{WRAPPED[:180]} Of {title}.</p></{tag}>"
        for name, title in SECTION_IDS.items()
    )
    last = f'<section id="last"><h2>Last</h2><p id="share-of-market">{WRAPPED[:180]}</p></section>'
    page = f"<h1>Quays</h1><p>{WRAPPED[:180]}</p>{body}{last}"
    page = f"<!DOCTYPE html><html><head><title>Quays</title></head><body>{page}</body></html>" if whole else page
    essay = read(tmp_path, "a.html", page)
    assert [section.title for section in essay.sections] == ["", *SECTION_IDS.values(), "Last"]
    assert all(len(section.paragraphs) == 1 for section in essay.sections)


@pytest.mark.parametrize(
    "attributes",
    ['id="comments"', 'id="share-buttons"', 'id="related-posts-2"', 'class="post-tags"', 'class="level2 social"'],
)
def test_the_frame_of_a_page_is_told_by_its_names(tmp_path: Path, attributes: str) -> None:
    page = f"<h1>Quays</h1><p>{WRAPPED[:180]}</p><p>{WRAPPED[:180]}</p><div {attributes}><p>Well said.</p></div>"
    assert "Well said" not in read(tmp_path, "a.html", page).text
    bare = page.replace(attributes, 'class="with-comments no-sidebar"')
    assert "Well said" in read(tmp_path, "a.html", bare).text


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("a.md", ("## 1. Start small", "## 2. Go slowly", "## 3. Stay open")),
        ("a.md", ("## 一、从小处开始", "## 二、慢慢走", "## 三、不要关门")),
        ("a.md", ("# 一、从小处开始", "# 二、慢慢走", "# 三、不要关门")),
        ("a.md", ("## First, start small", "## Second, go slowly", "## Third, stay open")),
        ("a.md", ("## Part 1", "## Part 2", "## Part 3")),
        ("a.txt", ("一、从小处开始", "二、慢慢走", "三、不要关门")),
        ("a.txt", ("1. Start small", "2. Go slowly", "3. Stay open")),
    ],
)
@pytest.mark.parametrize("blank", ["\n\n", "\n"])
def test_the_first_of_numbered_headings_is_no_title(
    tmp_path: Path, name: str, headings: tuple[str, ...], blank: str
) -> None:
    body = TRADITIONAL if "、" in headings[0] else "The quay is badly timed, and every captain who waits outside knows."
    essay = read(tmp_path, name, "\n\n".join(f"{heading}{blank}{body}" for heading in headings))
    assert essay.title == ""
    assert [text for _, _, text in outline(essay) if text != body] == [heading.lstrip("# ") for heading in headings]


def test_the_first_of_numbered_headings_is_no_title_of_a_page(tmp_path: Path) -> None:
    body = f"<p>{WRAPPED[:180]}</p>"
    page = "".join(f"<h2>{heading}</h2>{body}" for heading in ("1. Start small", "2. Go slowly", "3. Stay open"))
    essay = read(tmp_path, "a.html", f"<html><body>{page}</body></html>")
    assert (essay.title, essay.sections[1].title) == ("", "1. Start small")


@pytest.mark.parametrize("title", ["# 1. Quays", "# 10 things about quays", "## 1. Quays"])
def test_a_title_with_a_number_that_nothing_continues_is_a_title(tmp_path: Path, title: str) -> None:
    body = "The quay is badly timed, and every captain who waits outside knows it."
    essay = read(tmp_path, "a.md", f"{title}\n\n{body}\n\n## 1. Berths\n\n{body}\n\n## 2. Cranes\n\n{body}")
    assert essay.title == title.lstrip("# ")
    assert [section.title for section in essay.sections[1:]] == ["1. Berths", "2. Cranes"]


def test_a_title_in_the_front_matter_does_not_take_the_first_point(tmp_path: Path) -> None:
    text = f"---\ntitle: Quays\n---\n\n## 1. Berths\n\n{WRAPPED}\n\n## 2. Cranes\n\n{WRAPPED}"
    essay = read(tmp_path, "a.md", text)
    assert (essay.title, [section.title for section in essay.sections][1:]) == ("Quays", ["1. Berths", "2. Cranes"])


def dated_page(head: str = "", body: str = "") -> str:
    text = f"<p>{WRAPPED[:180]}</p><p>The price of a berth fell by 5 percent in 2019.</p><p>{WRAPPED[:180]}</p>"
    return f"<!DOCTYPE html><html><head><title>Quays</title>{head}</head><body><h1>Quays</h1>{body}{text}</body></html>"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"body": '<p>It ended on <time datetime="1945-05-08">8 May 1945</time>, and nobody has changed it.</p>'},
        {"head": '<meta property="article:modified_time" content="2022-01-01">'},
        {"head": '<script type="application/ld+json">{"dateModified": "2022-01-01"}</script>'},
        {"body": '<footer><time datetime="2022-01-01">2022</time></footer>'},
        {"body": '<div class="meta">The plan of March 2012 is still the plan.</div>'},
    ],
)
def test_a_year_in_the_text_is_not_when_a_page_was_published(tmp_path: Path, said: dict[str, str]) -> None:
    assert read(tmp_path, "a.html", dated_page(**said)).published == ""


@pytest.mark.parametrize(
    "said",
    [
        {"head": '<meta property="article:published_time" content="2021-03-05T08:00:00+08:00">'},
        {"head": '<meta name="DC.date" content="2021-03-05">'},
        {"head": '<script type="application/ld+json">{"@type": "Article", "datePublished": "2021-03-05"}</script>'},
        {"body": '<p>By Tom Adeyemi, <time datetime="2021-03-05T10:00">March 5</time></p>'},
        {"body": '<div><time class="entry-date">5 March 2021</time></div>'},
        {"body": '<div class="post-meta">By Tom Adeyemi, 5 March 2021, 5 min read</div>'},
    ],
)
def test_a_page_says_in_its_head_or_in_a_time_element_when_it_was_published(
    tmp_path: Path, said: dict[str, str]
) -> None:
    assert read(tmp_path, "a.html", dated_page(**said)).published == "2021-03-05"


@pytest.mark.parametrize(
    ("front", "facts"),
    [
        ("title: Small tools: a defence\nauthor: Tom Adeyemi", ("Small tools: a defence", "Tom Adeyemi", "")),
        ("title: 'Quays'\ndate: 2024-02-30", ("Quays", "", "2024")),
        (
            "title: Quays: a plan\nauthors:\n  - Tom Adeyemi\n  - Ann Lee\ntags: [a, b",
            ("Quays: a plan", "Tom Adeyemi", ""),
        ),
        ('title: "Quays"\n# a note\nsummary: it is: so\ndate: 2021-03-05', ("Quays", "", "2021-03-05")),
        ("title: *Quays*\nauthor: @tom", ("*Quays*", "@tom", "")),
        ("title:\nauthor: [Tom Adeyemi, Ann Lee]\nsummary: it is: so", ("", "Tom Adeyemi", "")),
    ],
)
def test_front_matter_that_is_no_yaml_is_read_line_by_line(
    tmp_path: Path, front: str, facts: tuple[str, str, str]
) -> None:
    essay = read(tmp_path, "a.md", f"---\n{front}\n---\n\n{WRAPPED}")
    assert (essay.title, essay.author, essay.published) == facts
    assert essay.sections[0].paragraphs[0].line == front.count("\n") + 5
    assert "title" not in essay.text


@pytest.mark.parametrize("lines", ["The plan: it is: old.\nIt stays: weak.\n", "Note: the plan is: old.\n"])
def test_a_paragraph_between_two_rules_is_no_front_matter(tmp_path: Path, lines: str) -> None:
    essay = read(tmp_path, "a.txt", f"---\n{lines}---\n\nNobody has changed it yet.\n")
    assert all(line in essay.text for line in lines.splitlines())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "The ~~old~~ new plan holds."),
        ("a.md", "The <s>old</s> new plan holds."),
        ("a.html", "<p>The <del>old</del><ins>new</ins> plan holds.</p>"),
        ("a.html", "<p>The <strike>old</strike> new plan holds.</p>"),
    ],
)
def test_struck_words_are_not_the_authors(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text).text == "The new plan holds."


@pytest.mark.parametrize("text", ["A berth costs 5~10 coins.", "It is ~ten~ coins.", "价格5~10元，3~5天。"])
def test_single_tildes_strike_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "a.md", text).text == text
