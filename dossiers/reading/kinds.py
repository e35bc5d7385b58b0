"""What a file is, by its first bytes."""

import codecs
import re

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
_WEB_ARCHIVES = ("mime-version:", "from: <saved by")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
# Elements with which a page or a part of one begins.
_HTML = re.compile(
    "html|head|title|meta|link|style|script|base|body|form|div|span|p|br|hr|h[1-6]|b|center|font"
    "|table|caption|thead|tbody|tr|th|td"
)
# What may stand before the first element: comments, processing instructions, a document type.
_BEFORE = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL)
_ELEMENT = re.compile(r"<(?:\w+:)?([a-z][a-z0-9]*)")
_TABLE_OF_HTML = re.compile(r"<table\b.*?<t[rhd]\b", re.DOTALL)


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
    return _kind_of_text(_text(start))


def may_be_html(start: bytes) -> bool:
    """Whether a text that does not begin as a page has a table of HTML in it."""
    return bool(_TABLE_OF_HTML.search(_text(start)))


def _text(start: bytes) -> str:
    return start.decode(encodings(start)[0], "ignore").lstrip("\ufeff \t\r\n").lower()


def _kind_of_text(text: str) -> str:
    if text.startswith(_WEB_ARCHIVES):
        raise Refusal("no_table", format="MHTML")
    before = _BEFORE.match(text)
    rest = text[before.end() :] if before else text
    element = _ELEMENT.match(rest)
    name = element[1] if element else ""
    if name == "workbook" and _SPREADSHEET in text:
        return "xml"
    if _HTML.fullmatch(name) or text.startswith(("<!doctype html", "<!--")):
        return "html"
    if (name and "</" in text) or text.startswith(("<?xml", "<!")):
        raise Refusal("no_table", format="SVG" if name == "svg" else "XML")
    return "csv"
