"""The days of the second stretch, as numbers of working days (`egov.demo.working_days`)."""

from calendar import monthrange
from datetime import date, timedelta

from egov.demo import working_days

MONTHS = tuple((2025 + n // 12, n % 12 + 1) for n in range(22))

# Dossiers are drawn from two months earlier on, so that some are open as the stretch begins.
WARM_UP = date(2024, 11, 1)
DEPARTMENTS_MERGE, DISTRICTS_END = date(2025, 3, 1), date(2025, 7, 1)


def first_day(month: tuple[int, int]) -> date:
    """The 1st of a month."""
    return date(*month, 1)


def last_day(month: tuple[int, int]) -> date:
    """A month's last day."""
    return date(*month, monthrange(*month)[1])


def working(month: tuple[int, int]) -> tuple[int, int]:
    """The numbers of a month's first and last working day."""
    after = last_day(month) + timedelta(days=1)
    return working_days.last_before(first_day(month)) + 1, working_days.last_before(after)


def number_from(day: date) -> int:
    """The number of the first working day from a day on."""
    return working_days.last_before(day) + 1


FIRST, LAST = working(MONTHS[0])[0], working(MONTHS[-1])[1]
