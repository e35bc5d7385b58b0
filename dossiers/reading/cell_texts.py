"""Cells of workbooks as texts: what a column of a CSV file would say, dates the ISO way."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Cell = str | int | float | bool | date | datetime | time | timedelta

LONGEST = 32_767  # characters: what a cell of Excel's can hold; longer ones are cut

_EXACT = 10**15  # up to here a float tells whole numbers apart
_HALF = timedelta(microseconds=500_000)


def text_of(cell: Cell) -> str:
    """A cell as text, "" for a blank one.

    Numbers are written without a needless ".0" and with the 15 digits that a spreadsheet shows;
    dates as "2018-07-31 17:30:00", without a time of day as "2018-07-31"; times of day and
    durations as "17:30:00". Fractions of seconds are rounded: "59.999999" is a spreadsheet's way
    to store the next minute.
    """
    return _SCALARS[type(cell)](cell)


def texts_of(cells: Sequence[Cell]) -> pa.StringArray:
    """`text_of` of each cell, a type of cell at a time."""
    kinds = set(map(type, cells))
    if len(kinds) == 1:
        return _column(kinds.pop(), cells)
    parts, places = [], []
    for kind in kinds:
        where = [index for index, cell in enumerate(cells) if type(cell) is kind]
        parts.append(_column(kind, [cells[index] for index in where]))
        places += where
    if not parts:
        return pa.array([], pa.string())
    order = np.empty(len(cells), np.int64)
    order[places] = np.arange(len(cells))
    return pa.concat_arrays(parts).take(pa.array(order))


def _column(kind: type, cells: Sequence[Cell]) -> pa.StringArray:
    """The texts of cells of one type."""
    if kind is str:
        texts = pa.array(cells, pa.string())
        if pc.max(pc.binary_length(texts)).as_py() > LONGEST:
            texts = pc.utf8_slice_codeunits(texts, 0, LONGEST)
        return _without_nul(texts)
    if kind is float:
        numbers = np.array(cells, np.float64)
        if (np.abs(numbers) < _EXACT).all() and (numbers == np.trunc(numbers)).all():
            return pa.array(numbers.astype(np.int64)).cast(pa.string())
    if kind is datetime:
        return _times(cells)
    return pa.array(map(_SCALARS[kind], cells), pa.string())


def _without_nul(texts: pa.StringArray) -> pa.StringArray:
    """PostgreSQL's texts hold no NUL."""
    if not pc.any(pc.match_substring(texts, "\0")).as_py():
        return texts
    return pc.replace_substring(texts, "\0", "")


def _times(cells: Sequence[Cell]) -> pa.StringArray:
    rounded = pc.round_temporal(pa.array(cells, pa.timestamp("us")), 1, "second")
    texts = rounded.cast(pa.timestamp("s")).cast(pa.string())
    midnight = pc.equal(rounded, pc.floor_temporal(rounded, 1, "day"))
    return pc.if_else(midnight, pc.utf8_slice_codeunits(texts, 0, 10), texts)


def _text(cell: str) -> str:
    return cell[:LONGEST].replace("\0", "")


def _number(cell: float) -> str:
    if abs(cell) < _EXACT and cell == int(cell):
        return str(int(cell))
    text = format(cell, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def _datetime(cell: datetime) -> str:
    try:
        rounded = (cell + _HALF).replace(microsecond=0)
    except OverflowError:  # the last second of the calendar
        rounded = cell.replace(microsecond=0)
    text = rounded.isoformat(" ")
    return text.removesuffix(" 00:00:00")


def _duration(cell: timedelta) -> str:
    seconds = round(cell.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _clock(cell: time) -> str:
    of_day = timedelta(
        hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond
    )
    return _duration(of_day)


_SCALARS: dict[type, Callable[..., str]] = {
    str: _text,
    float: _number,
    int: str,
    bool: lambda cell: "TRUE" if cell else "FALSE",
    datetime: _datetime,
    date: date.isoformat,
    time: _clock,
    timedelta: _duration,
}
