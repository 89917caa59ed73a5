"""The whole way from storyboard to deck, judged by what python-pptx reads back and by the deck checks."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from deckcheck import check_deck
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from briefgen.deck import build_deck
from briefgen.deck.ink import contrast
from briefgen.deck.theme import Theme, read_theme
from briefgen.deck.theme_writer import read_brand, write_theme

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT / "templates" / "default"
EVERY_KIND = Path(__file__).parent / "cases" / "deck" / "every-kind.md"


@cache
def default_theme() -> Theme:
    return read_theme((DEFAULT / "theme.pptx").read_bytes(), "theme.pptx")


def parts_of(data: bytes) -> dict[str, bytes]:
    """Contents by part: how zlib packs them differs from one release to the next."""
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def built(storyboard: str) -> Any:
    return Presentation(BytesIO(build_deck(storyboard, default_theme()).data))


def texts(slide: Any) -> list[str]:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found.extend(cell.text for row in shape.table.rows for cell in row.cells)
    return found


def test_every_kind_of_slide_passes_all_deck_checks() -> None:
    deck = build_deck(EVERY_KIND.read_text(encoding="utf-8"), default_theme(), str(EVERY_KIND))
    assert check_deck(deck.data) == []
    assert deck.warnings == ()
    assert deck.findings == ()


def test_same_storyboard_same_bytes() -> None:
    storyboard, path = EVERY_KIND.read_text(encoding="utf-8"), str(EVERY_KIND)
    assert build_deck(storyboard, default_theme(), path).data == build_deck(storyboard, default_theme(), path).data


@pytest.mark.parametrize("name", ["theme", "dark", "warm"])
def test_theme_file_is_what_its_yaml_gives(name: str) -> None:
    brand = read_brand((DEFAULT / f"{name}.yaml").read_bytes(), name)
    assert parts_of(write_theme(brand)) == parts_of((DEFAULT / f"{name}.pptx").read_bytes())


def test_slots_of_a_theme_that_are_equal_are_one() -> None:
    theme = default_theme()
    slots = [theme.body, *(slot for layout in theme.layouts for slot in layout.slots)]
    for found in (slots, [level for slot in slots for level in slot.levels]):
        assert len({id(one) for one in found}) == len(set(found)) < len(found)


def test_titles_points_and_notes_read_back() -> None:
    deck = built("## A claim {#c}\n\n- one\n    - two\n\n::: notes\nSay it.\n:::\n")
    slide = deck.slides[0]
    assert slide.shapes.title.text_frame.text == "A claim"
    body = slide.placeholders[1].text_frame
    assert [(p.text, p.level) for p in body.paragraphs] == [("one", 0), ("two", 1)]
    assert slide.notes_slide.notes_text_frame.text == "Say it."


def test_placeholders_inherit_their_place_and_none_is_empty() -> None:
    deck = build_deck(EVERY_KIND.read_text(encoding="utf-8"), default_theme(), str(EVERY_KIND))
    for slide in Presentation(BytesIO(deck.data)).slides:
        for shape in slide.placeholders:
            filled = shape.has_text_frame and shape.text_frame.text.strip()
            assert filled or hasattr(shape, "image"), (slide.slide_id, shape.name)


def test_the_shape_that_holds_a_quote_is_named_by_its_id() -> None:
    storyboard = "## Q\n\n::: {.quote #quote-x-1.2.3-00ff00ff}\n> Words.\n>\n> — A, *B*\n:::\n"
    shapes = built(storyboard).slides[0].shapes
    assert [s.text_frame.text for s in shapes if s.name == "quote-x-1.2.3-00ff00ff"] == ["Words."]
    assert "A, B" in [s.text_frame.text for s in shapes if s.has_text_frame]


def test_agenda_entries_jump_to_their_slides() -> None:
    deck = built("## Agenda\n\n::: {.agenda}\n- [Two](#b)\n:::\n\n## One {#a}\n\n## Two {#b}\n")
    run = deck.slides[0].placeholders[1].text_frame.paragraphs[0].runs[0]
    relation = run._r.rPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick")
    target = deck.slides[0].part.rels[relation.get(f"{{{R}}}id")].target_part
    assert target is deck.slides[2].part


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_an_empty_agenda_is_made_from_the_sections() -> None:
    deck = built("## Agenda\n\n::: {.agenda}\n:::\n\n# First\n\n## a\n\n# Second\n\n## b\n")
    assert deck.slides[0].placeholders[1].text_frame.text == "First\nSecond"


def test_long_lists_go_on_with_their_numbers_and_lose_nothing() -> None:
    lines = [f"{n}. Point number {n} says something that takes most of a line of the slide" for n in range(1, 41)]
    deck = built("## Many\n\n" + "\n".join(lines))
    assert len(deck.slides) > 1
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [f"Many ({n}/{len(titles)})" for n in range(1, len(titles) + 1)]
    said = [p.text for slide in deck.slides for p in slide.placeholders[1].text_frame.paragraphs]
    assert said == [line.split(". ", 1)[1] for line in lines]
    second = deck.slides[1].placeholders[1].text_frame.paragraphs[0]._p
    first_said = len(deck.slides[0].placeholders[1].text_frame.paragraphs)
    assert second.xpath("a:pPr/a:buAutoNum/@startAt") == [str(first_said + 1)]


def test_long_tables_repeat_their_header() -> None:
    rows = "\n".join(f"| row {n} | value {n} |" for n in range(40))
    deck = built(f"## T\n\n| a | b |\n|---|---|\n{rows}\n")
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 1
    assert all(table.cell(0, 0).text == "a" and table.first_row for table in tables)
    said = [table.cell(r, 0).text for table in tables for r in range(1, len(table.rows))]
    assert said == [f"row {n}" for n in range(40)]


def test_a_long_quote_is_never_cut() -> None:
    words = "我们攒了很多数据却说不出哪台机器会停，" * 12
    deck = built(f"## Q\n\n- point\n\n::: {{.quote #quote-x-1.1.1-00000000}}\n> {words}\n>\n> — A\n:::\n")
    assert [s.text_frame.text for p in deck.slides for s in p.shapes if s.name.startswith("quote-x")] == [words]


@pytest.mark.parametrize("joint", ["", " "])
def test_a_quote_longer_than_a_slide_goes_on_in_marked_parts(joint: str) -> None:
    words = joint.join(f"Shop {n} had a well-informed owner." if joint else f"第{n}家缺日历；" for n in range(200))
    deck = built(f"## Q\n\n- point\n\n::: {{.quote #quote-x-1.1.1-00000000}}\n> {words}\n>\n> — A\n:::\n")
    parts = [s for p in deck.slides for s in p.shapes if s.name.startswith("quote-x-1.1.1-00000000")]
    assert [s.name.rsplit(" ", 1)[1] for s in parts] == [str(n) for n in range(1, len(parts) + 1)]
    assert len(parts) > 1
    assert joint.join(s.text_frame.text for s in parts) == words


def codes(storyboard: str) -> list[str]:
    return [finding.code for finding in build_deck(storyboard, default_theme()).findings]


LONG = "Every shop in the valley kept its own calendar, and none of them was believed by anybody. " * 12
LONG_LIST = "\n".join(f"- **{n}** {LONG}" for n in range(1, 5))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"- {LONG[:90]}\n" * 13, "text-shrunk"),
        (f"- {LONG[:90]}\n" * 7 + f"\n> {LONG[:90]}", "text-shrunk"),
        (":::: columns\n" + f"::: column\n{f'- {LONG[:90]}{chr(10)}' * 8}\n:::\n" * 2 + "::::", "text-shrunk"),
        (f"- a\n\n::: so-what\n{LONG}\n:::", "so-what-moved"),
        (f"- a\n\n::: source\n{LONG * 2}\n:::", "source-moved"),
        (f"::: timeline\n{LONG_LIST}\n:::", "drawing-listed"),
        ("::: timeline\n" + "\n".join(f"- **{year}** then" for year in range(2015, 2023)) + "\n:::", "drawing-listed"),
        (f"::: matrix\n{LONG_LIST}\n:::", "drawing-listed"),
        ("::: matrix\n" + "- **a** b\n" * 5 + ":::", "drawing-listed"),
        (f"::: flow\n{LONG_LIST}\n:::", "drawing-listed"),
        (f"::: figures\n{LONG_LIST}\n:::", "drawing-listed"),
        (f"::: map\nthesis\n\n{LONG_LIST}\n:::", "drawing-listed"),
        (f":::: columns\n::: column\n{LONG}\n:::\n::: column\n> {LONG * 3}\n:::\n::::", "columns-stacked"),
        (f"> {LONG * 4}", "quote-continued"),
        (f"{f'| {LONG[:300]} ' * 12}|\n{'|---' * 12}|\n{'| a ' * 12}|", "table-listed"),
        (f"```\n{LONG * 5}\n```", "code-listed"),
    ],
)
def test_what_is_not_set_as_it_was_asked_for_is_a_finding(body: str, code: str) -> None:
    assert code in codes(f"## T\n\n{body}\n")


def test_a_finding_has_the_number_of_its_slide() -> None:
    points = "\n".join(f"- {n} {LONG[:300]}" for n in range(12))
    title = (
        "A claim of two lines, whose continuation has the number of its page at the end and is set smaller for that "
        * 2
    )
    deck = build_deck(f"## {title[:170]}\n\n{points}\n", default_theme())
    shrunk = [finding.slide for finding in deck.findings if finding.code.startswith("title")]
    assert shrunk == list(range(1, len(deck.slides) + 1))


def test_the_accent_of_a_callout_moves_with_it() -> None:
    callout = "::: so-what\nPublish one calendar.\n:::\n\n::: source\n" + LONG[:200] + "\n:::\n"
    for body in ("- a", "::: chart\n| a | b |\n|---|---|\n| c | 1 |\n:::", "- a\n\n> words\n>\n> — A"):
        slide = built(f"## T\n\n{body}\n\n{callout}").slides[0]
        shapes = {shape.name: shape for shape in slide.shapes}
        bar, panel = shapes["So what bar"], shapes["So what"]
        assert (bar.top, bar.height, bar.left + bar.width) == (panel.top, panel.height, panel.left)
        assert panel.top + panel.height < shapes["Source"].top
        assert not any(shape.top == 410 * 12700 for shape in slide.slide_layout.shapes)


OVEN = Path(__file__).parent / "cases" / "pandoc" / "oven.png"


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        (f"![An oven]({OVEN})", "Picture"),
        (f'![]({OVEN} "As it was")', "Picture"),
        (f"- Fire below\n\n![An oven]({OVEN})", "Picture with Text"),
        (f":::: columns\n::: column\nFire\n:::\n::: column\n![An oven]({OVEN})\n:::\n::::", "Picture with Text"),
        (f":::: columns\n::: column\n![An oven]({OVEN})\n:::\n::: column\nFire\n:::\n::::", "Picture with Text"),
        (f"![An oven]({OVEN})\n\n![An oven]({OVEN})", "Title Only"),
    ],
)
def test_a_picture_takes_the_layout_made_for_it(body: str, layout: str) -> None:
    deck = built(f"## Oven\n\n{body}\n")
    (slide,) = deck.slides
    assert slide.slide_layout.name == layout
    pictures = [shape for shape in slide.shapes if hasattr(shape, "image")]
    assert all(shape.is_placeholder == (layout != "Title Only") for shape in pictures)
    if "columns" in body:
        text = slide.placeholders[1]
        assert text.text_frame.text == "Fire"
        assert (text.left < pictures[0].left) == (body.index("Fire") < body.index("oven"))
    if "As it was" in body:
        texts = [shape for shape in slide.placeholders if shape.has_text_frame]
        (caption,) = (shape for shape in texts if shape.text_frame.text == "As it was")
        assert caption.top >= pictures[0].top + pictures[0].height
        assert pictures[0]._element.nvPicPr.cNvPr.get("descr") == "As it was"


@settings(max_examples=12, deadline=None)
@example(points=["#"], title="")
@example(points=[">"], title="")
@example(points=["\u200b", ""], title="")
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=80), max_size=5), st.text(max_size=30))
def test_any_text_gives_a_sound_deck(points: list[str], title: str) -> None:
    storyboard = "## " + " ".join(title.split()) + "\n\n" + "\n".join(f"- {' '.join(p.split())}" for p in points)
    assert check_deck(build_deck(storyboard, default_theme()).data) == []


def test_contrast_is_wcags() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)
