"""Native tables: room for what is drawn on them, and words that stay whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefgen.deck.fit import fit_deck
from briefgen.deck.measure import text_width
from briefgen.deck.model import text_of
from briefgen.deck.placed import Finding, Ornament, TableShape
from briefgen.deck.storyboard import read_storyboard
from briefgen.deck.tables import ARROW, PADDING, cell_lines
from briefgen.deck.theme import Theme, read_theme

THEME = Path(__file__).parents[1] / "templates" / "default" / "theme.pptx"


@cache
def default_theme() -> Theme:
    return read_theme(THEME.read_bytes(), THEME.name)


def fitted(storyboard: str) -> tuple[list[TableShape], list[Ornament], tuple[Finding, ...]]:
    """The tables and arrows of a deck, and what did not fit as it stood."""
    deck, findings = fit_deck(read_storyboard(storyboard), default_theme())
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    tables = [shape for shape in shapes if isinstance(shape, TableShape)]
    return tables, [shape for shape in shapes if isinstance(shape, Ornament)], findings


def test_a_contrasts_arrow_stands_beside_the_words() -> None:
    long = "Engines were sold by the unit, and whoever ran them bore the cost of every hour they stood still " * 2
    tables, arrows, _ = fitted(f"## T\n\n::: contrast\n| From | To |\n|---|---|\n| {long} | B |\n:::\n")
    (table,), (arrow,) = tables, [one for one in arrows if one.name.startswith("Arrow")]
    cell = table.rows[1][0]
    assert table.box.left + table.widths[0] - cell.right <= arrow.box.left
    room = table.widths[0] - PADDING - cell.right
    assert cell.right == PADDING + ARROW
    lines = cell_lines(text_of(cell.runs), table.widths[0] - ARROW, default_theme().text_face, cell.size)
    assert max(text_width(line, cell.size, default_theme().text_face, True) for line in lines) <= room
    assert len(lines) * cell.size * 1.2 <= table.heights[1] - PADDING
