import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from deckcheck import audit_errors, check_charts, read_package
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Emu
from sdkcheck import VALIDATOR, sdk_errors

from briefgen.deck.chart import ChartData, ChartLook, chart_parts, describe_chart, number_format
from briefgen.deck.chartblock import read_chart
from briefgen.deck.chartlabels import label_text
from briefgen.deck.fences import Attributes
from briefgen.deck.model import Run, Table
from briefgen.deck.workbook import cell_range, write_workbook

INDUSTRIES = ("制造业", "零售", "金融", "医疗", "教育")
SHARES = ChartData("bar", INDUSTRIES, (("渗透率", (12.5, 33.0, 45.0, 8.0, 21.0)),), "%", "", "zh-CN")
YEARS = tuple(str(year) for year in range(2004, 2024))
SALES = ChartData(
    "column", ("2021", "2022"), (("Revenue", (12000.0, 15500.0)), ("Profit", (-900.0, None))), "$m", "", "en-US"
)
LONG = ChartData("line", YEARS, tuple((name, tuple(map(float, range(20)))) for name in "ab"), "亿元", "", "zh-CN")
HOSTILE = ChartData("column", ("=1+1", "<&'\">", "a\x01b\ud800"), (("]]>", (float("nan"), 1e300, -2.0)),), '"\\"', "")
CASES = [
    SHARES,
    SALES,
    LONG,
    HOSTILE,
    ChartData("line", YEARS[:8], (("GDP", tuple(map(float, range(8)))),)),
    ChartData("pie", INDUSTRIES * 3, (("份额", tuple(map(float, range(15)))),), "%", "", "zh-CN"),
    ChartData("doughnut", INDUSTRIES, SHARES.series, "%", "", "zh-CN"),
    ChartData("bar", YEARS, SALES.series * 9, "$", "", "en-GB"),
]


def deck_with(xml: bytes, workbook: bytes) -> bytes:
    """A deck whose one chart is replaced by ours, so that the whole package can be judged."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("x", [1])
    place = map(Emu, (600000, 1400000, 7900000, 5000000))
    part = slide.shapes.add_chart(XL_CHART_TYPE.PIE, *place, data).chart.part
    part._element = parse_xml(xml)
    part.chart_workbook.xlsx_part._blob = workbook
    file = BytesIO()
    presentation.save(file)
    return file.getvalue()


@pytest.mark.parametrize("data", CASES, ids=lambda data: f"{data.kind}-{len(data.categories)}-{data.language}")
def test_every_kind_is_valid_and_reads_back(data: ChartData) -> None:
    deck = deck_with(*chart_parts(data, ChartLook()))
    assert audit_errors(deck) == []
    assert list(check_charts(read_package(deck))) == []
    shape = Presentation(BytesIO(deck)).slides[0].shapes[-1]
    plot = shape.chart.plots[0]
    if data is not HOSTILE:
        assert tuple(plot.categories) == data.categories
        assert tuple(plot.series[0].values)[: len(data.series[0][1])] == data.series[0][1]


@pytest.mark.parametrize("data", [SALES, LONG, HOSTILE])
def test_the_references_lead_to_the_same_words_and_numbers_in_the_workbook(data: ChartData) -> None:
    xml, workbook = chart_parts(data, ChartLook())
    book = openpyxl.load_workbook(BytesIO(workbook))
    found = 0
    for reference in etree.fromstring(xml).iter("{*}f"):
        sheet, cells = str(reference.text).split("!")
        area = book[sheet][cells.replace("$", "")]
        inside = [cell.value for (cell,) in area] if isinstance(area, tuple) else [area.value]
        cached = {int(str(pt.get("idx"))): pt.findtext("{*}v") for pt in reference.getparent().iter("{*}pt")}
        for index, value in enumerate(inside):
            kept = cached.get(index)
            same = kept is value or kept == str(value) or (isinstance(value, int | float) and float(kept or 0) == value)
            assert same, (cells, index)
            found += kept is not None
    assert found >= len(data.categories) + len(data.series)


def test_strings_that_look_like_formulas_stay_strings() -> None:
    sheet = openpyxl.load_workbook(BytesIO(chart_parts(HOSTILE, ChartLook())[1])).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_the_workbook_holds_the_categories_the_names_and_the_numbers_in_their_format() -> None:
    series = (("Net & <gross>", (1.5, None, -3e300)), ("数", (0.1, 2.0, 3.0)))
    book = write_workbook((" spaced ", "_x0041_", "公司"), series, '0.0"亿元"')
    sheet = openpyxl.load_workbook(BytesIO(book))["Sheet1"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows()] == [
        (None, "Net & <gross>", "数"),
        (" spaced ", 1.5, 0.1),
        ("_x005F_x0041_", None, 2.0),  # what spreadsheet programs show as _x0041_, and not as A
        ("公司", -3e300, 3.0),
    ]
    assert [sheet[cell].number_format for cell in ("A2", "B2", "C4")] == ["General", '0.0"亿元"', '0.0"亿元"']


@pytest.mark.slow
@pytest.mark.skipif(not VALIDATOR.exists(), reason="the Open XML SDK is not here: npm install --prefix bench")
def test_the_open_xml_sdk_has_nothing_against_a_workbook(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    for data in (SALES, HOSTILE):
        book.write_bytes(chart_parts(data, ChartLook())[1])
        assert sdk_errors(book) == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("localc"), reason="LibreOffice Calc is not installed")
def test_libreoffice_reads_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(chart_parts(SALES, ChartLook())[1])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), "book.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    lines = (tmp_path / "book.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [",Revenue,Profit", "2021,12000,-900", "2022,15500,"]


def test_the_same_data_gives_the_same_bytes_without_a_clock() -> None:
    first, second = chart_parts(SALES, ChartLook()), chart_parts(SALES, ChartLook())
    assert first == second
    with ZipFile(BytesIO(first[1])) as file:
        assert {info.date_time[0] for info in file.infolist()} == {1980}
        assert not any(re.search(rb"\d{4}-\d\d-\d\dT", file.read(name)) for name in file.namelist())


@pytest.mark.parametrize(
    ("unit", "values", "code"),
    [
        ("", (1.0, 2.0), "General"),
        ("", (1.0, 2.25), "0.00"),
        ("%", (5.0, 12.5), '0.0"%"'),
        ("$", (5.0,), '"$"0'),
        ("$m", (5.0,), '"$"0"m"'),
        ("million", (12000.0,), '#,##0" million"'),
        ("亿元", (1.23456, None), '0.000"亿元"'),
        ('"\\', (1.0,), "General"),
        ("%", (0.0004, 0.0012, 0.0123), '0.0000"%"'),
        ("%", (-0.00012345, 2.0), '0.0000000"%"'),
        ("", (12.34567, 0.0), "0.000"),
        ("", (1e-14, 1.0), "0.00E+00"),
        ("t", (2.5e300,), '0.00E+00" t"'),
    ],
)
def test_number_formats_carry_the_unit(unit: str, values: tuple[float | None, ...], code: str) -> None:
    assert number_format(ChartData("bar", ("a", "b"), (("s", values),), unit)) == code


def test_few_values_are_labelled_and_many_have_an_axis() -> None:
    few, many = chart_parts(SALES, ChartLook())[0], chart_parts(LONG, ChartLook())[0]
    assert b"<c:dLbls>" in few
    assert b"majorGridlines" not in few
    assert b"<c:dLbls>" not in many
    assert b"majorGridlines" in many


def test_lines_that_would_run_into_each_others_labels_have_an_axis_and_two_have_labels_above_and_below() -> None:
    two = ChartData("line", YEARS[:4], (("a", (1.0, 2.0, 3.0, 4.0)), ("b", (5.0, 6.0, 7.0, 8.0))))
    xml = chart_parts(two, ChartLook())[0]
    assert re.findall(rb'dLblPos val="(.)"', xml) == [b"b", b"t"]
    three = ChartData("line", YEARS[:4], (*two.series, ("c", (9.0,))))
    assert b"dLblPos" not in chart_parts(three, ChartLook())[0]


def test_labels_on_a_ring_take_the_colour_that_reads_on_their_slice() -> None:
    look = ChartLook(on_accents=("bg1", "tx1", "bg1", "bg1", "bg1", "bg1"))
    xml = chart_parts(ChartData("doughnut", INDUSTRIES, SHARES.series), look)[0]
    labels = re.findall(rb"<c:dLbl>.*?</c:dLbl>", xml)
    assert [b'schemeClr val="tx1"' in label for label in labels] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567890123.0, "1234567890123"), (0.00004, "0.00004"), (0.1, "0.1"), (-2.5e20, "-2.5e+20"), (33.0, "33")],
)
def test_a_description_gives_numbers_in_full(value: float, text: str) -> None:
    assert describe_chart(ChartData("bar", ("a",), (("", (value,)),))) == f"Bar chart: a {text}"


def test_a_chart_without_words_of_its_own_is_described() -> None:
    assert describe_chart(SHARES).startswith("条形图：渗透率：制造业 12.5%，零售 33%")
    assert describe_chart(SALES) == "Column chart: Revenue: 2021 12000$m, 2022 15500$m; Profit: 2021 -900$m"
    assert describe_chart(ChartData("pie", (), (), alt=" Shares ")) == "Shares"


def test_cell_references_go_beyond_z() -> None:
    assert [cell_range(n, 2, 5) for n in (0, 26, 702)] == [
        "Sheet1!$A$2:$A$5",
        "Sheet1!$AA$2:$AA$5",
        "Sheet1!$AAA$2:$AAA$5",
    ]
    assert cell_range(1, 1, 1) == "Sheet1!$B$1"


@pytest.mark.parametrize(
    ("data", "wide", "tall", "labelled"),
    [
        (ChartData("column", YEARS[:10], (("a", (1234567890.0,) * 10),)), 860.0, 330.0, False),
        (ChartData("column", YEARS[:5], (("a", (1234567890.0,) * 5),)), 860.0, 330.0, True),
        (ChartData("column", YEARS[:12], (("a", (10234.0,) * 12), ("b", (9876.0,) * 12)), " €"), 860.0, 330.0, False),
        (ChartData("column", YEARS[:12], (("a", (8.0,) * 12), ("b", (9.0,) * 12)), "%"), 860.0, 330.0, True),
        (ChartData("column", YEARS[:12], (("a", (8.0,) * 12), ("b", (9.0,) * 12)), "%"), 200.0, 330.0, False),
        (ChartData("line", YEARS[:12], (("a", (10234.0,) * 12),)), 860.0, 330.0, True),
        (ChartData("line", YEARS[:12], (("a", (10234.0,) * 12),)), 400.0, 330.0, False),
        (ChartData("bar", YEARS[:12], (("a", (1234567890.0,) * 12),)), 400.0, 330.0, True),
        (ChartData("bar", YEARS[:12], (("a", (1.0,) * 12),)), 400.0, 150.0, False),
    ],
)
def test_numbers_that_would_run_over_one_another_have_an_axis(
    data: ChartData, wide: float, tall: float, labelled: bool
) -> None:
    xml = chart_parts(data, ChartLook(width=wide, height=tall))[0]
    assert (b"<c:dLbls>" in xml, b"majorGridlines" in xml) == (labelled, not labelled)
    assert b"<c:dLbls>" in chart_parts(data, ChartLook())[0]


def test_names_of_slices_too_small_for_them_stand_in_a_legend() -> None:
    small = ChartData("pie", YEARS[:10], (("a", (*(1.0,) * 9, 91.0)),), "%")
    look = ChartLook(width=860.0, height=330.0)
    few = chart_parts(ChartData("pie", INDUSTRIES, SHARES.series), look)[0]
    assert b"<c:legend>" not in few
    assert few.count(b'<c:showCatName val="1"/>') == 1
    xml = chart_parts(small, look)[0]
    assert b"<c:legend>" in xml
    assert b'<c:showCatName val="1"/>' not in xml
    assert 4 <= xml.count(b'<c:delete val="1"/></c:dLbl>') <= 8
    ring = chart_parts(replace(small, kind="doughnut"), look)[0]
    assert 4 <= ring.count(b'<c:delete val="1"/></c:dLbl>') <= 8
    assert audit_errors(deck_with(*chart_parts(small, look))) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "12000.5"), ('"$"#,##0.00" m"', "$12,000.50 m"), ('0"0x"', "120000x"), ("0.00E+00", "1.20E+04")],
)
def test_a_label_reads_as_its_format_says(code: str, text: str) -> None:
    assert label_text(12000.5 if "0x" not in code else 12000.0, code) == text


@pytest.mark.parametrize(
    ("unit", "cell", "value"),
    [
        ("$", "$5", 5.0),
        ("$", "$1,200", 1200.0),
        ("$", "-$1,200.50", -1200.5),
        ("$", "−5 $", -5.0),
        ("$m", "$3m", 3.0),
        ("$m", "3$m", 3.0),
        ("HK$", "HK$ 3", 3.0),
        (" €", "1,200 €", 1200.0),
        (" €", "€5", 5.0),
        ("%", "5%", 5.0),
        ("m", "3 m", 3.0),
        ("$", "--5", None),
        ("$", "-$-5", None),
        ("$", "$", None),
        ("$", "€5", None),
        ("m", "m3", None),
    ],
)
def test_a_cell_may_hold_the_unit(unit: str, cell: str, value: float | None) -> None:
    table = Table(((Run("k"),), (Run("v"),)), (((Run("a"),), (Run(cell),)),), ("l", "r"))
    chart, complaints = read_chart(table, Attributes(values={"unit": unit}), "en-US")
    assert [message for message, _, _ in complaints] == ([] if value is not None else [f"'{cell}' is not a number"])
    assert value == (chart.data.series[0][1][0] if chart else None)
