"""The twin's periods and comparisons: days written down month by month, differences one by one."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.twin.rollup import View
from tests.twin.units import Unit, is_valid

# What a text says of its year: the first and last month, and of the period before, how many years
# earlier, its months. Whatever is told from January on is compared with the same of last year.
_TEXTS = {
    "": (1, 12, 1, 1, 12),
    "H1": (1, 6, 1, 7, 12),
    "H2": (7, 12, 0, 1, 6),
    "Q1": (1, 3, 1, 10, 12),
    "Q2": (4, 6, 0, 1, 3),
    "Q3": (7, 9, 0, 4, 6),
    "Q4": (10, 12, 0, 7, 9),
    "M9": (1, 9, 1, 1, 9),
    "01": (1, 1, 1, 12, 12),
    **{f"{month:02}": (month, month, 0, month - 1, month - 1) for month in range(2, 13)},
    **{f"01..{month:02}": (1, month, 1, 1, month) for month in range(1, 13)},
}

Days = tuple[date, date]


def days(text: str, calendar: str) -> Days:
    """The first and last day of a period within one year."""
    year, first, last, *_before = _read(text)
    return _of_months(year, first, last, calendar)


def earlier(text: str, calendar: str, against: str) -> Days:
    """Those of the period before, or of the same one a year earlier."""
    year, first, last, years, first_before, last_before = _read(text)
    if against == "year":
        return _of_months(year - 1, first, last, calendar)
    return _of_months(year - years, first_before, last_before, calendar)


def to_date(year: int, calendar: str, newest: date) -> Days:
    """The months of a year that have ended by the newest day; the first one at least."""
    last = 1
    for month in range(1, 13):
        if _of_months(year, month, month, calendar)[1] <= newest:
            last = month
    return _of_months(year, 1, last, calendar)


Line = tuple[int | None, int | None, Fraction | None, int | None, int]


def is_match(unit: Unit, indicator: str, view: View, days: Iterable[date]) -> bool:
    """Whether a count of what comes in is of all of both periods, whose first and last days these
    are; everything else can be compared always."""
    is_flow = indicator in ("received", "resolved")
    return not is_flow or view != "then" or all(is_valid(unit, day) for day in days)


def change(now: Line, then: Line | None, *, is_match: bool) -> tuple[Any, ...]:
    """Value and rank then, difference, places risen, and whether it was not listed then."""
    if then is None or not is_match:
        return None, None, None, None, then is None
    difference = places = None
    if now[2] is not None and then[2] is not None:
        difference = now[2] - then[2]
    if now[3] is not None and then[3] is not None:
        places = then[3] - now[3]
    return then[2], then[3], difference, places, False


def _read(text: str) -> tuple[int, int, int, int, int, int]:
    year, _, rest = text.partition("-")
    return (int(year), *_TEXTS[rest.replace(f"{year}-", "")])


def _of_months(year: int, first: int, last: int, calendar: str) -> Days:
    if calendar == "kstt":
        begins = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
        return begins, date(year, last, 14)
    ends = date(year, 12, 31) if last == 12 else date(year, last + 1, 1) - timedelta(days=1)
    return date(year, first, 1), ends
