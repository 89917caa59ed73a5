"""Native tables: room for what is drawn on them, and words that stay whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefgen.deck.fit import fit_deck
from briefgen.deck.measure import text_width
from briefgen.deck.model import text_of
from briefgen.deck.placed import Finding, Ornament, TableShape, TextShape
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


def table_of(columns: int, cell: str) -> str:
    row = "|" + f" {cell} |" * columns
    return f"## T\n\n{row}\n|{'---:|' * columns}\n{row}\n{row}\n"


def test_a_number_that_has_no_room_costs_a_step() -> None:
    (few,), _, _ = fitted(table_of(4, "1,234,567"))
    (many,), _, findings = fitted(table_of(12, "1,234,567"))
    assert few.rows[1][0].size == 18
    assert 12 <= many.rows[1][0].size < 16
    assert [finding.code for finding in findings] == ["text-shrunk"]
    for row, cells in zip(many.heights, many.rows, strict=True):
        assert row < 2 * cells[0].size * 1.2 + 2 * PADDING
    (lost,), _, findings = fitted(table_of(12, "1,234,567,890"))
    (finding,) = [finding for finding in findings if finding.code == "word-broken"]
    assert lost.rows[1][0].size == 12
    assert finding.measured > finding.allowed > 0


def test_a_column_is_as_wide_as_its_longest_word_where_the_others_can_spare_it() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitaen"
    long = "What was agreed upon and by whom it was kept, in so many words that they take several lines. " * 2
    (table,), _, findings = fitted(f"## T\n\n| a | b | c |\n|---|---|---|\n| {word} | {long} | {long} |\n")
    cell = table.rows[1][0]
    assert text_width(word, cell.size, default_theme().text_face, True) <= table.widths[0] - 2 * PADDING
    assert findings == ()


def test_addresses_may_be_cut_at_their_marks() -> None:
    (table,), _, findings = fitted(table_of(6, "https://example.org/some/rather/long/place-of-it"))
    assert table.rows[1][0].size > 14
    assert "word-broken" not in [finding.code for finding in findings]


def test_long_words_in_a_narrow_column_and_in_a_flow_stay_whole() -> None:
    word = "Internationalisation"
    table = "::: column\n| a |\n|---|\n| b |\n:::"
    column = f":::: columns\n::: {{.column width=15%}}\n{word}\n\n- {word[:12]}\n:::\n{table}\n::::"
    flow = "::: flow\n" + f"- **{word}** a\n" * 5 + ":::"
    for source in (column, flow):
        deck, findings = fit_deck(read_storyboard(f"## T\n\n{source}\n"), default_theme())
        (size,) = {
            setting.size
            for shape in deck.slides[0].shapes
            if isinstance(shape, TextShape) and shape.slot is None
            for setting in shape.paragraphs
            if setting.paragraph.text == word
        }
        assert size < 20
        assert "word-broken" not in [finding.code for finding in findings]
