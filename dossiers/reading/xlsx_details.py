"""What a sheet of an xlsx workbook tells and python-calamine does not: errors, and formulas without
a value.

Programs that write workbooks without calculating (openpyxl, POI) leave formulas without a value, or
with 0 (xlsxwriter), and ask the spreadsheet program to calculate when it opens the file.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from dossiers.reading import archive
from dossiers.reading.sheet_parts import BOOK, part_of
from dossiers.reading.sheets import Details

_BLOCK = 1 << 20
_FORMULA = rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
_CELL = rb"<(?:\w+:)?c\s([^>]*)>\s*"
_NO_VALUE = rb"(</|<(?:\w+:)?v(?:\s[^>]*)?(?:/>|>\s*(0?)\s*</))?"
_FORMULA_CELL = re.compile(_CELL + _FORMULA + _NO_VALUE)
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*\bt=["']e["'][^>]*)>\s*(?:"""
    + _FORMULA
    + rb")?<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<"
)
_FORMULA_SIGNS = (b"f>", b"<f ")
_ERROR_SIGNS = (b'="e"', b"='e'")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_TEXT = re.compile(rb"""\bt=["']str["']""")
_CALCULATE = re.compile(rb"""<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")


def details(file: BinaryIO, sheet: str) -> Details:
    """What is told of the sheet of a name."""
    book = archive.read_part(file, BOOK["xlsx"], _BLOCK)
    rows = _rows(file, part_of(file, "xlsx", sheet))
    return _of_cells(rows, is_calculated=not _CALCULATE.search(book))


def _of_cells(blocks: Iterator[bytes], *, is_calculated: bool) -> Details:
    """`is_calculated`: the workbook does not want to be calculated when it is opened."""
    found = Details()
    for block in blocks:
        if any(sign in block for sign in _FORMULA_SIGNS):
            for cell in _FORMULA_CELL.finditer(block):
                place = _place(cell[1])
                if place and _lacks_value(cell, is_calculated=is_calculated):
                    found.formulas.setdefault(place[0], set()).add(place[1])
        if any(sign in block for sign in _ERROR_SIGNS):
            for cell in _ERROR_CELL.finditer(block):
                if place := _place(cell[1]):
                    text = cell[2].decode("ascii", "replace")
                    found.errors.setdefault(place[0], {})[place[1]] = text
    return found


def _lacks_value(cell: re.Match[bytes], *, is_calculated: bool) -> bool:
    """A formula that gave 0 has that value, and one that gave an empty text has an empty one and
    says that it is a text; where nothing was calculated, neither is a value."""
    if cell[2] is None or not is_calculated:
        return cell[2] is not None
    return not cell[3] and (cell[2] == b"</" or not _IS_TEXT.search(cell[1]))


def _place(attributes: bytes) -> tuple[int, int] | None:
    """Row and column from 0."""
    found = _PLACE.search(attributes)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _rows(file: BinaryIO, part: str) -> Iterator[bytes]:
    """The text of a sheet, cut in the end tags of rows."""
    rest = b""
    for block in archive.blocks(file, part, _BLOCK):
        text = rest + block
        end = text.rfind(b"row>") + 1
        yield text[:end]
        rest = text[end:]
    yield rest
