"""Where content stands on the built-in theme, and in which size."""

from __future__ import annotations

import pytest

from briefgen.audience import BUILTIN
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
