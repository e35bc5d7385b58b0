"""Reports as files, and what is reported of them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.support import run, write_text

# The form's columns, 3 to 13, as one line of a CSV names them.
HEADER = (
    "TT,Đơn vị,Tiếp nhận tổng số,Trong kỳ trực tuyến,Trong kỳ trực tiếp,Từ kỳ trước,"
    "Đã giải quyết tổng số,Trước hạn,Đúng hạn,Đã giải quyết quá hạn,"
    "Đang giải quyết tổng số,Trong hạn,Đang giải quyết quá hạn"
)
# 4, 5, 6, 8, 9, 10, 12, 13.
Parts = Sequence[int]


def row_of(parts: Parts) -> list[int]:
    """Columns 3 to 13."""
    online, other, before, early, on_time, late, within, overdue = parts
    return [
        *(online + other + before, online, other, before),
        *(early + on_time + late, early, on_time, late),
        *(within + overdue, within, overdue),
    ]


def form_csv(path: Path, rows: Mapping[str, Parts], *, by: str = "Đơn vị", total: bool = True):
    """The form by unit or field as a CSV."""
    lines = [HEADER.replace("Đơn vị", by, 1)]
    for number, (name, parts) in enumerate(rows.items(), 1):
        lines.append(",".join(map(str, [number, name, *row_of(parts)])))
    if total:
        summed = [sum(column) for column in zip(*rows.values(), strict=True)]
        lines.append(",".join(map(str, ["", "Tổng số", *row_of(summed)])))
    return write_text(path, "\n".join(lines) + "\n")


def progress_csv(path: Path, rows: Iterable[tuple[str, int, int]]) -> Path:
    """A table of progress: unit, on time, overdue."""
    lines = [f"{unit},{good + late},{good},{late}" for unit, good, late in rows]
    return write_text(path, "\n".join(["unit,received,on_time,overdue", *lines]) + "\n")


def report(file: Path, *options: object, status: int = 0) -> Any:
    """Report a file; returns the JSON document."""
    outcome = run("report_figures", file, *options, "--json")
    assert outcome.status == status, outcome
    return outcome.document


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A sheet of cells as they are."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path
