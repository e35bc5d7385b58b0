"""The form as a workbook that an office signs and sends: A4 landscape, in Vietnamese."""

from io import BytesIO
from math import ceil

import xlsxwriter
from django.utils import translation
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.form_ii06 import words
from indicators.form_ii06.columns import COLUMNS, Numbers
from indicators.form_ii06.form import Form
from indicators.form_ii06.notes import notes_of
from units.queries import hierarchy

_LAST = 12  # the last column, from 0
_HEADER, _BODY = 6, 10  # rows, from 0
_WIDTHS = (5, 34, *[11.5] * 11)
_NOTE_CHARACTERS = 150  # as many fit into one line over all columns
_LINE_HEIGHT = 15.75
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1}


def workbook_of(form: Form) -> bytes:
    """The xlsx file."""
    content = BytesIO()
    with translation.override("vi"):
        book = xlsxwriter.Workbook(content, {"in_memory": True})
        book.set_properties({"title": words.TITLE, "subject": words.NUMBER})
        sheet = book.add_worksheet("II.06")
        _set_page(sheet)
        pen = _Pen(book, sheet)
        _titles(pen, form)
        _header(pen, form)
        below = _rows(pen, form)
        _foot(pen, form, below)
        book.close()
    return content.getvalue()


class _Pen:
    """Writes cells; a format is made once for each look."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self._book = book
        self.sheet = sheet
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def look(self, base: dict[str, object], **more: object) -> Format:
        key = tuple(sorted({**base, **more}.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def over(
        self, row: int, first: int, last: int, text: str, *, height: int = 1, **more: object
    ) -> None:
        """A text over several columns, without a border."""
        look = self.look(_FONT, **more)
        self.sheet.merge_range(row, first, row + height - 1, last, "", look)
        self.sheet.write_string(row, first, text, look)


def _set_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(_HEADER, _BODY - 1)
    sheet.freeze_panes(_BODY, 2)
    sheet.set_footer("&R&P/&N")
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)


def _titles(pen: _Pen, form: Form) -> None:
    period = form.asked.period
    name = hierarchy().name(form.asked.unit_id, period.ends_on)
    days = {
        "begins": period.begins_on.strftime(words.DAY),
        "ends": period.ends_on.strftime(words.DAY),
    }
    pen.over(0, 0, 7, words.REPORTING_UNIT.format(name=name), bold=True)
    pen.over(0, 9, _LAST, words.NUMBER, bold=True, align="right")
    pen.over(1, 9, _LAST, words.DECREED_BY, italic=True, align="right")
    pen.over(2, 0, _LAST, words.TITLE, bold=True, align="center", font_size=14)
    pen.over(3, 0, _LAST, words.PERIOD.format(**days), italic=True, align="center")
    pen.over(5, 9, _LAST, words.MEASURED_IN, italic=True, align="right")
    pen.sheet.set_row(2, 24)


def _header(pen: _Pen, form: Form) -> None:
    look = pen.look(_BOX, bold=True, align="center", text_wrap=True)
    cells = words.HEADER | {(0, 1, 2, 1): words.ROWS[form.asked.by]}
    for (row, first, last_row, last), text in cells.items():
        if (row, first) == (last_row, last):
            pen.sheet.write_string(_HEADER + row, first, text, look)
        else:
            pen.sheet.merge_range(_HEADER + row, first, _HEADER + last_row, last, text, look)
    small = pen.look(_BOX, italic=True, align="center", text_wrap=True, font_size=9)
    for column, text in enumerate(words.NUMBERS):
        pen.sheet.write_string(_BODY - 1, column, text, small)
    for row, height in ((0, 20), (1, 20), (2, 48), (3, 26)):
        pen.sheet.set_row(_HEADER + row, height)


def _rows(pen: _Pen, form: Form) -> int:
    """Groups with their rows, and the last row; returns the first row below."""
    row = _BODY
    for number, group in enumerate(form.groups, 1):
        name = words.GROUPS[group.level]
        _row(pen, row, words.roman(number), name, group.total, bold=True)
        row += 1
        for place, line in enumerate(group.lines, 1):
            _row(pen, row, place, line.name or words.WITHOUT_FIELD, line.numbers)
            row += 1
    _row(pen, row, "", words.TOTAL, form.total if form.is_told else None, bold=True)
    return row + 1


def _row(
    pen: _Pen,
    row: int,
    place: str | int,
    name: str,
    numbers: Numbers | None,
    *,
    bold: bool = False,
) -> None:
    """A row; without numbers its cells are empty."""
    pen.sheet.write(row, 0, place, pen.look(_BOX, bold=bold, align="center"))
    pen.sheet.write_string(row, 1, name, pen.look(_BOX, bold=bold, text_wrap=True))
    look = pen.look(_BOX, bold=bold, num_format="#,##0")
    for column in COLUMNS:
        pen.sheet.write(row, column - 1, numbers and numbers.by_column[column], look)
    lines = ceil(len(name) / _WIDTHS[1])
    pen.sheet.set_row(row, max(lines * _LINE_HEIGHT, 18))


def _foot(pen: _Pen, form: Form, row: int) -> None:
    """Notes, and where the form is signed."""
    row += 1
    pen.over(row, 0, _LAST, words.NOTES, bold=True, italic=True)
    for note in notes_of(form):
        row += 1
        pen.over(row, 0, _LAST, f"- {note}", italic=True, text_wrap=True)
        pen.sheet.set_row(row, ceil(len(note) / _NOTE_CHARACTERS) * _LINE_HEIGHT)
    row += 2
    pen.over(row, 8, _LAST, words.SIGNED_ON, italic=True, align="center")
    for (who, how), (first, last) in zip(words.SIGNATURES, ((0, 4), (8, _LAST)), strict=True):
        pen.over(row + 1, first, last, who, bold=True, align="center")
        pen.over(row + 2, first, last, how, italic=True, align="center")
    pen.sheet.print_area(0, 0, row + 8, _LAST)
