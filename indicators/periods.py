"""Periods as ranges of half months, in the calendar of the year or of the KSTT reports.

KSTT reports close on the 14th: their month M runs from the 15th of M-1 to the 14th of M, and
quarters, half years and years likewise (DOMAIN.md section 2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from indicators.half_months import first_day, last_day


class Calendar(StrEnum):
    MONTH = "month"
    KSTT = "kstt"


# Of periods that can be asked for; those that they are compared with may lie before.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class PeriodError(ValueError):
    """A period that cannot be read; the text is a sentence for the user."""


@dataclass(frozen=True)
class Period:
    """A period as it was written, its calendar, and its first and last half month."""

    text: str
    calendar: Calendar
    first: int
    last: int

    @property
    def begins_on(self) -> date:
        return first_day(self.first)

    @property
    def ends_on(self) -> date:
        return last_day(self.last)

    # Months are numbered 12 * year + month - 1. In both calendars a month ends with the half
    # month 2 * number or 2 * number + 1, and begins one before its end.
    @property
    def first_month(self) -> int:
        return (self.first + 1) // 2

    @property
    def last_month(self) -> int:
        return self.last // 2

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins; for months told from
        January on (nine months, a year to date), the same ones of the year before."""
        length = self.last_month - self.first_month + 1
        is_told_from_january = self.first_month % 12 == 0 and length < 12
        return self._moved(12 if is_told_from_january and length not in _PARTS else length)

    @property
    def year_earlier(self) -> "Period":
        return self._moved(12)

    def months(self, *, at_least: int = 1) -> list["Period"]:
        """The months of the period, oldest first; from earlier on, to make `at_least` so many."""
        first = min(self.first_month, self.last_month - at_least + 1)
        return [of_months(m, m, self.calendar) for m in range(first, self.last_month + 1)]

    def _moved(self, back: int) -> "Period":
        return of_months(self.first_month - back, self.last_month - back, self.calendar)


# How many months a part of a year has of which one follows another.
_PARTS = (1, 3, 6)
_NINE = 9


def of_months(first: int, last: int, calendar: Calendar = Calendar.MONTH) -> Period:
    """The period from a month to a month (12 * year + month - 1), under its shortest name."""
    (year, month), (last_year, last_month) = divmod(first, 12), divmod(last, 12)
    whole_parts = {12: "", 6: f"-H{month // 6 + 1}", 3: f"-Q{month // 3 + 1}", _NINE: "-M9"}
    length = last - first + 1
    text = f"{year:04}-{month + 1:02}"
    if length in whole_parts and month % length == 0 and year == last_year:
        text = f"{year:04}{whole_parts[length]}"
    elif length > 1:
        text += f"..{last_year:04}-{last_month + 1:02}"
    return _period(text, first, last, calendar)


def to_date(year: int, on: date, calendar: Calendar = Calendar.MONTH) -> Period:
    """The months of a year that are over on a day (the last one may end on it): whole months, so
    that the same ones of the year before are their match. All of a year that is over; the first
    month of one in which none is over yet."""
    first = year * 12
    over = [m for m in range(first, first + 12) if of_months(m, m, calendar).ends_on <= on]
    return of_months(first, max(over, default=first), calendar)


_FORMS: dict[str, Callable[..., tuple[int, ...]]] = {
    r"(\d{4})": lambda year: (year, 1, year, 12),
    r"(\d{4})-H([12])": lambda year, half: (year, half * 6 - 5, year, half * 6),
    r"(\d{4})-Q([1-4])": lambda year, quarter: (year, quarter * 3 - 2, year, quarter * 3),
    r"(\d{4})-M9": lambda year: (year, 1, year, 9),
    r"(\d{4})-(\d{2})": lambda year, month: (year, month, year, month),
    r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})": lambda *months: months,
}


def parse_period(text: str, calendar: Calendar = Calendar.MONTH) -> Period:
    """Read `2018`, `2018-H1`, `2018-Q3`, `2018-07`, `2018-M9` or `2018-01..2018-05`.

    Raises PeriodError.
    """
    for form, months in _FORMS.items():
        found = re.fullmatch(form, text, re.ASCII)
        if found:
            year, month, last_year, last_month = months(*map(int, found.groups()))
            break
    else:
        raise PeriodError(
            _(
                "“%(text)s” is no period: write 2018, 2018-H1, 2018-Q3, 2018-07, 2018-M9, 2018-YTD,"
                " or a range"
            )
            % {"text": text[:40]}
            + " 2018-01..2018-05."
        )
    if not (
        1 <= month <= 12 and 1 <= last_month <= 12 and FIRST_YEAR <= year <= last_year <= LAST_YEAR
    ):
        raise PeriodError(_("“%(text)s” is no period of this calendar.") % {"text": text})
    first, last = year * 12 + month - 1, last_year * 12 + last_month - 1
    if last < first:
        raise PeriodError(_("The period “%(text)s” ends before it begins.") % {"text": text})
    return _period(text, first, last, calendar)


def _period(text: str, first_month: int, last_month: int, calendar: Calendar) -> Period:
    shift = -1 if calendar == Calendar.KSTT else 0
    return Period(text, calendar, 2 * first_month + shift, 2 * last_month + 1 + shift)
