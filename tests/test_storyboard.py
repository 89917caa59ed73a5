"""What a storyboard says, as plain data; and what is reported about what it should not say."""

from __future__ import annotations

from cProfile import Profile

import pytest
from decks import built

from briefgen.deck.divs import spoken
from briefgen.deck.fences import read_attributes
from briefgen.deck.model import Chart, Items, Paragraph, Quotation, Run, Table, Text, text_of
from briefgen.deck.storyboard import read_storyboard
from briefgen.errors import BriefgenError


def test_front_matter_makes_the_title_slide() -> None:
    deck = read_storyboard('---\ntitle: "A: b"\nlang: zh-CN\n---\n\n## One\n')
    assert [(slide.kind, text_of(slide.title)) for slide in deck.slides] == [("title", "A: b"), ("slide", "One")]
    assert deck.language == "zh-CN"


def test_escapes_reach_the_slide_as_themselves() -> None:
    deck = read_storyboard("## 1\\. \\*no\\* \\{x\\} {#id}\n\n- \\# \\| a\n")
    assert text_of(deck.slides[0].title) == "1. *no* {x}"
    assert deck.slides[0].id == "id"
    assert deck.slides[0].blocks == (Text((Paragraph((Run("# | a"),), marker="bullet", item=True),)),)


def test_soft_wraps_vanish_between_chinese_only() -> None:
    deck = read_storyboard("## T\n\n甲\n乙\n\na\nb\n")
    block = deck.slides[0].blocks[0]
    assert isinstance(block, Text)
    assert [p.text for p in block.paragraphs] == ["甲乙", "a b"]


def test_a_quote_keeps_its_words_credit_and_id() -> None:
    source = "## T\n\n::: {.quote #quote-b2b-3.2.1-1f2e3d4c}\n> the words\n>\n> — Me, *Work*, §3\n:::\n"
    quote = read_storyboard(source).slides[0].blocks[0]
    assert isinstance(quote, Quotation)
    assert (quote.id, quote.paragraphs[0].text) == ("quote-b2b-3.2.1-1f2e3d4c", "the words")
    assert text_of(quote.credit) == "Me, Work, §3"


def test_figures_have_head_text_and_foot() -> None:
    items = read_storyboard("## T\n\n::: {.figures}\n- **5%** label — §3\n:::\n").slides[0].blocks[0]
    assert isinstance(items, Items)
    assert [tuple(map(text_of, (i.head, i.text, i.foot))) for i in items.items] == [("5%", "label", "§3")]


def test_divs_nest_with_equal_fences_as_in_pandoc() -> None:
    source = "## T\n\n::: columns\n::: {.column width=40%}\nleft\n:::\n::: column\nright\n:::\n:::\n\nafter\n"
    blocks = read_storyboard(source).slides[0].blocks
    assert [type(block).__name__ for block in blocks] == ["Columns", "Text"]


def test_one_level_of_headings_makes_slides() -> None:
    deck = read_storyboard("# One\n\ntext\n\n# Two\n")
    assert [(slide.kind, text_of(slide.title)) for slide in deck.slides] == [("slide", "One"), ("slide", "Two")]


def test_a_rule_begins_a_slide_without_title() -> None:
    deck = read_storyboard("## One\n\na\n\n---\n\nb\n")
    assert [text_of(slide.title) for slide in deck.slides] == ["One", ""]


def test_unknown_things_are_reported_with_their_line() -> None:
    deck = read_storyboard("## T\n\n::: {.qoute}\nx\n:::\n")
    assert [(p.line, p.message, p.hint) for p in deck.warnings] == [
        (3, "'qoute' is not a known kind of block; shown as text", "did you mean 'quote'?")
    ]
    assert isinstance(deck.slides[0].blocks[0], Text)


def test_blanks_in_many_formats_are_no_text() -> None:
    """Each is a run of its own: a paragraph of thousands must not end in a recursion error."""
    blanks = "`\u3000`&#160;" * 1500
    slides = read_storyboard(f"## A\n\n{blanks}\n\n## B\n\n{blanks}**x**&#160;{blanks}\n").slides
    assert [[text_of(p.runs) for b in slide.blocks for p in b.paragraphs] for slide in slides] == [[], ["x"]]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('title: "A  b"', "A b"),
        ('title: "A \\u0042 \\"c\\""', 'A B "c"'),
        ("title: A b # c", "A b"),
        ('title: "A"  # c', "A"),
        ("title:\n  - A\n  - b", "A, b"),
        ('"title": "A"', "A"),
    ],
)
def test_front_matter_is_yaml(written: str, title: str) -> None:
    deck = read_storyboard(f'---\nlang: "en"\n{written}\n---\n\n## T\n')
    assert (deck.title, deck.language, deck.warnings) == (title, "en", ())


def test_front_matter_with_a_key_twice_is_refused() -> None:
    with pytest.raises(BriefgenError, match="stands twice"):
        read_storyboard('---\ntitle: "A"\ntitle: "B"\n---\n\n## T\n')


def test_escapes_and_entities_move_no_place() -> None:
    """The parser has several texts of a line with them, which must not be counted as so many parts."""
    deck = read_storyboard("## A\n\na \\* b \\* c &amp; d\n\n- x\n\n<div>\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n")
    assert [(p.line, p.column) for p in deck.warnings] == [(7, 1), (11, 11)]


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("### 节\n\n::::: {.columns}\n:::: {.column}\n  ::: {.qoute}\nx\n:::\n::::\n:::::", 7, 8),
        ("::: qoute\nx\n:::", 3, 5),
        ("::: {.timeline width=3}\n- **a** b\n:::", 3, 16),
        ("::: {.matrix z=3}\n- **a** b\n:::", 3, 14),
        ("::: {.quote <}\n> a\n:::", 3, 13),
        ("- a point\n\n::: quote\n>\n:::", 5, 1),
        ("  <div>x</div>", 3, 3),
        ("  ::: contrast\nno table\n:::", 3, 3),
        ("| 甲 | b |\n|---|---|\n| 甲 | 2 | 3 | 4 |", 5, 11),
        ("甲 | b\n---|---\n甲 | 2 | 3", 5, 9),
        ("- 甲\n\n  | a |\n  |---|\n  | 甲 \\| x | `y` |", 7, 14),
        ("> | a |\n> |---|\n> | 1 | 2", 5, 9),
        ("## 标题 {#a colour=red}", 3, 11),
        ("图 ![x](y.png){width=60% height=20}", 3, 25),
        ("图 ![x](y.png){width=300px}", 3, 15),
        ("图 ![x](y.png){width}", 3, 15),
    ],
)
def test_what_is_not_used_is_reported_with_its_place(source: str, line: int, column: int) -> None:
    (warning,) = read_storyboard(f"## T\n\n{source}\n").warnings
    assert (warning.line, warning.column) == (line, column)


def test_a_row_that_has_no_more_cells_than_its_header_is_fine() -> None:
    source = "| a | b |\n|---|---|\n| 1 \\| x | `2\\|3` |  \n| 1 |\n| | |\n1 | 2\n"
    assert read_storyboard(f"## T\n\n{source}").warnings == ()


def test_a_picture_that_is_missing_is_told_with_its_place() -> None:
    with pytest.raises(BriefgenError) as caught:
        built("## T\n\n- 甲 ![x](none.png)\n")
    assert str(caught.value.problems[0]).startswith("<storyboard>:3:5: picture 'none.png' cannot be read")


@pytest.mark.parametrize(
    ("source", "line", "column", "shown"),
    [
        ("| a | b |\n|---|---|\n| 1 | ![the *mill*](x.png) |", 5, 7, "the mill"),
        ("### A ![the mill](x.png) b", 3, 7, "A the mill b"),
        ("- [![the mill](x.png)](#t)", 3, 4, "the mill"),
        ("**![](mill.png)**", 3, 3, "mill.png"),
        ("Point[^1]\n\n[^1]: See ![the mill](x.png)", 5, 1, "the mill"),
        ("Point[^1]\n\n[^1]: See\n\n        the mill", 5, 1, "the mill"),
    ],
)
def test_a_picture_where_none_can_stand_is_reported_and_its_words_are_shown(
    source: str, line: int, column: int, shown: str
) -> None:
    deck = read_storyboard(f"## T\n\n{source}\n")
    assert [(problem.line, problem.column) for problem in deck.warnings] == [(line, column)]
    (slide,) = deck.slides
    words = [cell for block in slide.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    words += [p.runs for p in (*spoken(slide.blocks), *slide.source)]
    assert shown in "\n".join(map(text_of, words))


def test_what_is_no_words_of_a_quotation_stands_beside_it() -> None:
    source = "> ![the mill](x.png)\n>\n> It turned.\n>\n> | a |\n> |---|\n> | 1 |\n"
    deck = read_storyboard(f"## T\n\n{source}\n::: {{.quote #q}}\n{source}:::\n")
    kinds = [type(block).__name__ for block in deck.slides[0].blocks]
    assert kinds == ["Picture", "Table", "Quotation"] * 2
    (quotation,) = {block.paragraphs for block in deck.slides[0].blocks if isinstance(block, Quotation)}
    assert [paragraph.text for paragraph in quotation] == ["It turned."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("This is ![x](y.png) in a sentence.", "This is in a sentence."),
        ("As seen ![x](y.png){width=60%}.", "As seen."),
        ("Seen ![x](y.png){width=60%}\nagain", "Seen again"),
        ("Seen\n![x](y.png)\nagain", "Seen again"),
        ("**Seen** ![x](y.png) ![x](z.png) again", "Seen again"),
        ("见 ![x](y.png)\n图", "见图"),
    ],
)
def test_a_picture_leaves_no_hole_in_its_sentence(source: str, text: str) -> None:
    words = read_storyboard(f"## T\n\n{source}\n").slides[0].blocks[-1]
    assert isinstance(words, Text)
    assert words.paragraphs[0].text == text


def test_all_errors_come_at_once() -> None:
    source = "## T\n\n::: {.chart type=bra}\n| a | b |\n|---|---|\n| x | many |\n:::\n\n::: {.quote}\n> never closed\n"
    with pytest.raises(BriefgenError) as caught:
        read_storyboard(source, "s.md")
    assert [str(problem) for problem in caught.value.problems] == [
        "s.md:3:13: unknown type of chart 'bra' (did you mean 'bar'?)",
        "s.md:6:6: 'many' is not a number (a chart's cells hold numbers, the unit at most)",
        "s.md:9:1: this fence is never closed (end it with a line of ':::')",
    ]


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        ("| k | a | b |\n|---|---|---|\n| x | 3 | 4 |", 4, 10),
        ("| k | a |\n|---|---|\n| x | 3 |\n| y | -1 |", 7, 6),
        ("| k | a |\n|---|---|\n| x | 0 |\n| y | |", 4, 6),
    ],
)
@pytest.mark.parametrize("kind", ["pie", "doughnut"])
def test_what_is_no_share_of_a_whole_is_drawn_as_columns(rows: str, line: int, column: int, kind: str) -> None:
    deck = read_storyboard(f"## T\n\n::: {{.chart type={kind}}}\n{rows}\n:::\n")
    (warning,) = deck.warnings
    (chart,) = deck.slides[0].blocks
    assert isinstance(chart, Chart)
    assert (warning.line, warning.column) == (line, column)
    assert (chart.data.kind, len(chart.data.series)) == ("column", rows.split("\n")[0].count("|") - 2)


def test_tables_keep_their_alignment() -> None:
    table = read_storyboard("## T\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n").slides[0].blocks[0]
    assert isinstance(table, Table)
    assert table.align == ("l", "r")


def test_definitions_are_found_from_other_blocks_with_those_that_they_refer_to() -> None:
    text = (
        "## A\n\n::: {.source}\nFrom [here][Ref  One], see[^far].\n:::\n\n::: notes\n[No such][lost]\n:::\n\n"
        "[^far]: Look at [there][two].\n\n[ref one]: http://one.example\n\n[two]: http://two.example\n"
    )
    slide = read_storyboard(text).slides[0]
    links = {run.text: run.link for paragraph in slide.source for run in paragraph.runs if run.link}
    assert links == {"here": "http://one.example", "there": "http://two.example"}
    assert text_of(slide.notes[0].runs) == "[No such][lost]"


def test_the_work_of_reading_grows_as_the_footnotes_do() -> None:
    def calls(count: int) -> int:
        slides = (f"## {n}\n\n- point[^n{n}]\n\n[^n{n}]: note\n\n::: notes\n[x]\n:::\n" for n in range(count))
        profile = Profile()
        profile.runcall(read_storyboard, "\n".join(slides))
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(160) < 6 * calls(40)


def test_footnotes_are_numbered_by_slide_and_may_stand_anywhere() -> None:
    source = "## A\n\n- x[^n] y^[inline *one*]\n\n::: notes\nz\n:::\n\n## B\n\nagain[^n]\n\n[^n]: The note.\n"
    first, second = read_storyboard(source).slides
    assert [p.text for p in first.source] == ["1 The note.", "2 inline one"]
    assert [p.text for p in second.source] == ["1 The note."]


def test_links_may_be_defined_in_another_block() -> None:
    deck = read_storyboard("## A\n\n::: {.source}\n[x][r]\n:::\n\n[r]: http://a.b\n")
    assert deck.slides[0].source[0].runs == (Run("x", link="http://a.b"),)


def test_pandocs_title_block_and_table_captions() -> None:
    deck = read_storyboard("% A title\n  on two lines\n% Me\n% 2025\n\n## T\n\n| a |\n|---|\n| 1 |\n\n: Caption\n")
    assert (deck.title, deck.author, deck.date) == ("A title on two lines", "Me", "2025")
    assert deck.slides[1].blocks[1] == Text((Paragraph((Run("Caption"),)),))


def test_quoted_attributes_hold_quotation_marks_and_backslashes() -> None:
    read = read_attributes(r""".chart alt="the \"open\" share, C:\\new" unit='a\'b' when=C:\d""")
    assert read.values == {"alt": 'the "open" share, C:\\new', "unit": "a'b", "when": "C:\\d"}
    assert read.unread == ""
