"""Dates and times as export files write them, a column at a time.

Cells of equal length form a matrix of bytes; cells of one shape (digits folded to 9) are read
together by the position of their parts, so a column costs a few passes over its bytes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking.words import BLANK_WORDS

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FIRST_YEAR, LAST_YEAR = 1990, 2100
SECOND = 1_000_000
DAY = 86_400 * SECOND

_LONGEST = 40
_SHAPES_AT_ONCE = 32
# Shapes are bytes read as Latin-1: a non-breaking space is two. A cell may be broken into lines.
_SPACE = "(?: |\n|\r|\xc2\xa0)"
_BETWEEN = rf"{_SPACE}*,{_SPACE}*|{_SPACE}+"
_TIME = (
    r"(?P<hour>9{1,2}):(?P<minute>9{2})(?::(?P<second>9{2})(?:[.,](?P<fraction>9{1,9}))?)?"
    rf"(?:{_SPACE}?(?P<half>AM|PM|SA|CH))?"
)
_OFFSET = rf"(?:{_SPACE}?(?:Z|(?P<sign>[+-])(?P<oh>99)(?::?(?P<om>99))?)(?P<aware>))?"
_DAYS = (
    r"(?P<first>9{1,2})(?P<mark>[/.-])(?P<second_part>9{1,2})(?P=mark)(?P<year>9{4})",
    r"(?P<year>9{4})(?P<mark>[/.-])(?P<month>9{1,2})(?P=mark)(?P<day>9{1,2})",
)
_SHAPES = [
    re.compile(pattern)
    for day in _DAYS
    for pattern in (
        day,
        rf"{day}(?:T|{_BETWEEN}){_TIME}{_OFFSET}",
        rf"{_TIME}(?:{_BETWEEN}){day}",
    )
] + [
    re.compile(r"(?P<year>9999)(?P<month>99)(?P<day>99)"),
    re.compile(
        r"(?P<year>9999)(?P<month>99)(?P<day>99)T?(?P<hour>99)(?P<minute>99)(?P<second>99)"
        + _OFFSET
    ),
]


@dataclass(frozen=True)
class Dates:
    """A column of times; all arrays have one entry per cell, and hold 0 where nothing was read.

    `instant`: microseconds since 1970 in UTC; `day`: the local day as days since 1970; `read`: the
    cell holds a date; `has_time`: with a time of day; `unreadable`: neither blank nor a date;
    `odd_year`: a date outside the years 1990 to 2100 (part of `unreadable`); `year_first`: written
    from the year to the day.
    """

    instant: Ints
    day: Ints
    read: Mask
    has_time: Mask
    unreadable: Mask
    odd_year: Mask
    year_first: Mask


def parse_dates(texts: pa.StringArray, zone: ZoneInfo, *, day_first: bool) -> Dates:
    """Read a column of texts without nulls (forms: DOMAIN.md section 7).

    A time without offset is local to `zone`; of an hour that the clock shows twice the first is
    meant, an hour that it skips is taken at the offset before. A date without time is 00:00.
    Years have four digits: in "01/02/03" nobody can tell the year from the day.
    """
    size = len(texts)
    local = np.zeros(size, np.int64)
    offset = np.zeros(size, np.int64)
    aware, read, has_time, odd_year, year_first = (np.zeros(size, bool) for _ in range(5))
    trimmed = pc.utf8_trim_whitespace(texts)
    for where, matrix, shape in _groups(trimmed):
        parts = _parts(shape)
        if parts is None:
            continue
        value, good, year_good = _local_times(matrix, parts, day_first=day_first)
        local[where], read[where], odd_year[where] = value, good & year_good, good & ~year_good
        has_time[where] = "hour" in parts
        year_first[where] = "day" in parts
        if "aware" in parts:
            aware[where] = True
            offset[where] = _stated_offset(matrix, parts, shape)
    instant = np.where(aware, local - offset, local)
    _shift(instant, read & ~aware, partial(_offset_of_local, zone), -1)
    _shift_to(local, instant, read & aware, zone)
    unreadable = ~read & ~_blank(trimmed, ~read)
    instant[~read] = 0
    day = np.where(read, local // DAY, 0)
    return Dates(instant, day, read, has_time & read, unreadable, odd_year, year_first)


def ends_of_days(days: Ints, zone: ZoneInfo) -> Ints:
    """The last microsecond of local days (days since 1970), in microseconds since 1970 in UTC."""
    ends = days * DAY + DAY - 1
    _shift(ends, np.ones(len(ends), bool), partial(_offset_of_local, zone), -1)
    return ends


def _blank(texts: pa.StringArray, where: Mask) -> Mask:
    blank: Mask = where & (pc.binary_length(texts).to_numpy(zero_copy_only=False) == 0)
    for index in np.flatnonzero(where & ~blank):
        blank[index] = texts[int(index)].as_py().lower() in BLANK_WORDS
    return blank


def _groups(texts: pa.StringArray) -> Iterator[tuple[Ints, Any, str]]:
    """The cells by shape: their indices, their bytes as a matrix, the shape."""
    lengths = pc.binary_length(texts).to_numpy(zero_copy_only=False)
    for length in np.flatnonzero(np.bincount(np.minimum(lengths, _LONGEST + 1))):
        if not 0 < length <= _LONGEST:
            continue
        where = np.flatnonzero(lengths == length)
        same = texts if len(where) == len(texts) else texts.take(pa.array(where))
        matrix = _bytes(same, int(length))
        digits = (matrix - np.uint8(48)) < 10
        shapes = np.where(digits, np.uint8(57), matrix)
        for _ in range(_SHAPES_AT_ONCE):
            if not len(where):
                break
            alike = (shapes == shapes[0]).all(axis=1)
            yield where[alike], matrix[alike], shapes[0].tobytes().decode("latin-1")
            where, matrix, shapes = where[~alike], matrix[~alike], shapes[~alike]
        yield from _remaining_groups(where, matrix, shapes)


def _remaining_groups(where: Ints, matrix: Any, shapes: Any) -> Iterator[tuple[Ints, Any, str]]:
    """What is left of a column of many shapes: hardly dates, so each shape once, one by one."""
    indices: dict[bytes, list[int]] = {}
    for index, shape in enumerate(shapes):
        indices.setdefault(shape.tobytes(), []).append(index)
    for shape, members in indices.items():
        yield where[members], matrix[members], shape.decode("latin-1")


def _bytes(texts: pa.StringArray, length: int) -> Any:
    """The bytes of texts of one length as a matrix, a row per text."""
    _, offsets, data = texts.buffers()
    start = np.frombuffer(offsets, np.int32, count=1, offset=4 * texts.offset)[0]
    count = len(texts) * length
    return np.frombuffer(data, np.uint8, count=count, offset=start).reshape(-1, length)


@lru_cache(maxsize=4096)
def _parts(shape: str) -> dict[str, tuple[int, int]] | None:
    """Where the parts of a date stand in a shape; None if the shape is not that of a date."""
    for pattern in _SHAPES:
        found = pattern.fullmatch(shape.upper())
        if found:
            names = [name for name, text in found.groupdict().items() if text is not None]
            return {name: found.span(name) for name in names}
    return None


def _number(matrix: Any, span: tuple[int, int]) -> Any:
    value = np.zeros(len(matrix), np.int32)
    for position in range(*span):
        value = value * 10 + (matrix[:, position] - np.uint8(48))
    return value


def _local_times(
    matrix: Any, parts: dict[str, tuple[int, int]], *, day_first: bool
) -> tuple[Ints, Mask, Mask]:
    """Microseconds since 1970 on the local clock, which of them exist, which lie in range."""
    number = partial(_number, matrix)
    names = ("first", "second_part") if day_first else ("second_part", "first")
    day = number(parts["day"] if "day" in parts else parts[names[0]])
    month = number(parts["month"] if "month" in parts else parts[names[1]])
    year = number(parts["year"])
    good = (month >= 1) & (month <= 12) & (day >= 1)
    months = (year.astype(np.int64) - 1970) * 12 + np.where(good, month, 1) - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (day - 1)
    good &= days.astype("datetime64[M]").astype(np.int64) == months
    micros = days.astype(np.int64) * DAY
    if "hour" in parts:
        clock, clock_good = _clock(matrix, parts)
        micros += clock
        good &= clock_good
    return micros, good, (year >= FIRST_YEAR) & (year <= LAST_YEAR)


def _clock(matrix: Any, parts: dict[str, tuple[int, int]]) -> tuple[Ints, Mask]:
    hour, minute = _number(matrix, parts["hour"]), _number(matrix, parts["minute"])
    second = _number(matrix, parts["second"]) if "second" in parts else 0 * hour
    good = (minute < 60) & (second < 60)
    if "half" in parts:
        good &= (hour >= 1) & (hour <= 12)
        afternoon = matrix[0, parts["half"][0]] in b"PpCc"  # one shape, so one half of the day
        hour = hour % 12 + (12 if afternoon else 0)
    good &= hour < 24
    micros = (hour * 3600 + minute * 60 + second).astype(np.int64) * SECOND
    if "fraction" in parts:
        start, end = parts["fraction"]
        end = min(end, start + 6)
        micros += _number(matrix, (start, end)).astype(np.int64) * 10 ** (6 - (end - start))
    return micros, good


def _stated_offset(matrix: Any, parts: dict[str, tuple[int, int]], shape: str) -> Ints:
    if "sign" not in parts:
        return np.zeros(len(matrix), np.int64)
    minutes = _number(matrix, parts["oh"]) * 60
    if "om" in parts:
        minutes = minutes + _number(matrix, parts["om"])
    sign = -1 if shape[parts["sign"][0]] == "-" else 1
    micros: Ints = minutes.astype(np.int64) * 60 * SECOND * sign
    return micros


def _shift_to(local: Ints, instant: Ints, where: Mask, zone: ZoneInfo) -> None:
    """Set the local clock's time of the instants at `where`."""
    local[where] = instant[where]
    _shift(local, where, partial(_offset_of_instant, zone), 1)


def _shift(micros: Ints, where: Mask, offset_at: Callable[[int], int], sign: int) -> None:
    """Add the zone's offset (times `sign`) to the times at `where`.

    The zone is asked once per day, and once per quarter of an hour on days on which it changes.
    """
    if not where.any():
        return
    chosen = micros[where]
    days = chosen // DAY
    first = days.min()
    table = np.zeros(days.max() - first + 1, np.int64)
    changing = np.zeros(len(table), bool)
    for index in np.flatnonzero(np.bincount(days - first)):
        midnight = int(first + index) * 86_400
        table[index] = offset_at(midnight)
        changing[index] = table[index] != offset_at(midnight + 86_400)
    offsets = table[days - first]
    if changing.any():
        unsure = np.flatnonzero(changing[days - first])
        quarters, inverse = np.unique(chosen[unsure] // (900 * SECOND), return_inverse=True)
        offsets[unsure] = np.array([offset_at(int(q) * 900) for q in quarters])[inverse]
    micros[where] = chosen + sign * SECOND * offsets


_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a clock on the wall


@lru_cache(maxsize=1 << 16)
def _offset_of_local(zone: ZoneInfo, second: int) -> int:
    local = (_EPOCH + timedelta(seconds=second)).replace(tzinfo=zone)
    return int((local.utcoffset() or timedelta()).total_seconds())


@lru_cache(maxsize=1 << 16)
def _offset_of_instant(zone: ZoneInfo, second: int) -> int:
    local = datetime.fromtimestamp(second, UTC).astimezone(zone)
    return int((local.utcoffset() or timedelta()).total_seconds())
