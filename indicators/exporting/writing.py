"""Sheets as CSV, JSON and XLSX."""

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO

import xlsxwriter

from dossiers.reading.guard import guarded
from indicators.exporting.sheet import Cell, Format, Kind, Sheet

MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not read UTF-8
_WIDTHS = {Kind.TEXT: 28, Kind.COUNT: 12, Kind.SHARE: 12, Kind.YES_NO: 12, Kind.LINK: 20}
_NUMBERS = {Kind.COUNT: "#,##0", Kind.SHARE: "0.0%"}


def write(sheet: Sheet, form: Format) -> bytes:
    """The bytes of a file."""
    return _WRITERS[form](sheet)


def _csv(sheet: Sheet) -> bytes:
    """Texts (codes too) stand in quotes, numbers without; what has no value is empty."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column.name for column in sheet.columns])
    writer.writerows([[_plain(cell) for cell in row] for row in sheet.rows])
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def _plain(cell: Cell) -> Cell:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    return guarded(cell) if isinstance(cell, str) else cell


def _json(sheet: Sheet) -> bytes:
    names = [column.name for column in sheet.columns]
    document = {
        "title": sheet.title,
        **{fact.name: fact.text for fact in sheet.facts},
        "rows": [dict(zip(names, row, strict=True)) for row in sheet.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _xlsx(sheet: Sheet) -> bytes:
    """Title and facts above the table, so that a printed sheet says what it is."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 14}))
        for line, fact in enumerate(sheet.facts, start=1):
            page.write_string(line, 0, fact.label, bold)
            page.write_string(line, 1, fact.text)
        top = len(sheet.facts) + 2
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        decimals = book.add_format({"num_format": "#,##0.####"})
        for place, column in enumerate(sheet.columns):
            page.write_string(top, place, column.label, head)
            form = {"num_format": _NUMBERS[column.kind]} if column.kind in _NUMBERS else {}
            page.set_column(place, place, _WIDTHS[column.kind], book.add_format(form))
        for line, row in enumerate(sheet.rows, start=top + 1):
            for place, cell in enumerate(row):
                if isinstance(cell, bool):
                    page.write_boolean(line, place, cell)
                elif isinstance(cell, str):
                    page.write_string(line, place, cell)
                elif cell is not None:
                    is_index = isinstance(cell, float) and sheet.columns[place].kind == Kind.COUNT
                    page.write_number(line, place, cell, decimals if is_index else None)
        page.freeze_panes(top + 1, 0)
        page.autofilter(top, 0, top + max(1, len(sheet.rows)), len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)
    return out.getvalue()


_WRITERS: dict[Format, Callable[[Sheet], bytes]] = {
    Format.CSV: _csv,
    Format.JSON: _json,
    Format.XLSX: _xlsx,
}
