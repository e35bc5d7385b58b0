"""Reading export files: any format becomes a table of text, in pieces.

`open_table` looks at the content, never at the name, and hands over to the format's reader. A
reader finds the header and gives a `Table`; what follows does not know the format.
"""

from pathlib import Path

from django.utils.translation import gettext as _

from dossiers.reading.csv_table import open_csv
from dossiers.reading.table import Piece, ReadError, Table
from dossiers.source_settings import SourceSettings

__all__ = ["Piece", "ReadError", "Table", "open_table"]

_SNIFFED = 4096
_LATER_FORMATS = (  # first bytes, what it is
    (b"PK\x03\x04", "Excel (xlsx), ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "Excel (xls)"),
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
)
_HTML = (b"<html", b"<table", b"<!doctype html", b"<?xml", b"<head", b"<meta", b"<style")


def open_table(path: Path, settings: SourceSettings) -> Table:
    """Recognise a file by its first bytes and find its header.

    Raises ReadError, whose text is a sentence for the user, if the file is empty, not a table, or
    of a format that is not read; OSError if it cannot be opened.
    """
    with path.open("rb") as file:
        start = file.read(_SNIFFED)
    if not start.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise ReadError(_("The file is empty."))
    for first, name in _NO_TABLES:
        if start.startswith(first):
            raise ReadError(_("The file is not a table, but %(format)s.") % {"format": name})
    for first, name in _LATER_FORMATS:
        if start.startswith(first):
            raise _not_yet(name)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        raise _not_yet("HTML")
    return open_csv(path, settings)


def _not_yet(name: str) -> ReadError:
    return ReadError(
        _("Files of this format cannot be read yet: %(format)s. Save the table as CSV (UTF-8).")
        % {"format": name}
    )
