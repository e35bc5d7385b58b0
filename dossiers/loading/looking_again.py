"""The rejected rows of a loaded upload, read from its kept copy and checked once more: a unit or a
word may have become known since (docs/decisions/0010).

Only rows of which nothing was lost are looked at. What the copy has left out (null, see
docs/decisions/0006) is no loss where it would say nothing: free text that names no known procedure,
and a flag or level that could not be read, whose warning stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from pyarrow import parquet

from dossiers.checking import cells
from dossiers.checking.problems import ERROR, OF_FILES, Problem
from dossiers.checking.rows import Checked, check
from dossiers.checking.unit_names import SourceUnits
from dossiers.loading.kept_copy import kept_copy_of, mapping_of
from dossiers.models import Upload
from dossiers.reading.table import Piece
from dossiers.source_settings import SourceSettings

_READ_AS_NOTHING = ("unreadable_flag", "unreadable_level")


class NoCopyError(ValueError):
    """The upload's copy is not there; the text is a sentence for the user."""


@dataclass(frozen=True)
class Seen:
    """Some rejected rows after another look.

    `problems` are all that the rows have now. `accepted`: the rows that had errors of their own and
    have none any more; a row that only gave way to a later one of its code is no such row.
    """

    checked: Checked
    problems: list[Problem]
    accepted: frozenset[int]


class RejectedRows:
    """The rejected rows of an upload's kept copy. Raises NoCopyError if there is none."""

    def __init__(self, upload: Upload) -> None:
        path = kept_copy_of(upload)
        if path is None:
            raise NoCopyError(
                _("The copy of upload %(id)s is not there any more: upload the file again.")
                % {"id": upload.pk}
            )
        self._upload = upload
        self._file = parquet.ParquetFile(path)
        self.mapping = mapping_of(self._file.schema_arrow)

    def look_again(self, settings: SourceSettings) -> Iterator[Seen]:
        """Check them by these settings and the units as they are now, a stretch of the file at a
        time. Raises UnitError as SourceUnits does."""
        exported_on = self._upload.exported_on
        units = SourceUnits(settings, exported_on)
        for table in self._tables():
            rows = table["row"].combine_chunks()
            before = self._problems(rows)
            table = table.filter(pc.is_in(rows, value_set=pa.array(before, pa.int32())))
            piece = _piece(table, self._whole(table, before))
            if len(piece):
                checked = check(piece, self.mapping, settings, units, exported_on=exported_on)
                yield _seen(checked, {row: before[row] for row in piece.rows.tolist()})

    def rows_of(self, codes: pa.Array) -> list[tuple[int, str]]:
        """(row, code) of all rows of the copy with these codes, cleaned as `cells.codes` does."""
        found: list[tuple[int, str]] = []
        for table in self._tables(["row", "code"]):
            here = cells.codes(table["code"].combine_chunks().fill_null(""))
            wanted = pc.is_in(here, value_set=codes)
            rows = table["row"].combine_chunks().filter(wanted)
            found += zip(rows.to_pylist(), here.filter(wanted).to_pylist(), strict=True)
        return found

    def _tables(self, columns: list[str] | None = None) -> Iterator[pa.Table]:
        for group in range(self._file.num_row_groups):
            yield self._file.read_row_group(group, columns=columns)

    def _problems(self, rows: pa.Array) -> dict[int, list[Problem]]:
        """Row -> its problems, of the rejected ones among these rows."""
        if not len(rows):
            return {}
        span = pc.min_max(rows).as_py()
        of_rows = self._upload.problems.filter(row__gte=span["min"], row__lte=span["max"])
        found: dict[int, list[Problem]] = {}
        for problem in of_rows.exclude(kind__in=OF_FILES).order_by("pk"):
            found.setdefault(problem.row, []).append(problem.as_value())
        return {row: problems for row, problems in found.items() if any(map(_is_error, problems))}

    def _whole(self, table: pa.Table, problems: Mapping[int, list[Problem]]) -> Any:
        """The rows of which nothing was lost, as a mask."""
        lost = np.zeros(len(table), bool)
        rows = table["row"].to_numpy()
        for field in self.mapping.columns:
            if field == "procedure" and self.mapping.procedure_is_free_text:
                continue
            missing = pc.is_null(table[field]).to_numpy()
            for index in np.flatnonzero(missing):
                kinds = {p.kind for p in problems[int(rows[index])] if p.field == field}
                missing[index] = kinds.isdisjoint(_READ_AS_NOTHING)
            lost |= missing
        return ~lost


def _piece(table: pa.Table, whole: Any) -> Piece:
    table = table.filter(pa.array(whole))
    fields = [name for name in table.column_names if name != "row"]
    columns = {
        index: table[name].combine_chunks().fill_null("") for index, name in enumerate(fields)
    }
    return Piece(
        rows=table["row"].to_numpy(),
        columns=columns,
        faults={},
        bytes_done=0,
        cells=lambda index: [column[index].as_py() for column in columns.values()],
    )


def _seen(checked: Checked, before: Mapping[int, list[Problem]]) -> Seen:
    stay = [p for problems in before.values() for p in problems if p.kind in _READ_AS_NOTHING]
    again = {(p.row, p.field, p.kind) for p in checked.problems}
    problems = [*checked.problems, *(p for p in stay if (p.row, p.field, p.kind) not in again)]
    fit = checked.frame["row"].to_pylist()
    return Seen(
        checked, problems, frozenset(row for row in fit if any(map(_is_own_error, before[row])))
    )


def _is_error(problem: Problem) -> bool:
    return problem.severity == ERROR


def _is_own_error(problem: Problem) -> bool:
    return _is_error(problem) and problem.kind != "repeated_code"
