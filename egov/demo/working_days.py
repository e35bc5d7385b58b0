"""Vietnam's working days around 2018 and since the end of 2024, numbered: the demo counts all its
time in them. Those of the years between have no holidays: nothing happens in them."""

from datetime import date, timedelta
from typing import Any

import numpy as np

FIRST, LAST = date(2017, 1, 1), date(2027, 12, 31)

# Public holidays with their substitute days, and Mondays that were worked on another Saturday, as
# announced for civil servants; Saturdays worked are left out, one-stop counters were closed.
_FREE = frozenset(
    {
        date(2017, 1, 2),
        *(date(2017, 1, day) for day in (26, 27, 30, 31)),
        date(2017, 2, 1),
        date(2017, 4, 6),
        date(2017, 5, 1),
        date(2017, 5, 2),
        date(2017, 9, 4),
        date(2018, 1, 1),
        *(date(2018, 2, day) for day in (14, 15, 16, 19, 20)),
        date(2018, 4, 25),
        date(2018, 4, 30),
        date(2018, 5, 1),
        date(2018, 9, 3),
        date(2018, 12, 31),
        date(2019, 1, 1),
        *(date(2019, 2, day) for day in (4, 5, 6, 7, 8)),
        date(2019, 4, 15),
        date(2019, 4, 29),
        date(2019, 4, 30),
        date(2019, 5, 1),
        date(2019, 9, 2),
        date(2025, 1, 1),
        *(date(2025, 1, day) for day in (27, 28, 29, 30, 31)),
        date(2025, 4, 7),
        date(2025, 4, 30),
        date(2025, 5, 1),
        date(2025, 5, 2),
        date(2025, 9, 1),
        date(2025, 9, 2),
        date(2026, 1, 1),
        date(2026, 1, 2),
        *(date(2026, 2, day) for day in (16, 17, 18, 19, 20)),
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 9, 2),
    }
)

DAYS = tuple(
    day
    for day in (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
    if day.weekday() < 5 and day not in _FREE
)


def last_before(day: date) -> int:
    """The number of the last working day before a day."""
    ordinals = np.array([one.toordinal() for one in DAYS])
    return int(np.searchsorted(ordinals, day.toordinal())) - 1


def texts(form: str) -> Any:
    """The working days written in a form of strftime, as an array of objects."""
    return np.array([day.strftime(form) for day in DAYS], object)
