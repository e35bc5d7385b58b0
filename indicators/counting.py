"""From dossiers to counts per source, unit, procedure and half month, in set-based SQL.

A dossier's contribution to the counts depends on its own row, its stays, and its source's rule and
data date alone. So a load takes the contributions of the dossiers that it touches away, changes
them, and adds the new ones; a recount adds those of all. Rules: docs/decisions/0001 and 0002.
"""

from django.db.backends.utils import CursorWrapper

from dossiers.checking.words import Status
from dossiers.models import Source
from dossiers.pages.timeliness import DUE_DAY
from indicators.half_months import half_month
from indicators.judging import (
    END,
    HOLDS,
    IS_COUNTED,
    OVERDUE_PART,
    RECEIPT,
    REWRITTEN_AT,
    WAITING_PART,
    WITHIN_DUE_PART,
    WITHOUT_DUE_PART,
    outcome,
    overdue_from,
)
from indicators.measures import IN_PROGRESS, MEASURES

_TABLES = {
    "indicators_procedurecount": ("half", "unit_id", "procedure_id"),
    "indicators_unitcount": ("half", "unit_id"),
}
_KEY = "half, unit_id, procedure_id"
# One number is sorted and compared faster than three: 17 bits of half month (to the year 5461),
# 24 of unit, 22 of procedure.
_PACKED = "(({first}::bigint << 46) | ({unit}::bigint << 22) | procedure_id)"
_UNIT = "((key >> 22) & 16777215)::integer AS unit_id"
_PROCEDURE = "(key & 4194303)::integer AS procedure_id"
_STEP = _PACKED.format(first="part", unit="unit_id")


def take_away(cursor: CursorWrapper, source: Source) -> None:
    """Take the contributions of the temporary table `touched` out of the source's counts."""
    _contribute(cursor, source, touched=True)
    _merge(cursor, source, sign="-")
    _drop_empty(cursor, source)


def add(cursor: CursorWrapper, source: Source) -> None:
    """Add the contributions of the temporary table `touched` to the source's counts."""
    _contribute(cursor, source, touched=True)
    _merge(cursor, source, sign="+")


def recount(cursor: CursorWrapper, source: Source) -> None:
    """Count all dossiers of a source anew, aside, and put the result in the place of the old."""
    _contribute(cursor, source, touched=False)
    names = ", ".join(MEASURES)
    sums = ", ".join(f"sum({name})::integer AS {name}" for name in MEASURES)
    _put(cursor, source, "indicators_procedurecount", f"SELECT {_KEY}, {names} FROM contribution")
    _put(
        cursor,
        source,
        "indicators_unitcount",
        f"SELECT half, unit_id, {sums} FROM contribution GROUP BY half, unit_id",
    )


def _put(cursor: CursorWrapper, source: Source, table: str, counted: str) -> None:
    """Let the source's rows in a table be those of the query `counted`.

    Rows that are right already stay as they are: deleted and inserted again under the same key,
    each would be looked up in the index and found dead first, which takes four times as long.
    """
    keys = ("source_id", *_TABLES[table])
    same = " AND ".join(f"c.{name} = k.{name}" for name in _TABLES[table])
    columns = ", ".join((*keys, *MEASURES))
    given = ", ".join(f"k.{name}" for name in (*_TABLES[table], *MEASURES))
    was, became = (", ".join(f"{row}.{name}" for name in MEASURES) for row in "ck")
    cursor.execute(
        f"DELETE FROM {table} c WHERE source_id = %s"
        f" AND NOT EXISTS (SELECT FROM contribution k WHERE {same})",
        [source.pk],
    )
    cursor.execute(
        f"MERGE INTO {table} c USING ({counted}) k ON c.source_id = %s AND {same}"
        f" WHEN MATCHED AND ({was}) IS DISTINCT FROM ({became})"
        f" THEN UPDATE SET ({', '.join(MEASURES)}) = ROW ({became})"
        f" WHEN NOT MATCHED THEN INSERT ({columns}) VALUES (%s, {given})",
        [source.pk, source.pk],
    )


def _contribute(cursor: CursorWrapper, source: Source, *, touched: bool) -> None:
    """Make the temporary table `contribution`: every measure per half month, unit, procedure."""
    last = half_month(source.data_day) if source.data_day else None
    cursor.execute("DROP TABLE IF EXISTS life, contribution")
    cursor.execute(_life(source, touched=touched), {"source": source.pk, "day": source.data_day})
    cursor.execute("ANALYZE life")
    counted = ", ".join(f"NULLIF({_COUNTED[name]}, 0)::integer AS {name}" for name in MEASURES)
    # Sorted groups: they need no memory, and are written in the order of the tables' keys.
    cursor.execute("SET LOCAL enable_hashagg = off")
    cursor.execute(
        "CREATE TEMPORARY TABLE contribution ON COMMIT DROP AS"
        f" SELECT (key >> 46)::integer AS half, {_UNIT}, {_PROCEDURE}, {counted}"
        f" FROM ({_EVENTS}) event GROUP BY key",
        {"last": last},
    )
    cursor.execute("SET LOCAL enable_hashagg = on")


def _life(source: Source, *, touched: bool) -> str:
    """Statement that makes the temporary table `life`: one row per counted dossier, with the
    half months in which things happen to it; `since` is the first one that is asked for."""
    overdue = overdue_from(source.compare_by)
    scope = "JOIN touched t ON t.dossier_id = d.id" if touched else ""
    since = "COALESCE(half_month(t.since), 0)" if touched else "0"
    return f"""
        CREATE TEMPORARY TABLE life ON COMMIT DROP AS
        SELECT d.id, d.lodged_unit_id, d.received_unit_id, d.current_unit_id, d.moved,
            d.procedure_id, d.status, d.channel, d.fee, d.paid_online, d.digitised, d.result_due,
            d.e_result, {since} AS since,
            half_month(d.received_on) AS received_half, half_month(d.closed_on) AS closed_half,
            d.closed_on - d.received_on AS days,
            COALESCE(half_month(d.received_on) = half_month(d.closed_on)
                AND d.received_unit_id = d.current_unit_id, FALSE) AS at_once,
            {outcome(source.compare_by)} AS outcome,
            {DUE_DAY} IS NOT NULL AS has_due, d.received_on <= %(day)s AS is_known,
            CASE WHEN {overdue} <= %(day)s THEN half_month({overdue}) END AS overdue_half,
            CASE WHEN d.status = {Status.WAITING:d}
                THEN half_month(d.said_on) END AS waiting_half
        FROM dossiers_dossier d {scope}
        WHERE d.source_id = %(source)s AND {IS_COUNTED}
    """


# What one event row counts: itself, its days, or how many a stock holds.
_COUNTED = {
    **{name: f"count(*) FILTER (WHERE {holds})" for name, holds in HOLDS.items()},
    "days_sum": "sum(days)",
    **{name: f"sum(stock) FILTER (WHERE {HOLDS[name]})" for name in IN_PROGRESS},
}

_EVENT = {
    "lodged": "smallint",
    "received": "smallint",
    "fee": "boolean",
    "paid_online": "boolean",
    "digitised": "boolean",
    "moved_in": "boolean",
    "ended": "smallint",
    "result_due": "boolean",
    "e_result": "boolean",
    "days": "integer",
    "rewritten": "boolean",
    "part": "smallint",
    "stock": "integer",
}


def _event(unit: str, half: str, rows: str, **values: str) -> str:
    """SELECT of one kind of event; what it does not count is null."""
    columns = ", ".join(
        f"({values.get(name, 'NULL')})::{kind} AS {name}" for name, kind in _EVENT.items()
    )
    return f"SELECT {_PACKED.format(first=half, unit=unit)} AS key, {columns} FROM {rows}"


# Half of all dossiers end where and when they were received: one event tells both.
_RECEIVED = _event(
    "received_unit_id",
    "received_half",
    "life WHERE received_half >= since",
    lodged="CASE WHEN lodged_unit_id = received_unit_id THEN channel END",
    **RECEIPT,
    **{name: f"CASE WHEN at_once THEN {value} END" for name, value in END.items()},
)
_LODGED_ELSEWHERE = _event(
    "lodged_unit_id",
    "received_half",
    "life WHERE received_half >= since AND lodged_unit_id <> received_unit_id"
    " AND channel IS NOT NULL",
    lodged="channel",
)
_ENDED = _event(
    "current_unit_id",
    "closed_half",
    "life WHERE closed_half >= since AND NOT at_once",
    **END,
)
# The first stay begins with the receipt and the last one ends with the dossier: the boundaries
# between are the moves.
_MOVED = _event(
    "m.unit_id",
    "half_month(from_on)",
    """life l JOIN LATERAL (
        SELECT unit_id, from_on, lag(unit_id) OVER (ORDER BY from_on) AS before
        FROM dossiers_stay WHERE dossier_id = l.id
    ) s ON s.before IS NOT NULL
    CROSS JOIN LATERAL (VALUES (s.unit_id, TRUE), (s.before, FALSE)) AS m (unit_id, moved_in)
    WHERE l.moved AND half_month(from_on) >= since""",
    moved_in="m.moved_in",
)
# Few dossiers have one, and most loads find none.
_REWRITTEN = _event(
    REWRITTEN_AT.format(dossier="l"),
    "half_month(r.shown_on)",
    "life l JOIN dossiers_rewriting r ON r.dossier_id = l.id"
    " WHERE r.is_first AND half_month(r.shown_on) >= since",
    rewritten="TRUE",
)
# Each stay is in the stock of the half months [a, b): first within due (or without a due date),
# then overdue, then, once it is known to wait, waiting. A step up where a part begins and down
# where it ends, summed as they come, is the stock; the last half month is the data date's.
_STOCKS = _event(
    "unit_id",
    "at.half",
    f"""(
        WITH presence AS (
            SELECT current_unit_id AS unit_id, procedure_id, has_due, overdue_half, waiting_half,
                GREATEST(received_half, since) AS a, LEAST(closed_half, %(last)s + 1) AS b
            FROM life WHERE NOT moved AND is_known
            UNION ALL
            SELECT s.unit_id, procedure_id, has_due, overdue_half, waiting_half,
                GREATEST(half_month(s.from_on), since),
                LEAST(half_month(s.to_on), closed_half, %(last)s + 1)
            FROM life l JOIN dossiers_stay s ON s.dossier_id = l.id
            WHERE l.moved AND is_known
        ), part AS (
            SELECT unit_id, procedure_id, p.part, p.a, p.b
            FROM presence CROSS JOIN LATERAL (VALUES
                (CASE WHEN has_due THEN {WITHIN_DUE_PART} ELSE {WITHOUT_DUE_PART} END,
                    a, LEAST(b, overdue_half, waiting_half)),
                ({OVERDUE_PART}, GREATEST(a, overdue_half), CASE
                    WHEN overdue_half IS NOT NULL THEN LEAST(b, waiting_half) END),
                ({WAITING_PART}, GREATEST(a, waiting_half), CASE
                    WHEN waiting_half IS NOT NULL THEN b END)
            ) AS p (part, a, b)
            WHERE presence.a < presence.b AND p.a < p.b
        ), step AS (
            SELECT {_STEP} AS key, s.half, sum(s.n)::integer AS n
            FROM part CROSS JOIN LATERAL (VALUES (a, 1), (b, -1)) AS s (half, n)
            GROUP BY 1, s.half
        )
        SELECT (key >> 46)::smallint AS part, {_UNIT}, {_PROCEDURE}, half,
            sum(n) OVER running AS stock, lead(half) OVER running AS next
        FROM step WINDOW running AS (PARTITION BY key ORDER BY half)
    ) level CROSS JOIN LATERAL generate_series(level.half, next - 1) AS at (half)
    WHERE stock <> 0""",
    part="part",
    stock="stock",
)
_EVENTS = " UNION ALL ".join((_RECEIVED, _LODGED_ELSEWHERE, _ENDED, _MOVED, _REWRITTEN, _STOCKS))


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
