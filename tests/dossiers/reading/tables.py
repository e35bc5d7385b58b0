"""Opening files in tests, and the rows that they give."""

import io
from dataclasses import dataclass
from pathlib import Path

from dossiers.reading import Sheet, Table, html_tables, open_table, xml_spreadsheet
from dossiers.reading.headers import HeaderFinder
from dossiers.reading.kinds import kind_of
from dossiers.reading.sheets import Found, Limits, batches, choose
from dossiers.source_settings import SourceSettings

LIMITS = Limits(rows=1000, columns=100)


def opened(folder: Path, content: bytes, **settings) -> Table:
    """The table of a file with this content, whose name says nothing."""
    path = folder / "export.original"
    path.write_bytes(content)
    return open_table(path, SourceSettings(**settings))


def read_here(content: bytes, limits: Limits = LIMITS, sheet: str = "") -> "Here":
    """A page or XML spreadsheet, read in this process."""
    file, finder = io.BytesIO(content), HeaderFinder.of(SourceSettings())
    kind = kind_of(content[: 1 << 16])
    if kind == "html":
        return Here(*choose(html_tables.grids(file, limits), finder, sheet, limits), limits)
    assert kind == "xml"
    return Here(*choose(xml_spreadsheet.read(file, limits).grids, finder, sheet, limits), limits)


@dataclass(frozen=True)
class Here:
    """A sheet that was found."""

    found: Found
    sheets: list[Sheet]
    limits: Limits

    @property
    def header(self) -> tuple[str, ...]:
        return self.found.header.texts

    @property
    def rows(self) -> list[list[str]]:
        """All cells of all rows below the header, with the row's number in front."""
        return [
            [f"{row['row']}", *(row[f"{index}"] for index in range(len(self.header)))]
            for batch in batches(self.found, self.limits)
            for row in batch.to_pylist()
        ]

    @property
    def too_long(self) -> list[int]:
        """The numbers of the rows that are longer than the header."""
        found = [row for batch in batches(self.found, self.limits) for row in batch.to_pylist()]
        return [row["row"] for row in found if row["too_long"]]


def rows_of(table: Table) -> list[list[str]]:
    """All cells of all rows below the header, with the row's number in front."""
    rows = []
    for piece in table.pieces(range(len(table.header))):
        columns = [piece.columns[index].to_pylist() for index in range(len(table.header))]
        cells = [list(row) for row in zip(*columns, strict=True)]
        assert cells == [piece.cells(i)[: len(table.header)] for i in range(len(piece))]
        rows += [[f"{number}", *row] for number, row in zip(piece.rows, cells, strict=True)]
    return rows
