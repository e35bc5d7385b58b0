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

from indicators.half_months import first_day, half_month, last_day


class Calendar(StrEnum):
    MONTH = "month"
    KSTT = "kstt"


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
            _("“%(text)s” is no period: write 2018, 2018-H1, 2018-Q3, 2018-07, 2018-M9, or a range")
            % {"text": text[:40]}
            + " 2018-01..2018-05."
        )
    if not (1 <= month <= 12 and 1 <= last_month <= 12 and 1900 <= year <= last_year <= 2200):
        raise PeriodError(_("“%(text)s” is no period of this calendar.") % {"text": text})
    first = half_month(date(year, month, 1))
    last = half_month(date(last_year, last_month, 15))
    if last < first:
        raise PeriodError(_("The period “%(text)s” ends before it begins.") % {"text": text})
    shift = -1 if calendar == Calendar.KSTT else 0
    return Period(text=text, calendar=calendar, first=first + shift, last=last + shift)
