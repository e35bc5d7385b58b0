"""Files of every format that are full of what is about people: in columns of their own, in free
text, in cells that have slipped, in titles, comments, properties and on hidden sheets."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import xlsxwriter

from tests.dossiers.reading import builders
from tests.dossiers.reading.test_text_encoding import decomposed
from tests.dossiers.test_privacy import (
    ADDRESS,
    BIRTHDAY,
    EMAIL,
    HAMLET,
    IDENTITY,
    NAME,
    OWNER,
    PHONE,
    SPACED_PHONE,
)

HEADER = [
    *("STT", "Mã hồ sơ", "Họ tên", "Chủ hồ sơ", "Địa chỉ", "Số điện thoại", "CMND/CCCD", "Email"),
    *("Ngày sinh", "Nội dung hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Trạng thái", "Hình thức nộp", "Ghi chú", "Ý kiến"),
]
# On sheets that are not read; and what a workbook says of itself.
SHEET = "Của bà Siu H’Pêl"
ASIDE = f"{NAME}, {ADDRESS}, {IDENTITY}"


def rows(number: int) -> list[list[str]]:
    """Rows whose codes no other file has: two that are right, and some that are not."""
    who = [NAME, OWNER, f"{ADDRESS}, {HAMLET}", PHONE, IDENTITY, EMAIL, BIRTHDAY]
    told, days = f"Đề nghị của ông {OWNER}", ["02/07/2018", "05/07/2018"]
    ends = {
        1: [told, "Xã Tú An", *days, "Đang xử lý", "Trực tiếp", f"{NAME} {PHONE}", EMAIL],
        2: ["", "Xã Tú An", *days, "Đang xử lý", "Trực tiếp", "", ""],
        3: [told, IDENTITY, *days, "Đang xử lý", "Trực tiếp", "", ""],
        4: [told, f"Chị Hoa {SPACED_PHONE}", *days, "", "", "", ""],
        5: [told, "Xã Tú An", OWNER, PHONE, "", "", "", ""],
        6: [told, "Xã Tú An", *days, PHONE, EMAIL, "", ""],
    }
    return [[str(n), f"H21-1807{number:02}-{n:04}", *who, *end] for n, end in ends.items()]


def table(number: int) -> list[list[Any]]:
    """A title, the header and the rows, and who signs."""
    blank = [""] * (len(HEADER) - 1)
    return [
        ["DANH SÁCH HỒ SƠ", *blank],
        [f"Người lập biểu: {NAME}, {PHONE}", *blank],
        HEADER,
        *rows(number),
        ["", "", "NGƯỜI LẬP", *blank[2:]],
        ["", "", NAME, *blank[2:]],
    ]


def files() -> Iterator[tuple[str, bytes]]:
    """Name -> content of a file of every format."""
    for number, (name, make) in enumerate(_FORMATS.items(), start=10):
        yield name, make(table(number))


def _text(separator: str, encoding: str) -> Callable[[list[list[Any]]], bytes]:
    def make(lines: list[list[Any]]) -> bytes:
        quoted = [separator.join(f'"{cell}"' for cell in line) for line in lines]
        return "\r\n".join(quoted).encode(encoding)

    return make


def _cp1258(lines: list[list[Any]]) -> bytes:
    return decomposed(_text(",", "utf-8")(lines).decode())


def _xlsx(lines: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"author": OWNER, "title": NAME, "comments": ASIDE, "manager": OWNER})
    book.set_custom_property("Người lập", NAME)
    sheet = book.add_worksheet("Hồ sơ")
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    sheet.write_comment(4, 1, ASIDE, {"author": OWNER})
    sheet.set_header(f"&L{NAME}")
    hidden = book.add_worksheet(SHEET)
    hidden.write_row(0, 0, [NAME, PHONE, IDENTITY, EMAIL])
    hidden.hide()
    book.close()
    return out.getvalue()


def _zip(lines: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = ASIDE.encode()
        archive.writestr("tháng 7.csv", _text(";", "utf-8-sig")(lines))
    return out.getvalue()


_FORMATS: dict[str, Callable[[list[list[Any]]], bytes]] = {
    "utf8.csv": _text(",", "utf-8"),
    "bom.csv": _text(";", "utf-8-sig"),
    "utf16.txt": _text("\t", "utf-16"),
    "utf16be.csv": _text(",", "utf-16-be"),
    "tabs.tsv": _text("\t", "utf-8"),
    "windows.csv": _cp1258,
    "book.xlsx": _xlsx,
    "old.xls": lambda lines: builders.xls(("Hồ sơ", lines), (SHEET, lines[2:4])),
    "binary.xlsb": lambda lines: builders.xlsb(("Hồ sơ", lines)),
    "open.ods": lambda lines: builders.ods(("Hồ sơ", lines), (SHEET, lines[:2])),
    "page.xls": lambda lines: builders.html(("Hồ sơ", lines)),
    "xml2003.xml": lambda lines: builders.xml(("Hồ sơ", lines)),
    "zipped.zip": _zip,
}
