"""Files of every format, written by hand or by the libraries that offices use.

A table is a list of rows of plain values; a date is a real date of the format.
"""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from html import escape
from typing import Any

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]
Sheet = tuple[str, Rows]


class Error(str):
    """A cell in which a formula failed."""

    __slots__ = ()


NOT_AVAILABLE = Error("#N/A")

_DATE, _TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"


def zipped(files: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def xlsx(
    *sheets: Sheet,
    merges: Iterable[tuple[int, int, int, int]] = (),
    hidden: Iterable[str] = (),
    epoch_1904: bool = False,
    modified: datetime | None = None,
) -> bytes:
    """A workbook by xlsxwriter; `merges`: (first row, first column, last row, last column)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": epoch_1904})
    if modified:
        book.set_properties({"created": modified})
    day, moment = book.add_format({"num_format": _DATE}), book.add_format({"num_format": _TIME})
    clock = book.add_format({"num_format": "hh:mm:ss"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, time):
                    sheet.write_datetime(number, column, cell, clock)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
        for first, left, last, right in merges:
            sheet.merge_range(first, left, last, right, rows[first][left])
    if hidden:
        next(sheet for sheet in book.worksheets() if sheet.name not in hidden).activate()
    book.close()
    return out.getvalue()


def xls(
    *sheets: Sheet,
    merges: Iterable[tuple[int, int, int, int]] = (),
    epoch_1904: bool = False,
) -> bytes:
    """A workbook of Excel 97 by xlwt."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = epoch_1904
    day, moment = (xlwt.easyxf(num_format_str=text) for text in (_DATE, _TIME))
    clock = xlwt.easyxf(num_format_str="hh:mm:ss")
    covered = {(first, left) for first, left, _last, _right in merges}
    for name, rows in sheets:
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                style = (
                    moment
                    if isinstance(cell, datetime)
                    else day
                    if isinstance(cell, date)
                    else clock
                    if isinstance(cell, time)
                    else None
                )
                if cell is not None and (number, column) not in covered:
                    sheet.write(number, column, cell, *([style] if style else []))
        for first, left, last, right in merges:
            sheet.write_merge(first, last, left, right, rows[first][left])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "meta", "manifest")
)
_CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods(
    *sheets: Sheet,
    merges: Iterable[tuple[int, int, int, int]] = (),
    modified: str = "",
    null_date: str = "",
    manifest: str = "",
    blanks: int = 0,
) -> bytes:
    """An OpenDocument spreadsheet; `blanks`: rows above 0 that are repeated below as blank."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            f"<table:table-row>{_ods_cells(row, number, merges)}</table:table-row>"
            for number, row in enumerate(rows)
        )
        + (
            f'<table:table-row table:number-rows-repeated="{blanks}"><table:table-cell/>'
            "</table:table-row>"
            if blanks
            else ""
        )
        + "</table:table>"
        for name, rows in sheets
    )
    settings = (
        f'<table:calculation-settings><table:null-date table:date-value="{null_date}"/>'
        "</table:calculation-settings>"
        if null_date
        else ""
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": '<?xml version="1.0" encoding="UTF-8"?>'
            f"<office:document-content {_ODS} {_CALCEXT}>"
            f"<office:body><office:spreadsheet>{settings}{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_ODS} xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<office:meta><dc:date>{modified}</dc:date></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {_ODS}>{manifest}</manifest:manifest>",
        }
    )


def _ods_cells(row: Sequence[Any], number: int, merges: Iterable[tuple[int, int, int, int]]) -> str:
    """The cells of a row; the first one of those merged says over how many rows and columns."""
    cells = list(map(_ods_cell, row))
    for first, left, last, right in merges:
        if first == number:
            spans = (
                f' table:number-rows-spanned="{last - first + 1}"'
                f' table:number-columns-spanned="{right - left + 1}"'
            )
            cells[left] = cells[left].replace("<table:table-cell", f"<table:table-cell{spans}", 1)
    return "".join(cells)


def _ods_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    kind, value = "string", ""
    if isinstance(cell, Error):
        value = 'office:string-value="" calcext:value-type="error" table:formula="of:=NA()"'
    elif isinstance(cell, bool):
        kind, value = "boolean", f'office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, int | float):
        kind, value = "float", f'office:value="{cell}"'
    elif isinstance(cell, date):
        kind, value = "date", f'office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, time):
        kind, value = "time", f'office:time-value="{cell:PT%HH%MM%SS}"'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
    return f'<table:table-cell office:value-type="{kind}" {value}>{text}</table:table-cell>'


def xlsb(
    *sheets: Sheet,
    merges: Iterable[tuple[int, int, int, int]] = (),
    epoch_1904: bool = False,
) -> bytes:
    """A binary workbook of Excel 2007 ([MS-XLSB]), with inline strings."""
    names = [f"rId{number}" for number in range(1, len(sheets) + 1)]
    book = _record(131) + _record(153, struct.pack("<LL", epoch_1904, 0) + _wide(""))
    book += _record(143)
    for number, (name, _rows) in enumerate(sheets):
        book += _record(156, struct.pack("<LL", 0, number + 1) + _wide(names[number]) + _wide(name))
    book += _record(144) + _record(132)
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.bin": book,
        "xl/styles.bin": _xlsb_styles(),
        "xl/_rels/workbook.bin.rels": '<?xml version="1.0"?><Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="http://schemas.openxmlformats.org/officeDocument/'
            f'2006/relationships/worksheet" Target="worksheets/sheet{number}.bin"/>'
            for number, name in enumerate(names, 1)
        )
        + "</Relationships>",
    }
    for number, (_name, rows) in enumerate(sheets, 1):
        files[f"xl/worksheets/sheet{number}.bin"] = _xlsb_sheet(rows, merges)
    return zipped(files)


def _xlsb_styles() -> bytes:
    """Three formats of cells: general, a date, a date with time."""
    formats = b"".join(
        _record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 14, 22)
    )
    return _record(278) + _record(617, struct.pack("<L", 3)) + formats + _record(618) + _record(279)


def _xlsb_sheet(rows: Rows, merges: Iterable[tuple[int, int, int, int]]) -> bytes:
    width = max(map(len, rows), default=1)
    out = _record(129) + _record(148, struct.pack("<LLLL", 0, len(rows), 0, width)) + _record(145)
    for number, row in enumerate(rows):
        out += _record(0, struct.pack("<L", number) + bytes(13))
        for column, cell in enumerate(row):
            if cell is not None:
                kind, style, content = _xlsb_cell(cell)
                out += _record(kind, struct.pack("<LL", column, style) + content)
    merged = b"".join(
        _record(176, struct.pack("<LLLL", first, last, left, right))
        for first, left, last, right in merges
    )
    return out + _record(146) + _record(177) + merged + _record(178) + _record(130)


def _xlsb_cell(cell: Any) -> tuple[int, int, bytes]:
    if isinstance(cell, Error):
        return 3, 0, bytes([42])
    if isinstance(cell, bool):
        return 4, 0, bytes([cell])
    if isinstance(cell, int | float):
        return 5, 0, struct.pack("<d", cell)
    if isinstance(cell, datetime):
        days = (cell - datetime(1899, 12, 30)).total_seconds() / 86_400
        return 5, 2, struct.pack("<d", days)
    if isinstance(cell, date):
        return 5, 1, struct.pack("<d", (cell - date(1899, 12, 30)).days)
    return 6, 0, _wide(cell)


def _record(kind: int, content: bytes = b"") -> bytes:
    name = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return name + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def html(*tables: Sheet, head: str = '<meta charset="utf-8">', encoding: str = "utf-8") -> bytes:
    """A page of tables as many systems write it; the name of a table is a heading above it."""
    body = "".join(
        f"<h2>{escape(name)}</h2><table border=1>"
        + "".join(
            f"<tr>{''.join(f'<td>{shown(cell)}</td>' for cell in row)}</tr>\n" for row in rows
        )
        + "</table>"
        for name, rows in tables
    )
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def shown(cell: Any) -> str:
    """A cell as a page shows it."""
    if cell is None:
        return "&nbsp;"
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M:%S}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else escape(str(cell))


def xml(*sheets: Sheet, head: str = "", after: str = "") -> bytes:
    """An XML Spreadsheet 2003; `after` goes into each sheet below its table."""
    body = "".join(
        f'<Worksheet ss:Name="{escape(name)}"><Table>'
        + "".join(f"<Row>{''.join(map(_xml_cell, row))}</Row>\n" for row in rows)
        + f"</Table>{after}</Worksheet>"
        for name, rows in sheets
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
        f' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{head}{body}</Workbook>'
    ).encode()


def _xml_cell(cell: Any) -> str:
    if cell is None:
        return "<Cell/>"
    kind, text = "String", str(cell)
    if isinstance(cell, Error):
        kind = "Error"
    elif isinstance(cell, bool):
        kind, text = "Boolean", str(int(cell))
    elif isinstance(cell, int | float):
        kind = "Number"
    elif isinstance(cell, date):
        kind, text = "DateTime", cell.isoformat() + ("" if ":" in str(cell) else "T00:00:00.000")
    elif isinstance(cell, time):
        kind, text = "DateTime", f"1899-12-31T{cell}.000"
    return f'<Cell><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'
