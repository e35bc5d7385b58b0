"""Which reported figures enter which figures.

A report enters as `own`, for the very half months of the period, where its unit has no dossiers in
any of them, and where one figure holds the unit in all of them: it is never split over time. One of
`whole` stands for its own unit alone, where nothing else is counted for that. Under a filter by
procedure none enters, by field those with rows of that field (docs/decisions/0016).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from indicators.models import Report, ReportedFigure, ReportKind, ReportState
from indicators.periods import Period
from indicators.reported.kinds import Known, known, total
from indicators.rollup import Relation
from indicators.selection import Scope, Selection
from units.names import fold


@dataclass(frozen=True)
class Told:
    """What a report says of a unit: the numbers of its columns, and the rows of the file that they
    stand in."""

    unit_id: int
    report_id: int
    rows: tuple[int, ...]
    scope: Scope
    kind: ReportKind
    numbers: Mapping[str, int]

    @cached_property
    def columns(self) -> Known:
        """Measures -> their sum."""
        return known(self.kind, self.numbers)

    def total(self, measures: Collection[str]) -> int | None:
        """The sum of measures; None where the report does not tell it."""
        return total(self.columns, measures)


# unit whose figure it enters -> what enters there, by unit.
Entering = Mapping[int, Sequence[Told]]


def entering(into: Relation, selection: Selection) -> Entering:
    """What enters the figures of the selection's period."""
    return entering_each(into, selection, [selection.period])[0]


def entering_each(
    into: Relation, selection: Selection, periods: Sequence[Period]
) -> list[Entering]:
    """For each period what enters its figures; scope and filters are the selection's."""
    if selection.procedure or selection.tasks:
        return [{} for _period in periods]
    reports = _reports(periods)
    return [
        _entering(
            into,
            period,
            reports.get((period.first, period.last), []),
            scope=selection.scope,
            field=selection.field,
        )
        for period in periods
    ]


def entering_period(into: Relation, period: Period, scope: Scope) -> Entering:
    """What enters the figures of a period, without filters."""
    reports = _reports([period]).get((period.first, period.last), [])
    return _entering(into, period, reports, scope=scope, field="")


def _reports(periods: Iterable[Period]) -> dict[tuple[int, int], list[Report]]:
    """The counted reports of each period, the one that holds first: that counted last."""
    found: dict[tuple[int, int], list[Report]] = defaultdict(list)
    asked = {(period.first, period.last) for period in periods}
    firsts = {first for first, _last in asked}
    for report in Report.objects.filter(state=ReportState.COUNTED, first_half__in=firsts).order_by(
        "-counted_at", "-pk"
    ):
        if (report.first_half, report.last_half) in asked:
            found[report.first_half, report.last_half].append(report)
    return found


def _entering(
    into: Relation, period: Period, reports: Sequence[Report], *, scope: Scope, field: str
) -> Entering:
    if not reports:
        return {}
    told = {one: _told(reports, one, field) for one in Scope}
    busy = with_dossiers(period, told[Scope.OWN])
    own = {unit_id: one for unit_id, one in told[Scope.OWN].items() if unit_id not in busy}
    found: dict[int, list[Told]] = defaultdict(list)
    for unit_id, into_id in held_throughout(into, period, own):
        found[into_id].append(own[unit_id])
    if scope == Scope.WHOLE:
        whole = {unit_id: one for unit_id, one in told[Scope.WHOLE].items() if unit_id not in found}
        busy = _counted_into(into, period, whole)
        for unit_id, into_id in held_throughout(into, period, whole):
            if unit_id == into_id and unit_id not in busy:
                found[unit_id].append(whole[unit_id])
    return dict(found)


def told_by(report: Report) -> dict[int, Told]:
    """unit id -> what one report says of it, whether it counts or not."""
    return _told([report], Scope(report.scope), "")


def _told(reports: Sequence[Report], scope: Scope, field: str) -> dict[int, Told]:
    """unit id -> what the first report of the scope that names it says of it, or of its field."""
    by_id = {report.pk: report for report in reports if report.scope == scope}
    order = {pk: place for place, pk in enumerate(by_id)}
    rows: dict[int, list[ReportedFigure]] = defaultdict(list)
    for figure in ReportedFigure.objects.filter(report__in=by_id):
        rows[figure.unit_id].append(figure)
    found = {}
    for unit_id, figures in rows.items():
        first = min((one.report_id for one in figures), key=order.__getitem__)
        chosen = [
            one
            for one in figures
            if one.report_id == first and (not field or fold(one.field) == fold(field))
        ]
        if chosen:
            numbers = {name: sum(one.numbers[name] for one in chosen) for name in chosen[0].numbers}
            found[unit_id] = Told(
                unit_id=unit_id,
                report_id=first,
                rows=tuple(one.row for one in chosen),
                scope=scope,
                kind=ReportKind(by_id[first].kind),
                numbers=numbers,
            )
    return found


def with_dossiers(period: Period, units: Collection[int]) -> set[int]:
    """Those of the units for which a source counts anything in the period."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unit_id FROM indicators_unitcount"
            " WHERE half BETWEEN %s AND %s AND unit_id = ANY(%s)",
            [period.first, period.last, list(units)],
        )
        return {unit_id for (unit_id,) in cursor.fetchall()}


def _counted_into(into: Relation, period: Period, units: Collection[int]) -> set[int]:
    """Those of the units into whose figure a source counts anything in the period."""
    if not units:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT r.into_id FROM indicators_unitcount c JOIN {into.sql} r"
            " ON r.unit_id = c.unit_id AND r.valid_from <= half_month_end(c.half)"
            " AND half_month_end(c.half) < r.valid_to"
            " WHERE c.half BETWEEN %s AND %s AND r.into_id = ANY(%s)",
            [*into.params, period.first, period.last, list(units)],
        )
        return {unit_id for (unit_id,) in cursor.fetchall()}


def held_throughout(
    into: Relation, period: Period, units: Collection[int]
) -> list[tuple[int, int]]:
    """(unit, the unit whose figure holds it in every half month of the period)."""
    if not units:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.unit_id, r.into_id FROM {into.sql} r"
            " JOIN generate_series(%s, %s) AS h (half) ON r.valid_from <= half_month_end(h.half)"
            " AND half_month_end(h.half) < r.valid_to"
            " WHERE r.unit_id = ANY(%s) GROUP BY 1, 2 HAVING count(*) = %s ORDER BY 1, 2",
            [
                *into.params,
                *(period.first, period.last),
                list(units),
                period.last - period.first + 1,
            ],
        )
        rows: list[tuple[int, int]] = cursor.fetchall()
        return rows


def holders(into: Relation, half: int, units: Collection[int]) -> dict[int, int]:
    """unit id -> the one that holds it at the end of a half month, for those that one does; of
    several any."""
    if not units:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.unit_id, r.into_id FROM {into.sql} r WHERE r.unit_id = ANY(%s)"
            " AND r.valid_from <= half_month_end(%s) AND half_month_end(%s) < r.valid_to",
            [*into.params, list(units), half, half],
        )
        return dict(cursor.fetchall())
