"""From dossiers to counts per source, unit, procedure and half month, in set-based SQL.

A dossier's contribution to the counts depends on its own row, its stays, and its source's rule and
data date alone (`indicators.events`). So a load takes the contributions of the dossiers that it
touches away, changes them, and adds the new ones; a recount compares those of all with what stands.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.utils import CursorWrapper

from dossiers.models import Source
from indicators.events import CONTRIBUTION, life
from indicators.half_months import half_month
from indicators.measures import MEASURES

_PROCEDURES, _UNITS = "indicators_procedurecount", "indicators_unitcount"
_TABLES = {_PROCEDURES: ("half", "unit_id", "procedure_id"), _UNITS: ("half", "unit_id")}


def take_away(cursor: CursorWrapper, source: Source) -> None:
    """Take the contributions of the temporary table `touched` out of the source's counts."""
    _contribute(cursor, source)
    _merge(cursor, source, sign="-")
    _drop_empty(cursor, source)


def add(cursor: CursorWrapper, source: Source) -> None:
    """Add the contributions of the temporary table `touched` to the source's counts."""
    _contribute(cursor, source)
    _merge(cursor, source, sign="+")


def recount(cursor: CursorWrapper, source: Source) -> None:
    """Count all dossiers of a source anew, and put what is otherwise than it stands in its place.

    Readers see the old counts until the end of the transaction.
    """
    _live(cursor, source, touched=False)
    with _sorting(cursor):
        _put(cursor, source, _PROCEDURES, CONTRIBUTION)
    sums = ", ".join(f"sum({name})::integer AS {name}" for name in MEASURES)
    of_source = f"FROM {_PROCEDURES} WHERE source_id = {source.pk:d}"
    by_unit = f"SELECT half, unit_id, {sums} {of_source} GROUP BY half, unit_id"
    _put(cursor, source, _UNITS, f"{by_unit} ORDER BY half, unit_id")


def _put(cursor: CursorWrapper, source: Source, table: str, counted: str) -> None:
    """Let the source's rows in a table be those of the query `counted`, which come in the order
    of its key.

    Rows that are right already stay as they are, and are not even looked up by their key: in a
    recount nearly all are.
    """
    key = _TABLES[table]
    parameters = {"source": source.pk, "last": _last(source)}
    columns = ", ".join((*key, *MEASURES))
    stands = f"SELECT {columns} FROM {table} WHERE source_id = %(source)s"
    cursor.execute(f"SELECT EXISTS ({stands})", parameters)
    if not cursor.fetchone()[0]:
        insert = f"INSERT INTO {table} (source_id, {columns}) SELECT %(source)s, * FROM ({counted})"
        cursor.execute(f"{insert} k", parameters)
        return
    was, became, other = (", ".join(f"{row}.{name}" for name in MEASURES) for row in "cko")
    cursor.execute("DROP TABLE IF EXISTS otherwise")
    cursor.execute(
        "CREATE TEMPORARY TABLE otherwise ON COMMIT DROP AS"
        f" SELECT {', '.join(key)}, k.half IS NULL AS is_gone, {became}"
        f" FROM ({stands}) c FULL JOIN ({counted}) k USING ({', '.join(key)})"
        f" WHERE k.half IS NULL OR ({was}) IS DISTINCT FROM ({became})"
        f" ORDER BY {', '.join(key)}",
        parameters,
    )
    cursor.execute("ANALYZE otherwise")
    same = " AND ".join(f"c.{name} = o.{name}" for name in key)
    cursor.execute(
        f"MERGE INTO {table} c USING otherwise o ON c.source_id = %(source)s AND {same}"
        " WHEN MATCHED AND is_gone THEN DELETE"
        f" WHEN MATCHED THEN UPDATE SET ({', '.join(MEASURES)}) = ROW ({other})"
        f" WHEN NOT MATCHED THEN INSERT (source_id, {columns})"
        f" VALUES (%(source)s, {', '.join(f'o.{name}' for name in key)}, {other})",
        parameters,
    )


def _contribute(cursor: CursorWrapper, source: Source) -> None:
    """Make the temporary table `contribution`: every measure per half month, unit, procedure, of
    the dossiers in `touched`."""
    _live(cursor, source, touched=True)
    cursor.execute("DROP TABLE IF EXISTS contribution")
    with _sorting(cursor):
        cursor.execute(
            f"CREATE TEMPORARY TABLE contribution ON COMMIT DROP AS {CONTRIBUTION}",
            {"last": _last(source)},
        )


def _live(cursor: CursorWrapper, source: Source, *, touched: bool) -> None:
    """Make the temporary table `life` (see `indicators.events`)."""
    cursor.execute("DROP TABLE IF EXISTS life")
    cursor.execute(
        life(source.compare_by, touched=touched), {"source": source.pk, "day": source.data_day}
    )
    cursor.execute("ANALYZE life (id, moved)")  # by which the few that moved are joined


@contextmanager
def _sorting(cursor: CursorWrapper) -> Iterator[None]:
    """Group by sorting: it needs no memory per group, and gives them in the order of their key."""
    cursor.execute("SET LOCAL enable_hashagg = off")
    yield
    cursor.execute("SET LOCAL enable_hashagg = on")


def _last(source: Source) -> int | None:
    return half_month(source.data_day) if source.data_day else None


def _merge(cursor: CursorWrapper, source: Source, *, sign: str) -> None:
    names = ", ".join(MEASURES)
    sums = ", ".join(f"{sign}sum({name})" for name in MEASURES)
    raised = ", ".join(
        f"{name} = NULLIF(COALESCE(c.{name}, 0) + COALESCE(EXCLUDED.{name}, 0), 0)"
        for name in MEASURES
    )
    for table, key in _TABLES.items():
        keys = ", ".join(key)
        cursor.execute(
            f"INSERT INTO {table} AS c (source_id, {keys}, {names})"
            f" SELECT %s, {keys}, {sums} FROM contribution GROUP BY {keys}"
            f" ON CONFLICT (source_id, {keys}) DO UPDATE SET {raised}",
            [source.pk],
        )


def _drop_empty(cursor: CursorWrapper, source: Source) -> None:
    for table, key in _TABLES.items():
        same = " AND ".join(f"c.{name} = k.{name}" for name in key)
        cursor.execute(
            f"DELETE FROM {table} c USING contribution k WHERE c.source_id = %s AND {same}"
            f" AND num_nonnulls({', '.join(f'c.{name}' for name in MEASURES)}) = 0",
            [source.pk],
        )
