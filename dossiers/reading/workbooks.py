"""Workbooks (xlsx, xls, xlsb, ods) as sheets of cells, read by python-calamine.

Runs in the process that reads workbooks. Formula cells give the value that was stored with them;
what python-calamine does not tell is looked up in the file for the sheet that is read.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO

import python_calamine as calamine

from dossiers.reading import archive, ods_details, xlsb_details, xlsx_details
from dossiers.reading.refusals import Refusal
from dossiers.reading.sheets import Details, Grid, Merge

_Range = tuple[tuple[int, int], tuple[int, int]]  # (row, column) of the first and the last cell
_ZIPPED = ("xlsx", "xlsb", "ods")


def grids(file: BinaryIO, form: str) -> Iterator[Grid]:
    """The sheets of a workbook, one after the other; `form` is its format.

    Raises Refusal where the workbook cannot be opened.
    """
    if form in _ZIPPED:
        archive.check(file)
    file.seek(0)
    with _reading(form):
        workbook = calamine.CalamineWorkbook.from_filelike(file)
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ == calamine.SheetTypeEnum.WorkSheet:
            with _reading(form):
                grid = _grid(workbook, index, about, partial(_details, file, form))
            yield grid


@contextmanager
def _reading(form: str) -> Iterator[None]:
    try:
        yield
    except calamine.PasswordError:
        raise Refusal("password") from None
    except (calamine.CalamineError, OSError):
        raise Refusal("damaged", format=f"Excel ({form})") from None


def _grid(
    workbook: calamine.CalamineWorkbook, index: int, about: Any, look_up: Callable[..., Details]
) -> Grid:
    sheet = workbook.get_sheet_by_index(index)
    return Grid(
        name=about.name,
        rows=lambda: enumerate(sheet.iter_rows()),
        height=sheet.end[0] + 1 if sheet.end else 0,
        hidden=about.visible != calamine.SheetVisibleEnum.Visible,
        details=lambda: look_up(about.name, sheet.merged_cell_ranges or ()),
    )


def _details(file: BinaryIO, form: str, name: str, merged: Sequence[_Range]) -> Details:
    """What more there is to know of the sheet of a name."""
    if form == "ods":
        return ods_details.details(file, name)
    if form == "xlsb":
        return xlsb_details.details(file, name)
    found = xlsx_details.details(file, name) if form == "xlsx" else Details()
    found.merges.extend(_merges(merged))
    return found


def _merges(ranges: Sequence[_Range]) -> list[Merge]:
    """Those cells that are merged downwards; one merged to the right keeps its text where it is."""
    return [
        Merge(first, last, column)
        for (first, column), (last, _last_column) in ranges
        if last > first
    ]
