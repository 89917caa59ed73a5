"""What a view works out of the outline for its templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience import BUILTIN, read_audience
from briefgen.briefing import merge_briefing
from briefgen.outline import read_outline
from briefgen.view import View, view_for


def view_of(folder: Path, figures: str) -> View:
    path = folder / "x.yaml"
    path.write_text(
        f"essay: {{language: en}}\nthesis: t\narguments:\n  - {{claim: c, figures: [{figures}]}}\n", "utf-8"
    )
    return view_for(merge_briefing(read_outline(path), None)[0], read_audience("executive", (BUILTIN,)))


@pytest.mark.parametrize(
    ("figures", "title", "kind", "rows"),
    [
        (
            "{label: Sold, value: 3, when: 2020}, {label: Sold, value: 4, when: 2021}, {label: Lost, value: 1}",
            "Sold",
            "column",
            (("2020", "3"), ("2021", "4")),
        ),
        (
            "{label: Here, value: 5, unit: '%', when: 2016}, {label: There, value: 12.5, unit: '%', when: 2016}",
            "Figures compared (2016)",
            "bar",
            (("Here", "5"), ("There", "12.5")),
        ),
        (
            "{label: Here, value: 5}, {label: There, value: 6}",
            "Figures compared",
            "bar",
            (("Here", "5"), ("There", "6")),
        ),
    ],
)
def test_figures_of_one_label_or_one_date_share_a_chart(
    tmp_path: Path, figures: str, title: str, kind: str, rows: tuple[tuple[str, str], ...]
) -> None:
    view = view_of(tmp_path, figures)
    assert (view.chart_title, view.chart_type, view.chart_rows) == (title, kind, rows)
    assert all(number in view.chart_alt and category in view.chart_alt for category, number in rows)
    assert {figure.label for figure in view.single_figures} == ({"Lost"} if "Lost" in figures else set())


def test_figures_that_nothing_joins_stand_alone(tmp_path: Path) -> None:
    view = view_of(
        tmp_path, "{label: Here, value: 5, unit: '%', when: 2016}, {label: There, value: 6, unit: kg, when: 2016}"
    )
    assert view.charted == ()
    assert len(view.single_figures) == 2
