"""Compound files (OLE), in which old workbooks lie: what they are, and what xls says of itself.

What is asked for is looked for where it stands in the file, without following the allocation
tables: names in the directory, records near the beginning of a workbook, one property.
Formats: [MS-CFB] 2.6.1; [MS-XLS] 2.4.77 (Date1904), 2.4.117 (FilePass); [MS-OLEPS] 2.21.
"""

import struct
from datetime import UTC, datetime, timedelta

from dossiers.reading.refusals import Refusal

_ENTRY = 128  # the size of a directory entry, and what its place is a multiple of
_OTHER_KINDS = {"WordDocument": "Word (doc)", "PowerPoint Document": "PowerPoint (ppt)"}

_BOF = bytes.fromhex("0908 1000 0006 0500")  # the beginning of a workbook's globals
_EOF, _DATE_MODE, _FILE_PASS = 0x0A, 0x22, 0x2F
_MOST_RECORDS = 5000

_SUMMARY = bytes.fromhex("E0859FF2F94F6810AB9108002B27B3D9")
_SUMMARY_AT = 28  # in its stream
_SAVED, _FILETIME = 13, 64
_MOST_PROPERTIES = 100


def check(data: bytes) -> None:
    """Raises Refusal if a compound file holds no workbook that can be read."""
    if _has_entry(data, "EncryptedPackage"):
        raise Refusal("password")
    if not (_has_entry(data, "Workbook") or _has_entry(data, "Book")):
        for name, shown in _OTHER_KINDS.items():
            if _has_entry(data, name):
                raise Refusal("no_table", format=shown)
        raise Refusal("damaged", format="Excel (xls)")
    if _FILE_PASS in _records(data):
        raise Refusal("password")


def counts_from_1904(data: bytes) -> bool:
    """Whether the workbook's day numbers count from 1904."""
    return _records(data).get(_DATE_MODE, b"")[:1] == b"\x01"


def modified_at(data: bytes) -> datetime | None:
    """When the workbook was saved last, if its summary says so."""
    at = data.find(_SUMMARY)
    if at < 0:
        return None
    try:
        section = at - _SUMMARY_AT + struct.unpack_from("<L", data, at + 16)[0]
        count = struct.unpack_from("<L", data, section + 4)[0]
        for index in range(min(count, _MOST_PROPERTIES)):
            name, offset = struct.unpack_from("<LL", data, section + 8 + 8 * index)
            kind, ticks = struct.unpack_from("<LQ", data, section + offset)
            if (name, kind) == (_SAVED, _FILETIME):
                return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    except (struct.error, OverflowError):
        pass
    return None


def _has_entry(data: bytes, name: str) -> bool:
    """Whether the directory has an entry of a name."""
    entry = (name + "\0").encode("utf-16-le")
    at = data.find(entry)
    while at >= 0 and at % _ENTRY:
        at = data.find(entry, at + 1)
    return at >= 0


def _records(data: bytes) -> dict[int, bytes]:
    """The records of an xls workbook's globals, the first of each kind."""
    at = data.find(_BOF)
    found: dict[int, bytes] = {}
    for _count in range(_MOST_RECORDS):
        if not 0 <= at <= len(data) - 4:
            break
        kind, size = struct.unpack_from("<HH", data, at)
        found.setdefault(kind, data[at + 4 : at + 4 + size])
        if kind == _EOF:
            break
        at += 4 + size
    return found
