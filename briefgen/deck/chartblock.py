"""A table in a `chart` block as the data of a native chart."""

from __future__ import annotations

from briefgen.deck.chart import ChartData, split_unit
from briefgen.deck.fences import Attributes
from briefgen.deck.model import Chart, Table, text_of
from briefgen.errors import did_you_mean
from briefgen.patterns import lazy_pattern

KINDS = ("bar", "column", "line", "pie", "doughnut")
_NUMBER = lazy_pattern(r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d{1,2})?")
_EMPTY = {"", "-", "–", "—", "n/a", "N/A"}


Complaint = tuple[str, str, str | tuple[int, int]]
"""Message, hint, and where: the name of an attribute, or row and column of the table, the header being row 0."""


def read_chart(table: Table, attributes: Attributes, language: str) -> tuple[Chart | None, list[Complaint]]:
    """The chart and what is said of it; None, and what is wrong with it, when it cannot be drawn."""
    complaints: list[Complaint] = []
    unit = attributes.values.get("unit", "")
    kind = attributes.values.get("type", "column")
    if kind not in KINDS:
        complaints.append((f"unknown type of chart '{kind}'", did_you_mean(kind, KINDS), "type"))
    if len(table.header) < 2 or not table.rows:
        complaints.append(("a chart's table needs a column of categories, a column of numbers, and a row", "", (0, 0)))
    complaints.extend(
        (f"unknown attribute '{key}' of a chart", did_you_mean(key, ("type", "unit", "alt")), key)
        for key in attributes.values
        if key not in ("type", "unit", "alt", "title")
    )
    columns: list[tuple[str, tuple[float | None, ...]]] = []
    for index, name in enumerate(table.header[1:], 1):
        values: list[float | None] = []
        for number_of_row, row in enumerate(table.rows, 1):
            text = text_of(row[index]) if index < len(row) else ""
            number = _number(text, unit)
            if number is None and text.strip() not in _EMPTY:
                hint = "a chart's cells hold numbers, the unit at most"
                complaints.append((f"'{text}' is not a number", hint, (number_of_row, index)))
            values.append(number)
        columns.append((text_of(name), tuple(values)))
    if complaints:
        return None, complaints
    categories = tuple(text_of(row[0]) for row in table.rows)
    alt = attributes.values.get("alt", "") or attributes.values.get("title", "")
    remark = _no_round(columns) if kind in ("pie", "doughnut") else None
    if remark:
        complaints.append((f"{remark[0]} in a {kind}: drawn as columns", "type=column or type=bar", remark[1]))
        kind = "column"
    return Chart(ChartData(kind, categories, tuple(columns), unit, alt, language)), complaints


def _no_round(columns: list[tuple[str, tuple[float | None, ...]]]) -> tuple[str, tuple[int, int]] | None:
    """What makes it impossible to show the numbers as shares of one whole, and where it stands."""
    if len(columns) > 1:
        return "only one column of numbers can be shown", (0, 2)
    values = columns[0][1]
    for row, value in enumerate(values, 1):
        if value is not None and value < 0:
            return "no number below 0 can be shown", (row, 1)
    return None if any(values) else ("no share of 0 can be shown", (0, 1))


def _number(text: str, unit: str) -> float | None:
    """The number in a cell, whose unit may stand after it or, as a currency's sign does, before it."""
    bare = text.strip().replace("−", "-")
    sign = bare[:1] if bare.startswith(("-", "+")) else ""
    before, after = split_unit(unit.strip())
    bare = bare.removeprefix(sign).lstrip().removeprefix(before)
    for mark in (unit, after, "%"):
        bare = bare.removesuffix(mark).strip()
    bare = sign + bare
    if not bare or not _NUMBER.fullmatch(bare) or not any(char.isdigit() for char in bare):
        return None
    return float(bare.replace(",", ""))
