"""Charts of many bars: every name is seen, on as many slides as that takes."""

from __future__ import annotations

import re

import pytest
from decks import default_theme

from briefgen.deck.chart import ChartData, ChartLook, chart_parts
from briefgen.deck.chartfit import chart_size, cut_chart
from briefgen.deck.fit import fit_deck
from briefgen.deck.placed import ChartShape
from briefgen.deck.storyboard import read_storyboard
from briefgen.deck.textfit import SMALLEST


def charts_of(count: int, kind: str = "bar", name: str = "Place") -> tuple[list[ChartShape], list[str]]:
    rows = "\n".join(f"| {name} {number} | {number} |" for number in range(1, count + 1))
    storyboard = f"## T\n\n::: {{.chart type={kind}}}\n| k | v |\n|---|---|\n{rows}\n:::\n"
    deck, findings = fit_deck(read_storyboard(storyboard), default_theme())
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    return [shape for shape in shapes if isinstance(shape, ChartShape)], [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("count", "name"), [(60, "Place"), (40, "A place whose name is as long as that of a river " * 2)]
)
def test_bars_go_on_where_their_names_have_no_room(count: int, name: str) -> None:
    charts, codes = charts_of(count, name=name)
    assert codes == ["continued"]
    names = [category for shape in charts for category in shape.chart.categories]
    assert [int(category.rsplit(" ", 1)[1]) for category in names] == list(range(1, count + 1))
    for shape in charts:
        lines = 1 if count == 60 else 2
        assert shape.box.height >= len(shape.chart.categories) * lines * shape.size * 1.25
        assert shape.chart.reach == (0.0, float(count))


def test_a_few_more_bars_are_set_smaller_and_few_or_columns_are_not() -> None:
    (some,), found = charts_of(17)
    (few,), _ = charts_of(5)
    (columns,), _ = charts_of(60, "column")
    assert found == []
    assert SMALLEST < some.size < few.size == columns.size
    assert some.chart.reach is None


def test_a_part_of_a_chart_keeps_the_axis_of_the_whole() -> None:
    whole = ChartData("bar", tuple("abcdefghijklmnopqrst"), (("s", (-10.0, *(1.0,) * 18, 90.0)),))
    first, rest = cut_chart(whole, 400.0, 200.0, default_theme())
    assert first
    assert rest
    assert first.categories + rest.categories == whole.categories
    for part in (first, rest):
        xml = chart_parts(part, ChartLook())[0]
        assert re.findall(rb'c:(max|min) val="([^"]*)"', xml) == [(b"max", b"100.0"), (b"min", b"-20.0")]
    assert cut_chart(whole, 400.0, 60.0, default_theme()) == (None, whole)
    assert chart_size(whole, 400.0, 10.0, default_theme(), 16.0) == SMALLEST


def test_a_chart_whose_names_have_room_is_not_cut_behind_the_last() -> None:
    """An empty rest would be laid on slide after slide without end."""
    few = ChartData("bar", tuple("abcd"), (("", (1.0, 2.0, 3.0, 4.0)),))
    for room in range(60, 190, 10):
        first, rest = cut_chart(few, 400.0, float(room), default_theme())
        assert rest
        assert rest.categories
        assert first is None or first.categories
