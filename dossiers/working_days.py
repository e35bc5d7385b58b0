"""The working days of Vietnamese offices, and when a statutory term that runs on them ends.

Monday to Friday without public holidays, which the `holidays` package knows with their substitute
days and exchanges, and as the table of special days says otherwise. docs/decisions/0014.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from math import ceil

import holidays

from dossiers.catalogue.terms import Term
from dossiers.models import SpecialDay, TermUnit

ONE_DAY = timedelta(days=1)
HOURS_OF_A_DAY, HOURS_OF_A_WORKING_DAY = 24, 8
# What the rules of public holidays come from: another version may know other days.
RULES = f"holidays {version('holidays')}"


class Runs(StrEnum):
    """What a term is counted in to its end."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Reckoned:
    """A term as it is counted: whole days of a kind, or months."""

    runs: Runs
    number: int


def reckon(term: Term) -> Reckoned:
    """Hours make days, 24 of them a day and 8 working hours a working day; parts of a day are
    rounded up, since a due date is a day."""
    if term.unit == TermUnit.WORKING_DAY:
        return Reckoned(Runs.WORKING_DAYS, ceil(term.number))
    if term.unit == TermUnit.WORKING_HOUR:
        return Reckoned(Runs.WORKING_DAYS, ceil(term.number / HOURS_OF_A_WORKING_DAY))
    if term.unit == TermUnit.HOUR:
        return Reckoned(Runs.DAYS, ceil(term.number / HOURS_OF_A_DAY))
    if term.unit == TermUnit.MONTH:
        return Reckoned(Runs.MONTHS, ceil(term.number))
    return Reckoned(Runs.DAYS, ceil(term.number))


class WorkingDays:
    """The days from `first` to `last` with their numbers: how many working days there are from
    the first one up to them."""

    def __init__(self, first: date, last: date, special: Mapping[date, bool]) -> None:
        self.first = first
        self._works = []
        self._numbers = []
        self._days: list[date] = []  # the working ones, by their number from 1
        for offset in range((last - first).days + 1):
            day = first + offset * ONE_DAY
            works = special.get(day, _is_worked(day))
            if works:
                self._days.append(day)
            self._works.append(works)
            self._numbers.append(len(self._days))

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day, which must be one of these."""
        return self._works[(day - self.first).days]

    def ends(self, received: date, term: Reckoned) -> date:
        """The last day of a term that runs from the day after the receipt. One in days or months
        that would end on a day off ends on the next working day (Civil Code 2015, articles 147 and
        148). Raises IndexError where that lies after these days."""
        if term.runs == Runs.WORKING_DAYS:
            return self._days[self._number(received) + term.number - 1]
        if term.runs == Runs.MONTHS:
            return self._next(months_later(received, term.number))
        return self._next(received + term.number * ONE_DAY)

    def rows(self) -> Iterator[tuple[date, int, bool, date | None]]:
        """Each day with its number, whether it is worked, and the first working day from it on
        (None: after the last one of these), for joins in SQL."""
        for offset, (works, number) in enumerate(zip(self._works, self._numbers, strict=True)):
            at = number - 1 if works else number
            following = self._days[at] if at < len(self._days) else None
            yield self.first + offset * ONE_DAY, number, works, following

    def _number(self, day: date) -> int:
        return self._numbers[(day - self.first).days]

    def _next(self, day: date) -> date:
        number = self._number(day)
        return self._days[number - 1 if self.is_working(day) else number]


def special_days() -> dict[date, bool]:
    """The days of the table, and whether they are worked."""
    return dict(SpecialDay.objects.values_list("day", "works"))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (day.day - 1) * ONE_DAY, following - ONE_DAY)


def _is_worked(day: date) -> bool:
    off, made_up = _exceptions(day.year)
    return day in made_up or (day.weekday() < 5 and day not in off)


@lru_cache(maxsize=512)
def _exceptions(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays of a year with their substitute days, and the days of weekends that were
    worked in exchange."""
    found = holidays.country_holidays("VN", years=year)
    return frozenset(found), frozenset(found.weekend_workdays)
