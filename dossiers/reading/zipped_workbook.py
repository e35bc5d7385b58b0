"""What a zipped workbook (xlsx, xlsb, ods) says of itself beside its cells."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from dossiers.reading.archive import read_part

_PART = 1 << 18  # bytes of a part that are looked at
_CORE_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*([^<]{10,40}?)\s*</")
_ODS_MODIFIED = re.compile(rb"<dc:date>\s*([^<]{10,40}?)\s*</")
_DATE_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_NULL_DATE_1904 = re.compile(rb"""table:date-value\s*=\s*["']1904-01-01""")
_BRT_WB_PROP = 153  # [MS-XLSB] 2.4.823


def modified_at(file: BinaryIO, form: str) -> datetime | None:
    """When the workbook was saved last, if it says so; without zone where it names none."""
    name, pattern = (
        ("meta.xml", _ODS_MODIFIED) if form == "ods" else ("docProps/core.xml", _CORE_MODIFIED)
    )
    found = pattern.search(read_part(file, name, _PART))
    return moment(found[1].decode("ascii", "replace")) if found else None


def moment(text: str) -> datetime | None:
    """A time in ISO form, None if it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def counts_from_1904(file: BinaryIO, form: str) -> bool:
    """Whether the workbook's day numbers count from 1904."""
    if form == "xlsx":
        return bool(_DATE_1904.search(read_part(file, "xl/workbook.xml", _PART)))
    if form == "ods":
        return bool(_NULL_DATE_1904.search(read_part(file, "content.xml", _PART)))
    records = binary_records(read_part(file, "xl/workbook.bin", _PART))
    flags = next((content for kind, content in records if kind == _BRT_WB_PROP), b"")
    return bool(flags) and flags[0] & 1 == 1


def binary_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records of a part of an xlsb workbook."""
    at, last = 0, len(data) - 1
    while at < last:
        kind, size = data[at], data[at + 1]
        if kind < 0x80 and size < 0x80:  # as of nearly all cells
            at += 2
        else:
            kind, at = _number(data, at, 2)
            size, at = _number(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits per byte, of at most so many bytes, and where it ends."""
    value = 0
    for index in range(most):
        if at >= len(data):
            break
        value |= (data[at] & 0x7F) << (7 * index)
        at += 1
        if data[at - 1] < 0x80:
            break
    return value, at
