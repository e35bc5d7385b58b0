"""The copy of an upload's mapped columns, which takes the place of the original (DESIGN.md 4)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from dossiers.checking.mapping import Mapping, is_free_text
from dossiers.checking.problems import ERROR, Problem
from dossiers.checking.procedures import Procedures
from dossiers.checking.safe_cells import SafeCells, may_have_slipped
from dossiers.checking.words import DATE_FIELDS
from dossiers.models import Upload
from dossiers.reading.table import Piece

Mask = npt.NDArray[np.bool_]

_HEADER = b"header"


class KeptCopy:
    """Writes pieces as a Parquet file of text: the row's number, and a column per field in the
    order of the file, whose metadata hold its header (see headers_of).

    Null is a cell that is not kept, "" one that says nothing. Free text stays only where it is the
    name of a known procedure; a cell with a warning only where the problem quotes it, or if it was
    read as a date. Of a rejected row stays what `dossiers.checking.safe_cells` holds safe
    (docs/decisions/0006).
    """

    def __init__(self, path: Path, mapping: Mapping, procedures: Procedures) -> None:
        self._mapping = mapping
        self._procedures = procedures
        self._safe = SafeCells(procedures, free_text=mapping.procedure_is_free_text)
        self._columns = sorted(mapping.columns.items(), key=lambda column: column[1])
        fields = [
            pa.field(name, pa.string(), metadata={_HEADER: " ".join(mapping.header[index].split())})
            for name, index in self._columns
        ]
        self._schema = pa.schema([pa.field("row", pa.int32()), *fields])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, piece: Piece, problems: Sequence[Problem]) -> None:
        """Write checked rows, given the problems that were found in them."""
        rows: dict[str, Any] = {"row": pa.array(piece.rows, pa.int32())}
        errors = [problem for problem in problems if problem.severity == ERROR]
        rejected = _rows_of(errors, piece)
        slipped = _rows_of([problem for problem in errors if may_have_slipped(problem)], piece)
        unquoted: dict[str, list[Problem]] = {}
        for problem in problems:
            if not problem.value and problem.field not in DATE_FIELDS:
                unquoted.setdefault(problem.field, []).append(problem)
        for field, index in self._columns:
            texts = piece.columns[index]
            if field == "procedure" and self._mapping.procedure_is_free_text:
                texts = self._procedures.known_names(texts)
            if field in unquoted:
                hidden = _rows_of(unquoted[field], piece) & ~rejected
                texts = pc.if_else(pa.array(hidden), None, texts)
            rows[field] = self._mended(field, texts, rejected, slipped)
        self._writer.write_table(pa.table(rows, schema=self._schema))

    def close(self) -> None:
        self._writer.close()

    def _mended(
        self,
        field: str,
        texts: Any,
        rejected: npt.NDArray[np.bool_],
        slipped: npt.NDArray[np.bool_],
    ) -> Any:
        """The texts, in rejected rows only those that are safe."""
        if not rejected.any():
            return texts
        safe = self._safe.of(field, texts.filter(pa.array(rejected)), texts, pa.array(~rejected))
        safe = pc.if_else(pa.array(slipped[rejected]), None, safe)
        return pc.replace_with_mask(texts, pa.array(rejected), safe)


def kept_copy_of(upload: Upload) -> Path | None:
    """Where the copy of an upload lies; None where nothing of it was loaded, or the copy was kept
    for long enough (`dossiers.retention`)."""
    path = Path(upload.file.path) if upload.file else None
    return path if path and path.suffix == ".parquet" and path.exists() else None


def mapping_of(schema: pa.Schema) -> Mapping:
    """The mapping of a copy's own columns, for its schema without the column of row numbers."""
    headers = headers_of(schema)
    columns = {field: index for index, field in enumerate(headers)}
    procedure = headers.get("procedure", "")
    return Mapping(tuple(headers.values()), columns, is_free_text(procedure))


def headers_of(schema: pa.Schema) -> dict[str, str]:
    """Field -> header in the file, in the order of the file."""
    return {
        field.name: field.metadata[_HEADER].decode() if field.metadata else field.name
        for field in schema
        if field.name != "row"
    }


def _rows_of(problems: Sequence[Problem], piece: Piece) -> Mask:
    """The rows of a piece that the problems speak of, as a mask."""
    return np.isin(piece.rows, np.array([problem.row for problem in problems], np.int32))
