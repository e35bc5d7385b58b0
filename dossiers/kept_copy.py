"""The copy of an upload's mapped columns, which takes the place of the original (DESIGN.md 4)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from dossiers.mapping import Mapping
from dossiers.problems import ERROR, Problem
from dossiers.procedures import Procedures
from dossiers.reading.table import Piece


class KeptCopy:
    """Writes pieces as a Parquet file of text: a column per field, and the row's number.

    Free text stays only where it is the name of a known procedure. Of a rejected row, whose cells
    may have slipped, and of a cell with a warning, only what the problem quotes stays.
    """

    def __init__(self, path: Path, mapping: Mapping, procedures: Procedures) -> None:
        self._mapping = mapping
        self._procedures = procedures
        fields = [("row", pa.int32()), *((name, pa.string()) for name in mapping.columns)]
        self._schema = pa.schema(fields)
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, piece: Piece, problems: Sequence[Problem]) -> None:
        """Write checked rows, given the problems that were found in them."""
        rows: dict[str, Any] = {"row": pa.array(piece.rows, pa.int32())}
        rejected = np.isin(piece.rows, [p.row for p in problems if p.severity == ERROR])
        for field, index in self._mapping.columns.items():
            texts = piece.columns[index]
            if field == "procedure" and self._mapping.procedure_is_free_text:
                texts = self._procedures.known_names(texts)
            of_field = [p for p in problems if p.field == field]
            hidden = rejected | np.isin(piece.rows, [p.row for p in of_field if not p.value])
            hidden &= ~np.isin(piece.rows, [p.row for p in of_field if p.value])
            rows[field] = pc.if_else(pa.array(hidden), None, texts) if hidden.any() else texts
        self._writer.write_table(pa.table(rows, schema=self._schema))

    def close(self) -> None:
        self._writer.close()
