"""Sheets as files, whatever the format."""

from collections.abc import Iterator
from io import BytesIO

from units.sheets.sheet import Format, Sheet
from units.sheets.texts import csv_pieces, json_pieces
from units.sheets.workbook import write_workbook

MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXTS = {Format.CSV: csv_pieces, Format.JSON: json_pieces}


def write(sheet: Sheet, form: Format) -> bytes:
    """The bytes of a file."""
    if form in _TEXTS:
        return b"".join(pieces(sheet, form))
    out = BytesIO()
    write_workbook(sheet, out)
    return out.getvalue()


def pieces(sheet: Sheet, form: Format) -> Iterator[bytes]:
    """The bytes of a file of text, piece by piece."""
    return (piece.encode() for piece in _TEXTS[form](sheet))
