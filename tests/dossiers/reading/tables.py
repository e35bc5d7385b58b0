"""Opening files in tests, and the rows that they give."""

from pathlib import Path

from dossiers.reading import Table, open_table
from dossiers.source_settings import SourceSettings


def opened(folder: Path, content: bytes, **settings) -> Table:
    """The table of a file with this content, whose name says nothing."""
    path = folder / "export.original"
    path.write_bytes(content)
    return open_table(path, SourceSettings(**settings))


def rows_of(table: Table) -> list[list[str]]:
    """All cells of all rows below the header, with the row's number in front."""
    rows = []
    for piece in table.pieces(range(len(table.header))):
        columns = [piece.columns[index].to_pylist() for index in range(len(table.header))]
        cells = [list(row) for row in zip(*columns, strict=True)]
        assert cells == [piece.cells(i)[: len(table.header)] for i in range(len(piece))]
        rows += [[f"{number}", *row] for number, row in zip(piece.rows, cells, strict=True)]
    return rows
