"""Every quotation of a finished file is proved or refuted, whoever made the file."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, process_time

import pytest
import yaml
from msgspec.structs import replace
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from briefgen.build import Request, build
from briefgen.errors import BriefgenError
from briefgen.essay import Essay, check_of
from briefgen.labels import place_words
from briefgen.names import same_person
from briefgen.readers import read_essay
from briefgen.verdicts import Verdict, verify

pytestmark = pytest.mark.edited_decks
TEMPLATES = Path(__file__).parents[1] / "templates"
SAMPLES = Path(__file__).parents[1] / "outlines" / "essays"
ESSAYS = (read_essay(SAMPLES / "service-shift.md"), read_essay(SAMPLES / "small-platform.md"))
TRUE = "决定价值归谁的是合同，不是传感器。"
ALTERED = "决定价值归谁的是合同，而是传感器。"
SPOKEN = "我们攒了三年数据，却说不出哪台机器下周会停。"
ENGLISH = "The right to leave is not generosity."


def verdicts_of(tmp_path: Path, text: str, name: str = "brief.md") -> list[tuple[str, str]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(verdict.status, verdict.text) for verdict in verify(path, ESSAYS)]


def judge(tmp_path: Path, text: str) -> Verdict:
    (tmp_path / "brief.md").write_text(text, encoding="utf-8")
    (verdict,) = verify(tmp_path / "brief.md", ESSAYS)
    return verdict


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"> {TRUE}\n", "proved"),
        (f"> {TRUE}\n>\n> —— 林知远，《从卖设备到卖产出》\n", "proved"),
        (f"他写道：“{TRUE}”\n", "proved"),
        (f"- 他写道：「{TRUE}」——林知远\n", "proved"),
        (f"| 引文 | 出处 |\n| --- | --- |\n| “{TRUE}” | §1 |\n", "proved"),
        ("> 决定价值归谁的是合同，\n> 不是传感器。\n", "proved"),
        (f"> {ALTERED}\n", "altered"),
        (f"作者说：“{ALTERED}”。\n", "altered"),
        ("> 决定价值归谁的是合同，不是传感器.\n", "altered"),
        ("> 决定价值归谁的是合同。\n", "altered"),
        ("> 多数企业从技术入手：先装传感器……最后寻找用途。\n", "elided"),
        ("> 多数企业从技术入手：先装传感器...最后寻找用途。\n", "badly elided"),
        ("> ……不是传感器。\n", "proved"),
        ("> The right to leave is […] generosity.\n", "altered"),
        ("> 决定价值归谁的是合同，不……是传感器。\n", "badly elided"),
        ("> 决定价值归谁的是合同，……是传感器。\n", "altered"),
        ("> ...不是传感器。\n", "badly elided"),
        (f"<blockquote>\n<p>{ALTERED}</p>\n</blockquote>\n", "altered"),
        ("> 这个顺序错了。……恒川的试点可以说明这一点。\n", "badly elided"),
        (f"> {TRUE}\n>\n> — 周岚\n", "wrong speaker"),
        (f"周岚说：“{TRUE}”\n", "wrong speaker"),
        (f"> {SPOKEN}\n>\n> — 周岚，恒川\n", "proved"),
        (f"> {SPOKEN}\n>\n> — 林知远\n", "wrong speaker"),
        (f"王小明：“{TRUE}”\n", "wrong speaker"),
        (f"林知远：“{TRUE}”\n", "proved"),
        (f"原话：“{TRUE}”\n", "proved"),
        (f"Otto Lindqvist: “{ENGLISH}”\n", "wrong speaker"),
        ("“意味着不该转型。”\n", "altered"),
        ("“并不意味着不该转型。”\n", "proved"),
        ("> 一切坚固的东西都烟消云散了。\n", "not found"),
        (f"> {ENGLISH}\n", "proved"),
        ("“The right to leave\nis not generosity.”\n", "proved"),
        ('As Marsh puts it, "The right to leave is generosity."\n', "altered"),
        (f"*“{ENGLISH}”* — Eleanor Marsh\n", "proved"),
        (f"“{ENGLISH}” — Tom Adeyemi\n", "wrong speaker"),
        ("“In the ‘90s members came for money and never stayed.” — Eleanor Marsh\n", "altered"),
        (f'CEO"{ALTERED}"\n', "altered"),
        (f'CEO"{TRUE}"\n', "proved"),
        (f"”{ALTERED}“\n", "altered"),
        (f'“{TRUE}"\n', "proved"),
        (f'"{ALTERED}”\n', "altered"),
        (f"〝{ALTERED}〞\n", "altered"),
        (f"她写道：“{ALTERED}\n", "altered"),
        (f"“{TRUE}——林知远\n", "proved"),
        (f"“{TRUE}——周岚\n", "wrong speaker"),
        ("> I did not join a platform, I joined a shorter queue.\n> — Tom Adeyemi\n", "proved"),
    ],
)
def test_markdown_from_an_editor(tmp_path: Path, text: str, status: str):
    assert [verdict[0] for verdict in verdicts_of(tmp_path, text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "“留量”与“附加值”。\n",
        "“五个字的词”, “three words only” and “‘two’ words\n",
        "《从卖设备到卖产出》讲服务化。\n",
        "> [!NOTE]\n> 请核对日期。\n",
        'a 5" pipe and a 6" pipe\n',
    ],
)
def test_terms_titles_and_notes_are_no_quotations(tmp_path: Path, text: str):
    assert verdicts_of(tmp_path, text) == []


DASHES = (
    "The fee is small — two percent — and it is fair to everybody.",
    "The fee is paid by two of us — Ada Brook and Tom Lane.",
    "他们总说“太慢”——其实慢的是决策本身。",
    "价格涨了 ~5 个点以后，没有人再来。",
)


def dashed_essay(tmp_path: Path, author: str = "Ada Brook") -> Essay:
    text = f"---\nauthor: {author}\n---\n\n# Fees\n\n" + "\n\n".join(DASHES)
    (tmp_path / "fees.md").write_text(text, "utf-8")
    return read_essay(tmp_path / "fees.md")


@pytest.mark.parametrize("credit", ["", "\n>\n> — Ada Brook, *Fees*", " — Ada Brook"])
@pytest.mark.parametrize("words", DASHES)
def test_a_dash_among_the_words_begins_no_credit(tmp_path: Path, words: str, credit: str):
    path = tmp_path / "brief.md"
    path.write_text(f"> {words}{credit}\n", "utf-8")
    verdicts = verify(path, [dashed_essay(tmp_path)])
    assert [(v.status, v.text) for v in verdicts] == [("proved", words.replace("*", ""))]


@pytest.mark.parametrize("words", DASHES)
def test_a_marked_shape_with_a_dash_among_its_words_is_proved_and_its_credit_read(tmp_path: Path, words: str):
    deck = Presentation()
    for name in ("Ada Brook", "Tom Lane"):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for shape, text in ((f"quote-fees-1.1.1-{check_of(words)}", words), ("Credit", f"{name}, Fees, §1 ¶1")):
            box = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1))
            box.name, box.text_frame.text = shape, text
    deck.save(str(tmp_path / "deck.pptx"))
    verdicts = verify(tmp_path / "deck.pptx", [dashed_essay(tmp_path)])
    assert [v.status for v in verdicts] == ["proved", "wrong speaker"]


@pytest.mark.parametrize("author", ["Ada Brook", "''"])
@pytest.mark.parametrize(
    "claim",
    [
        " — and every platform is a fraud from the first day on",
        "\n> — and every platform is a fraud from the first day on",
        "\n>\n> — Every fee is a fraud",
        "\n>\n> — Ada Brook believes the opposite of this",
        "\n>\n> — Ada Brook, and every fee is a fraud",
        "\n>\n> — Ada Brook: every fee is a fraud",
        "——而且所有平台都是骗局",
        "\n>\n> ——而且所有平台都必须关闭",
    ],
)
def test_a_claim_behind_a_dash_is_no_credit(tmp_path: Path, claim: str, author: str):
    path = tmp_path / "brief.md"
    path.write_text(f"> {DASHES[0]}{claim}\n", "utf-8")
    assert [v.status for v in verify(path, [dashed_essay(tmp_path, author)])] == ["altered"]


@pytest.mark.parametrize(
    ("after", "status"),
    [
        ("\n> All platforms are a fraud.", "altered"),
        (", 2025,\n> *The Small Platform*", "proved"),
        ("\n> 《小平台》，2025", "proved"),
        (", *Small Platforms: What They Are For*", "proved"),
        (", *Small Platforms*: why they are right", "proved"),
    ],
)
def test_what_follows_the_credit_is_judged_with_the_words(tmp_path: Path, after: str, status: str):
    assert judge(tmp_path, f"> {ENGLISH}\n>\n> — Eleanor Marsh{after}\n").status == status


@pytest.mark.parametrize("after", ["All platforms are a fraud.", "Platforms never work"])
def test_a_paragraph_behind_the_credit_is_judged_by_itself(tmp_path: Path, after: str):
    path = tmp_path / "brief.md"
    path.write_text(f"> {ENGLISH}\n>\n> — Eleanor Marsh\n>\n> {after}\n", "utf-8")
    assert [verdict.ok for verdict in verify(path, ESSAYS)] == [True, False]


def test_a_paragraph_behind_the_credit_of_a_marked_shape_is_judged(tmp_path: Path):
    deck = Presentation()
    box = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(0, 0, Inches(3), Inches(1))
    box.name = f"quote-small-platform-4.1.1-{check_of(ENGLISH)}"
    box.text_frame.text = f"{ENGLISH}\n— Eleanor Marsh,\vThe Small Platform, §4 ¶1"
    deck.save(str(tmp_path / "deck.pptx"))
    assert [v.status for v in verify(tmp_path / "deck.pptx", ESSAYS)] == ["proved"]
    box.text_frame.add_paragraph().text = "All platforms are a fraud."
    deck.save(str(tmp_path / "deck.pptx"))
    assert [v.status for v in verify(tmp_path / "deck.pptx", ESSAYS)] == ["altered"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"> {ENGLISH}\n>\n> — {name}\n"
            for name in ("the author", "E. Marsh", "Ms. Marsh", "Marsh", "by Eleanor Marsh")
        ),
        *(
            f"> {ENGLISH}\n>\n> — {name}\n"
            for name in ("Eleanor J. Marsh", "Professor Eleanor Marsh", "Marsh, Eleanor")
        ),
        f"> {ENGLISH}\n>\n> — Eleanor Marsh of the Harrow Valley platform, 2025\n",
        f"> {ENGLISH}\n>\n> — *The Small Platform*, Eleanor Marsh\n",
        f"> {ENGLISH}\n>\n> — *The Small Platform*, 2025, p. 3\n",
        *(f"{lead} “{ENGLISH}”\n" for lead in ("She writes:", "The author writes:", "The essay says:")),
        *(
            f"{lead} “{ENGLISH}”\n"
            for lead in ("As the essay puts it,", "The Small Platform:", "Eleanor Marsh (Leeds):")
        ),
        *(
            f"“{ENGLISH}” {tail}\n"
            for tail in ("- Eleanor Marsh", "(Eleanor Marsh)", "(Marsh 2025)", "(see section 3)")
        ),
        *(f"“{ENGLISH}” {tail}\n" for tail in ("— the author", "(Emphasis added)", "(Section 3)")),
        *(f"{lead}：“{TRUE}”\n" for lead in ("本文认为", "文章指出", "作者在文中写道", "笔者认为", "林知远（上海）")),
        *(f"> {TRUE}\n>\n> ——{name}\n" for name in ("作者", "林先生", "林知远教授", "林知远 著", "作者：林知远")),
        f"> {TRUE}\n>\n> ——《从卖设备到卖产出》，林知远\n",
        f"“{SPOKEN}”（周岚）\n",
        f"> {SPOKEN}\n>\n> ——服务总监周岚\n",
    ],
)
def test_the_person_may_be_named_in_many_ways(tmp_path: Path, text: str):
    assert judge(tmp_path, text).status == "proved"


@pytest.mark.parametrize(
    "text",
    [
        *(f"> {ENGLISH}\n>\n> — {name}\n" for name in ("Norma", "Lea", "Ors", "Tom Marsh", "T. Marsh", "Marshall")),
        f"> {ENGLISH}\n>\n> — *The Small Platform*, Tom Adeyemi\n",
        f"“{ENGLISH}” — Eleanor Marsh believes the opposite of this\n",
        f"“{ENGLISH}” - Tom Adeyemi\n",
        f"“{ENGLISH}” (Tom Adeyemi)\n",
        f"Tom Adeyemi (Harrow Valley): “{ENGLISH}”\n",
        *(f"> {TRUE}\n>\n> ——{name}\n" for name in ("知远", "林", "周先生", "林知", "作者：周岚")),
        f"> {TRUE}\n>\n> ——《从卖设备到卖产出》，周岚\n",
        f"“{TRUE}”（周岚）\n",
        f"> {SPOKEN}\n>\n> — 作者\n",
    ],
)
def test_another_person_is_no_part_of_the_name(tmp_path: Path, text: str):
    assert judge(tmp_path, text).status == "wrong speaker"


def test_a_verdict_names_line_place_nearest_sentence_and_difference(tmp_path: Path):
    verdict = judge(tmp_path, f"---\ntitle: x\n---\n\n# 标题\n\n> {ALTERED}\n")
    assert (verdict.line, verdict.slide, verdict.ok) == (7, 0, False)
    assert (verdict.locator, verdict.nearest) == ("1.1.3", TRUE)
    assert verdict.message == "after “是合同，”, it has “而” where the essay has “不”"


def test_a_cut_that_misleads_is_proved_with_an_alarm(tmp_path: Path):
    assert "a condition" in judge(tmp_path, "“往往会在最需要坚持的时候叫停。”\n").alarm
    assert judge(tmp_path, f"“{TRUE}”\n").alarm == ""


def test_a_mark_certifies_its_words_and_no_others(tmp_path: Path):
    mark = "quote-x-1.1.3-aaaaaaaa"
    assert judge(tmp_path, f'> {TRUE}\n> <a id="{mark}"></a>\n').status == "altered"
    assert judge(tmp_path, f"::: {{.quote #{mark}}}\n> {TRUE}\n:::\n").status == "altered"


def test_a_deck_made_by_hand(tmp_path: Path):
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "服务化"
    first.placeholders[1].text_frame.text = f"“{TRUE}”\n— 林知远"
    box = first.shapes.add_group_shape().shapes.add_textbox(0, 0, Inches(3), Inches(1))
    box.text_frame.text = f"周岚：“{SPOKEN}”"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    table = second.shapes.add_table(1, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text = f"“{ALTERED}”"
    table.cell(0, 1).text = "“网络效应会替平台买单。”"
    data = CategoryChartData()
    data.categories = ["“一家设备厂的利润，通常在机器装车的那一刻就定了。”", "乙"]
    data.add_series("数", (1, 2))
    second.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    second.notes_slide.notes_text_frame.text = f"请念：“{ENGLISH}” — 周岚"
    deck.save(str(tmp_path / "deck.pptx"))
    found = [(v.slide, v.part, v.status) for v in verify(tmp_path / "deck.pptx", ESSAYS)]
    assert found == [
        (1, "", "proved"),
        (1, "", "proved"),
        (2, "table", "altered"),
        (2, "table", "not found"),
        (2, "chart", "proved"),
        (2, "notes", "wrong speaker"),
    ]


def test_a_quotation_may_be_told_by_its_layout(tmp_path: Path):
    deck = Presentation()
    layout = deck.slide_layouts[1]
    layout.name = "Quote with Caption"
    for words, credit in ((TRUE, "林知远"), (ALTERED, "林知远"), (TRUE, "王小明")):
        slide = deck.slides.add_slide(layout)
        slide.shapes.title.text, slide.placeholders[1].text = words, credit
    deck.save(str(tmp_path / "deck.pptx"))
    assert [v.status for v in verify(tmp_path / "deck.pptx", ESSAYS)] == ["proved", "altered", "wrong speaker"]


@pytest.mark.parametrize("layout", ["Quote", "Argument with Quote"])
@pytest.mark.parametrize("credit", ["", "Eleanor Marsh", "Tom Adeyemi"])
@pytest.mark.parametrize("words", [ENGLISH, "The right to leave is generosity."])
def test_the_place_of_a_quotation_is_read_whatever_else_the_slide_says(
    tmp_path: Path, layout: str, credit: str, words: str
):
    deck = Presentation(str(TEMPLATES / "default" / "theme.pptx"))
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    texts = {0: "What “relief” means to the members of a platform that is as small as this one", 16: words, 17: credit}
    texts[1] = "A body that is longer than the words of the essay which are quoted beside it, and no quotation."
    for place in slide.placeholders:
        place.text_frame.text = texts.get(place.placeholder_format.idx, "")
    deck.save(str(tmp_path / "deck.pptx"))
    verdicts = verify(tmp_path / "deck.pptx", ESSAYS)
    expected = "altered" if words != ENGLISH else "wrong speaker" if credit == "Tom Adeyemi" else "proved"
    assert [(v.status, v.text) for v in verdicts] == [(expected, words)]


def argued(tmp_path: Path) -> Path:
    """A built deck whose second slide has a body, a quote and its credit."""
    from briefgen.build import Request, build

    outline = tmp_path / "o.yaml"
    essay = "essay: {title: The Small Platform, author: Eleanor Marsh, language: en, file: small-platform.md}\n"
    (tmp_path / "small-platform.md").write_bytes((SAMPLES / "small-platform.md").read_bytes())
    quotes = f"quotes: [{{text: '{ENGLISH}'}}]"
    outline.write_text(
        f"{essay}thesis: T.\narguments: [{{claim: C., points: [A point of ours.], {quotes}}}]\n", "utf-8"
    )
    files = build(Request((outline,), formats=("deck",), out=tmp_path)).files
    ((path, data),) = ((path, data) for path, data in files.items() if path.suffix == ".pptx")
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("front", [True, False])
def test_a_quote_moved_to_the_front_or_the_back_makes_no_other_text_a_quotation(tmp_path: Path, front: bool):
    path = argued(tmp_path)
    deck = Presentation(str(path))
    for shape in [s for slide in deck.slides for s in slide.shapes if s.name.startswith("quote-")]:
        tree = shape.element.getparent()
        tree.append(shape.element) if front else tree.insert(2, shape.element)
    deck.save(str(path))
    verdicts = verify(path, ESSAYS)
    assert {(v.status, v.text) for v in verdicts} == {("proved", ENGLISH)}
    credit = next(s for slide in deck.slides for s in slide.shapes if s.name.startswith("Credit"))
    credit.text_frame.text = credit.text_frame.text.replace("Eleanor Marsh", "Tom Adeyemi")
    deck.save(str(path))
    assert front or "wrong speaker" in {v.status for v in verify(path, ESSAYS)}


def test_a_quotation_added_with_a_credit_of_its_place_is_read_beside_a_marked_one(tmp_path: Path):
    path = argued(tmp_path)
    deck = Presentation(str(path))
    slide = next(s for s in deck.slides if any(shape.name.startswith("quote-") for shape in s.shapes))
    for text in ("All platforms are a fraud.", "Eleanor Marsh, The Small Platform, §4 ¶1"):
        slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = text
    deck.save(str(path))
    assert "altered" in {v.status for v in verify(path, ESSAYS)}


@pytest.mark.parametrize(
    "beside", ["More on this in the essay, §3 ¶2", "See the essay, §3", "— which is why we begin here"]
)
def test_a_remark_with_a_place_or_a_dash_is_no_credit(tmp_path: Path, beside: str):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for text in (f"“{ENGLISH}”", beside, "Our own words about it all.", beside):
        slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = text
    deck.save(str(tmp_path / "deck.pptx"))
    assert [(v.status, v.text) for v in verify(tmp_path / "deck.pptx", ESSAYS)] == [("proved", ENGLISH)]


def test_a_marked_shape_is_a_quotation_without_quotation_marks(tmp_path: Path):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1))
    box.name = "quote-service-shift-1.1.3-1f2e3d4c"
    frame = box.text_frame
    frame.text = ALTERED
    frame.add_paragraph().text = "—— 林知远，《从卖设备到卖产出》"
    deck.save(str(tmp_path / "deck.pptx"))
    (verdict,) = verify(tmp_path / "deck.pptx", ESSAYS)
    assert (verdict.status, verdict.text, verdict.slide) == ("altered", ALTERED, 1)


def test_words_of_an_author_unknown_are_credited_alike(tmp_path: Path):
    nameless = replace(ESSAYS[1], author="")
    texts = [sentence.text for sentence in nameless.sections[1].paragraphs[0].sentences]
    names = ["E. M.", "Unknown author", "E. M."]
    path = tmp_path / "brief.md"
    path.write_text("\n\n".join(f"> {t}\n>\n> — {n}" for t, n in zip([*texts, ENGLISH], names, strict=True)))
    assert [verdict.status for verdict in verify(path, [nameless])] == ["proved", "wrong speaker", "proved"]


def test_a_place_without_the_words_is_no_quotation(tmp_path: Path):
    assert (
        verdicts_of(tmp_path, '> （原文未随附，见原文§3 ¶2）\n>\n> — 林知远 <a id="quote-x-3.2.1-1f2e3d4c"></a>\n')
        == []
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", [*map(place_words, ("3.2.1", "3", "0.9-13", "3.2.1-4")), "?"])
def test_what_stands_for_an_essay_that_is_not_at_hand_is_no_quotation(tmp_path: Path, language: str, place: str):
    labels = yaml.safe_load((TEMPLATES / "default" / "audience.yaml").read_text("utf-8"))["labels"]
    words = labels[language]["not_at_hand"].format(place=place)
    assert verdicts_of(tmp_path, f'> {words}\n>\n> — A. B. <a id="quote-x-3.2.1-1f2e3d4c"></a>\n') == []


@pytest.mark.parametrize(
    "words",
    [
        "(Platforms never work for anybody, see §3)",
        "（平台必须关闭，原文§3 ¶2）",
        "（原文未随附，见原文§3 ¶2）平台必须关闭。（见§3）",
    ],
)
def test_words_in_brackets_with_a_place_are_a_quotation(tmp_path: Path, words: str):
    assert judge(tmp_path, f'> {words}\n>\n> — A. B. <a id="quote-x-3.2.1-1f2e3d4c"></a>\n').ok is False


@pytest.mark.parametrize("name", ["gone.pptx", "gone.md", "not.pptx", "cut.pptx", "flipped.pptx", "bad.md", "talk.key"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str):
    Presentation().save(str(tmp_path / "deck.pptx"))
    data = (tmp_path / "deck.pptx").read_bytes()
    middle = len(data) // 2
    (tmp_path / "not.pptx").write_bytes(b"PK no deck")
    (tmp_path / "cut.pptx").write_bytes(data[:middle])
    (tmp_path / "flipped.pptx").write_bytes(data[:600] + bytes(255 - byte for byte in data[600:900]) + data[900:])
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\x00broken \xff")
    with pytest.raises(BriefgenError):
        verify(tmp_path / name, ESSAYS)


@pytest.mark.parametrize(
    "text", ["“" * 9000, "“不是" + "，是不" * 2000 + "”", ">" * 3000 + " 深", "> " + "甲，" * 30000]
)
def test_hostile_text_takes_no_time(tmp_path: Path, text: str):
    begun = perf_counter()
    verdicts_of(tmp_path, text)
    assert perf_counter() - begun < 2


@pytest.mark.parametrize("joint", ["", " "])
def test_a_quote_that_goes_on_over_several_slides_is_proved_whole(tmp_path: Path, joint: str) -> None:
    from briefgen.deck import build_deck
    from briefgen.deck.theme import read_theme
    from briefgen.quotes import find_quote

    one = "Shop {n} had a well-informed owner." if joint else "第{n}家工厂有日历，没有订单。"
    words = joint.join(one.format(n=n) for n in range(200))
    (tmp_path / "essay.md").write_text(f"# Essay\n\nBy Ada Brook\n\nBefore. {words} After.\n", encoding="utf-8")
    essay = read_essay(tmp_path / "essay.md")
    quote = find_quote(essay, words)
    theme = Path(__file__).parents[1] / "templates" / "default" / "theme.pptx"
    storyboard = f"## Q\n\n::: {{.quote #quote-e-{quote.locator}-{quote.check}}}\n> {words}\n>\n> — Ada Brook\n:::\n"
    path = tmp_path / "deck.pptx"
    path.write_bytes(build_deck(storyboard, read_theme(theme.read_bytes())).data)
    assert [(v.status, v.slide) for v in verify(path, [essay])] == [("proved", 1)]
    deck = Presentation(str(path))
    (last,) = (shape for shape in deck.slides[1].shapes if shape.name.startswith("quote-"))
    last.text_frame.paragraphs[0].runs[0].text += "!"
    deck.save(str(path))
    assert [v.status for v in verify(path, [essay])] == ["altered"]


@pytest.mark.slow
def test_a_long_file_that_quotes_another_essay_is_judged_in_seconds(tmp_path: Path):
    sentences = [f"Sentence number {n} says that boat {7 * n} waits in the yard." for n in range(1000)]
    (tmp_path / "e.md").write_text("\n\n".join(sentences), "utf-8")
    path = tmp_path / "b.md"
    path.write_text("\n\n".join(f"> {sentence[:-1]} today." for sentence in sentences), "utf-8")
    started = process_time()
    verdicts = verify(path, [read_essay(tmp_path / "e.md")])
    assert process_time() - started < 10
    assert [verdict.nearest for verdict in verdicts] == sentences


@pytest.mark.parametrize("outline", ["small-platform", "service-shift"])
def test_a_storyboard_as_it_is_written_is_proved(tmp_path: Path, outline: str):
    """A division ends right below its block quotation: CommonMark takes that line for words of the quotation."""
    report = build(Request((SAMPLES.with_name(f"{outline}.yaml"),), formats=("storyboard",)))
    written = report.files[Path("build") / f"{outline}.executive.storyboard.md"]
    (tmp_path / "s.md").write_bytes(written)
    found = verify(tmp_path / "s.md", ESSAYS)
    assert len(found) > 2
    assert all(verdict.ok for verdict in found)


@pytest.mark.parametrize("particle", ["del", "van", "le", "von der", "zu"])
def test_a_particle_of_a_name_makes_it_no_description(particle: str):
    assert same_person(f"M. {particle} Toro", f"Miguel {particle} Toro")
    assert not same_person(f"M. {particle} Toro", f"Anna {particle} Toro")
    assert not same_person(f"{particle[0].upper()}. Toro", f"Anna {particle} Toro")
