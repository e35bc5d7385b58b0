"""XML Spreadsheet 2003, in which some systems write their "Excel": as sheets of cells.

Runs in the process that reads workbooks. The file is read as a stream; one that declares entities
is refused before they are used, and nothing that it names is fetched.
"""

import codecs
import re
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from dossiers.reading.cell_texts import Cell
from dossiers.reading.refusals import Refusal
from dossiers.reading.sheets import Details, Grid, Limits, Merge
from dossiers.reading.zipped_workbook import moment

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
FORMAT = "XML Spreadsheet"

_BLOCK = 1 << 20
# What can be read so is not in UTF-16, as programs declare that write texts of UTF-16 as UTF-8.
_IN_UTF16 = re.compile(rb"""<\?xml[^>]{,100}encoding\s*=\s*["']utf-16""", re.IGNORECASE)
_FIRST_YEAR = 1900
_ABOVE = 1000  # rows that may stand above a header and below the last dossier
_ROW, _CELL, _DATA, _COMMENT, _SHEET = (
    f"{{{NAMESPACE}}}{name}" for name in ("Row", "Cell", "Data", "Comment", "Worksheet")
)
_INDEX, _DOWN, _ACROSS, _TYPE, _NAME, _FORMULA = (
    f"{{{NAMESPACE}}}{name}"
    for name in ("Index", "MergeDown", "MergeAcross", "Type", "Name", "Formula")
)
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_VISIBLE, _DATE_1904 = f"{_EXCEL}Visible", f"{_EXCEL}Date1904"
_SAVED = "{urn:schemas-microsoft-com:office:office}LastSaved"


class Workbook:
    """A workbook that is being read; takes the tags of its file."""

    def __init__(self, limits: Limits) -> None:
        self.epoch_1904 = False
        self.modified_at: datetime | None = None
        self._limits = limits
        self._sheets: list[_Sheet] = []
        self._parts: list[str] | None = None
        self._in_comment = False

    @property
    def grids(self) -> list[Grid]:
        """The sheets."""
        return [sheet.grid() for sheet in self._sheets]

    def doctype(self, *_declared: object) -> None:
        raise Refusal("entities")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == _SHEET:
            self._sheets.append(_Sheet(attributes.get(_NAME, ""), self._limits))
        elif tag == _ROW and self._sheets:
            self._sheets[-1].begin_row(attributes)
        elif tag == _CELL and self._sheets:
            self._sheets[-1].begin_cell(attributes)
        elif tag == _COMMENT:
            self._in_comment = True
        elif tag == _DATA and self._sheets and not self._in_comment:
            self._parts = []
            self._sheets[-1].kind = attributes.get(_TYPE, "String")
        elif tag in (_VISIBLE, _SAVED):
            self._parts = []
        elif tag == _DATE_1904:
            self.epoch_1904 = True

    def data(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        if tag == _ROW and self._sheets:
            self._sheets[-1].end_row()
        elif tag == _COMMENT:
            self._in_comment = False
        elif tag in (_DATA, _VISIBLE, _SAVED) and self._parts is not None:
            self._end_text(tag, "".join(self._parts))
            self._parts = None

    def close(self) -> None:
        """All is done at the end of each row."""

    def _end_text(self, tag: str, text: str) -> None:
        if tag == _SAVED:
            self.modified_at = moment(text.strip())
        elif tag == _DATA:
            self._sheets[-1].put(text)
        elif self._sheets:
            self._sheets[-1].hidden = text.strip() != "SheetVisible"


def read(file: BinaryIO, limits: Limits) -> Workbook:
    """Read a workbook; raises Refusal where it is no well-formed XML, or a sheet is too long."""
    workbook = Workbook(limits)
    block = file.read(_BLOCK).removeprefix(codecs.BOM_UTF8).lstrip()
    parser = etree.XMLParser(
        target=workbook,
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        encoding="utf-8" if _IN_UTF16.match(block) else None,
    )
    try:
        while block:
            parser.feed(block)
            block = file.read(_BLOCK)
        parser.close()
    except etree.XMLSyntaxError:
        raise Refusal("damaged", format=FORMAT) from None
    return workbook


class _Sheet:
    """A sheet that is being read; `kind`: the type of the open cell."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.hidden = False
        self.kind = "String"
        self._name = name
        self._limits = limits
        self._rows: list[tuple[int, list[Cell]]] = []
        self._details = Details()
        self._row: list[Cell] = []
        self._number = -1
        self._column = self._next = 0

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        self._number = max(_number(attributes, _INDEX) - 1, self._number + 1)
        self._row, self._next = [], 0

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._column = max(_number(attributes, _INDEX) - 1, self._next)
        if self._column > self._limits.columns:
            raise Refusal("too_many_columns", columns=self._limits.columns)
        self._next = self._column + 1 + _number(attributes, _ACROSS)
        if down := _number(attributes, _DOWN):
            self._details.merges.append(Merge(self._number, self._number + down, self._column))
        if _FORMULA in attributes:
            self._details.formulas.setdefault(self._number, set()).add(self._column)

    def put(self, text: str) -> None:
        """The content of the open cell."""
        row = self._row
        row.extend([""] * (self._column + 1 - len(row)))
        self._details.formulas.get(self._number, set()).discard(self._column)
        if self.kind == "Error":
            self._details.errors.setdefault(self._number, {})[self._column] = text
        else:
            row[self._column] = _value(text, self.kind)

    def end_row(self) -> None:
        if self._row:
            self._rows.append((self._number, self._row))
            if len(self._rows) > self._limits.rows + _ABOVE:
                raise Refusal("too_many_rows", rows=self._limits.rows)

    def grid(self) -> Grid:
        return Grid(
            name=self._name,
            rows=lambda: ((number, list(cells)) for number, cells in self._rows),
            height=self._number + 1,
            hidden=self.hidden,
            details=lambda: self._details,
        )


def _value(text: str, kind: str) -> Cell:
    """A cell by its type; what does not fit its type stays text."""
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return _time(text)
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _time(text: str) -> Cell:
    """A time; a mere time of day is stored as one of the day before all days."""
    found = moment(text.strip())
    if found is None or found.tzinfo:
        return text
    return found.time() if found.year < _FIRST_YEAR else found


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return min(int(text[:9]), 1 << 24) if text[:9].isdecimal() else 0
