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
from indicators.rollup import Relation, relation
from indicators.selection import Scope, Selection
from units.names import fold
from units.queries import hierarchy
from units.snapshot import asked_once


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
    return entering_periods(into, [period], scope)[0]


def entering_periods(into: Relation, periods: Sequence[Period], scope: Scope) -> list[Entering]:
    """The same of each period."""
    reports = _reports(periods)
    return [
        _entering(into, one, reports.get((one.first, one.last), []), scope=scope, field="")
        for one in periods
    ]


def _reports(periods: Iterable[Period]) -> dict[tuple[int, int], list[Report]]:
    """The counted reports of each period, the one that holds first: that counted last."""
    return _reports_of(frozenset((period.first, period.last) for period in periods))


@asked_once
def _reports_of(asked: frozenset[tuple[int, int]]) -> dict[tuple[int, int], list[Report]]:
    found: dict[tuple[int, int], list[Report]] = defaultdict(list)
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
    return ground_of(into, period, reports, field=field).entering(reports, scope)


@dataclass(frozen=True)
class Ground:
    """What decides which of some reports of a period enter figures, whichever of them count.

    `told`: number of a report -> unit -> what it says of it, None where that is nothing of the
    field; `busy` are units with dossiers at their own counter, `counted_into` those with dossiers
    in their whole figure; `held`: unit -> those whose figures hold it in all of the period.
    """

    told: Mapping[int, Mapping[int, Told | None]]
    busy: Collection[int]
    counted_into: Collection[int]
    held: Mapping[int, Sequence[int]]

    def entering(self, reports: Iterable[Report], scope: Scope) -> Entering:
        """What enters if these reports count, the one that holds first."""
        found: dict[int, list[Told]] = defaultdict(list)
        first: dict[Scope, dict[int, Told | None]] = {one: {} for one in Scope}
        for report in reports:
            for unit_id, told in self.told[report.pk].items():
                first[Scope(report.scope)].setdefault(unit_id, told)
        for unit_id, told in sorted(first[Scope.OWN].items()):
            if told is not None and unit_id not in self.busy:
                for into_id in self.held.get(unit_id, ()):
                    found[into_id].append(told)
        if scope == Scope.WHOLE:
            for unit_id, told in first[Scope.WHOLE].items():
                stands_alone = unit_id not in found and unit_id not in self.counted_into
                if told is not None and stands_alone and unit_id in self.held.get(unit_id, ()):
                    found[unit_id].append(told)
        return dict(found)


def ground_of(
    into: Relation, period: Period, reports: Sequence[Report], *, field: str = ""
) -> Ground:
    """What decides about reports of the period; `field` leaves what they say of that field."""
    if not reports:
        return Ground({}, (), (), {})
    told = _told(reports, field)
    units: dict[str, set[int]] = {one: set() for one in Scope}
    for report in reports:
        units[report.scope] |= told[report.pk].keys()
    held: dict[int, list[int]] = defaultdict(list)
    for unit_id, into_id in held_throughout(into, period, set().union(*units.values())):
        held[unit_id].append(into_id)
    return Ground(
        told,
        busy=with_dossiers(period, units[Scope.OWN]),
        counted_into=_counted_into(into, period, units[Scope.WHOLE]),
        held=held,
    )


def told_by(report: Report) -> dict[int, Told]:
    """unit id -> what one report says of it, whether it counts or not."""
    told = _told([report], "")[report.pk]
    return {unit_id: one for unit_id, one in told.items() if one is not None}


def _told(reports: Sequence[Report], field: str) -> dict[int, dict[int, Told | None]]:
    """Number of a report -> unit id -> what it says of it, or of its field."""
    rows: dict[tuple[int, int], list[ReportedFigure]] = defaultdict(list)
    for figure in ReportedFigure.objects.filter(report__in=[one.pk for one in reports]):
        rows[figure.report_id, figure.unit_id].append(figure)
    by_id = {report.pk: report for report in reports}
    found: dict[int, dict[int, Told | None]] = {pk: {} for pk in by_id}
    for (report_id, unit_id), figures in rows.items():
        chosen = [one for one in figures if not field or fold(one.field) == fold(field)]
        found[report_id][unit_id] = _summed(by_id[report_id], unit_id, chosen) if chosen else None
    return found


def _summed(report: Report, unit_id: int, rows: Sequence[ReportedFigure]) -> Told:
    return Told(
        unit_id=unit_id,
        report_id=report.pk,
        rows=tuple(one.row for one in rows),
        scope=Scope(report.scope),
        kind=ReportKind(report.kind),
        numbers={name: sum(one.numbers[name] for one in rows) for name in rows[0].numbers},
    )


def with_dossiers(period: Period, units: Collection[int]) -> set[int]:
    """Those of the units for which a source counts anything in the period."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unit_id FROM indicators_unitcount"
            " WHERE half BETWEEN %s AND %s AND unit_id = ANY(%s)",
            [period.first, period.last, list(units)],
        )
        return {unit_id for (unit_id,) in cursor.fetchall()}


def units_with_dossiers(period: Period, scope: Scope, units: Collection[int]) -> set[int]:
    """Those of the units beside whose reports of the scope dossiers are counted in the period."""
    if scope == Scope.OWN:
        return with_dossiers(period, units)
    return _counted_into(relation(Scope.WHOLE, None, hierarchy()), period, units)


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
