"""Files that are damaged, protected, something else, or made to do harm."""

import random
import struct
import zipfile
from collections.abc import Callable

from tests.dossiers.corpus.case import HEADER, Case, csv_file, real_rows
from tests.dossiers.corpus.workbooks import SHEET, changed
from tests.dossiers.reading import builders
from tests.dossiers.reading.test_archives import with_size

FORMATS: dict[str, Callable[..., bytes]] = {
    "xlsx": builders.xlsx,
    "xls": builders.xls,
    "xlsb": builders.xlsb,
    "ods": builders.ods,
    "XML": builders.xml,
}
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
).encode()
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def cut(form: str) -> Case:
    """A file of a format of which the last third is missing."""

    def build() -> bytes:
        content = FORMATS[form](("a", [HEADER, *real_rows() * 40]))
        return content[: len(content) * 2 // 3]

    return Case(f"{form} cut off", build, refused="damaged or was cut off")


def with_entities(declared: bytes) -> bytes:
    """A sheet with a text that is an entity of its own."""
    head = b"?>" + declared + b"\n<worksheet"
    parts = builders.unzipped(builders.xlsx(SHEET))
    name = "xl/worksheets/sheet1.xml"
    sheet = parts[name].replace(b"?>\n<worksheet", head, 1)
    assert declared in sheet
    cell = b'<c r="H2" t="inlineStr"><is><t>&a9;</t></is></c></row><row r="3"'
    return builders.zipped({**parts, name: sheet.replace(b'</row><row r="3"', cell, 1)})


def xml_with(declared: bytes) -> bytes:
    return builders.xml(SHEET).replace(b"?><Workbook", b"?>" + declared + b"<Workbook", 1)


def protected_office() -> bytes:
    """A new workbook with a password: a compound file around an encrypted one."""
    entry = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    return builders.xls(SHEET) + entry + random.Random(1).randbytes(4096)


def protected_xls() -> bytes:
    content = builders.xls(SHEET)
    begin = content.index(bytes.fromhex("0908 1000 0006 0500")) + 20
    return content[:begin] + struct.pack("<HHH", 0x2F, 2, 0) + content[begin + 6 :]


def protected_zip() -> bytes:
    content = bytearray(builders.zipped({"a.csv": csv_file()}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    return bytes(content)


def word(extension: str) -> bytes:
    if extension == "doc":
        old = "Workbook\0".encode("utf-16-le")
        entry = "WordDocument".encode("utf-16-le").ljust(128, b"\0")
        return builders.xls(SHEET).replace(old, bytes(len(old))) + entry
    return builders.zipped({"[Content_Types].xml": b"", "word/document.xml": b"<x/>"})


def bomb(levels: int = 1) -> bytes:
    """Zeros in a ZIP file in a ZIP file ..."""
    content = bytes(12_000_000)
    for _level in range(levels):
        content = builders.zipped({"a.csv": content})
    return content


def overlapping() -> bytes:
    """Two hundred entries of one stretch of bytes."""
    content = builders.zipped({"000.csv": bytes(100_000)})
    begin, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entries = b"".join(
        content[begin:end].replace(b"000.csv", b"%03d.csv" % number) for number in range(200)
    )
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 200, 200, len(entries), begin, 0)
    return content[:begin] + entries + tail


def lying() -> bytes:
    """A workbook whose directory hides that a sheet of it is a bomb."""
    parts = builders.unzipped(builders.xlsx(SHEET))
    name = "xl/worksheets/sheet1.xml"
    content = builders.zipped({**parts, name: parts[name] + b" " * 50_000_000})
    return with_size(content, name, len(parts[name]))


def noise() -> bytes:
    return random.Random(7).randbytes(50_000).replace(b"\n", b"\0")


SMALL = {"MAX_UNPACKED_BYTES": 10_000_000}
CASES = [
    *map(cut, FORMATS),
    Case("zip cut off", lambda: builders.zipped({"a.csv": csv_file()})[:200], refused="cut off"),
    Case(
        "csv in a zip with a false checksum",
        lambda: builders.zipped({"a.csv": csv_file()}, zipfile.ZIP_STORED).replace(
            b"Y\xc3\xaan", b"Y\xc3\xa2n"
        ),
        refused="damaged",
    ),
    Case("external entity in xlsx", lambda: with_entities(EXTERNAL), refused="damaged"),
    Case("billion laughs in xlsx", lambda: with_entities(LAUGHS), refused="damaged"),
    Case("external entity in XML", lambda: xml_with(EXTERNAL), refused="entities"),
    Case("billion laughs in XML", lambda: xml_with(LAUGHS), refused="entities"),
    Case("xlsx with a password", protected_office, refused="password"),
    Case("xls with a password", protected_xls, refused="password"),
    Case(
        "ods with a password",
        lambda: builders.ods(SHEET, manifest="<manifest:encryption-data/>"),
        refused="password",
    ),
    Case("zip with a password", protected_zip, refused="password"),
    Case("a zip bomb", bomb, limits=SMALL, refused="larger than 10 MB"),
    Case("a zip bomb in a zip", lambda: bomb(3), limits=SMALL, refused="another ZIP"),
    Case(
        "a zip bomb in a workbook",
        lambda: builders.zipped(
            {**builders.unzipped(builders.xlsx(SHEET)), "xl/media/a.png": bytes(12_000_000)}
        ),
        limits=SMALL,
        refused="larger than 10 MB",
    ),
    Case("a zip whose files overlap", overlapping, limits=SMALL, refused="larger than 10 MB"),
    Case("a workbook that hides its size", lying, limits=SMALL, refused="damaged"),
    Case(
        "a zip of very many files",
        lambda: builders.zipped({f"{n}.csv": b"" for n in range(5000)}),
        refused="several files",
    ),
    Case(
        "a workbook in a workbook's clothes",
        lambda: builders.zipped({"xl/workbook.xml": b"<workbook/>"}),
        refused="damaged",
    ),
    Case(
        "a sheet that is no XML",
        lambda: changed(b"</c>", b"</c", name="xl/worksheets/sheet1.xml"),
        refused="damaged",
    ),
    Case("a photo", lambda: JPEG, file_name="export.csv", refused="not a table, but JPEG"),
    Case("a photo named xlsx", lambda: JPEG, file_name="export.xlsx", refused="JPEG"),
    Case("a PDF named xls", lambda: b"%PDF-1.7\n%\xe2\xe3", file_name="export.xls", refused="PDF"),
    Case("a letter of Word", lambda: word("docx"), refused="not a table, but Word"),
    Case("an old letter of Word", lambda: word("doc"), refused="not a table, but Word"),
    Case("gzip", lambda: b"\x1f\x8b\x08\x00" + noise(), refused="gzip"),
    Case("RAR", lambda: b"Rar!\x1a\x07\x00" + noise(), refused="RAR"),
    Case("a program", lambda: b"\x7fELF\x02\x01" + noise(), refused="ELF"),
    Case("a database", lambda: b"SQLite format 3\0" + bytes(4080), refused="SQLite"),
    Case(
        "a web archive",
        lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
        refused="MHTML",
    ),
    Case(
        "XML of something else",
        lambda: b'<?xml version="1.0"?><rows><row a="1"/></rows>',
        refused="XML",
    ),
    Case("noise", noise, refused="not a table of text"),
    Case("zeros", lambda: bytes(100_000), refused="The file is empty"),
    Case(
        "a compound file without a directory",
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000),
        refused="damaged",
    ),
]
