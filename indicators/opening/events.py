"""SELECTs of the dossiers to which something counted happens: one per source and kind of event.

Each is a scan of dossiers_dossier under plain conditions on its days and units, so that indexes
can serve; `indicators.judging` says what it counts as.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from dossiers.checking.words import Status
from dossiers.models import Source
from dossiers.pages.timeliness import DUE_DAY
from indicators.half_months import half_month, last_day
from indicators.judging import (
    END,
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
from indicators.measures import (
    DUE_WITHIN,
    ENDED,
    IN_PROGRESS,
    LATE_WITHOUT_APOLOGY,
    LODGED,
    MOVED,
    OVERDUE_BY,
    OVERDUE_WITHOUT_APOLOGY,
    RECEIVED,
    RECEIVED_PARTS,
    REWRITTEN,
)
from indicators.opening.holding import Holding, Sql
from indicators.periods import Period

_WITHOUT_APOLOGY = {"without_apology": "d.apology_at IS NULL"}
_OWN = f"d.id, d.source_id, d.code, d.received_on, {DUE_DAY} AS due_day, d.closed_on"


@dataclass(frozen=True)
class Asked:
    """What of one source is asked for: a period, the half month that its stocks are taken at
    (None: it has none), whose dossiers, and of which procedures (None: all)."""

    source: Source
    period: Period
    closing: int | None
    holding: Holding
    procedure_ids: tuple[int, ...] | None

    @property
    def data_day(self) -> date:
        assert self.source.data_day is not None  # noqa: S101  (only such sources take part)
        return self.source.data_day

    def conditions(self, *others: Sql) -> Sql:
        """WHERE: of this source, counted at all, of the procedures, and the others."""
        found: list[Sql] = [("d.source_id = %s", [self.source.pk]), (IS_COUNTED, [])]
        if self.procedure_ids is not None:
            found.append(("d.procedure_id = ANY(%s::integer[])", [list(self.procedure_ids)]))
        found += others
        params = [value for _sql, values in found for value in values]
        return " AND ".join(sql for sql, _values in found), params


@dataclass(frozen=True)
class Events:
    """A SELECT of one row per event: `_OWN`, `counted_on`, `counted_at` (the unit), `judged_on`
    (the day whose end decides whether an open dossier is overdue), `late_by` (days from the due
    day to the end or that day), and the columns that the conditions of `measures` ask for."""

    sql: str
    params: list[Any]
    measures: frozenset[str]


def events(asked: Asked, measures: Collection[str]) -> list[Events]:
    """The events that count for the (plain) measures, one scan for those of a kind; stocks take
    two, of the dossiers that never moved and of those that did."""
    found = []
    for kind, countable in _KINDS.items():
        wanted = frozenset(countable).intersection(measures)
        if wanted:
            found += [Events(sql, params, wanted) for sql, params in kind(asked)]
    return found


def _lodged(asked: Asked) -> list[Sql]:
    where = asked.conditions(
        asked.holding.during(asked.period, "d.lodged_unit_id", "d.received_on")
    )
    return [_select(asked, "d.received_on", "d.lodged_unit_id", {"lodged": "channel"}, where)]


def _received(asked: Asked) -> list[Sql]:
    where = asked.conditions(
        asked.holding.during(asked.period, "d.received_unit_id", "d.received_on")
    )
    return [_select(asked, "d.received_on", "d.received_unit_id", RECEIPT, where)]


def _ended(asked: Asked) -> list[Sql]:
    where = asked.conditions(asked.holding.during(asked.period, "d.current_unit_id", "d.closed_on"))
    judged = f"""(
        SELECT d.*, {outcome(asked.source.compare_by)} AS outcome,
            d.closed_on - d.received_on AS days FROM dossiers_dossier d) d"""
    columns = END | _WITHOUT_APOLOGY
    return [_select(asked, "d.closed_on", "d.current_unit_id", columns, where, rows=judged)]


def _moved(asked: Asked) -> list[Sql]:
    """A boundary between two stays is a move out of the one and into the other."""
    where = asked.conditions(
        ("d.moved", []), asked.holding.during(asked.period, "m.unit_id", "s.from_on")
    )
    rows = """(
        SELECT dossier_id, unit_id, from_on,
            lag(unit_id) OVER (PARTITION BY dossier_id ORDER BY from_on) AS before
        FROM dossiers_stay) s
        JOIN dossiers_dossier d ON d.id = s.dossier_id AND s.before IS NOT NULL
        CROSS JOIN LATERAL (VALUES (s.unit_id, TRUE), (s.before, FALSE)) m (unit_id, moved_in)"""
    columns = {"moved_in": "m.moved_in"}
    return [_select(asked, "s.from_on", "m.unit_id", columns, where, rows=rows)]


def _rewritten(asked: Asked) -> list[Sql]:
    unit = REWRITTEN_AT.format(dossier="d")
    where = asked.conditions(
        ("r.is_first", []), asked.holding.during(asked.period, unit, "r.shown_on")
    )
    rows = "dossiers_rewriting r JOIN dossiers_dossier d ON d.id = r.dossier_id"
    return [_select(asked, "r.shown_on", unit, {"rewritten": "TRUE"}, where, rows=rows)]


def _stock(asked: Asked) -> list[Sql]:
    """What is open at the end of the source's closing half month, judged there or, if it comes
    first, at the data date."""
    if asked.closing is None:
        return []
    end = last_day(asked.closing)
    judged_on = min(end, asked.data_day)
    part = f"""CASE WHEN d.status = {Status.WAITING:d} AND d.said_on <= '{end}'
        THEN {WAITING_PART} WHEN {DUE_DAY} IS NULL THEN {WITHOUT_DUE_PART}
        WHEN {overdue_from(asked.source.compare_by)} <= '{judged_on}' THEN {OVERDUE_PART}
        ELSE {WITHIN_DUE_PART} END"""
    open_then: list[Sql] = [
        ("d.received_on <= %s", [judged_on]),
        ("(d.closed_on IS NULL OR d.closed_on > %s)", [end]),
    ]
    if asked.closing == half_month(asked.data_day):
        # Follows from the above, and has an index.
        open_then.append(("NOT d.settled", []))
    staying = asked.conditions(
        *open_then, ("NOT d.moved", []), asked.holding.at(asked.closing, "d.current_unit_id")
    )
    moving = asked.conditions(
        *open_then,
        ("d.moved", []),
        ("s.from_on <= %s AND (s.to_on IS NULL OR s.to_on > %s)", [end, end]),
        asked.holding.at(asked.closing, "s.unit_id"),
    )
    stays = "dossiers_dossier d JOIN dossiers_stay s ON s.dossier_id = d.id"
    day = f"'{judged_on}'::date"
    columns = {"part": part, "due_in": f"{DUE_DAY} - {day}"} | _WITHOUT_APOLOGY
    return [
        _select(asked, day, "d.current_unit_id", columns, staying, open_on=judged_on),
        _select(asked, day, "s.unit_id", columns, moving, rows=stays, open_on=judged_on),
    ]


def _select(
    asked: Asked,
    day: str,
    unit: str,
    columns: dict[str, str],
    where: Sql,
    *,
    rows: str = "dossiers_dossier d",
    open_on: date | None = None,
) -> Sql:
    """One SELECT; `open_on` is the day on which all that is selected was open."""
    condition, params = where
    judged_on = f"'{open_on or asked.data_day}'::date"
    until = judged_on if open_on else f"COALESCE(d.closed_on, {judged_on})"
    counting = "".join(f", {sql} AS {name}" for name, sql in columns.items())
    return (
        f"SELECT {_OWN}, {day} AS counted_on, {unit} AS counted_at, {judged_on} AS judged_on,"
        f" {until} - {DUE_DAY} AS late_by{counting} FROM {rows} WHERE {condition}",
        params,
    )


_KINDS: dict[Callable[[Asked], list[Sql]], tuple[str, ...]] = {
    _lodged: LODGED,
    _received: (*RECEIVED, *RECEIVED_PARTS),
    _moved: MOVED,
    _ended: (*ENDED, "result_due", "e_result", "days_count", LATE_WITHOUT_APOLOGY),
    _rewritten: (REWRITTEN,),
    _stock: (*IN_PROGRESS, *DUE_WITHIN, *OVERDUE_BY, OVERDUE_WITHOUT_APOLOGY),
}
