"""Beside the chart: the workbook behind a chart, which PowerPoint opens when a person edits the chart's data.

The smallest SpreadsheetML that spreadsheet programs take (ISO/IEC 29500-1, 18), written straight: a library for
workbooks takes longer to load than a whole deck takes to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from briefgen.deck.package import (
    HEAD,
    Relationship,
    attribute_xml,
    content_types_xml,
    packed,
    packed_relationships,
    rels_name,
    text_xml,
    write_zip,
)
from briefgen.patterns import lazy_pattern

SHEET = "Sheet1"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOOK, _GRID, _STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
_TOP: tuple[Relationship, ...] = (("rId1", "officeDocument", _BOOK),)
_INNER: tuple[Relationship, ...] = (
    ("rId1", "worksheet", "worksheets/sheet1.xml"),
    ("rId2", "styles", "styles.xml"),
)
_ESCAPE = lazy_pattern("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet program would read as a character's number (18.4.12, ST_Xstring)."""
_LONGEST = 32_767
"""Characters that a cell can hold."""

Series = tuple[str, tuple[float | None, ...]]


def write_workbook(categories: tuple[str, ...], series: tuple[Series, ...], number_format: str) -> bytes:
    """Give an .xlsx with the categories in column A and a series in each column after it; the same bytes every time.

    Row 1 holds the series' names. `number_format` is an Excel format code; a value that is None leaves its cell empty.
    """
    styles = _STYLES_XML.format(code=attribute_xml(number_format)).encode()
    return write_zip(
        [
            ("[Content_Types].xml", packed(_types_xml())),
            ("_rels/.rels", packed_relationships(_TOP)),
            (_BOOK, packed(_BOOK_XML)),
            (rels_name(_BOOK), packed_relationships(_INNER)),
            (_GRID, _grid_xml(categories, series).encode()),
            (_STYLES, packed(styles)),
        ]
    )


@cache
def _types_xml() -> bytes:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    overrides = {
        f"/{_BOOK}": f"{_TYPE}.sheet.main+xml",
        f"/{_GRID}": f"{_TYPE}.worksheet+xml",
        f"/{_STYLES}": f"{_TYPE}.styles+xml",
    }
    return content_types_xml(defaults, overrides)


def _grid_xml(categories: tuple[str, ...], series: tuple[Series, ...]) -> str:
    rows = "".join(
        f'<row r="{number}">{"".join(_cells_xml(number, categories, series))}</row>'
        for number in range(1, len(categories) + 2)
    )
    return (
        f'{HEAD}<worksheet xmlns="{_SPREADSHEET}"><cols><col min="1" max="1" width="28" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _cells_xml(row: int, categories: tuple[str, ...], series: tuple[Series, ...]) -> Iterator[str]:
    if row > 1:
        yield _string_xml(f"A{row}", categories[row - 2])
    for column, (name, values) in enumerate(series, 1):
        place = f"{_letters(column)}{row}"
        if row == 1:
            yield _string_xml(place, name)
        elif row - 2 < len(values) and (value := values[row - 2]) is not None:
            yield f'<c r="{place}" s="1"><v>{value!r}</v></c>'


def _string_xml(place: str, text: str) -> str:
    written = text_xml(_ESCAPE.sub("_x005F_", text[:_LONGEST]))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>' if text else ""


def _letters(column: int) -> str:
    """The name of a column, counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def cell_range(column: int, first_row: int, last_row: int) -> str:
    """The absolute reference of cells of one column, counted from 0, rows from 1: `Sheet1!$B$2:$B$5`."""
    letters = _letters(column)
    first = f"{SHEET}!${letters}${first_row}"
    return first if first_row == last_row else f"{first}:${letters}${last_row}"


_BOOK_XML = (
    f'{HEAD}<workbook xmlns="{_SPREADSHEET}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
).encode()
_STYLES_XML = (
    f'{HEAD}<styleSheet xmlns="{_SPREADSHEET}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode={code}/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""A style for text and one for numbers, whose format `code` is an attribute's value with its quotation marks."""
