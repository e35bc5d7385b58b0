"""The rejected rows of an upload as a CSV file, to be mended and uploaded again.

It holds what the upload's copy holds of them (docs/decisions/0006) under the headers of the file,
with the number of the row in front and what is wrong behind.
"""

import csv
import heapq
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pyarrow import parquet

from dossiers.checking.problems import FIELD_LABELS, sentence
from dossiers.loading.kept_copy import headers_of, kept_copy_of
from dossiers.models import Problem, Upload
from units.sheets.guard import guarded

_BOM = "\ufeff"
_LINES_AT_ONCE = 500

# Of one row: its number, and its cells by field; None is a cell that was not kept.
_Row = tuple[int, dict[str, str | None]]


def rejected_csv(upload: Upload) -> Iterator[str]:
    """The file in pieces of text, to be encoded in UTF-8 (it begins with a BOM).

    Of an upload whose copy is not there, numbers and problems alone.
    """
    errors = upload.problems.filter(is_warning=False)
    path = kept_copy_of(upload)
    copy = parquet.ParquetFile(path) if path else None
    headers = headers_of(copy.schema_arrow) if copy else {}
    yield _BOM + _csv([[_("Row"), *headers.values(), _("Problem")]])
    rows = _copied_rows(copy, errors) if copy else iter(())
    lines: list[Sequence[str]] = []
    for number, cells, problems in _joined(rows, errors):
        left_out = [field for field in headers if cells and cells[field] is None]
        texts = [cells.get(field) or "" for field in headers]
        lines.append([str(number), *texts, _why(problems, left_out)])
        if len(lines) == _LINES_AT_ONCE:
            yield _csv(lines)
            lines = []
    yield _csv(lines)


def _copied_rows(copy: parquet.ParquetFile, errors: QuerySet[Problem]) -> Iterator[_Row]:
    """The rows of a copy that have errors, in their order.

    Rows that were postponed (see dossiers.loading.intake) stand behind the others: a copy is two
    runs of ascending rows, each read by one row group at a time.
    """
    runs: list[list[tuple[int, int, int]]] = []
    for group in range(copy.num_row_groups):
        about = copy.metadata.row_group(group).column(0).statistics
        if about is None:
            continue
        if not runs or about.min < runs[-1][-1][2]:
            runs.append([])
        runs[-1].append((group, about.min, about.max))
    return heapq.merge(*(_run(copy, errors, run) for run in runs), key=lambda row: row[0])


def _run(
    copy: parquet.ParquetFile, errors: QuerySet[Problem], groups: Sequence[tuple[int, int, int]]
) -> Iterator[_Row]:
    for group, first, last in groups:
        of_group = errors.filter(row__gte=first, row__lte=last)
        wanted = pa.array(of_group.values_list("row", flat=True).distinct(), pa.int32())
        if len(wanted):
            table = copy.read_row_group(group)
            table = table.filter(pc.is_in(table["row"], value_set=wanted))
            for cells in table.to_pylist():
                yield cells.pop("row"), cells


def _joined(
    rows: Iterator[_Row], errors: QuerySet[Problem]
) -> Iterator[tuple[int, dict[str, str | None], list[Problem]]]:
    """Every row with errors, with its cells, if there are any, and its problems."""
    in_order = errors.order_by("row", "pk").iterator(chunk_size=2000)
    row = next(rows, None)
    for number, problems in groupby(in_order, key=lambda problem: problem.row):
        while row is not None and row[0] < number:
            row = next(rows, None)
        cells = row[1] if row is not None and row[0] == number else {}
        yield number, cells, list(problems)


def _why(problems: Sequence[Problem], left_out: Sequence[str]) -> str:
    sentences = [sentence(problem.as_value()) for problem in problems]
    if left_out:
        names = ", ".join(str(FIELD_LABELS[field]) for field in left_out)
        sentences.append(
            _("Not given back, as it may be about a person: %(names)s. Take it from your file.")
            % {"names": names}
        )
    return " ".join(sentences)


def _csv(lines: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in line] for line in lines)
    return text.getvalue()
