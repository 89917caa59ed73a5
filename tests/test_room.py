"""Where content stands on the built-in theme, and in which size."""

from __future__ import annotations

from dataclasses import replace

import brands
import pytest

from briefgen.audience import BUILTIN
from briefgen.deck import build_deck
from briefgen.deck.ground import overlap
from briefgen.deck.theme import Theme, read_theme


@pytest.fixture(scope="module")
def theme() -> Theme:
    path = BUILTIN / "default" / "theme.pptx"
    return read_theme(path.read_bytes(), str(path))


def test_content_ends_where_lines_of_text_end(theme: Theme) -> None:
    layouts = {layout.name: layout for layout in theme.layouts}
    body = layouts["Title and Content"].slot("body")
    assert body
    assert layouts["Title Only"].area.right == body.box.right - body.inset[2]
    assert layouts["Title and Content"].area.right == body.box.right - body.inset[2]


def test_tables_take_their_size_from_the_text_of_arguments_not_of_sources(theme: Theme) -> None:
    sizes = {layout.name: slot.size for layout in theme.layouts if (slot := layout.slot("body"))}
    assert theme.body.size == sizes["Title and Content"] > sizes["Sources"]


def test_content_stands_clear_of_a_title_that_is_wider_than_that_of_the_page_for_text() -> None:
    text = (brands.holder("title", (40, 30, 300, 80)), brands.holder("", (360, 30, 560, 420), "1"), *brands.feet())
    free = (brands.holder("title", (40, 30, 880, 80)), *brands.feet())
    pages = (brands.Page("Content with Caption", text, "objTx"), brands.Page("Title Only", free, "titleOnly"))
    brand = replace(brands.BRANDED, layouts=(brands.usual()[0], *pages), shapes=brands.MASTER, pictures=())
    theme = read_theme(brands.write_template(brands.Template((brand,))), "brand.pptx")
    for layout in theme.layouts:
        title = layout.slot("title")
        if title and layout.type not in ("title", "secHead"):
            assert overlap(title.box, layout.area) == 0, layout.name


@pytest.mark.parametrize("words", ["about the mill, the river and the bread; ", "关于磨坊、河流与面包的一章，"])
def test_a_section_name_too_long_for_its_line_is_cut_and_not_left_out(theme: Theme, words: str) -> None:
    name = (words * 12).strip()
    page = build_deck(f"# {name}\n\n## A page\n\ntext\n", theme).slides[1]
    first, second, *_ = page.text.splitlines()
    assert (first, second[-1], second[:-1]) == ("A page", "…", name[: len(second) - 1])
    assert len(second) > 30
    assert not second[:-1].endswith((",", ";", "，", "、", " "))
