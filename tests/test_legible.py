"""Text is judged by what lies beneath its lines, and a brand's own colour is kept where none is better."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import brands
import pytest
from lxml import etree
from pptx import Presentation

from briefgen.cli import main
from briefgen.deck import Built, build_deck
from briefgen.deck.ground import color_of as color_of_fill
from briefgen.deck.ink import contrast
from briefgen.deck.theme import read_theme

WHITE = (
    '<a:lvl1pPr algn="{}"><a:defRPr sz="3200"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:defRPr>'
    "</a:lvl1pPr>"
)
LONG = "The mill that every baker of the valley wanted, and what became of it"


def titled(title: str, ground: brands.Box, place: brands.Box, align: str = "l", anchor: str = "ctr") -> Built:
    """A slide with a white title of the brand's, part of whose place lies on a dark ground."""
    holder = brands.holder("title", place, style=WHITE.format(align), body=f' anchor="{anchor}"')
    return build_deck(f"## {title}\n\ntext\n", read_theme(brand_with(brands.block(ground, "0A2540"), holder), "b.pptx"))


def brand_with(*shapes: str) -> bytes:
    """A brand whose master has these shapes before its own, a title apart."""
    brand = replace(brands.BRANDED, shapes=(*shapes, *brands.MASTER[1:]), pictures=())
    return brands.write_template(brands.Template((brand,)))


def color_of(built: Built) -> Any:
    (slide,) = Presentation(BytesIO(built.data)).slides
    return slide.shapes.title.text_frame.paragraphs[0].runs[0].font.color.type


HALF, WIDE = (0, 0, 551, 540), (40, 30, 880, 80)


def test_a_title_on_the_dark_half_of_its_place_stays_white() -> None:
    built = titled("The mill", HALF, WIDE)
    assert (color_of(built), built.findings) == (None, ())


@pytest.mark.parametrize(
    ("align", "dark"), [("l", (0, 0, 551, 540)), ("ctr", (200, 0, 560, 540)), ("r", (500, 0, 460, 540))]
)
def test_the_grounds_beneath_a_title_follow_its_alignment(align: str, dark: brands.Box) -> None:
    assert color_of(titled("The mill", dark, WIDE, align)) is None
    assert color_of(
        titled("The mill", (dark[0] - 1000, 0, 960, 540) if align == "r" else (800, 0, 160, 540), WIDE, align)
    )


def test_a_title_whose_place_hangs_over_its_band_stays_white() -> None:
    built = titled("The mill", (0, 0, 960, 100), (40, 22, 880, 90))
    assert (color_of(built), built.findings) == (None, ())
    assert color_of(titled("The mill", (0, 0, 960, 60), (40, 22, 880, 90), anchor="b"))


def test_a_title_that_no_colour_makes_readable_keeps_the_brands_own_and_is_told() -> None:
    built = titled(LONG, HALF, WIDE)
    assert color_of(built) is None
    (finding,) = (f for f in built.findings if f.code != "title-shrunk")
    assert (finding.slide, finding.code) == (1, "text-unreadable")
    assert "the title stands where no colour can be read on all of it, in 'Title and Content'" in finding.action


def test_slides_warns_of_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk, brand, deck = (tmp_path / name for name in ("talk.md", "brand.pptx", "talk.pptx"))
    talk.write_text(f"## {LONG}\n\ntext\n", "utf-8")
    holder = brands.holder("title", WIDE, style=WHITE.format("l"), body=' anchor="ctr"')
    brand.write_bytes(brand_with(brands.block(HALF, "0A2540"), holder))
    with pytest.raises(SystemExit):
        main(["slides", str(talk), "-o", str(deck), "--theme", str(brand)])
    warning = f"{deck}: warning: the title stands where no colour can be read on all of it, in 'Title and Content'"
    assert warning in capsys.readouterr().err


CHART = (
    "## Sacks\n\n::: {.chart type=column alt=''}\n| Year | Sacks |\n| --- | ---: |\n| 2023 | 10 |\n| 2024 | 20 |\n:::\n"
)


def chart_on(**look: str) -> str:
    """The chart part of a deck on a brand with this look."""
    brand = replace(brands.BRANDED, shapes=brands.MASTER, pictures=(), **look)  # type: ignore[arg-type]
    theme = read_theme(brands.write_template(brands.Template((brand,))), "brand.pptx")
    return brands.parts_of(build_deck(CHART, theme).data)["ppt/charts/chart1.xml"].decode()


def test_a_chart_takes_the_brands_light_text_that_is_no_colour_of_its_theme() -> None:
    text = '<a:srgbClr val="F5F5F5"/>'
    chart = chart_on(background=brands.solid("101820"), body_color=text)
    assert chart.count(text) == 2
    assert 'schemeClr val="tx' not in chart


def themed(accents: tuple[str, ...]) -> Any:
    """A brand's look with these accents."""
    return {"colors": ("000000", "FFFFFF", "44546A", "E7E6E6", *accents)}


PALE = ("FFF3C4",) * 6


@pytest.mark.parametrize("accent", ["FFF3C4", "8FAADC"])
@pytest.mark.parametrize("talk", ["## One\n\n1. point\n", "## One\n\n1. point\n\n```\ncode\n```\n"])
def test_numbers_of_lists_that_could_not_be_read_take_another_colour(accent: str, talk: str) -> None:
    brand = replace(brands.BRANDED, shapes=brands.MASTER, pictures=(), **themed((accent, *PALE[1:])))
    theme = read_theme(brands.write_template(brands.Template((brand,))), "brand.pptx")
    marks = etree.fromstring(brands.parts_of(build_deck(talk, theme).data)["ppt/slides/slide1.xml"]).iter("{*}buClr")
    colors = {color_of_fill(mark, {"accent1": accent, "tx1": "000000"}) for mark in marks}
    assert colors
    assert all(contrast(color, "FFFFFF") >= 3 for color in colors)


def test_areas_of_a_chart_that_could_not_be_seen_are_darker() -> None:
    chart = etree.fromstring(chart_on(**themed(PALE)).encode())
    found = {
        color_of_fill(fill, {"accent1": "FFF3C4", "accent2": "FFF3C4"})
        for fill in chart.iterfind(".//{*}ser/{*}spPr/{*}solidFill")
    }
    assert found
    assert all(contrast(color, "FFFFFF") >= 1.3 for color in found)
    assert (
        chart_on(**themed(("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"))).count('val="accent1"/>') == 1
    )
