"""Beside the slots: a chart that somebody formatted in PowerPoint, with other numbers in it.

Colours, faces, axes and the kind of chart stay as they are; series, categories, number formats and the workbook are the
data's (ISO/IEC 29500-1, 21.2, whose order of elements is kept).
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from briefgen.deck.chart import ChartData, drawable, number_format
from briefgen.deck.chartxml import number_reference, string_reference
from briefgen.deck.package import RELATIONSHIPS, escape_xml
from briefgen.deck.theme import A
from briefgen.deck.workbook import cell_range, write_workbook

if TYPE_CHECKING:
    from lxml.etree import _Element

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PLOTS = tuple(f"{C}{kind}Chart" for kind in ("bar", "bar3D", "line", "line3D", "area", "area3D", "pie", "pie3D"))
PLOTS = (*PLOTS, f"{C}doughnutChart", f"{C}radarChart", f"{C}ofPieChart")
"""What takes a category and a number for each point."""
_ROUND = {f"{C}{kind}Chart" for kind in ("pie", "pie3D", "doughnut", "ofPie")}
_BEFORE_FORMAT = {
    f"{C}{n}" for n in ("axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title")
}
_BEFORE_VALUES = {"shape", "smooth", "extLst", "bubbleSize", "val"}


def can_fill(chart: _Element) -> bool:
    """True for a chart with a series to take the formatting from, all of whose plots are of a kind in PLOTS."""
    area = chart.find(f"{C}chart/{C}plotArea")
    plots = [child for child in area if str(child.tag).endswith("Chart")] if area is not None else []
    return bool(plots) and all(plot.tag in PLOTS and plot.find(f"{C}ser") is not None for plot in plots)


def fill_chart(xml: bytes, data: ChartData) -> tuple[bytes, bytes]:
    """The chart part and its workbook, which it refers to as `rIdWorkbook`."""
    from lxml import etree

    root = etree.fromstring(xml)
    shown = drawable(data)
    rounded = all(plot.tag in _ROUND for plot in root.iter(*PLOTS))
    series = shown.series[:1] if rounded else shown.series
    code = number_format(shown)
    for number, (own, (name, values)) in enumerate(zip(_series(root, len(series)), series, strict=True), 1):
        _fill_series(own, number, (name, shown.categories, values), code)
    _fit_axes(root, shown, code)
    _add_legend(root, len(series))
    _mend_text(root, shown.language)
    _link_workbook(root)
    filled = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return filled, write_workbook(shown.categories, series, code)


def _series(root: _Element, count: int) -> list[_Element]:
    """As many series as there are to show: the designer's, copies of the last in the next accents, none to spare."""
    own = [series for plot in root.iter(*PLOTS) for series in plot.findall(f"{C}ser")]
    for spare in own[count:]:
        parent = spare.getparent()
        if parent is not None:
            parent.remove(spare)
    for number in range(len(own), count):
        copy = deepcopy(own[-1])
        looks = [*copy.findall(f"{C}spPr"), *copy.findall(f"{C}marker/{C}spPr")]
        for color in (fill for look in looks for fill in look.iter(f"{A}solidFill")):
            color[:] = [color.makeelement(f"{A}schemeClr", {"val": f"accent{number % 6 + 1}"})]
        own[-1].addnext(copy)
        own.append(copy)
    for plot in list(root.iter(*PLOTS)):
        parent = plot.getparent()
        if plot.find(f"{C}ser") is None and parent is not None:
            parent.remove(plot)
    return own[:count]


def _fill_series(
    series: _Element, number: int, data: tuple[str, tuple[str, ...], tuple[float | None, ...]], code: str
) -> None:
    name, categories, values = data
    last = len(categories) + 1
    for tag in ("idx", "order"):
        found = series.find(f"{C}{tag}")
        if found is not None:
            found.set("val", str(number - 1))
    for tag in ("tx", "cat", "val", "extLst"):
        for old in series.findall(f"{C}{tag}"):
            series.remove(old)
    _drop_points(series, len(values))
    for labels in series.iter(f"{C}dLbls"):
        _set_format(labels, code)
    order = series.find(f"{C}order")
    assert order is not None
    order.addnext(_parsed(string_reference("tx", cell_range(number, 1, 1), (name,))))
    made = [_parsed(string_reference("cat", cell_range(0, 2, last), categories))]
    made.append(_parsed(number_reference(cell_range(number, 2, last), values, escape_xml(code))))
    before = [child for child in series if str(child.tag).removeprefix(C) not in _BEFORE_VALUES]
    series[len(before) : len(before)] = made


def _drop_points(series: _Element, count: int) -> None:
    """Points and labels that there are none for any more, and labels in which somebody typed a text."""
    for point in [*series.findall(f"{C}dPt"), *series.iter(f"{C}dLbl")]:
        index, parent = point.find(f"{C}idx"), point.getparent()
        gone = index is None or int(index.get("val", "0")) >= count
        if parent is not None and (gone or point.find(f"{C}tx") is not None):
            parent.remove(point)


def _set_format(labels: _Element, code: str) -> None:
    """The number format of labels, and of those that are set for one point: the unit is the data's."""
    for own in (labels, *labels.findall(f"{C}dLbl")):
        found = own.find(f"{C}numFmt")
        if found is not None:
            found.attrib.update({"formatCode": code, "sourceLinked": "0"})
        for extension in own.findall(f"{C}extLst"):
            own.remove(extension)


def _add_legend(root: _Element, count: int) -> None:
    """Several series without names cannot be told apart."""
    chart = root.find(f"{C}chart")
    if chart is None or count < 2 or chart.find(f"{C}legend") is not None:
        return
    area = chart.find(f"{C}plotArea")
    if area is not None:
        look = root.find(f"{C}txPr")
        made = _parsed('<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>')
        made.extend([deepcopy(look)] if look is not None else [])
        area.addnext(made)


def _fit_axes(root: _Element, data: ChartData, code: str) -> None:
    """Axes for these numbers: no limits that were typed for others, categories instead of dates."""
    positive = all(value is None or value >= 0 for _, values in data.series for value in values)
    for axis in root.iter(f"{C}valAx"):
        scaling, found = axis.find(f"{C}scaling"), axis.find(f"{C}numFmt")
        for limit in list(scaling) if scaling is not None else ():
            low = limit.tag == f"{C}min" and float(limit.get("val", "0")) == 0 and positive
            if limit.tag in (f"{C}max", f"{C}min", f"{C}logBase") and not low and scaling is not None:
                scaling.remove(limit)
        for unit in [*axis.findall(f"{C}majorUnit"), *axis.findall(f"{C}minorUnit"), *axis.findall(f"{C}dispUnits")]:
            axis.remove(unit)
        if found is None:
            found = axis.makeelement(f"{C}numFmt", {})
            axis.insert(len([child for child in axis if child.tag in _BEFORE_FORMAT]), found)
        found.attrib.update({"formatCode": code, "sourceLinked": "0"})
    for axis in list(root.iter(f"{C}dateAx")):
        axis.tag = f"{C}catAx"
        for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit"):
            for old in axis.findall(f"{C}{name}"):
                axis.remove(old)
    for number in root.iter(f"{C}axId", f"{C}crossAx"):
        number.set("val", str(int(number.get("val", "1")) & 0x7FFFFFFF or 1))


def _mend_text(root: _Element, language: str) -> None:
    """Gives text an East Asian face and its language, where the designer gave none."""
    for look in root.iter(f"{A}defRPr"):
        if look.find(f"{A}ea") is None:
            after = {f"{A}{name}" for name in ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")}
            before = [child for child in look if child.tag not in after]
            look.insert(len(before), look.makeelement(f"{A}ea", {"typeface": "+mn-ea"}))
        look.set("lang", language)


def _link_workbook(root: _Element) -> None:
    link = root.find(f"{C}externalData")
    if link is None:
        link = root.makeelement(f"{C}externalData", {})
        late = {f"{C}printSettings", f"{C}userShapes", f"{C}extLst"}
        root.insert(len([child for child in root if child.tag not in late]), link)
    link.set(f"{{{RELATIONSHIPS}}}id", "rIdWorkbook")
    link[:] = [link.makeelement(f"{C}autoUpdate", {"val": "0"})]


def _parsed(xml: str) -> _Element:
    from lxml import etree

    space = C.strip("{}")
    return etree.fromstring(f'<x xmlns:c="{space}">{xml}</x>')[0]
