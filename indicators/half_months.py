"""Half months, the grain of all counts: 1st to 14th, and 15th to the month's end.

A half month is one running number, so that calendar months (two from an even number on) and the
KSTT calendar's (two from an odd number on) are both plain ranges. The database has the same
function as `half_month(date)`.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache

# Of each of thousands of units a page asks how its period begins and ends.
_KNOWN = 4096


def half_month(day: date) -> int:
    """The half month that a day lies in: 24 a year, counted from the year 0."""
    return day.year * 24 + (day.month - 1) * 2 + (day.day >= 15)


@lru_cache(_KNOWN)
def first_day(half: int) -> date:
    """The 1st or the 15th with which a half month begins."""
    year, rest = divmod(half, 24)
    return date(year, rest // 2 + 1, 15 if rest % 2 else 1)


@lru_cache(_KNOWN)
def last_day(half: int) -> date:
    """The 14th or the month's last day with which a half month ends."""
    first = first_day(half)
    return first.replace(day=monthrange(first.year, first.month)[1] if half % 2 else 14)
