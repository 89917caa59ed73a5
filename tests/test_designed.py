"""Slides that a designer drew are filled, cloned and fitted; what is no place for anything stays as it was drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import brands
import designs
import openpyxl
import pytest
from deckcheck import check_deck, check_package
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.util import Pt

from briefgen.build import Request, build
from briefgen.deck import Built, build_deck
from briefgen.deck.tags import RECORDS
from briefgen.deck.theme import A, read_theme
from briefgen.deck.thememap import RoleMap
from briefgen.errors import BriefgenError
from briefgen.essay import check_of
from briefgen.readers import read_essay
from briefgen.talk import read_talk
from briefgen.verdicts import verify

NINE = Path(__file__).parent / "cases" / "deck" / "nine.md"
OUTLINES = Path(__file__).parents[1] / "outlines"
TALK = """# A part {#part}

## The claim of an argument {#claim}

- First point
- 第二点
- Third point

::: {.so-what}
What follows.
:::

::: {.source}
Source: where it stands
:::

## A slide with more than the design has a place for

| a | b |
|---|---|
| c | d |
"""
QUOTED = """## The claim {#arg-one}

- A point

::: {.quote #quote-x-4.1.1-2f2e3d4c}
> The exact words.
>
> — Anna Smith, *Work*, 2021, §4 ¶1
:::

::: {.quote #quote-x-4.2.1-3f2e3d4c}
> Other words.
>
> — Anna Smith, *Work*, 2021, §4 ¶2
:::

::: notes
From the storyboard.
:::
"""
FIGURES = """## Numbers

::: {.figures}
- **5%** growth — §1
- **12%** more customers — §2
:::
"""
CHARTED = """## A chart

::: {.chart type=bar unit="%" alt="About it"}
| Name | A | B |
|---|---|---|
| one | 5 | 7 |
| two | 12.5 | 9 |
| three | 9 | 1 |
:::
"""


def deck_of(talk: str, *draws: designs.Draw, notes: tuple[str, ...] = (), path: str = "talk.md") -> Built:
    return build_deck(talk, read_theme(designs.brand_with(*draws, notes=notes), "brand.pptx"), path)


def slides_of(deck: Built) -> Any:
    return Presentation(BytesIO(deck.data)).slides


def texts_of(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def shape_of(slide: Any, kind: MSO_SHAPE_TYPE) -> Any:
    return next(shape for shape in slide.shapes if shape.shape_type == kind)


def notes_of(slide: Any) -> str:
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def test_slides_that_a_designer_drew_are_filled_run_by_run() -> None:
    deck = build_deck(TALK, read_theme(brands.write_template(brands.designed()), "brand.pptx"))
    assert check_deck(deck.data) == []
    slide = slides_of(deck)[1]
    title, bar, points, so_what, source = slide.shapes
    assert title.text_frame.text == "The claim of an argument"
    assert bar.text_frame.text == ""
    assert [paragraph.text for paragraph in points.text_frame.paragraphs] == ["First point", "第二点", "Third point"]
    assert so_what.text_frame.text == "So: What follows."
    assert [run.font.bold for run in so_what.text_frame.paragraphs[0].runs] == [False, True]
    assert source.text_frame.text == "Source: where it stands"


def test_a_slide_with_more_to_say_than_a_design_has_places_is_set_as_usual() -> None:
    deck = build_deck(TALK, read_theme(brands.write_template(brands.designed()), "brand.pptx"))
    assert [slide.drawn is not None for slide in deck.slides] == [False, True, False]
    assert deck.findings == ()


def test_a_design_with_places_for_so_many_points_takes_just_as_many() -> None:
    def three(slide: Any) -> None:
        slide.shapes.title.text = "{{ argument.claim }}"
        for number in range(3):
            designs.text_box(slide, (40 + 300 * number, 130, 280, 300), f"{{{{ argument.points[{number}] }}}}")

    talk = "## Three {#c}\n\n- a\n- b\n- c\n\n## Two\n\n- a\n- b\n"
    deck = deck_of(talk, three)
    assert [slide.drawn is not None for slide in deck.slides] == [True, False]
    assert texts_of(slides_of(deck)[0]) == ["Three", "a", "b", "c"]


def test_a_loop_in_the_notes_makes_a_slide_of_each_quote_of_an_argument() -> None:
    notes = "{% for said in argument.quotes %}Read it out: {{ said.credit }}\n{% endfor %}"

    def saying(slide: Any) -> None:
        slide.shapes.title.text = "{{ argument.claim }}"
        designs.text_box(slide, (40, 130, 860, 100), "{{ argument.points }}")
        designs.text_box(slide, (40, 240, 860, 100), "“{{ said.text }}”")
        designs.text_box(slide, (40, 360, 860, 50), "{{ said.credit }}")

    deck = deck_of(QUOTED, saying, notes=(notes,))
    assert check_deck(deck.data) == []
    slides = list(slides_of(deck))
    assert [texts_of(slide)[::2] for slide in slides] == [
        ["The claim", "“The exact words.”"],
        ["The claim (2)", "“Other words.”"],
    ]
    assert notes_of(slides[0]) == "Read it out: Anna Smith, Work, 2021, §4 ¶1\nFrom the storyboard."
    names = [shape.name for slide in slides for shape in slide.shapes if shape.name.startswith("quote-")]
    assert names == ["quote-x-4.1.1-2f2e3d4c", "quote-x-4.2.1-3f2e3d4c"]


def test_points_and_quotes_become_slides_for_each_where_there_are_designs_for_both() -> None:
    deck = deck_of(QUOTED, designs.argument, designs.quote)
    assert check_deck(deck.data) == []
    slides = list(slides_of(deck))
    assert [texts_of(slide)[:2] for slide in slides] == [
        ["The claim", "A point"],
        ["The claim (2)", "The exact words."],
        ["The claim (3)", "Other words."],
    ]
    assert texts_of(slides[0])[2:] == []  # boxes for a so-what and a source that it has not are gone
    assert [slide.drawn is not None for slide in deck_of(QUOTED, designs.argument).slides] == [False] * len(
        deck_of(QUOTED, designs.argument).slides
    )


@pytest.mark.parametrize(
    "notes", ["", "{% for figure in figures %}{% endfor %}", "{% for figure in argument.figures %}{% endfor %}"]
)
def test_a_design_for_a_figure_is_drawn_for_each(notes: str) -> None:
    deck = deck_of(FIGURES, designs.figure, notes=(notes,))
    assert check_deck(deck.data) == []
    assert [texts_of(slide) for slide in slides_of(deck)] == [
        ["Numbers", "5%", "growth (§1)"],
        ["Numbers (2)", "12%", "more customers (§2)"],
    ]


def test_a_table_row_is_repeated_for_each_item_and_quotes_in_it_keep_their_marks() -> None:
    deck = deck_of(QUOTED, designs.table_of_quotes)
    assert check_deck(deck.data) == []
    (slide,) = slides_of(deck)
    frame = shape_of(slide, MSO_SHAPE_TYPE.TABLE)
    rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert rows == [
        ["Words", "Whose"],
        ["The exact words.", "Anna Smith, Work, 2021, §4 ¶1"],
        ["Other words.", "Anna Smith, Work, 2021, §4 ¶2"],
    ]
    marks = [look.get("bmk") for look in frame._element.iter(f"{A}rPr")]
    assert [mark for mark in marks if mark] == ["quote-x-4.1.1-2f2e3d4c", "quote-x-4.2.1-3f2e3d4c"]
    assert frame.height == sum(row.height for row in frame.table.rows)


def test_a_table_that_grows_over_the_slide_is_set_smaller_and_then_as_usual() -> None:
    def listing(slide: Any) -> None:
        slide.shapes.title.text = "{{ argument.claim }}"
        table = slide.shapes.add_table(1, 1, Pt(40), Pt(130), Pt(860), Pt(40)).table
        table.cell(0, 0).text = "{% for point in argument.points %}{{ point }}{% endfor %}"

    def talk(count: int) -> str:
        return "## Many {#m}\n\n" + "".join(f"- Point number {n}\n" for n in range(count))

    few, many, more = (deck_of(talk(count), listing) for count in (5, 16, 40))
    assert few.slides[0].drawn
    frame = shape_of(slides_of(many)[0], MSO_SHAPE_TYPE.TABLE)
    sizes = {run.font.size for cell in frame.table.iter_cells() for p in cell.text_frame.paragraphs for run in p.runs}
    assert Pt(12) <= min(sizes) < Pt(18)
    assert frame.top + frame.height <= Pt(540)
    assert [finding.code for finding in more.findings][:1] == ["design-too-small"]
    assert not any(slide.drawn for slide in more.slides)


def test_a_design_that_is_hidden_in_the_brands_file_is_shown_in_decks() -> None:
    def hidden(slide: Any) -> None:
        designs.argument(slide)
        slide._element.set("show", "0")

    assert slides_of(deck_of(TALK, hidden))[1]._element.get("show") is None


def test_levels_links_and_emphasis_are_kept() -> None:
    points = "- **Bold** and *it* [web](https://example.org) [two](#two)\n    - deeper\n- 2\n"
    talk = f"## One {{#one}}\n\n{points}\n## Two {{#two}}\n"
    deck = deck_of(talk, designs.argument)
    assert check_deck(deck.data) == []
    slides = slides_of(deck)
    shown = slides[0].shapes[1].text_frame.paragraphs
    assert [(p.text, p.level) for p in shown] == [("Bold and it web two", 0), ("deeper", 1), ("2", 0)]
    assert [(run.text, run.font.bold, run.font.italic) for run in shown[0].runs][:3] == [
        ("Bold", True, None),
        (" and ", False, None),
        ("it", False, True),
    ]
    web, two = (run for run in shown[0].runs if run.text in ("web", "two"))
    assert web.hyperlink.address == "https://example.org"
    jump = two._r.rPr.find(f"{A}hlinkClick").get(f"{{{brands.REL}}}id")
    assert slides[0].part.rels[jump].target_part is slides[1].part
    depths = [int(p._p.pPr.get("marL")) for p in shown]
    assert depths[1] > depths[0] == depths[2]


def test_a_link_to_a_slide_that_is_not_there_is_no_link() -> None:
    deck = deck_of("## One {#one}\n\n- [two](#two)\n", designs.argument)
    assert check_deck(deck.data) == []
    assert b"hlinkClick" not in brands.parts_of(deck.data)["ppt/slides/slide1.xml"]


def chart_of(deck: Built) -> Any:
    return shape_of(slides_of(deck)[0], MSO_SHAPE_TYPE.CHART).chart


def test_a_chart_that_is_a_place_takes_the_numbers_and_keeps_its_look() -> None:
    deck = deck_of(CHARTED, designs.numbers)
    assert check_deck(deck.data) == []
    chart = chart_of(deck)
    plot = chart.plots[0]
    assert list(plot.categories) == ["one", "two", "three"]
    assert [(series.name, tuple(series.values)) for series in plot.series] == [("A", (5, 12.5, 9)), ("B", (7, 9, 1))]
    colors = [etree.tostring(series._element.spPr).decode() for series in plot.series]
    assert "AA3311" in colors[0]
    assert 'val="accent2"' in colors[1]
    assert chart.has_legend
    assert chart.value_axis.tick_labels.number_format == '0.0"%"'
    sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet] == [
        [None, "A", "B"],
        ["one", 5, 7],
        ["two", 12.5, 9],
        ["three", 9, 1],
    ]
    frame = shape_of(slides_of(deck)[0], MSO_SHAPE_TYPE.CHART)
    assert (frame.name, frame._element.nvGraphicFramePr.cNvPr.get("descr")) == ("Chart", "About it")


def test_figures_of_one_unit_fill_a_chart() -> None:
    deck = deck_of(FIGURES.replace(" — §1", "").replace(" — §2", ""), designs.numbers)
    plot = chart_of(deck).plots[0]
    assert list(plot.categories) == ["growth", "more customers"]
    assert tuple(plot.series[0].values) == (5, 12)


def test_two_slides_on_one_design_have_charts_and_workbooks_of_their_own() -> None:
    deck = deck_of(CHARTED + CHARTED.replace("12.5", "13.5").replace("A chart", "B"), designs.numbers)
    assert check_deck(deck.data) == []
    values = [shape_of(s, MSO_SHAPE_TYPE.CHART).chart.plots[0].series[0].values[1] for s in slides_of(deck)]
    assert values == [12.5, 13.5]
    names = [name for name in brands.parts_of(deck.data) if name.endswith(".xlsx")]
    assert len(names) == 2


def pictured(slide: Any) -> None:
    """The picture of `designs.pictured` in a frame that shows it whole."""
    designs.pictured(slide)
    shape_of(slide, MSO_SHAPE_TYPE.PICTURE).auto_shape_type = MSO_SHAPE.RECTANGLE


@pytest.mark.parametrize(("draw", "whole"), [(designs.pictured, False), (pictured, True)])
def test_a_picture_that_is_a_place_keeps_its_frame_and_is_not_distorted(
    draw: designs.Draw, whole: bool, tmp_path: Path
) -> None:
    wide = brands.png(80, 20, (0, 0, 0), (90, 90, 90))
    (tmp_path / "wide.png").write_bytes(wide)
    deck = deck_of("## P\n\n- One\n\n![A strip](wide.png)\n", draw, path=str(tmp_path / "talk.md"))
    assert check_deck(deck.data) == []
    picture = shape_of(slides_of(deck)[0], MSO_SHAPE_TYPE.PICTURE)
    assert picture.image.blob == wide
    assert picture._element.nvPicPr.cNvPr.get("descr") == "A strip"
    shown = picture.width * (1 - picture.crop_left - picture.crop_right) ** -1, picture.height
    assert shown[0] / shown[1] == pytest.approx(4, rel=0.01)
    middle = picture.left + picture.width / 2, picture.top + picture.height / 2
    assert middle == pytest.approx((Pt(710), Pt(280)), rel=0.01)
    assert (picture.crop_left > 0) != whole
    assert (picture.height == Pt(300)) != whole


@pytest.mark.parametrize(("draw", "whole"), [(designs.pictured, False), (pictured, True)])
def test_a_photo_that_was_held_upright_is_turned_in_its_frame(draw: designs.Draw, whole: bool, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(brands.jpeg(6))
    deck = deck_of("## P\n\n- One\n\n![A tower](photo.jpg)\n", draw, path=str(tmp_path / "talk.md"))
    picture = shape_of(slides_of(deck)[0], MSO_SHAPE_TYPE.PICTURE)
    assert picture.rotation == 90
    shown = picture.width / (1 - picture.crop_left - picture.crop_right), picture.height
    assert shown[0] / shown[1] * (1 - picture.crop_top - picture.crop_bottom) == pytest.approx(2, rel=0.01)
    middle = picture.left + picture.width / 2, picture.top + picture.height / 2
    assert middle == pytest.approx((Pt(710), Pt(280)), rel=0.01)
    assert (picture.crop_top + picture.crop_left > 0) != whole


def test_a_caption_that_no_place_can_hold_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "wide.png").write_bytes(brands.png(80, 20, (0, 0, 0), (90, 90, 90)))
    talk = '## P\n\n- One\n\n![A strip](wide.png "As it was")\n'
    deck = deck_of(talk, designs.pictured, path=str(tmp_path / "talk.md"))
    assert "As it was" in deck.slides[-1].text


def test_a_shape_with_a_picture_for_its_fill_is_a_place(tmp_path: Path) -> None:
    (tmp_path / "wide.png").write_bytes(brands.png(80, 20, (0, 0, 0), (90, 90, 90)))
    deck = deck_of("## P\n\n- One\n\n![A strip](wide.png)\n", designs.pasted, path=str(tmp_path / "talk.md"))
    assert check_deck(deck.data) == []
    (shape,) = (shape for shape in slides_of(deck)[0].shapes if shape.name == "Picture")
    crop = shape._element.spPr.find(f"{A}blipFill/{A}srcRect")
    assert dict(crop.attrib) == {"l": "37500", "r": "37500"}
    assert (shape.width, shape._element.nvSpPr.cNvPr.get("descr")) == (Pt(300), "A strip")


def test_a_picture_placeholder_is_a_place_in_the_frame_of_its_layout(tmp_path: Path) -> None:
    def illustrated(slide: Any) -> None:
        slide.shapes.title.text = "{{ argument.claim }}"
        slide.placeholders[13].name = "{{ argument.picture }}"

    (tmp_path / "wide.png").write_bytes(brands.png(80, 20, (0, 0, 0), (90, 90, 90)))
    page = brands.Page("Picture", (brands.holder("title"), brands.holder("pic", (480, 130, 400, 300), "13")))
    template = brands.Template((replace(brands.BRANDED, layouts=(*brands.usual(), page)),))
    theme = read_theme(designs.brand_with(illustrated, layout="Picture", template=template), "brand.pptx")
    deck = build_deck("## P\n\n![A strip](wide.png)\n", theme, str(tmp_path / "talk.md"))
    assert check_deck(deck.data) == []
    (picture,) = (shape for shape in slides_of(deck)[0].placeholders if shape.placeholder_format.idx == 13)
    assert (picture.left, picture.width, picture.height) == (Pt(480), Pt(400), Pt(100))
    assert (picture.crop_left, picture.crop_top) == (0, 0)


def test_what_is_no_place_stays_as_it_was_drawn() -> None:
    deck = deck_of(TALK, designs.objects)
    assert [finding for finding in check_deck(deck.data) if "East Asian face" not in finding] == []
    slide = slides_of(deck)[1]
    assert shape_of(slide, MSO_SHAPE_TYPE.LINE).width == Pt(860)
    group = shape_of(slide, MSO_SHAPE_TYPE.GROUP)
    assert [shape.shape_type for shape in group.shapes] == [MSO_SHAPE_TYPE.AUTO_SHAPE, MSO_SHAPE_TYPE.PICTURE]
    assert group.shapes[1].image.blob == brands.LOGO
    chart = shape_of(slide, MSO_SHAPE_TYPE.CHART).chart
    assert list(chart.plots[0].categories) == ["x"]
    assert chart.part.chart_workbook.xlsx_part is not None


def hostile(slide: Any) -> None:
    """An embedded object, a film, and shapes that run a macro, a program, and lead to the web."""
    designs.argument(slide)
    icon = BytesIO(brands.LOGO)
    place = tuple(map(Pt, (600, 390, 90, 90)))
    slide.shapes.add_ole_object(BytesIO(b"not for running"), "Package", *place, icon_file=icon)
    slide.shapes.add_movie(BytesIO(b"film"), Pt(700), Pt(390), Pt(90), Pt(90), BytesIO(brands.SEA), "video/mp4")
    for action in ("ppaction://macro?name=Run", "ppaction://program", "ppaction://hlinkshowjump?jump=nextslide"):
        click = designs.text_box(slide, (10, 500, 90, 30), "Click")
        click.click_action.hyperlink.address = "https://example.org/a"
        click._element.nvSpPr.cNvPr.find(f"{A}hlinkClick").set("action", action)


def test_what_could_run_is_left_out_and_its_picture_stays() -> None:
    theme = read_theme(designs.brand_with(hostile), "brand.pptx")
    assert sorted(warning.message for warning in theme.warnings) == [
        "slide 1: left out is a film or sound, whose picture stays",
        "slide 1: left out is an embedded object, whose picture stays",
    ]
    deck = build_deck(TALK, theme)
    assert check_deck(deck.data) == []
    parts = brands.parts_of(deck.data)
    assert not any(data in (b"film", b"not for running") for data in parts.values())
    slide = parts["ppt/slides/slide2.xml"]
    assert slide.count(b"<p:pic") == 2
    assert re.findall(rb"ppaction://\w+", slide) == [b"ppaction://hlinkshowjump"]


def test_text_on_a_design_is_set_smaller_until_it_fits() -> None:
    talk = TALK.replace("First point", "A point that goes on and on, " * 30)
    theme = read_theme(brands.write_template(brands.designed()), "brand.pptx")
    deck = build_deck(talk, theme)
    sizes = [r.font.size for p in slides_of(deck)[1].shapes[2].text_frame.paragraphs for r in p.runs]
    assert deck.slides[1].drawn
    assert Pt(12) <= min(sizes) < Pt(20)
    longer = build_deck(TALK.replace("First point", "A point that goes on and on, " * 80), theme)
    assert not any(slide.drawn for slide in longer.slides)
    assert [(finding.slide, finding.code) for finding in longer.findings][:1] == [(2, "design-too-small")]
    assert longer.findings[0].measured > longer.findings[0].allowed > 200


def test_a_box_that_grows_with_its_text_grows_as_far_as_there_is_room() -> None:
    def growing(slide: Any) -> None:
        slide.shapes.title.text = "{{ argument.claim }}"
        box = designs.text_box(slide, (40, 130, 860, 30), "{{ argument.points }}", grows=True)
        box.name = "Points"
        designs.text_box(slide, (40, 330, 860, 30), "{{ argument.source | default('') }}", size=12)

    deck = deck_of("## C {#c}\n\n" + "- A point\n" * 7, growing)
    points = next(shape for shape in slides_of(deck)[0].shapes if shape.name == "Points")
    assert Pt(160) < points.height <= Pt(200)
    assert {run.font.size for p in points.text_frame.paragraphs for run in p.runs} == {Pt(20)}
    assert not deck_of("## C {#c}\n\n" + "- A point\n" * 30, growing).slides[0].drawn


def kept_deck(talk: str, *draws: designs.Draw, **roles: tuple[int, ...]) -> Built:
    return build_deck(talk, read_theme(designs.brand_with(*draws), "brand.pptx", RoleMap(**roles)))


def test_slides_that_the_map_keeps_stand_first_and_last() -> None:
    def made(**roles: tuple[int, ...]) -> Built:
        theme = read_theme(brands.write_template(brands.designed()), "brand.pptx", RoleMap(**roles))
        return build_deck(NINE.read_text(encoding="utf-8"), theme, str(NINE))

    deck = made(first=(1,), last=(4,))
    assert check_deck(deck.data) == []
    slides = list(slides_of(deck))
    assert slides[0].shapes.title.text_frame.text == "Nine slides for any brand"
    assert slides[-1].shapes[1].text_frame.text == "Not for further use."
    assert len(slides) == len(made().slides) + 1


def test_kept_slides_name_all_arguments_and_are_cloned_for_each_quote() -> None:
    def agenda(slide: Any) -> None:
        slide.shapes.title.text = "{{ arguments | length }} arguments, {{ quotes[0].credit }} first"
        table = slide.shapes.add_table(1, 1, Pt(40), Pt(130), Pt(860), Pt(40)).table
        table.cell(0, 0).text = "{% for argument in arguments %}{{ argument.claim }}{% endfor %}"

    def saying(slide: Any) -> None:
        slide.shapes.title.text = "They say"
        designs.text_box(slide, (40, 130, 860, 200), "{{ quote.text }}")

    notes = ("", "{% for quote in quotes %}{% for a in arguments %}{{ loop.index }}{% endfor %}{% endfor %}")
    theme = read_theme(designs.brand_with(agenda, saying, notes=notes), "brand.pptx", RoleMap(first=(1,), last=(2,)))
    deck = build_deck(f"{QUOTED}\n## Another {{#arg-two}}\n\n- x\n", theme)
    assert [
        finding for finding in check_deck(deck.data) if "descr" not in finding and "alternative" not in finding
    ] == []
    slides = list(slides_of(deck))
    assert slides[0].shapes.title.text_frame.text == "2 arguments, Anna Smith, Work, 2021, §4 ¶1 first"
    rows = shape_of(slides[0], MSO_SHAPE_TYPE.TABLE).table.rows
    assert [row.cells[0].text for row in rows] == ["The claim", "Another"]
    assert [notes_of(slide) for slide in slides[-2:]] == ["12", "12"]
    assert [texts_of(slide) for slide in slides[-2:]] == [
        ["They say", "The exact words."],
        ["They say (2)", "Other words."],
    ]


def cover(slide: Any) -> None:
    slide.shapes.title.text = "{{ deck.title }}"
    designs.text_box(slide, (40, 200, 300, 40), "{{ deck.subtitle }}", size=24)


def disclaimer(slide: Any) -> None:
    slide.shapes.title.text = "Disclaimer"
    designs.text_box(slide, (40, 200, 300, 30), "For {{ deck.author }} only", size=14)


LONG = "A subtitle that is far longer than the place that the designer thought of, " * 6


@pytest.mark.parametrize(("draw", "field"), [(cover, "subtitle"), (disclaimer, "author")])
def test_a_kept_slide_without_room_is_set_as_usual_and_said(draw: designs.Draw, field: str) -> None:
    talk = f"---\ntitle: T\n{field}: {LONG}\n---\n\n## One\n\ntext\n"
    role = {"first": (1,)} if draw is cover else {"last": (1,)}
    deck = kept_deck(talk, draw, **role)
    assert check_deck(deck.data) == []
    texts = [text for slide in slides_of(deck) for text in texts_of(slide)]
    assert any(LONG.strip() in text for text in texts)
    assert not any("{{" in text for text in texts)
    assert [finding.code for finding in deck.findings].count("design-too-small") == 1
    assert kept_deck(talk.replace(LONG, "Short"), draw, **role).findings == ()


def test_strict_refuses_what_has_no_room_on_a_design(tmp_path: Path) -> None:
    (tmp_path / "theme.pptx").write_bytes(designs.brand_with(cover))
    (tmp_path / "theme.map.yaml").write_text("first: [1]\n", "utf-8")
    (tmp_path / "talk.md").write_text(f"---\ntitle: T\nsubtitle: {LONG}\n---\n\n## One\n\ntext\n", "utf-8")
    assert read_talk(tmp_path / "talk.md", str(tmp_path / "theme.pptx")).findings
    with pytest.raises(BriefgenError, match="does not fit 'TextBox 2' on slide 1 of the brand's file"):
        read_talk(tmp_path / "talk.md", str(tmp_path / "theme.pptx"), strict=True)


def small(slide: Any) -> None:
    slide.shapes.title.text = "{{ quote.title }}"
    designs.text_box(slide, (80, 140, 100, 40), "{{ quote.text }}", size=28)
    designs.text_box(slide, (80, 360, 780, 50), "{{ quote.credit }}", size=14)


def built_on(brand: bytes, folder: Path, *, strict: bool = False) -> Any:
    (folder / "theme.pptx").write_bytes(brand)
    outline = OUTLINES / "small-platform.yaml"
    return build(Request((outline,), ("executive",), ("deck",), folder, theme=folder / "theme.pptx", strict=strict))


def test_a_real_outline_on_designs_keeps_every_proof(tmp_path: Path) -> None:
    report = built_on(designs.brand_with(designs.argument, designs.quote), tmp_path)
    path = tmp_path / "small-platform.executive.pptx"
    path.write_bytes(report.files[path])
    slides = Presentation(str(path)).slides
    named = [shape for slide in slides for shape in slide.shapes if shape.name.startswith("quote-")]
    assert sum(bool(shape._element.nvSpPr.cNvSpPr.get("txBox")) for shape in named) >= 5
    verdicts = verify(path, (read_essay(OUTLINES / "essays" / "small-platform.md"),))
    assert len(verdicts) >= len(named)
    assert {verdict.status for verdict in verdicts} == {"proved"}


@pytest.mark.edited_decks
def test_quotes_in_a_table_are_proved_and_refuted_cell_by_cell(tmp_path: Path) -> None:
    essay = read_essay(OUTLINES / "essays" / "small-platform.md")
    first, other = [next(iter(p.sentences)) for section in essay.sections[1:3] for p in section.paragraphs[:1]]
    talk = "## The claim {#arg-one}\n\n- A point\n"
    for words in (first, other):
        mark = f"quote-small-platform-{words.locator}-{check_of(words.text)}"
        talk += f"\n::: {{.quote #{mark}}}\n> {words.text}\n>\n> — {essay.author}\n:::\n"
    deck = Presentation(BytesIO(deck_of(talk, designs.table_of_quotes).data))
    deck.save(str(tmp_path / "deck.pptx"))
    assert [v.status for v in verify(tmp_path / "deck.pptx", (essay,))] == ["proved", "proved"]
    cell = shape_of(deck.slides[0], MSO_SHAPE_TYPE.TABLE).table.cell(2, 0)
    cell.text_frame.paragraphs[0].runs[0].text = first.text
    deck.save(str(tmp_path / "deck.pptx"))
    assert [v.status for v in verify(tmp_path / "deck.pptx", (essay,))] == ["proved", "altered"]


def test_a_design_without_room_is_a_warning_that_strict_refuses(tmp_path: Path) -> None:
    brand = designs.brand_with(small)
    (warning,) = built_on(brand, tmp_path).warnings
    assert "set on the usual layout: the text does not fit 'TextBox 2' on slide 1 of the brand's file" in str(warning)
    with pytest.raises(BriefgenError, match="does not fit 'TextBox 2' on slide 1"):
        built_on(brand, tmp_path, strict=True)


def titled(text: str) -> designs.Draw:
    def draw(slide: Any) -> None:
        slide.shapes.title.text = text

    return draw


def boxed(name: str) -> designs.Draw:
    def draw(slide: Any) -> None:
        designs.text_box(slide, (10, 10, 100, 30), "x").name = name

    return draw


def row(*cells: str) -> designs.Draw:
    def draw(slide: Any) -> None:
        table = slide.shapes.add_table(1, len(cells), Pt(10), Pt(10), Pt(100), Pt(30)).table
        for number, text in enumerate(cells):
            table.cell(0, number).text = text

    return draw


MISTAKES: list[tuple[designs.Draw, str, str]] = [
    (titled("{{ argument.clam }}"), "", "'Title 1': there is no 'argument.clam' (did you mean 'argument.claim'?)"),
    (titled("{{ argumnt.claim }}"), "", "'Title 1': there is no 'argumnt' (did you mean 'argument'?)"),
    (
        titled("{{ argument.claim"),
        "",
        "'Title 1': '{{ argument.claim' holds a tag that does not end (a tag begins and ends in one paragraph)",
    ),
    (titled("{{ argument.claim | uper }}"), "", "'Title 1': no filter named 'uper' (did you mean 'upper'?)"),
    (
        titled("{{ argument.quotes }}"),
        "",
        "'Title 1': '{{ argument.quotes }}' is a list, which cannot be printed (print its parts)",
    ),
    (
        titled("{% if argument.claim %}x{% endif %}"),
        "",
        "'Title 1': '{% if argument.claim %}' cannot stand in text "
        "(begin and end it in one table row, or in the notes, to repeat the slide)",
    ),
    (
        row("{% for q in quotes %}{{ q.text }}", "x"),
        "",
        "'Table 2': '{% for q in quotes %}' is no loop over this row, or has no end in it "
        "(a row begins with {% for … in … %} and ends with {% endfor %})",
    ),
    (
        row("{% for q in quotes %}{{ q.txt }}", "{% endfor %}"),
        "",
        "'Table 2': there is no 'quote.txt' (did you mean 'quote.text'?)",
    ),
    (row("{% for q in qoutes %}", "{% endfor %}"), "", "'Table 2': there is no 'qoutes' (did you mean 'quotes'?)"),
    (
        titled("{{ argument.claim }}"),
        "{% for quote in argument.qoutes %}{% endfor %}",
        "notes: there is no 'argument.qoutes' (did you mean 'argument.quotes'?)",
    ),
    (
        titled("{{ argument.claim }}"),
        "{% for quote in quotes %}",
        "notes: a loop has no end (write {% endfor %} where it ends)",
    ),
    (
        titled("{{ argument.claim }}"),
        "{% for point in argument.points %}{% endfor %}",
        "notes: the slide cannot stand for each of 'argument.points' "
        "(known: argument.figures, argument.quotes, arguments, figures, quotes)",
    ),
    (
        titled("{{ argument.claim }}"),
        "{% for quote in quotes %}{{ loop.index }}{% endfor %}",
        "notes: there is no 'loop' (",
    ),
    (
        boxed("{{ argument.picture }}"),
        "",
        "'{{ argument.picture }}': only a picture can be the place for 'argument.picture' "
        "(insert any picture and name it so)",
    ),
    (
        boxed("{{ argument.pictre }}"),
        "",
        "'{{ argument.pictre }}': there is no 'argument.pictre' (did you mean 'argument.picture'?)",
    ),
    (titled("{{ argument.claim.__class__ }}"), "", "'Title 1': a text has no '__class__'"),
]


@pytest.mark.parametrize(("draw", "notes", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_with_its_slide_shape_and_the_nearest_name(
    draw: designs.Draw, notes: str, message: str
) -> None:
    brand = designs.brand_with(lambda slide: None, draw, notes=("", notes))
    with pytest.raises(BriefgenError) as error:
        build_deck(TALK, read_theme(brand, "brand.pptx"))
    (problem,) = error.value.problems
    assert str(problem).startswith("brand.pptx: slide 2")
    assert message in str(problem)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    template = brands.designed()
    wrong = (brands.titled("{{ argument.clam }}"), brands.titled("{{ argumnt.claim"))
    slide = replace(template.slides[1], shapes=wrong)
    data = brands.write_template(replace(template, slides=(template.slides[0], slide)))
    with pytest.raises(BriefgenError) as error:
        read_theme(data, "brand.pptx")
    assert len(error.value.problems) == 2


def test_a_quote_that_shares_its_box_is_warned_of() -> None:
    def mixed(slide: Any) -> None:
        slide.shapes.title.text = "{{ quote.title }}"
        designs.text_box(slide, (80, 140, 800, 40), "They say: {{ quote.text }} ({{ quote.credit }})")

    (warning,) = read_theme(designs.brand_with(mixed), "brand.pptx").warnings
    assert str(warning) == (
        "brand.pptx: warning: slide 1, 'TextBox 2': the quote shares its box with other words: "
        "`briefgen verify` cannot prove it (give it a text box of its own)"
    )


def test_the_page_on_designs_lists_all_that_a_tag_can_name() -> None:
    page = (OUTLINES.parent / "docs" / "designed-slides.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (`.*`) \|$", page, re.M))
    assert {name: re.findall(r"`(\w+)`", names) for name, names in listed.items()} == {
        name: list(record.__struct_fields__) for name, record in RECORDS.items()
    }


def test_tags_in_a_charts_title_are_filled() -> None:
    def headed(slide: Any) -> None:
        designs.numbers(slide)
        chart = shape_of(slide, MSO_SHAPE_TYPE.CHART).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "Of {{ argument.claim }}"

    deck = deck_of(CHARTED, headed)
    assert chart_of(deck).chart_title.text_frame.text == "Of A chart"

    def wrong(slide: Any) -> None:
        headed(slide)
        shape_of(slide, MSO_SHAPE_TYPE.CHART).chart.chart_title.text_frame.text = "{{ argument.clam }}"

    with pytest.raises(
        BriefgenError, match=r"slide 1, chart: there is no 'argument.clam' .did you mean 'argument.claim'"
    ):
        deck_of(CHARTED, wrong)


def test_a_tag_on_a_layout_is_warned_of() -> None:
    parts = brands.parts_of(brands.write_template(brands.plain()))
    name = "ppt/slideLayouts/slideLayout2.xml"
    parts[name] = parts[name].replace(b"Click to add", b"{{ argument.claim }}", 1)
    assert [str(warning) for warning in read_theme(brands.zip_of(parts), "brand.pptx").warnings] == [
        "brand.pptx: warning: the layout 'Title and Content' holds a tag (only those on slides are filled)"
    ]


def bulleted(slide: Any) -> None:
    """Points in the layout's own placeholder, in the brand's bullets."""
    slide.shapes.title.text = "{{ argument.claim }}"
    slide.placeholders[1].text = "{{ argument.points }}"


def test_points_in_a_placeholder_keep_the_brands_levels_and_are_measured_in_them() -> None:
    def talk(count: int) -> str:
        return "## C {#c}\n\n" + "- A point that is long enough to be measured in its own level\n    - deeper\n" * count

    theme = read_theme(designs.brand_with(bulleted, layout="Title and Content"), "brand.pptx")
    few, many, more = (build_deck(talk(count), theme) for count in (2, 9, 30))
    assert check_deck(few.data) == []
    paragraphs = slides_of(few)[0].placeholders[1].text_frame.paragraphs
    assert [p.level for p in paragraphs] == [0, 1, 0, 1]
    assert all(p._p.pPr is None or p._p.pPr.get("marL") is None for p in paragraphs)
    assert {run.font.size for p in paragraphs for run in p.runs} == {None}
    sizes = [r.font.size for p in slides_of(many)[0].placeholders[1].text_frame.paragraphs for r in p.runs]
    assert Pt(12) <= sizes[1] <= sizes[0] < Pt(20)
    assert more.slides[0].drawn is None


def test_a_diagram_stays_and_its_tags_are_filled_for_each_slide() -> None:
    theme = read_theme(designs.with_diagram(designs.brand_with(designs.argument)), "brand.pptx")
    deck = build_deck(TALK + TALK.replace("The claim", "Another claim"), theme)
    assert check_package(deck.data) == []
    parts = brands.parts_of(deck.data)
    kept = sorted(name for name in parts if name.startswith("ppt/diagrams/data"))
    assert len(kept) == 2
    assert sorted(re.findall(rb"<a:t>(.*?)</a:t>", parts[name])[0] for name in kept) == [
        b"Another claim of an argument",
        b"The claim of an argument",
    ]
    assert len([name for name in parts if name.startswith("ppt/diagrams/")]) == 8


def pointed(tag: str) -> designs.Draw:
    def draw(slide: Any) -> None:
        designs.argument(slide)
        designs.text_box(slide, (10, 500, 300, 30), tag)

    return draw


ESCAPES = (
    "{{ deck.__class__.__mro__ }}",
    "{{ argument.claim.format(deck) }}",
    "{{ argument.points.__init__.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler('a') }}",
    "{{ argument | attr('__class__') }}",
    "{{ ''.join(['a'] * 999999999) }}",
    "{{ 'a' * 999999999 }}",
    "{{ 10 ** 99999999 }}",
    "{{ argument.claim.paragraphs }}",
)


@pytest.mark.parametrize("tag", ESCAPES)
def test_tags_open_nothing_but_the_records(tag: str) -> None:
    with pytest.raises(BriefgenError, match="slide 1"):
        deck_of("## One {#a}\n\n- point\n", pointed(tag))
    with pytest.raises(BriefgenError, match="slide 1"):
        deck_of("## One {#a}\n\n- point\n", designs.argument, notes=(tag,))


def test_a_loop_without_end_in_sight_is_refused() -> None:
    endless = "{% for a in 'x' %}{% for b in range(99999999) %}{% endfor %}{% endfor %}"
    with pytest.raises(BriefgenError, match="there is no 'range'"):
        deck_of("## One {#a}\n\n- point\n", designs.argument, notes=(endless,))
