"""Between fit and the package: a native chart's part and the workbook behind it, from plain data.

The XML follows ISO/IEC 29500-1, 21.2 (DrawingML charts), and its element order. Colours and faces are the theme's.
"""

import re
from math import floor, isfinite, log10
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.chartlabels import crowded_slices, is_labelled
from briefgen.deck.chartxml import (
    bar_plot,
    legend,
    line_plot,
    number_reference,
    plot_axes,
    round_plot,
    string_reference,
    text_properties,
)
from briefgen.deck.package import escape_xml, legal_xml
from briefgen.deck.workbook import Series, cell_range, write_workbook
from briefgen.patterns import lazy_pattern

WORKBOOK_RELATION = "rId1"
"""The id that the chart part's relationship to its workbook must have (type .../relationships/package)."""
_MOST_DECIMALS, _LARGEST = 12, 1e15
_CURRENCY = lazy_pattern(r"(?:US|HK|NT|A|C|S)?\$|[¥￥€£₹₩]|RMB|CNY|USD|EUR|GBP")
_NAMES = {
    "en": {"bar": "Bar chart", "column": "Column chart", "line": "Line chart", "pie": "Pie", "doughnut": "Doughnut"},
    "zh": {"bar": "条形图", "column": "柱形图", "line": "折线图", "pie": "饼图", "doughnut": "圆环图"},
}


class ChartData(Struct, frozen=True):
    """A chart as the storyboard gives it; every series has one value for each category, None where there is none."""

    kind: str
    """`bar` (horizontal), `column`, `line`, `pie` or `doughnut`."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    alt: str = ""
    language: str = "en-US"
    reach: tuple[float, float] | None = None
    """Of the value axis, where the chart is a part of one."""


class ChartLook(Struct, frozen=True):
    """How the theme wants charts: size of all text in points, and names of theme colours (a:schemeClr)."""

    text_pt: float = 14.0
    text: str = "tx1"
    line: str = "tx2"
    edge: str = "bg1"
    """Between the slices of a pie."""
    accents: tuple[str, ...] = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
    on_accents: tuple[str, ...] = ("bg1",) * 6
    """The text on each of these that can be read best."""
    width: float = 0.0
    """Of the chart in points, 0 where it is not known: then labels are not measured."""
    height: float = 0.0
    face: str = "Arial"
    names_slices: bool = False
    """Whether the names of a pie's slices stand beside them, not in a legend."""
    bare_slices: frozenset[int] = frozenset()
    """Those without a label."""


def chart_parts(data: ChartData, look: ChartLook) -> tuple[bytes, bytes]:
    """Give the chart part (UTF-8 XML) and its workbook (.xlsx); the same bytes for the same data.

    A pie or doughnut shows the first series. The chart part refers to the workbook as WORKBOOK_RELATION.
    """
    shown = drawable(data)
    code = number_format(shown)
    formatted = escape_xml(code)
    plots = {"bar": bar_plot, "column": bar_plot, "line": line_plot, "pie": round_plot, "doughnut": round_plot}
    labelled, is_round = is_labelled(shown, code, look), shown.kind in ("pie", "doughnut")
    if is_round:
        look = replace(look, **_slice_labels(shown, code, look))
    plot = plots[shown.kind](shown, _series_parts(shown, formatted), look, formatted if labelled else "")
    axes = plot_axes(shown, look, "" if labelled else formatted)
    text = text_properties(look.text_pt, look.text, shown.language)
    has_legend = not look.names_slices if is_round else len(shown.series) > 1
    xml = _CHART_SPACE.format(
        language=escape_xml(shown.language),
        plot=plot + axes,
        legend=legend("r" if is_round else "t", text) if has_legend else "",
        text=text,
        workbook=WORKBOOK_RELATION,
    )
    return xml.encode(), write_workbook(shown.categories, shown.series, code)


def _slice_labels(data: ChartData, code: str, look: ChartLook) -> dict[str, Any]:
    """Names beside the slices of a pie where all have room; else a legend, and the numbers that have."""
    named = data.kind == "pie" and not crowded_slices(data, code, look, named=True)
    bare = frozenset() if named else crowded_slices(data, code, look, named=False)
    return {"names_slices": named, "bare_slices": bare}


def describe_chart(data: ChartData) -> str:
    """The chart's alternative text: the one given, or else its kind, series and values in words."""
    if data.alt.strip():
        return data.alt.strip()
    names = _NAMES["zh" if data.language.startswith("zh") else "en"]
    colon, comma, stop = ("：", "，", "；") if data.language.startswith("zh") else (": ", ", ", "; ")
    rows = []
    for name, values in drawable(data).series:
        pairs = zip(data.categories, values, strict=False)
        cells = comma.join(f"{category} {_written(value)}{data.unit}" for category, value in pairs if value is not None)
        rows.append(f"{name}{colon}{cells}" if name else cells)
    return f"{names[data.kind]}{colon}{stop.join(rows)}"


def number_format(data: ChartData) -> str:
    """The Excel format code of the values: as many decimals as they have, within reason, and the unit."""
    digits = _digits([value for _, series in data.series for value in series if value is not None])
    unit = re.sub(r'["\\]', "", data.unit.strip())[:40]
    if not unit:
        return digits if digits != "0" else "General"
    before, after = split_unit(unit)
    space = " " if after and not before and after[0].isascii() and after[0].isalpha() else ""
    return f'"{before}"{digits}"{space}{after}"'.replace('""', "")


def split_unit(unit: str) -> tuple[str, str]:
    """What stands before a number, a currency, and what after it."""
    currency = _CURRENCY.match(unit)
    return (currency[0], unit[currency.end() :]) if currency else ("", unit)


def _digits(values: list[float]) -> str:
    """The format code without the unit; powers of ten where there would be rows of zeros."""
    decimals = max(map(_decimals, values), default=0)
    if decimals > _MOST_DECIMALS or any(abs(value) >= _LARGEST for value in values):
        return "0.00E+00"
    whole = "#,##0" if any(abs(value) >= 10000 for value in values) else "0"
    return whole + ("." + "0" * decimals if decimals else "")


def _decimals(value: float) -> int:
    """How many decimals a number has; of many no more than three, or than leave it four digits that count."""
    most = max(3, 3 - floor(log10(abs(value)))) if value else 0
    return len(f"{value:.{most}f}".rstrip("0").partition(".")[2]) if most <= 2 * _MOST_DECIMALS else most


def _written(value: float) -> str:
    """A number as somebody writes it, all its digits and no power of ten."""
    text = f"{value:.15f}".rstrip("0").rstrip(".") if 1e-9 < abs(value) < 1 else f"{value:.15g}"
    return text if "e" not in text else f"{value:g}"


def drawable(data: ChartData) -> ChartData:
    """The same with each series as long as the categories, only finite numbers, and only characters XML allows."""
    kept = data.series[:1] if data.kind in ("pie", "doughnut") else data.series
    size = len(data.categories)
    series = tuple(
        (
            legal_xml(name),
            tuple(v if v is not None and isfinite(v) else None for v in (*values, *(None,) * size)[:size]),
        )
        for name, values in kept
    )
    categories = tuple(map(legal_xml, data.categories))
    return replace(data, categories=categories, series=series, unit=legal_xml(data.unit))


def _series_parts(data: ChartData, formatted: str) -> list[tuple[str, str, int]]:
    """For each series its name (c:tx), its categories and values (c:cat, c:val), and how many they are."""
    last = len(data.categories) + 1
    categories = string_reference("cat", cell_range(0, 2, last), data.categories)
    parts = []
    for column, (name, values) in enumerate(data.series, 1):
        title = string_reference("tx", cell_range(column, 1, 1), (name,))
        numbers = number_reference(cell_range(column, 2, last), values, formatted)
        parts.append((title, categories + numbers, len(values)))
    return parts


_CHART_SPACE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:lang val="{language}"/><c:roundedCorners val="0"/>'
    '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}'
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
    "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}"
    '<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
)
