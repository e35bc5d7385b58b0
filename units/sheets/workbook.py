"""Sheets as XLSX."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from units.sheets.sheet import Cell, Kind, Sheet

# Rows of a worksheet, by its format.
MOST_ROWS = 1_048_576
_WIDTHS = {Kind.TEXT: 28, Kind.MOMENT: 17, Kind.LINK: 20}
_OTHER_WIDTH = 12
_NUMBERS = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}


class TooLongError(ValueError):
    """More rows than a worksheet holds; the text says so to the reader."""


def write_workbook(sheet: Sheet, out: IO[bytes]) -> None:
    """Title and facts above the table, so that a printed sheet says what it is; a long table goes
    to the disk row by row. Raises TooLongError."""
    top = len(sheet.facts) + 2
    _check_length(sheet, top)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    options |= {"in_memory": True} if sheet.length is None else {"constant_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        # Before the first row: what is written to the disk takes no other format any more.
        for place, column in enumerate(sheet.columns):
            form = {"num_format": _NUMBERS[column.kind]} if column.kind in _NUMBERS else {}
            page.set_column(
                place, place, _WIDTHS.get(column.kind, _OTHER_WIDTH), book.add_format(form)
            )
        page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 14}))
        for line, fact in enumerate(sheet.facts, start=1):
            page.write_string(line, 0, fact.label, bold)
            page.write_string(line, 1, fact.text)
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        for place, column in enumerate(sheet.columns):
            page.write_string(top, place, column.label, head)
        decimals = book.add_format({"num_format": "#,##0.####"})
        kinds, last = [column.kind for column in sheet.columns], top
        for last, row in enumerate(sheet.rows, start=top + 1):
            _write_row(page, last, row, kinds, decimals)
        page.freeze_panes(top + 1, 0)
        page.autofilter(top, 0, max(top + 1, last), len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)


def _check_length(sheet: Sheet, top: int) -> None:
    most = MOST_ROWS - top - 1
    if sheet.length is not None and sheet.length > most:
        raise TooLongError(
            _(
                "The table has %(rows)s rows, and an XLSX sheet holds %(most)s at most: take CSV or"
                " JSON, which hold all of them, or choose fewer."
            )
            % {
                "rows": number_format(sheet.length, force_grouping=True),
                "most": number_format(most, force_grouping=True),
            }
        )


def _write_row(
    page: Any, line: int, row: Sequence[Cell], kinds: Sequence[Kind], decimals: Any
) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, bool):
            page.write_boolean(line, place, cell)
        elif isinstance(cell, str):
            page.write_string(line, place, cell)
        elif isinstance(cell, datetime):
            here = timezone.localtime(cell).replace(tzinfo=None, microsecond=0)
            page.write_datetime(line, place, here)
        elif isinstance(cell, date):
            page.write_datetime(line, place, cell)
        elif cell is not None:
            is_index = isinstance(cell, float) and kinds[place] == Kind.COUNT
            page.write_number(line, place, cell, decimals if is_index else None)
