"""Which months there are figures for, and how new they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from dossiers.models import Source
from dossiers.source_notes import note_in
from indicators.half_months import half_month


@dataclass(frozen=True)
class Coverage:
    """The first and last month (12 * year + month - 1) that the live uploads tell of, and the
    earliest data date of a source, with the names of those that lag behind the newest one.
    `notes` are what the sources' settings say about their figures, by language."""

    first_month: int
    last_month: int
    data_at: datetime
    lagging: tuple[str, ...]
    notes: Mapping[str, Sequence[str]]

    def holds(self, first_month: int) -> bool:
        """Whether a period that begins with the month is told of from its beginning."""
        return self.first_month <= first_month <= self.last_month


def coverage() -> Coverage | None:
    """None as long as nothing is loaded.

    The first month is the one that the titles of the files begin with; where no file has a title,
    that of the first receipt. Dossiers carried over were received earlier than any file tells of.
    """
    sources = [
        (at, day, name)
        for at, day, name in Source.objects.values_list("data_at", "data_day", "name")
        if at is not None and day is not None
    ]
    if not sources:
        return None
    newest_day = max(day for _at, day, _name in sources)
    return Coverage(
        first_month=half_month(_first_day() or newest_day) // 2,
        last_month=half_month(newest_day) // 2,
        data_at=min(at for at, _day, _name in sources),
        lagging=tuple(name for _at, day, name in sources if day < newest_day),
        notes=_notes(),
    )


def _notes() -> dict[str, list[str]]:
    told = Source.objects.order_by("pk").values_list("settings__note", "settings__note_en")
    given = [(note or "", note_en or "") for note, note_en in told if note or note_en]
    return {
        language: [note_in(language, note, note_en) for note, note_en in given]
        for language, _name in settings.LANGUAGES
    }


def _first_day() -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE((SELECT min(period_from) FROM dossiers_upload WHERE state = 'loaded'),"
            " (SELECT make_date(min(half) / 24, min(half) % 24 / 2 + 1, 1)"
            "  FROM indicators_unitcount))"
        )
        found: date | None = cursor.fetchone()[0]
        return found
