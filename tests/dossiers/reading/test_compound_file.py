"""Old workbooks (OLE), and other files that begin like them."""

import struct
from datetime import UTC, datetime

import pytest

from dossiers.reading import compound_file
from dossiers.reading.refusals import Refusal
from tests.dossiers.reading import builders

CONTENT = builders.xls(("a", [["Mã hồ sơ", "Đơn vị"], ["A1", "Sở A"]]))
SAVED = datetime(2018, 8, 1, 10, 30, tzinfo=UTC)


def renamed(name: str) -> bytes:
    """The workbook with its stream under another name of the same or more letters."""
    old = "Workbook\0".encode("utf-16-le")
    return CONTENT.replace(old, name.encode("utf-16-le")[: len(old)].ljust(len(old), b"\0"), 1)


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        compound_file.check(content)
    return f"{caught.value}"


def entry(name: str) -> bytes:
    """An entry of a directory."""
    return name.encode("utf-16-le").ljust(128, b"\0")


def test_a_workbook():
    compound_file.check(CONTENT)
    compound_file.check(renamed("Book"))


def test_other_documents():
    assert "not a table, but Word" in refusal(renamed("") + entry("WordDocument"))
    assert "PowerPoint" in refusal(renamed("") + entry("PowerPoint Document"))
    assert "damaged" in refusal(renamed("Contents"))


def test_a_name_counts_only_where_entries_stand():
    compound_file.check(CONTENT + b"x" + entry("EncryptedPackage"))


def test_passwords():
    assert "password" in refusal(CONTENT + entry("EncryptedPackage"))
    begin = CONTENT.index(compound_file._BOF) + 20
    locked = CONTENT[:begin] + struct.pack("<HHH", 0x2F, 2, 0) + CONTENT[begin + 6 :]
    assert "password" in refusal(locked)


def summary(saved: int, kind: int = 64) -> bytes:
    """The stream of an OLE property set with a title and the time of the last saving."""
    properties = struct.pack("<LLLLLL", 0, 2, 2, 24, 13, 36)
    values = struct.pack("<LL", 30, 4) + b"abc\0" + struct.pack("<LQ", kind, saved)
    head = b"\xfe\xff" + bytes(22) + struct.pack("<L", 1)
    return head + compound_file._SUMMARY + struct.pack("<L", 48) + properties + values


def ticks(at: datetime) -> int:
    return int((at - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


def test_when_it_was_saved():
    assert compound_file.modified_at(CONTENT + summary(ticks(SAVED))) == SAVED
    assert compound_file.modified_at(CONTENT) is None
    assert compound_file.modified_at(CONTENT + summary(ticks(SAVED), kind=3)) is None
    assert compound_file.modified_at(CONTENT + summary(1 << 63)) is None
    assert compound_file.modified_at((CONTENT + summary(ticks(SAVED)))[:-4]) is None
