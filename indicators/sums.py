"""Sums of counts per unit and source over a period: the only road from tables to figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from dossiers.models import MissingDue, Source, Upload, UploadState
from indicators.half_months import half_month
from indicators.measures import IN_PROGRESS, TAKEN_AS_ON_TIME
from indicators.periods import Period
from indicators.rollup import Relation

Sums = dict[str, int]


@dataclass(frozen=True)
class Participant:
    """A source as a period sees it: its rule, the columns that its files have had, and the half
    month whose end its stocks are taken at (None: its data date lies before the period)."""

    source_id: int
    missing_due: str
    columns: frozenset[str]
    closing: int | None


def participants(period: Period) -> list[Participant]:
    """All sources with live uploads."""
    columns: dict[int, set[str]] = defaultdict(set)
    uploads = Upload.objects.filter(state=UploadState.LOADED)
    for source_id, names in uploads.values_list("source_id", "columns"):
        columns[source_id].update(names)
    found = []
    for source in Source.objects.filter(pk__in=columns).order_by("pk"):
        if source.data_day is None:
            continue
        newest = half_month(source.data_day)
        found.append(
            Participant(
                source_id=source.pk,
                missing_due=source.missing_due,
                columns=frozenset(columns[source.pk]),
                closing=min(period.last, newest) if newest >= period.first else None,
            )
        )
    return found


def sum_counts(
    relation: Relation,
    period: Period,
    sources: Collection[Participant],
    measures: Iterable[str],
    *,
    procedure_id: int | None = None,
) -> dict[int, Sums]:
    """unit id -> measure -> sum, over the half months of the period and the sources.

    Flows are summed over the period, stocks taken at each source's closing half month. A measure
    of `TAKEN_AS_ON_TIME` is its plain one for sources with that rule, else 0.
    """
    wanted = sorted(set(measures))
    columns = ", ".join(f"sum({_expression(name)}) AS {name}" for name in wanted)
    table, where = "indicators_unitcount", ""
    if procedure_id is not None:
        table, where = "indicators_procedurecount", "WHERE c.procedure_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT r.into_id, {columns}
            FROM unnest(%s::integer[], %s::integer[], %s::boolean[])
                AS s (source_id, closing, as_on_time)
            JOIN {table} c ON c.source_id = s.source_id AND c.half BETWEEN %s AND %s
            JOIN {relation.sql} r ON {_HELD}
            {where} GROUP BY r.into_id
            """,
            [
                [s.source_id for s in sources],
                [s.closing for s in sources],
                [s.missing_due == MissingDue.ON_TIME for s in sources],
                period.first,
                period.last,
                *relation.params,
                *([procedure_id] if procedure_id is not None else []),
            ],
        )
        return {
            unit_id: {name: int(n or 0) for name, n in zip(wanted, sums, strict=True)}
            for unit_id, *sums in cursor.fetchall()
        }


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


# The counts `c` of a half month go into those whom the relation `r` names for its last day.
_HELD = (
    "r.unit_id = c.unit_id AND r.valid_from <= half_month_end(c.half)"
    " AND half_month_end(c.half) < r.valid_to"
)


def _expression(measure: str) -> str:
    plain = TAKEN_AS_ON_TIME.get(measure, measure)
    taken = "s.as_on_time" if measure in TAKEN_AS_ON_TIME else "TRUE"
    at = "c.half = s.closing" if plain in IN_PROGRESS else "TRUE"
    return f"CASE WHEN {taken} AND {at} THEN c.{plain} ELSE 0 END"
