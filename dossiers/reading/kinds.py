"""What a file is, by its first bytes."""

import codecs

from dossiers.reading.refusals import Refusal
from dossiers.reading.text_encoding import encodings

_TABLES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
)
_NO_TABLES = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "ELF"),
)
_WEB_ARCHIVE = "mime-version:"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_HTML = ("<html", "<table", "<!doctype html", "<head", "<meta", "<style", "<body", "<div", "<tr")


def kind_of(start: bytes) -> str:
    """csv, zip, xls, html or xml; raises Refusal for what is empty or no table.

    The zip of a workbook is a zip here.
    """
    if not start.strip(codecs.BOM_UTF8 + b"\x00 \t\r\n"):
        raise Refusal("empty")
    for first, kind in _TABLES:
        if start.startswith(first):
            return kind
    for first, name in _NO_TABLES:
        if start.startswith(first):
            raise Refusal("no_table", format=name)
    return _kind_of_text(start.decode(encodings(start)[0], "ignore"))


def _kind_of_text(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n").lower()
    if text.startswith(_WEB_ARCHIVE):
        raise Refusal("no_table", format="MHTML")
    if text.startswith("<?xml") and _SPREADSHEET in text and "<html" not in text:
        return "xml"
    if text.startswith(_HTML) or "<table" in text:
        return "html"
    if text.startswith(("<?xml", "<!")):
        if any(tag in text for tag in _HTML):
            return "html"
        raise Refusal("no_table", format="XML")
    return "csv"
