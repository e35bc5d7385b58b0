"""Sums of counts per unit and source over a period: the only road from tables to figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from dossiers.models import MissingDue, Source, Upload, UploadState
from indicators.half_months import half_month
from indicators.measures import IN_PROGRESS, TAKEN_AS_ON_TIME
from indicators.periods import Period
from indicators.rollup import Relation
from units.snapshot import asked_once

Sums = dict[str, int]


@dataclass(frozen=True)
class Participant:
    """A source as a period sees it: its rule, the columns that its files have had, the half
    month whose end its stocks are taken at (None: its data date lies before the period), and
    whether an export of the period can be compared with an earlier one."""

    source_id: int
    missing_due: str
    columns: frozenset[str]
    closing: int | None
    compares: bool


@dataclass(frozen=True)
class Slice:
    """A period, and the sources that take part in it."""

    period: Period
    sources: Sequence[Participant]


def participants(period: Period) -> list[Participant]:
    """The sources with live uploads, as the period sees them."""
    return participants_of([period])[0]


def participants_of(periods: Iterable[Period]) -> list[list[Participant]]:
    """For each period all sources with live uploads, as it sees them; a system that was switched
    off before a period has no part in it."""
    live = _live_sources()
    return [
        [
            _participant(one, period)
            for one in live
            if one.source.ended_on is None or period.begins_on <= one.source.ended_on
        ]
        for period in periods
    ]


@dataclass(frozen=True)
class _Live:
    """A source with live uploads: the columns of their files, and the half months of the exports
    in their order."""

    source: Source
    columns: frozenset[str]
    exported: Sequence[int]


@asked_once
def _live_sources() -> list[_Live]:
    columns: dict[int, set[str]] = defaultdict(set)
    exported: dict[int, list[int]] = defaultdict(list)
    uploads = Upload.objects.filter(state=UploadState.LOADED).order_by("exported_at", "pk")
    for source_id, names, day in uploads.values_list("source_id", "columns", "exported_on"):
        assert day is not None  # noqa: S101  (whatever is loaded has it)
        columns[source_id].update(names)
        exported[source_id].append(half_month(day))
    return [
        _Live(source, frozenset(columns[source.pk]), exported[source.pk])
        for source in Source.objects.filter(pk__in=columns).order_by("pk")
        if source.data_day is not None
    ]


def _participant(live: _Live, period: Period) -> Participant:
    source = live.source
    assert source.data_day is not None  # noqa: S101
    newest = half_month(source.data_day)
    return Participant(
        source_id=source.pk,
        missing_due=source.missing_due,
        columns=live.columns,
        closing=min(period.last, newest) if newest >= period.first else None,
        compares=any(period.first <= half <= period.last for half in live.exported[1:]),
    )


def sum_counts(
    relation: Relation,
    period: Period,
    sources: Sequence[Participant],
    measures: Iterable[str],
    *,
    among: Collection[int] | None = None,
    procedure_ids: Sequence[int] | None = None,
) -> dict[int, Sums]:
    """unit id (of `among`) -> measure -> sum, over the half months of one period and the
    sources."""
    slices = [Slice(period, sources)]
    return sum_slices(relation, slices, measures, among=among, procedure_ids=procedure_ids)[0]


def sum_slices(
    relation: Relation,
    slices: Sequence[Slice],
    measures: Iterable[str],
    *,
    among: Collection[int] | None = None,
    procedure_ids: Sequence[int] | None = None,
) -> list[dict[int, Sums]]:
    """For each slice: unit id (of `among`) -> measure -> sum.

    Flows are summed over the period, stocks taken at each source's closing half month. A measure
    of `TAKEN_AS_ON_TIME` is its plain one for sources with that rule, else 0.
    """
    found: list[dict[int, Sums]] = [{} for _slice in slices]
    wanted = sorted(set(measures))
    only = _Only(among=among, procedure_ids=procedure_ids)
    for number, unit_id, *sums in _rows(relation, slices, wanted, only, "s.slice, r.into_id"):
        found[number][unit_id] = _sums(wanted, sums)
    return found


def sum_by_procedure(
    relation: Relation,
    one: Slice,
    measures: Iterable[str],
    *,
    unit_id: int,
    procedure_ids: Sequence[int] | None = None,
) -> dict[int, Sums]:
    """procedure id -> measure -> sum, of one unit's figure."""
    found = sum_each_procedure(
        relation, one, measures, among=[unit_id], procedure_ids=procedure_ids
    )
    return {procedure_id: sums for (_unit_id, procedure_id), sums in found.items()}


def sum_each_procedure(
    relation: Relation,
    one: Slice,
    measures: Iterable[str],
    *,
    among: Collection[int] | None = None,
    procedure_ids: Sequence[int] | None = None,
) -> dict[tuple[int, int], Sums]:
    """(unit id (of `among`), procedure id) -> measure -> sum."""
    wanted = sorted(set(measures))
    only = _Only(among=among, procedure_ids=procedure_ids, by_procedure=True)
    rows = _rows(relation, [one], wanted, only, "r.into_id, c.procedure_id")
    return {(unit_id, procedure_id): _sums(wanted, sums) for unit_id, procedure_id, *sums in rows}


def sum_table(
    table: str,
    relation: Relation,
    one: Slice,
    measures: Sequence[str],
    *,
    among: Collection[int] | None = None,
    by: str = "s.slice",
) -> dict[tuple[int, int], Sums]:
    """(`by`, unit id) -> measure -> sum, of rows that have the columns of counts: `table` is a FROM
    item, `by` a column of it, without it
    the slice, 0."""
    only = _Only(among=among, procedure_ids=None, table=table)
    rows = _rows(relation, [one], measures, only, f"{by}, r.into_id")
    return {(key, unit_id): _sums(measures, sums) for key, unit_id, *sums in rows}


@dataclass(frozen=True)
class _Only:
    """Which counts are read."""

    among: Collection[int] | None
    procedure_ids: Sequence[int] | None
    by_procedure: bool = False
    table: str = "indicators_unitcount"


def _rows(
    relation: Relation, slices: Sequence[Slice], wanted: Sequence[str], only: _Only, key: str
) -> list[tuple[int, ...]]:
    columns = ", ".join(f"sum({_expression(name)}) AS {name}" for name in wanted)
    table, conditions, params = only.table, ["TRUE"], []
    if only.procedure_ids is not None or only.by_procedure:
        table = "indicators_procedurecount"
    if only.procedure_ids is not None:
        conditions.append("c.procedure_id = ANY(%s)")
        params.append(list(only.procedure_ids))
    if only.among is not None:
        conditions.append("r.into_id = ANY(%s)")
        params.append(list(only.among))
    taking_part = [
        (number, s.source_id, one.period.first, one.period.last, s.closing, s.missing_due)
        for number, one in enumerate(slices)
        for s in one.sources
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {key}, {columns}
            FROM unnest(%s::integer[], %s::integer[], %s::integer[], %s::integer[],
                    %s::integer[], %s::text[])
                AS s (slice, source_id, first, last, closing, missing_due)
            JOIN {table} c ON c.source_id = s.source_id AND c.half BETWEEN s.first AND s.last
            JOIN {relation.sql} r ON {_HELD}
            WHERE {" AND ".join(conditions)} GROUP BY {key}
            """,
            [
                *([list(column) for column in zip(*taking_part, strict=True)] or [[]] * 6),
                *relation.params,
                *params,
            ],
        )
        rows: list[tuple[int, ...]] = cursor.fetchall()
        return rows


def _sums(names: Iterable[str], sums: Iterable[int | None]) -> Sums:
    return {name: int(n or 0) for name, n in zip(names, sums, strict=True)}


def counted_units(
    relation: Relation,
    sources: Collection[Participant],
    *,
    period: Period | None = None,
    among: Collection[int] | None = None,
) -> set[int]:
    """The units (of `among`) that the sources have counted anything for, in the period or ever."""
    conditions = ["c.source_id = ANY(%s)"]
    params: list[int | list[int]] = [[s.source_id for s in sources]]
    if period is not None:
        conditions.append("c.half BETWEEN %s AND %s")
        params += [period.first, period.last]
    if among is not None:
        conditions.append("r.into_id = ANY(%s)")
        params.append(list(among))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT r.into_id FROM indicators_unitcount c JOIN {relation.sql} r"
            f" ON {_HELD} WHERE {' AND '.join(conditions)}",
            [*relation.params, *params],
        )
        return {unit_id for (unit_id,) in cursor.fetchall()}


def counted_counters(
    relation: Relation, period: Period, *, among: Collection[int]
) -> dict[int, int]:
    """unit id (of `among`) -> how many units' own counters it is made of in the period."""
    if not among:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.into_id, count(DISTINCT c.unit_id) FROM indicators_unitcount c"
            f" JOIN {relation.sql} r ON {_HELD}"
            " WHERE c.half BETWEEN %s AND %s AND r.into_id = ANY(%s) GROUP BY 1",
            [*relation.params, period.first, period.last, list(among)],
        )
        return dict(cursor.fetchall())


# The counts `c` of a half month go into those whom the relation `r` names for its last day.
_HELD = (
    "r.unit_id = c.unit_id AND r.valid_from <= half_month_end(c.half)"
    " AND half_month_end(c.half) < r.valid_to"
)


def _expression(measure: str) -> str:
    plain = TAKEN_AS_ON_TIME.get(measure, measure)
    taken = f"s.missing_due = '{MissingDue.ON_TIME}'" if measure in TAKEN_AS_ON_TIME else "TRUE"
    at = "c.half = s.closing" if plain in IN_PROGRESS else "TRUE"
    return f"CASE WHEN {taken} AND {at} THEN c.{plain} ELSE 0 END"
