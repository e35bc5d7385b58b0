"""Reading export files: any format becomes a table of text, in pieces.

`open_table` looks at the content, never at the name, and hands over to the format's reader. A
reader finds the header and gives a `Table`; what follows does not know the format.
"""

from pathlib import Path

from django.conf import settings as project_settings

from dossiers.reading.archive import Content, look
from dossiers.reading.child_table import open_with_child
from dossiers.reading.csv_table import open_csv
from dossiers.reading.headers import HeaderFinder
from dossiers.reading.kinds import kind_of, may_be_html
from dossiers.reading.refusals import Refusal, is_costly
from dossiers.reading.table import Piece, ReadError, Sheet, Table
from dossiers.source_settings import SourceSettings

__all__ = [
    "HeaderFinder",
    "Piece",
    "ReadError",
    "Refusal",
    "Sheet",
    "Table",
    "is_costly",
    "open_table",
]

_SNIFFED = 1 << 16


def open_table(path: Path, settings: SourceSettings, finder: HeaderFinder | None = None) -> Table:
    """Recognise a file by its content and find its header: by the names of a dossier's fields, or
    as the finder does.

    Raises ReadError, whose text is a sentence for the user, if the file is empty, not a table, or
    cannot be read; OSError if it cannot be opened.
    """
    content = Content(path, path.stat().st_size)
    kind = kind_of(_start(content))
    if kind == "zip":
        with content.open() as file:
            archive = look(file, project_settings.MAX_UNPACKED_BYTES)
        if archive.format == "zip":
            content = Content(path, archive.size, archive.member)
            kind = kind_of(_start(content))
    if kind == "csv":
        return _open_text(content, settings, finder)
    return open_with_child(content, kind, settings, finder)


def _open_text(content: Content, settings: SourceSettings, finder: HeaderFinder | None) -> Table:
    """A table of text; without a header in it the page that it may be, with words in front."""
    try:
        return open_csv(content, settings, finder)
    except Refusal as refusal:
        if refusal.kind != "no_header" or not may_be_html(_start(content)):
            raise
    return open_with_child(content, "html", settings, finder)


def _start(content: Content) -> bytes:
    with content.open() as file:
        return file.read(_SNIFFED)
