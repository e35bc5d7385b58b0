"""Sheets as CSV and JSON, piece by piece, so that a million rows need no more memory than a few."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import islice

from django.utils import timezone

from units.sheets.guard import guarded
from units.sheets.sheet import Cell, Sheet

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not read UTF-8
_ROWS = 500  # of a piece


def csv_pieces(sheet: Sheet) -> Iterator[str]:
    """Texts (codes too) and days stand in quotes, numbers without; what has no value is empty."""
    yield _BYTE_ORDER_MARK + _lines([[column.name for column in sheet.columns]])
    for rows in _some(sheet.rows):
        yield _lines([[_guarded(cell) for cell in row] for row in rows])


def _some(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    left = iter(rows)
    while some := list(islice(left, _ROWS)):
        yield some


def _lines(rows: Sequence[Sequence[Cell]]) -> str:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _guarded(cell: Cell) -> Cell:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    return guarded(cell) if isinstance(cell, str) else _plain(cell)


def json_pieces(sheet: Sheet) -> Iterator[str]:
    """One document: title, facts, and the rows by the names of their columns, a line each."""
    names = [column.name for column in sheet.columns]
    head = {"title": sheet.title, **{fact.name: fact.text for fact in sheet.facts}}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "rows": ['
    end = "\n  "
    for rows in _some(sheet.rows):
        documents = [dict(zip(names, map(_plain, row), strict=True)) for row in rows]
        yield end + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in documents)
        end = ",\n  "
    yield "\n ]\n}\n"


def _plain(cell: Cell) -> str | int | float | bool | None:
    """Days and moments as ISO 8601 writes them, moments in the site's time zone."""
    if isinstance(cell, datetime):
        return timezone.localtime(cell).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell
