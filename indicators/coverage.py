"""Which months there are figures for, how new they are, and what a year to date is by them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from dossiers.models import Source
from dossiers.source_notes import note_in
from indicators.half_months import first_day, half_month, last_day
from indicators.models import Report, ReportState
from indicators.periods import Calendar, Period, parse_period, to_date


@dataclass(frozen=True)
class Told:
    """What the live uploads of one source tell of: from its first day to its data date. `ended_on`
    is the last day of a system that was switched off; `notes` is what its settings say about its
    figures, by language, "" for nothing."""

    name: str
    first_day: date
    data_at: datetime
    data_day: date
    ended_on: date | None
    notes: Mapping[str, str]

    def matters_to(self, period: Period) -> bool:
        """Whether a figure of the period should have something of it: the system had begun by
        then, and was not switched off before."""
        is_over = self.ended_on is not None and self.ended_on < period.begins_on
        return half_month(self.first_day) <= period.last and not is_over

    def tells_of(self, first: int, last: int) -> bool:
        """Whether its files tell of one of these half months."""
        return half_month(self.first_day) <= last and first <= half_month(self.data_day)

    @property
    def is_complete(self) -> bool:
        """Whether the system has ended and its files tell of all of it."""
        return self.ended_on is not None and self.data_day >= self.ended_on


@dataclass(frozen=True)
class Coverage:
    """The sources that there are figures of, in the order in which they were made; `reported` the
    first and last half month of the periods that units report of."""

    sources: tuple[Told, ...]
    reported: frozenset[tuple[int, int]] = frozenset()

    @property
    def newest_day(self) -> date:
        """The newest data day of a source."""
        return max(one.data_day for one in self.sources)

    def holds(self, period: Period) -> bool:
        """Whether a period is told of from its beginning."""
        return any(one.tells_of(period.first, period.first) for one in self.sources)

    def tells_of(self, period: Period) -> bool:
        """Whether files tell of a part of a period."""
        return any(one.tells_of(period.first, period.last) for one in self.sources)

    def stretch(self, period: Period) -> tuple[date, date]:
        """The first and the last day that files which matter to a period tell of."""
        matter = self.of(period)
        return min(one.first_day for one in matter), max(one.data_day for one in matter)

    def is_over(self, period: Period) -> bool:
        """Whether the data reach the end of a period."""
        return period.ends_on <= self.stretch(period)[1]

    def is_whole(self, period: Period) -> bool:
        """Whether the data of every source that matters to a period reach its end, or that of the
        system: while one lags, what comes in is not all there yet."""
        return all(
            one.data_day >= min(period.ends_on, one.ended_on or period.ends_on)
            for one in self.of(period)
        )

    def knows(self, period: Period) -> bool:
        """Whether files tell of a part of the period, or units report of the whole."""
        return self.tells_of(period) or (period.first, period.last) in self.reported

    def of(self, period: Period) -> tuple[Told, ...]:
        """The sources that matter to a period; those that still run where none does."""
        running = tuple(one for one in self.sources if one.ended_on is None)
        matter = tuple(one for one in self.sources if one.matters_to(period))
        return matter or running or self.sources

    def data_at(self, period: Period) -> datetime:
        """The data date of the period's figures: the earliest of a source that matters to it. A
        system that has ended and told all holds nothing back."""
        matter = self.of(period)
        awaited = [one.data_at for one in matter if not one.is_complete]
        return min(awaited) if awaited else max(one.data_at for one in matter)

    def told_until(self, period: Period) -> date:
        """The last day of a period that every source which matters to it tells of: its own last
        one, or the data day of the one that lags most."""
        awaited = [one.data_day for one in self.of(period) if not one.is_complete]
        return min([period.ends_on, *awaited])

    def lagging(self, period: Period) -> tuple[str, ...]:
        """The names of the sources that matter to the period and lag behind the newest of them."""
        matter = self.of(period)
        newest = max(one.data_day for one in matter)
        return tuple(
            one.name for one in matter if one.data_day < min(newest, one.ended_on or newest)
        )


def coverage() -> Coverage | None:
    """None as long as nothing is loaded or reported. Where there are reports alone, they stand in
    the place of a source, with the last day that they are of as its data date.

    A source's first day is the one that the titles of its files begin with; where none has a title,
    the first of the month of the first receipt. Dossiers carried over were received earlier than
    any file tells of.
    """
    first_days = _first_days()
    sources = tuple(
        _told(source, source.data_at, source.data_day, first_days.get(source.pk, source.data_day))
        for source in Source.objects.order_by("pk")
        if source.data_at is not None and source.data_day is not None
    )
    reported = frozenset(
        Report.objects.filter(state=ReportState.COUNTED).values_list("first_half", "last_half")
    )
    if reported and not sources:
        sources = (_told_by(reported),)
    return Coverage(sources, reported) if sources else None


def _told_by(reported: Collection[tuple[int, int]]) -> Told:
    newest = max(last for _first, last in reported)
    ends_on = min(last_day(newest), timezone.localdate())
    return Told(
        name="",
        first_day=first_day(min(first for first, _last in reported)),
        data_at=timezone.make_aware(datetime.combine(ends_on, time.max)),
        data_day=ends_on,
        ended_on=None,
        notes={language: "" for language, _name in settings.LANGUAGES},
    )


def read_period(text: str, calendar: Calendar = Calendar.MONTH) -> Period:
    """`parse_period`, and `2018-YTD`: the months of the year that are over by the newest data.

    What it gives has the months in its text, so that an address says the same tomorrow. Raises
    PeriodError.
    """
    found = re.fullmatch(r"(\d{4})-YTD", text, re.ASCII)
    if found is None:
        return parse_period(text, calendar)
    year = parse_period(found[1], calendar).last_month // 12
    newest = Source.objects.aggregate(day=Max("data_day"))["day"]
    return to_date(year, newest or timezone.localdate(), calendar)


def _told(source: Source, data_at: datetime, data_day: date, first_day: date) -> Told:
    note, note_en = (source.settings.get(key) or "" for key in ("note", "note_en"))
    return Told(
        name=source.name,
        first_day=first_day,
        data_at=data_at,
        data_day=data_day,
        ended_on=source.ended_on,
        notes={
            language: note_in(language, note, note_en) for language, _name in settings.LANGUAGES
        },
    )


def _first_days() -> dict[int, date]:
    """Source id -> the first day that its files tell of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, COALESCE("
            " (SELECT min(period_from) FROM dossiers_upload u"
            "  WHERE u.source_id = s.id AND u.state = 'loaded'),"
            " (SELECT make_date(min(half) / 24, min(half) % 24 / 2 + 1, 1)"
            "  FROM indicators_unitcount c WHERE c.source_id = s.id))"
            " FROM dossiers_source s"
        )
        return {source_id: day for source_id, day in cursor.fetchall() if day is not None}
