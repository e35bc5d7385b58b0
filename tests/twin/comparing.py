"""The twin's periods and comparisons: days written down month by month, differences one by one."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.twin.model import Key
from tests.twin.rollup import View
from tests.twin.territory import is_exact
from tests.twin.units import ONE_DAY, Hierarchy, Unit, ancestors, is_valid, line_on

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
Moved = tuple[Fraction | None, int | None, Fraction | None, int | None, bool]


def is_match(unit: Unit, indicator: str, view: View, days: Iterable[date]) -> bool:
    """Whether a count of what comes in is of all of both periods, whose first and last days these
    are; everything else can be compared always."""
    is_flow = indicator in ("received", "resolved")
    return not is_flow or view != "then" or all(is_valid(unit, day) for day in days)


def other_units(
    hierarchy: Hierarchy,
    now: Iterable[Key],
    then: Iterable[Key],
    view: View,
    days: Days,
    days_then: Days,
) -> tuple[list[Unit], int]:
    """The units of two tables that are not the same in both, and how many there are in all. Ended
    ones that are listed for their dossiers alone are no units of a table."""
    tables = [
        {key for key in keys if view != "then" or _is_there(hierarchy.units[key], of)}
        for keys, of in ((now, days), (then, days_then))
    ]
    others = []
    for key in tables[0] | tables[1]:
        unit = hierarchy.units[key]
        if isinstance(view, date):
            is_same = all(is_exact(hierarchy, unit, view, of) for of in (days, days_then))
        else:
            is_same = all(key in table for table in tables)
            is_same = is_same and all(
                is_valid(unit, day) for day in _every((days_then[0], days[1]))
            )
        if not is_same:
            others.append(unit)
    return others, len(tables[0] | tables[1])


def are_places_compared(others: int, units: int) -> bool:
    """Whether two tables are of the same units but for one, or a tenth of them."""
    return others in (0, 1) or others / units <= 1 / 10


def changed_on(hierarchy: Hierarchy, unit: Unit, day: date) -> bool:
    """Whether the unit, or what is above it, is not what it was on the day before."""

    def state(day: date) -> Any:
        path = [unit, *ancestors(hierarchy, unit, day)]
        return [(one.key, is_valid(one, day), line_on(one, day)) for one in path]

    return bool(state(day) != state(day - ONE_DAY))


def change(now: Line, then: Line | None, *, is_match: bool, are_places_compared: bool) -> Moved:
    """Value and rank then, difference, places risen, and whether it was not listed then."""
    if then is None or not is_match:
        return None, None, None, None, then is None
    difference = places = rank_then = None
    if now[2] is not None and then[2] is not None:
        difference = now[2] - then[2]
    if are_places_compared:
        rank_then = then[3]
        if now[3] is not None and then[3] is not None:
            places = then[3] - now[3]
    return then[2], rank_then, difference, places, False


def _is_there(unit: Unit, days: Days) -> bool:
    return any(is_valid(unit, day) for day in _every(days))


def _every(days: Days) -> list[date]:
    """Every day from the first to the last one."""
    return [days[0] + number * ONE_DAY for number in range((days[1] - days[0]).days + 1)]


def _read(text: str) -> tuple[int, int, int, int, int, int]:
    year, _, rest = text.partition("-")
    return (int(year), *_TEXTS[rest.replace(f"{year}-", "")])


def _of_months(year: int, first: int, last: int, calendar: str) -> Days:
    if calendar == "kstt":
        begins = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
        return begins, date(year, last, 14)
    ends = date(year, 12, 31) if last == 12 else date(year, last + 1, 1) - timedelta(days=1)
    return date(year, first, 1), ends
