"""Whose dossiers a unit's figure holds, and from which day until which, as plain predicates."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from indicators.half_months import first_day, half_month, last_day
from indicators.periods import Period
from indicators.rollup import Relation

# A condition and its parameters.
Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Holding:
    """The units whose counts go into one figure: (unit id, from, to), to exclusive; a half month
    belongs to those whose stretch holds its last day (docs/decisions/0001, "Roll-up")."""

    stretches: tuple[tuple[int, date, date], ...]

    def during(self, period: Period, unit: str, day: str) -> Sql:
        """The condition that the SQL `day` lies in the period, in a half month in which the
        figure holds the SQL `unit`."""
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for unit_id, valid_from, valid_to in self.stretches:
            first = max(period.first, half_month(valid_from))
            end = min(period.last + 1, half_month(valid_to))
            if first < end:
                groups[first, end].append(unit_id)
        conditions, params = [], []
        for (first, end), unit_ids in sorted(groups.items()):
            held, units = _among(unit, unit_ids)
            conditions.append(f"{day} BETWEEN %s AND %s AND {held}")
            params += [first_day(first), last_day(end - 1), *units]
        return f"({' OR '.join(conditions) or 'FALSE'})", params

    def at(self, half: int, unit: str) -> Sql:
        """The condition that the figure holds the SQL `unit` at the end of a half month."""
        day = last_day(half)
        unit_ids = [unit_id for unit_id, begin, end in self.stretches if begin <= day < end]
        return _among(unit, unit_ids)


# A BRIN index is searched once for each unit; with more of them the days alone are quicker.
_FEW = 20


def _among(unit: str, unit_ids: list[int]) -> Sql:
    indexed = unit if len(unit_ids) <= _FEW else f"({unit} + 0)"
    return f"{indexed} = ANY(%s::integer[])", [unit_ids]


def holding(relation: Relation, unit_id: int) -> Holding:
    """What the relation names for one unit's figure."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT unit_id, valid_from, valid_to FROM {relation.sql} r WHERE into_id = %s",
            [*relation.params, unit_id],
        )
        return Holding(tuple(cursor.fetchall()))
