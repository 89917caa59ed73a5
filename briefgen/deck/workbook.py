"""Beside the chart: the workbook behind a chart, which PowerPoint opens when a person edits the chart's data."""

from datetime import datetime
from io import BytesIO

SHEET = "Sheet1"
_EPOCH = datetime(2000, 1, 1)

Series = tuple[str, tuple[float | None, ...]]


def write_workbook(categories: tuple[str, ...], series: tuple[Series, ...], number_format: str) -> bytes:
    """Give an .xlsx with the categories in column A and a series in each column after it; the same bytes every time.

    Row 1 holds the series' names. `number_format` is an Excel format code; a value that is None leaves its cell empty.
    """
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _EPOCH})
        sheet = workbook.add_worksheet(SHEET)
        sheet.set_column(0, 0, 28)
        shown = workbook.add_format({"num_format": number_format})
        for row, category in enumerate(categories, 1):
            sheet.write_string(row, 0, category)
        for column, (name, values) in enumerate(series, 1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, shown)
    return file.getvalue()


def cell_range(column: int, first_row: int, last_row: int) -> str:
    """The absolute reference of cells of one column, counted from 0, rows from 1: `Sheet1!$B$2:$B$5`."""
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    first = f"{SHEET}!${letters}${first_row}"
    return first if first_row == last_row else f"{first}:${letters}${last_row}"
