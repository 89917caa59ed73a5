"""One storyboard of nine slides on brands of every kind: only the brand's layouts, nothing lost, no finding."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import brands
import pytest
from deckcheck import check_deck
from pptx import Presentation
from pptx.util import Pt

from briefgen.audience import BUILTIN, audience_names
from briefgen.build import Request, build
from briefgen.deck import Built, build_deck
from briefgen.deck.theme import Theme, read_theme
from briefgen.deck.thememap import RoleMap
from briefgen.errors import BriefgenError

NINE = Path(__file__).parent / "cases" / "deck" / "nine.md"
MADE = {**dict(brands.made_brands()), "python-pptx": brands.default_brand()}

FEW = ("plain", "two-masters", "german", "no-title", "same-index", "dark", "sample-slides", "python-pptx")
"""Unlike each other; the other brands are built where the slow tests run."""
EACH = [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in MADE]


@cache
def theme_of(name: str) -> Theme:
    return read_theme(MADE[name], f"{name}.pptx")


@cache
def deck_of(name: str) -> Built:
    return build_deck(NINE.read_text(encoding="utf-8"), theme_of(name), str(NINE))


@cache
def presentation_of(name: str) -> Any:
    return Presentation(BytesIO(deck_of(name).data))


def slides_of(name: str) -> Any:
    return presentation_of(name).slides


def layout_names(name: str) -> set[str]:
    data = MADE[name]
    parts = [part for file, part in brands.parts_of(data).items() if file.startswith("ppt/slideLayouts/slideLayout")]
    return {match[1].decode() for part in parts if (match := re.search(rb'<p:cSld name="([^"]*)"', part))}


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text))


@pytest.mark.parametrize("name", EACH)
def test_deck_on_a_brand_is_sound(name: str) -> None:
    """Our checks say nothing; a brand may leave out the East Asian face, which only counts where it is ours."""
    assert [finding for finding in check_deck(deck_of(name).data) if "East Asian face" not in finding] == []


@pytest.mark.parametrize("name", EACH)
def test_deck_uses_the_brands_layouts_only(name: str) -> None:
    assert {slide.slide_layout.name for slide in slides_of(name)} <= layout_names(name)


@pytest.mark.parametrize("name", EACH)
def test_nothing_of_the_storyboard_is_lost(name: str) -> None:
    shown = []
    for slide in slides_of(name):
        for shape in slide.shapes:
            if shape.has_text_frame:
                shown.append(shape.text_frame.text)
            elif shape.has_table:
                shown += [cell.text for row in shape.table.rows for cell in row.cells]
            elif shape.has_chart:
                shown += [*map(str, shape.chart.plots[0].categories), *(s.name for s in shape.chart.plots[0].series)]
        if slide.has_notes_slide:
            shown.append(slide.notes_slide.notes_text_frame.text)
    assert words_on_our_theme() - words_of(" ".join(shown)) == set()


@cache
def words_on_our_theme() -> frozenset[str]:
    data = (Path(__file__).parents[1] / "templates" / "default" / "theme.pptx").read_bytes()
    deck = build_deck(NINE.read_text(encoding="utf-8"), read_theme(data), str(NINE))
    slides = Presentation(BytesIO(deck.data)).slides
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    return frozenset(words_of(" ".join(texts)))


@pytest.mark.parametrize("name", EACH)
def test_no_text_is_small_and_everything_stands_on_the_slide(name: str) -> None:
    presentation = presentation_of(name)
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                sizes = [r.font.size for p in shape.text_frame.paragraphs for r in p.runs if r.font.size]
                assert all(size >= Pt(12) for size in sizes)
            if shape.top is not None and "bar" not in shape.name:
                assert shape.top >= -Pt(1)
                assert shape.top + shape.height <= presentation.slide_height + Pt(2)


OVEN = Path(__file__).parent / "cases" / "pandoc" / "oven.png"
PICTURES = f"""## The oven alone

![An oven]({OVEN} "The oven as it stood in 2019")

## The oven beside points

- Fire below
- Bread above

![An oven]({OVEN})

::: so-what
Build a second one.
:::

::: source
Source: the bakers
:::
"""


@pytest.mark.parametrize(
    ("name", "layouts"),
    [
        ("pictured", ["Bild", "Bild mit Text"]),
        ("python-pptx", ["Title Only", "Title Only"]),
        ("plain", ["Title Only", "Title Only"]),
    ],
)
def test_a_picture_fills_the_brands_placeholder_uncut(name: str, layouts: list[str]) -> None:
    deck = build_deck(PICTURES, theme_of(name))
    assert [finding for finding in check_deck(deck.data) if "East Asian face" not in finding] == []
    slides = Presentation(BytesIO(deck.data)).slides
    assert [slide.slide_layout.name for slide in slides] == layouts
    for slide in slides:
        (picture,) = (shape for shape in slide.shapes if shape.shape_type in (13, 14) and hasattr(shape, "image"))
        assert picture.is_placeholder == (slide.slide_layout.name != "Title Only")
        assert picture.width / picture.height == pytest.approx(640 / 420, rel=0.01)
        assert (picture.crop_left, picture.crop_top) == (0, 0)
        for other in slide.shapes:
            if other.has_text_frame and other.name not in ("Number", "Footer", "Date"):
                clear = [
                    other.top + other.height <= picture.top + Pt(4),
                    other.top >= picture.top + picture.height - Pt(4),
                    other.left + other.width <= picture.left + Pt(4),
                    other.left >= picture.left + picture.width - Pt(4),
                ]
                assert any(clear), (slide.slide_layout.name, other.name)


def test_brand_in_the_second_master_is_found() -> None:
    used = {slide.slide_layout.slide_master.part.partname for slide in slides_of("two-masters")}
    assert used == {"/ppt/slideMasters/slideMaster2.xml"}


@pytest.mark.parametrize("name", ["chinese", "german", "japanese", "lying-types", "same-index", "big-logo"])
def test_layouts_are_found_whatever_they_are_called(name: str) -> None:
    """The same shapes under other names, orders and types serve the same roles."""
    kinds = {layout.type: layout.slots[0].type for layout in theme_of(name).layouts if layout.type}
    assert kinds["title"] == "ctrTitle"
    by_type = {layout.type: layout for layout in theme_of(name).layouts if layout.type}
    assert {slot.role for slot in by_type["obj"].slots} >= {"title", "body"}
    assert by_type["titleOnly"].part != by_type["obj"].part
    assert by_type["secHead"].part not in (by_type["title"].part, by_type["obj"].part)


def test_brand_that_is_drawn_on_sample_slides_is_taken_over() -> None:
    theme = theme_of("sample-slides")
    page = next(layout for layout in theme.layouts if layout.type == "obj")
    assert page.ground is not None
    drawn = [(round(d.box.left), round(d.box.top), d.fills, bool(d.picture)) for d in page.ground.layers]
    assert drawn == [(0, 0, ("F4FAF9",), False), (0, 0, ("0F766E",), False), (860, 70, (), True)]
    assert [warning.message for warning in theme.warnings] == [
        "3 things that its sample slides share are taken as the brand's"
    ]


def test_what_is_missing_is_said() -> None:
    assert [warning.message for warning in theme_of("no-title").warnings] == [
        "no layout has a title: 'Text' is given one, and slides are built on it",
        "no layout has a title and text: text is set on 'Text'",
        "no layout is a cover: 'Text' is used",
        "no layout divides sections: 'Text' is used",
    ]
    assert theme_of("plain").warnings == ()


def test_pictures_of_slides_and_of_the_brand_stand_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(brands.SEA)
    talk = "# One {#one}\n\n## Two\n\n![A sea](a.png)\n"
    deck = build_deck(talk, theme_of("plain"), str(tmp_path / "talk.md"))
    assert check_deck(deck.data) == []
    parts = brands.parts_of(deck.data)
    assert {parts[name] for name in parts if name.startswith("ppt/media/")} == {brands.SEA, brands.LOGO}


def test_a_number_that_is_none_is_refused() -> None:
    parts = brands.parts_of(MADE["plain"])
    parts["ppt/slideLayouts/slideLayout1.xml"] = parts["ppt/slideLayouts/slideLayout1.xml"].replace(b'x="', b'x="a')
    with pytest.raises(BriefgenError, match="holds a value that cannot be read"):
        read_theme(brands.zip_of(parts), "brand.pptx")


def test_a_map_decides() -> None:
    theme = read_theme(MADE["plain"], "brand.pptx", RoleMap(section="Blank", content="Two Content"))
    layouts = {layout.type: layout.name for layout in theme.layouts if layout.type}
    assert layouts["obj"] == "Two Content"


def test_a_map_that_names_no_layout_is_refused() -> None:
    with pytest.raises(BriefgenError, match=r"there is no layout 'Titel'.*Title Slide"):
        read_theme(MADE["plain"], "brand.pptx", RoleMap(cover="Titel"))


def test_punctuation_does_not_hang_out_of_a_filled_box() -> None:
    """A full line's comma hangs an em over the edge of the text: in a callout it would leave the box."""
    talk = "## 论点 {#a}\n\n- 要点\n\n::: {.so-what}\n意味着：先做一件事，再做下一件。\n:::\n"
    slide = Presentation(BytesIO(build_deck(talk, theme_of("portrait")).data)).slides[0]
    (callout,) = (shape for shape in slide.shapes if shape.name == "So what")
    assert [p._p.pPr.get("hangingPunct") for p in callout.text_frame.paragraphs] == ["0"]


def banded(height: int) -> Theme:
    """White titles on a black band that is as tall as their place."""
    shapes = (
        brands.block((0, 0, 960, height), "000000"),
        brands.holder("title", (40, 0, 880, height)),
        *brands.MASTER[1:],
    )
    white = '<a:lvl1pPr><a:defRPr sz="2400"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    titled = brands.holder("title", (40, 0, 880, height), style=white)
    brand = replace(brands.BRANDED, shapes=(shapes[0], titled, *shapes[2:]), pictures=())
    return read_theme(brands.write_template(brands.Template((brand,))), "banded.pptx")


def test_a_long_title_stays_on_the_band_that_it_stands_on() -> None:
    title = "A claim that takes two lines of this narrow band, since it says at length what it has to say to everybody"
    for height, smallest, words in ((52, 16, title), (40, 20, f"{title}, {title}")):
        deck = build_deck(f"## {words}\n\n- point\n", banded(height))
        shape = Presentation(BytesIO(deck.data)).slides[0].shapes.title
        (run,) = shape.text_frame.paragraphs[0].runs
        assert run.font.size >= Pt(smallest)
        assert (shape.height > Pt(height)) == (height == 40)
        assert run.font.color.type is None


OUTLINES = Path(__file__).parents[1] / "outlines"
REAL = ("b2b-market", "other-side", "deep-logic", "consumer-river", "long-term")


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(("at", "name"), [*enumerate(MADE)], ids=str)
def test_a_measured_essays_outline_makes_a_sound_deck_on_every_brand(
    at: int, name: str, shared: Path, tmp_path: Path
) -> None:
    """Each brand with another of the essays and audiences, so that all of them meet all kinds of brands."""
    audience = sorted(audience_names((BUILTIN,)))[at % 6]
    (tmp_path / "theme.pptx").write_bytes(MADE[name])
    outline, essays = OUTLINES / f"{REAL[at % 5]}.yaml", (shared / "essays",)
    report = build(Request((outline,), (audience,), ("deck",), tmp_path, essays, theme=tmp_path / "theme.pptx"))
    (deck,) = (data for path, data in report.files.items() if path.suffix == ".pptx")
    assert [finding for finding in check_deck(deck) if "East Asian face" not in finding] == []
    assert {slide.slide_layout.name for slide in Presentation(BytesIO(deck)).slides} <= layout_names(name)
