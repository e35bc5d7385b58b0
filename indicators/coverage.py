"""Which months there are figures for, and how new they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from dossiers.models import Source
from dossiers.source_notes import note_in
from indicators.half_months import half_month
from indicators.periods import Period


@dataclass(frozen=True)
class Told:
    """What the live uploads of one source tell of: from its first to its last month (12 * year +
    month - 1), up to its data date. `ended_on` is the last day of a system that was switched off;
    `notes` is what its settings say about its figures, by language, "" for nothing."""

    name: str
    first_month: int
    last_month: int
    data_at: datetime
    data_day: date
    ended_on: date | None
    notes: Mapping[str, str]

    def matters_to(self, period: Period) -> bool:
        """Whether a figure of the period should have something of it: the system had begun by
        then, and was not switched off before."""
        is_over = self.ended_on is not None and self.ended_on < period.begins_on
        return self.first_month <= period.last_month and not is_over

    @property
    def is_complete(self) -> bool:
        """Whether the system has ended and its files tell of all of it."""
        return self.ended_on is not None and self.data_day >= self.ended_on


@dataclass(frozen=True)
class Coverage:
    """The sources that there are figures of, in the order in which they were made."""

    sources: tuple[Told, ...]

    @property
    def first_month(self) -> int:
        """The first month that any file tells of."""
        return min(one.first_month for one in self.sources)

    @property
    def last_month(self) -> int:
        """The last month that any file tells of."""
        return max(one.last_month for one in self.sources)

    def holds(self, first_month: int) -> bool:
        """Whether a period that begins with the month is told of from its beginning."""
        return self.tells_of(first_month, first_month)

    def tells_of(self, first_month: int, last_month: int) -> bool:
        """Whether files tell of a part of these months."""
        return any(
            one.first_month <= last_month and first_month <= one.last_month for one in self.sources
        )

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

    def lagging(self, period: Period) -> tuple[str, ...]:
        """The names of the sources that matter to the period and lag behind the newest of them."""
        matter = self.of(period)
        newest = max(one.data_day for one in matter)
        return tuple(
            one.name for one in matter if one.data_day < min(newest, one.ended_on or newest)
        )


def coverage() -> Coverage | None:
    """None as long as nothing is loaded.

    A source's first month is the one that the titles of its files begin with; where none has a
    title, that of the first receipt. Dossiers carried over were received earlier than any file
    tells of.
    """
    first_days = _first_days()
    sources = tuple(
        _told(source, source.data_at, source.data_day, first_days.get(source.pk, source.data_day))
        for source in Source.objects.order_by("pk")
        if source.data_at is not None and source.data_day is not None
    )
    return Coverage(sources) if sources else None


def _told(source: Source, data_at: datetime, data_day: date, first_day: date) -> Told:
    note, note_en = (source.settings.get(key) or "" for key in ("note", "note_en"))
    return Told(
        name=source.name,
        first_month=half_month(first_day) // 2,
        last_month=half_month(data_day) // 2,
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
