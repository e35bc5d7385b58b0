"""Reading export files: any format becomes a table of text, in pieces.

`open_table` looks at the content, never at the name, and hands over to the format's reader. A
reader finds the header and gives a `Table`; what follows does not know the format.
"""

from pathlib import Path

from django.conf import settings as project_settings

from dossiers.reading.archive import Content, look
from dossiers.reading.child_table import open_with_child
from dossiers.reading.csv_table import open_csv
from dossiers.reading.kinds import kind_of
from dossiers.reading.refusals import is_costly
from dossiers.reading.table import Piece, ReadError, Sheet, Table
from dossiers.source_settings import SourceSettings

__all__ = ["Piece", "ReadError", "Sheet", "Table", "is_costly", "open_table"]

_SNIFFED = 4096


def open_table(path: Path, settings: SourceSettings) -> Table:
    """Recognise a file by its content and find its header.

    Raises ReadError, whose text is a sentence for the user, if the file is empty, not a table, or
    cannot be read; OSError if it cannot be opened.
    """
    content = Content(path, path.stat().st_size)
    kind = _kind(content)
    if kind == "zip":
        with content.open() as file:
            archive = look(file, project_settings.MAX_UNPACKED_BYTES)
        if archive.format == "zip":
            content = Content(path, archive.size, archive.member)
            kind = _kind(content)
    if kind == "csv":
        return open_csv(content, settings)
    return open_with_child(content, kind, settings)


def _kind(content: Content) -> str:
    with content.open() as file:
        return kind_of(file.read(_SNIFFED))
