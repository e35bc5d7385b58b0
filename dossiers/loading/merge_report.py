"""What a merge does to what is known, in set-based SQL, for the preview of an upload.

Reads the temporary table `merging` (see `merge`) inside the transaction of the merge.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from dossiers.checking.words import Status
from dossiers.models import Source
from dossiers.pages.timeliness import is_late
from dossiers.preview.kept import Month, NamedCount

_RECEIVED = f"status <> {Status.NOT_RECEIVED:d} AND received_on IS NOT NULL"
_RESOLVED = f"status = {Status.RESOLVED:d} AND closed_on IS NOT NULL"

# Month -> received, resolved, late.
MonthCounts = dict[str, tuple[int, int, int]]


@dataclass(frozen=True)
class KnownElsewhere:
    """Codes of a file that are new to its source and known under another one: `count` of them,
    first in `row`; `sources`: how many each source knows, the most first."""

    count: int = 0
    row: int = 0
    sources: tuple[NamedCount, ...] = ()


@dataclass(frozen=True)
class NoLongerMentioned:
    """Unit -> its open dossiers that a file does not mention: of the units at which the file's
    dossiers are now, and of all others of the source."""

    of_units: Counter[int] = field(default_factory=Counter)
    of_others: Counter[int] = field(default_factory=Counter)


def by_month(cursor: CursorWrapper, source: Source) -> MonthCounts:
    """What the source's dossiers count in each month, by the source's own rule."""
    cursor.execute(
        f"""
        SELECT to_char(month, 'YYYY-MM'), sum(received), sum(resolved), sum(late)
        FROM (
            SELECT date_trunc('month', received_on) AS month,
                count(*) AS received, 0 AS resolved, 0 AS late
            FROM dossiers_dossier WHERE source_id = %(source)s AND {_RECEIVED} GROUP BY 1
            UNION ALL
            SELECT date_trunc('month', closed_on), 0, count(*),
                count(*) FILTER (WHERE {is_late(source.compare_by)})
            FROM dossiers_dossier d WHERE source_id = %(source)s AND {_RESOLVED} GROUP BY 1
        ) AS counted
        GROUP BY month
        """,
        {"source": source.pk},
    )
    return {
        month: (int(received), int(resolved), int(late))
        for month, received, resolved, late in cursor.fetchall()
    }


def changed_months(before: MonthCounts, after: MonthCounts) -> tuple[Month, ...]:
    """The months that count otherwise than before, oldest first."""
    nothing = (0, 0, 0)
    return tuple(
        Month(month, *zip(before.get(month, nothing), after.get(month, nothing), strict=True))
        for month in sorted(before.keys() | after.keys())
        if before.get(month, nothing) != after.get(month, nothing)
    )


def no_longer_mentioned(cursor: CursorWrapper, source: Source, rejected: str) -> NoLongerMentioned:
    """The source's open dossiers that the file does not mention. `rejected`: the table of codes
    that stand in the file, but in rejected rows."""
    cursor.execute(
        f"""
        SELECT d.current_unit_id, count(*), d.current_unit_id IN (
            SELECT n.current_unit_id FROM dossiers_dossier n
            JOIN merging m ON m.dossier_id = n.id
        )
        FROM dossiers_dossier d
        WHERE d.source_id = %s AND d.closed_on IS NULL AND d.status <> {Status.NOT_RECEIVED:d}
            AND NOT EXISTS (SELECT FROM merging m WHERE m.dossier_id = d.id)
            AND NOT EXISTS (SELECT FROM {rejected} r WHERE r.code = d.code)
        GROUP BY d.current_unit_id
        """,
        [source.pk],
    )
    found = NoLongerMentioned()
    for unit_id, count, is_named in cursor.fetchall():
        (found.of_units if is_named else found.of_others)[unit_id] = count
    return found


def known_elsewhere(cursor: CursorWrapper, source_id: int) -> KnownElsewhere:
    """The codes that are new to this source and that others know."""
    others = Source.objects.exclude(pk=source_id).filter(data_day__isnull=False)
    names = dict(others.values_list("pk", "name"))
    if not names:
        return KnownElsewhere()
    cursor.execute(
        "SELECT d.source_id, count(DISTINCT m.code), min(m.row) FROM merging m"
        " JOIN dossiers_dossier d ON d.source_id = ANY(%s) AND d.code = m.code"
        " WHERE m.is_new GROUP BY ROLLUP (d.source_id)"
        " ORDER BY d.source_id IS NOT NULL, 2 DESC, d.source_id",
        [list(names)],
    )
    (_all, count, row), *each = cursor.fetchall()
    sources = tuple(NamedCount(names[pk], known) for pk, known, _row in each)
    return KnownElsewhere(count, row or 0, sources)
