"""Beside the chart: its XML elements (ISO/IEC 29500-1, 21.2), each given whole, its children in the schema's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.deck.ink import color_xml
from briefgen.deck.package import escape_xml, text_xml

if TYPE_CHECKING:
    from briefgen.deck.chart import ChartData, ChartLook

CATEGORY_AXIS, VALUE_AXIS = 111111111, 222222222
"""Axis ids are positive: every validator refuses the negative ones that other writers give."""
SeriesPart = tuple[str, str, int]


def text_properties(size_pt: float, colour: str, language: str, bold: bool = False) -> str:
    """A c:txPr with the theme's body faces, the East Asian one too."""
    tag = escape_xml(language)
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr lang="{tag}" sz="{round(size_pt * 100)}"'
        f' b="{int(bold)}">'
        f'{fill(colour)}<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{tag}"/></a:p></c:txPr>'
    )


def fill(colour: str, change: str = "") -> str:
    """A solid fill in a colour as `ink` writes it, changed by e.g. `<a:lumMod val="75000"/>`."""
    return f"<a:solidFill>{color_xml(colour, change)}</a:solidFill>"


def string_reference(element: str, cells: str, strings: tuple[str, ...]) -> str:
    """A c:tx or c:cat that names its cells and keeps their strings."""
    points = "".join(f'<c:pt idx="{i}"><c:v>{text_xml(text)}</c:v></c:pt>' for i, text in enumerate(strings))
    cache = f'<c:strCache><c:ptCount val="{len(strings)}"/>{points}</c:strCache>'
    return f"<c:{element}><c:strRef><c:f>{cells}</c:f>{cache}</c:strRef></c:{element}>"


def number_reference(cells: str, values: tuple[float | None, ...], formatted: str) -> str:
    """A c:val that names its cells and keeps their numbers."""
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>' for i, value in enumerate(values) if value is not None
    )
    cache = f'<c:formatCode>{formatted}</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
    return f"<c:val><c:numRef><c:f>{cells}</c:f><c:numCache>{cache}</c:numCache></c:numRef></c:val>"


def bar_plot(data: ChartData, series: list[SeriesPart], look: ChartLook, labels: str) -> str:
    """Bars (horizontal) or columns, one colour a series; `labels` is the labels' number format, or nothing."""
    shown = "".join(
        f'<c:ser><c:idx val="{i}"/><c:order val="{i}"/>{name}<c:spPr>{_accent(look, i)}</c:spPr>'
        f'<c:invertIfNegative val="0"/>{_labels(labels, "outEnd")}{cells}</c:ser>'
        for i, (name, cells, _) in enumerate(series)
    )
    gap, overlap = (55, 0) if len(series) == 1 else (70, -8)
    return (
        f'<c:barChart><c:barDir val="{"bar" if data.kind == "bar" else "col"}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{shown}<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
    )


def line_plot(data: ChartData, series: list[SeriesPart], look: ChartLook, labels: str) -> str:
    """Lines with a dot on each value; of two labelled lines the lower one has its labels below."""
    sums = [sum(value or 0 for value in values) for _, values in data.series]
    shown = "".join(
        f'<c:ser><c:idx val="{i}"/><c:order val="{i}"/>{name}'
        f'<c:spPr><a:ln w="31750" cap="rnd">{_accent(look, i)}<a:round/></a:ln></c:spPr>'
        '<c:marker><c:symbol val="circle"/><c:size val="7"/>'
        f"<c:spPr>{_accent(look, i)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        f'{_labels(labels, "t" if sums[i] == max(sums) else "b")}{cells}<c:smooth val="0"/></c:ser>'
        for i, (name, cells, _) in enumerate(series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{shown}<c:marker val="1"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:lineChart>'
    )


def round_plot(data: ChartData, series: list[SeriesPart], look: ChartLook, labels: str) -> str:
    """A pie, labelled outside, with names where the look says so, or a doughnut, labelled on its ring."""
    name, cells, count = series[0]
    edge = f'<a:ln w="19050">{fill(look.edge)}</a:ln>'
    points = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr>{_accent(look, i)}{edge}</c:spPr></c:dPt>'
        for i in range(count)
    )
    if data.kind == "pie":
        bare = "".join(f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>' for i in sorted(look.bare_slices))
        shown = _labels(labels, "outEnd", named=look.names_slices).replace("<c:dLbls>", f"<c:dLbls>{bare}")
    else:
        shown = _ring_labels(data, count, look, labels)
    plot = f'<c:ser><c:idx val="0"/><c:order val="0"/>{name}{points}{shown}{cells}</c:ser>'
    hole = '<c:holeSize val="58"/>' if data.kind == "doughnut" else ""
    return f'<c:{data.kind}Chart><c:varyColors val="1"/>{plot}<c:firstSliceAng val="0"/>{hole}</c:{data.kind}Chart>'


def plot_axes(data: ChartData, look: ChartLook, formatted: str) -> str:
    """Both axes; the value axis is seen, with faint lines, only where `formatted` gives its number format."""
    if data.kind in ("pie", "doughnut"):
        return ""
    across = data.kind == "bar"
    positive = all(value is None or value >= 0 for _, values in data.series for value in values)
    low = '<c:min val="0"/>' if positive and data.kind != "line" else ""
    if data.reach:
        least, most = data.reach
        over = (most - least) * _ABOVE
        low = f'<c:max val="{most + over * (most > 0)!r}"/><c:min val="{least - over * (least < 0)!r}"/>'
    each = '<c:tickLblSkip val="1"/>' if across and len(data.categories) > _MANY else ""
    faint = f'<c:spPr><a:ln w="6350">{fill(look.line, _FAINT)}</a:ln></c:spPr>'
    grid = f"<c:majorGridlines>{faint}</c:majorGridlines>" if formatted else ""
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/>'
        f'<c:scaling><c:orientation val="{"maxMin" if across else "minMax"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if across else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{fill(look.line)}</a:ln></c:spPr>'
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/>{each}<c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{low}</c:scaling>'
        f'<c:delete val="{int(not formatted)}"/><c:axPos val="{"t" if across else "l"}"/>{grid}'
        f'<c:numFmt formatCode="{formatted or "General"}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="{CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if across and formatted else "autoZero"}"/><c:crossBetween val="between"/></c:valAx>'
    )


def legend(place: str, text: str) -> str:
    """The legend at `t`op or `r`ight, beside the plot and not over it; `text` is its c:txPr."""
    return f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/>{text}</c:legend>'


_ABOVE = 0.1
"""Room for a number above the longest bar, as a share of what the axis reaches over."""
_MANY = 12
"""With more bars than this some programs leave out names, unless they are told not to."""
_FAINT = '<a:alpha val="25000"/>'
_DARKER = '<a:lumMod val="75000"/>'


def _accent(look: ChartLook, index: int) -> str:
    again, at = divmod(index, len(look.accents))
    return fill(look.accents[at], _DARKER if again % 2 else "")


def _ring_labels(data: ChartData, count: int, look: ChartLook, formatted: str) -> str:
    """The labels on a doughnut, each in the colour that can be read on its slice."""
    own = []
    for index in range(count):
        if index in look.bare_slices:
            own.append(f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>')
            continue
        colour = look.on_accents[index % len(look.accents)]
        text = text_properties(look.text_pt, colour, data.language, bold=True)
        own.append(f'<c:dLbl><c:idx val="{index}"/>{_label_parts(formatted, text)}{_SHOWS_VALUE}</c:dLbl>')
    return f"<c:dLbls>{''.join(own)}{_label_parts(formatted)}{_SHOWS_VALUE}</c:dLbls>"


def _labels(formatted: str, place: str, named: bool = False) -> str:
    if not formatted:
        return ""
    shows = _SHOWS_NAME if named else _SHOWS_VALUE
    return f'<c:dLbls>{_label_parts(formatted)}<c:dLblPos val="{place}"/>{shows}</c:dLbls>'


def _label_parts(formatted: str, text: str = "") -> str:
    nothing = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    return f'<c:numFmt formatCode="{formatted}" sourceLinked="0"/>{nothing}{text}'


_SHOWS_VALUE = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_SHOWS_NAME = (
    _SHOWS_VALUE.replace('showCatName val="0"', 'showCatName val="1"')
    + '<c:separator>\n</c:separator><c:showLeaderLines val="1"/>'
)
