"""What dossiers count, and where and when: one row per event, in SQL over the table `life`.

`life` has one row per counted dossier, with the half months in which things happen to it. An event
is a receipt, a lodging elsewhere, an end, a move, a rewriting, or to be in a stock at the end of a
half month. Rules: docs/decisions/0001 and 0002, and `indicators.judging`.
"""

from dossiers.checking.words import Status
from dossiers.pages.timeliness import DUE_DAY
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

# One number is sorted and compared faster than three: 17 bits of half month (to the year 5461),
# 24 of unit, 22 of procedure.
_PACKED = "(({first}::bigint << 46) | ({unit}::bigint << 22) | procedure_id)"
_UNIT = "((key >> 22) & 16777215)::integer AS unit_id"
_PROCEDURE = "(key & 4194303)::integer AS procedure_id"
_STEP = _PACKED.format(first="part", unit="unit_id")


def life(compare_by: str, *, touched: bool) -> str:
    """Statement that makes the temporary table `life` of a source's dossiers, or of those in
    `touched`; parameters: `source`, its id, and `day`, its data day. `since` is the first half
    month that is asked for."""
    scope = "JOIN touched t ON t.dossier_id = d.id" if touched else ""
    since = "COALESCE(half_month(t.since), 0)" if touched else "0"
    # Half months are what costs most here. OFFSET 0 keeps the planner from putting the expressions
    # in the place of their names, which would work them out again wherever one is used; and when a
    # dossier would have been overdue after its end, nobody asks (nine of ten).
    return f"""
        CREATE TEMPORARY TABLE life ON COMMIT DROP AS
        SELECT d.id, d.lodged_unit_id, d.received_unit_id, d.current_unit_id, d.moved,
            d.procedure_id, d.status, d.channel, d.fee, d.paid_online, d.digitised, d.result_due,
            d.e_result, d.since, d.received_half, d.closed_half,
            d.closed_on - d.received_on AS days,
            COALESCE(d.received_half = d.closed_half AND d.received_unit_id = d.current_unit_id,
                FALSE) AS at_once,
            {outcome(compare_by)} AS outcome,
            {DUE_DAY} IS NOT NULL AS has_due, d.received_on <= %(day)s AS is_known,
            CASE WHEN overdue_from <= LEAST(d.closed_on, %(day)s)
                THEN half_month(overdue_from) END AS overdue_half,
            CASE WHEN d.status = {Status.WAITING:d}
                THEN half_month(d.said_on) END AS waiting_half
        FROM (
            SELECT d.*, {since} AS since, {overdue_from(compare_by)} AS overdue_from,
                half_month(d.received_on) AS received_half, half_month(d.closed_on) AS closed_half
            FROM dossiers_dossier d {scope}
            WHERE d.source_id = %(source)s AND {IS_COUNTED}
            OFFSET 0
        ) d
    """


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
# then overdue, then, once it is known to wait, waiting. A part with a >= b does not come about; the
# last half month is the data date's.
_PARTS = f"""
    WITH presence AS (
        SELECT current_unit_id AS unit_id, procedure_id, has_due, overdue_half, waiting_half,
            GREATEST(received_half, since) AS a, LEAST(closed_half, %(last)s + 1) AS b
        FROM life WHERE NOT moved AND is_known
            AND GREATEST(received_half, since) < LEAST(closed_half, %(last)s + 1)
        UNION ALL
        SELECT s.unit_id, procedure_id, has_due, overdue_half, waiting_half,
            GREATEST(half_month(s.from_on), since),
            LEAST(half_month(s.to_on), closed_half, %(last)s + 1)
        FROM life l JOIN dossiers_stay s ON s.dossier_id = l.id
        WHERE l.moved AND is_known
    ), part AS (
        SELECT unit_id, procedure_id,
            CASE WHEN has_due THEN {WITHIN_DUE_PART} ELSE {WITHOUT_DUE_PART} END AS part,
            a, LEAST(b, overdue_half, waiting_half) AS b
        FROM presence
        UNION ALL
        SELECT unit_id, procedure_id, {OVERDUE_PART},
            GREATEST(a, overdue_half), LEAST(b, waiting_half)
        FROM presence WHERE overdue_half IS NOT NULL
        UNION ALL
        SELECT unit_id, procedure_id, {WAITING_PART}, GREATEST(a, waiting_half), b
        FROM presence WHERE waiting_half IS NOT NULL
    )
"""
# Most parts (six of seven where dossiers take days) last for one half month: each is an event.
_IN_STOCK_ONCE = _event("unit_id", "a", "part WHERE b = a + 1", part="part", stock="1")
# Of the others each would be as many as it lasts half months, for an open dossier without end.
# Instead there is a step up where a part begins and one down where it ends, which are summed as
# they come: that is the stock.
_IN_STOCK_LONG = _event(
    "unit_id",
    "at.half",
    f"""(
        WITH step AS (
            SELECT {_STEP} AS key, s.half, sum(s.n)::integer AS n
            FROM part CROSS JOIN LATERAL (VALUES (a, 1), (b, -1)) AS s (half, n)
            WHERE b > a + 1
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
_EVENTS = _PARTS + " UNION ALL ".join(
    (_RECEIVED, _LODGED_ELSEWHERE, _ENDED, _MOVED, _REWRITTEN, _IN_STOCK_ONCE, _IN_STOCK_LONG)
)

# What one event row counts: itself, its days, or how many a stock holds.
_COUNTS = {
    **{name: f"sum(1) FILTER (WHERE {holds})" for name, holds in HOLDS.items()},
    "days_sum": "NULLIF(sum(days), 0)",  # nothing is null, also of days
    **{name: f"sum(stock) FILTER (WHERE {HOLDS[name]})" for name in IN_PROGRESS},
}
_COUNTED = ", ".join(f"{_COUNTS[name]}::integer AS {name}" for name in MEASURES)
# Query of every measure per half month, unit and procedure, in their order; parameter: `last`, the
# half month of the data date.
CONTRIBUTION = (
    f"SELECT (key >> 46)::integer AS half, {_UNIT}, {_PROCEDURE}, {_COUNTED}"
    f" FROM ({_EVENTS}) event GROUP BY key"
)
