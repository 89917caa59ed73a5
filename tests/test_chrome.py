"""Footer, date and number stand in the brand's places in what can be read; where there is no room, that is said."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import brands
import pytest
from deckcheck import check_deck
from pptx import Presentation
from pptx.util import Pt

from briefgen.deck import Built, build_deck
from briefgen.deck.theme import read_theme

TALK = "---\ntitle: T\nfooter: {footer}\ndate: 2025-01-02\n---\n\n## One\n\ntext\n"


def built(template: brands.Template, footer: str = "Short") -> Built:
    return build_deck(TALK.format(footer=footer), read_theme(brands.write_template(template), "brand.pptx"))


def edge_of(deck: Built, name: str) -> Any:
    slide = Presentation(BytesIO(deck.data)).slides[1]
    found = [shape for shape in slide.shapes if shape.name == name]
    return found[0].text_frame.paragraphs[0].runs[0] if found else None


def test_a_footer_without_room_is_left_out_and_said_once() -> None:
    deck = built(brands.plain(), "A footer that is far too long for its place " * 4)
    assert edge_of(deck, "Footer") is None
    assert [(finding.slide, finding.code, finding.action) for finding in deck.findings] == [
        (
            1,
            "footer-left-out",
            "left out: the footer has no room in 'Title Slide', 'Title and Content' of the brand's file, "
            "not even in 12 pt",
        )
    ]
    assert built(brands.plain()).findings == ()


def test_a_small_footer_of_the_brand_is_measured_in_its_own_size() -> None:
    text = "x" * 63

    def sized(size: int) -> Built:
        feet = (
            brands.holder("ftr", (320, 505, 320, 24), "11", size=size),
            brands.holder("sldNum", (840, 505, 80, 24), "12"),
        )
        return built(brands.Template((with_feet(feet),)), text)

    assert edge_of(sized(10), "Footer").text == text
    assert edge_of(sized(12), "Footer") is None


def with_feet(feet: tuple[str, ...]) -> brands.Master:
    return replace(brands.BRANDED, shapes=(*brands.MASTER[:2], *feet))


@pytest.mark.parametrize("band", ["101828", "C82828"])
def test_a_footer_that_could_not_be_read_takes_another_colour(band: str) -> None:
    shapes = (brands.block((0, 490, 960, 50), band), *brands.MASTER)
    deck = built(brands.Template((replace(brands.BRANDED, shapes=shapes),)))
    assert check_deck(deck.data) == []
    assert str(edge_of(deck, "Footer").font.color.theme_color) == "BACKGROUND_1 (14)"
    assert edge_of(built(brands.plain()), "Footer").font.color.type is None
    assert deck.findings == ()


def test_a_footer_in_the_size_of_text_is_set_as_one() -> None:
    feet = (brands.holder("ftr", (320, 495, 320, 34), "11", size=24),)
    assert edge_of(built(brands.Template((with_feet(feet),))), "Footer").font.size == Pt(14)


FADED = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{n}" name="Glow"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    + brands.place((0, 0, 960, 540))
    + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/>'
    '</a:gs><a:gs pos="100000"><a:srgbClr val="FFFFFF"><a:alpha val="0"/></a:srgbClr></a:gs></a:gsLst><a:lin ang="0"/>'
    '</a:gradFill></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
)


@pytest.mark.parametrize("over", [(), (FADED,)])
def test_what_fades_out_does_not_hide_what_is_beneath(over: tuple[str, ...]) -> None:
    shapes = (brands.block((0, 0, 960, 540), "101828"), *over, *brands.MASTER)
    brand = replace(brands.BRANDED, shapes=shapes, dark=True, pictures=())
    deck = built(brands.Template((brand,)))
    shapes_of = list(Presentation(BytesIO(deck.data)).slides[1].shapes)
    assert shapes_of[0].text_frame.paragraphs[0].runs[0].font.color.type is None
    assert [shape.name for shape in shapes_of[1:2]] == (["Panel"] if over else ["Content 3"])
    assert deck.findings == ()


def test_content_on_a_picture_of_dark_and_light_stands_on_a_panel() -> None:
    """Neither black nor white can be read on all of it; the panel stands under everything but the title."""
    picture = brands.png(64, 36, (0, 0, 0), (255, 255, 255))
    brand = replace(brands.BRANDED, shapes=brands.MASTER, background=brands.PICTURE_BACKGROUND, pictures=(picture,))
    deck = built(brands.Template((brand,)))
    assert check_deck(deck.data) == []
    title, panel, text, *_ = Presentation(BytesIO(deck.data)).slides[1].shapes
    assert (title.is_placeholder, panel.name, text.text_frame.text) == (True, "Panel", "text")
    assert panel.top >= title.top + title.height - 1
    assert panel.top <= text.top
    assert panel.top + panel.height >= text.top + text.height
    assert text.text_frame.paragraphs[0].runs[0].font.color.type is None
    assert not any(s.name == "Panel" for s in Presentation(BytesIO(built(brands.dark()).data)).slides[1].shapes)
