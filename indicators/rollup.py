"""Which unit's counts go into which figure: by scope, and by the map that the units are seen on.

Rules: docs/decisions/0001, "Roll-up". The result is SQL that yields (unit_id, into_id, valid_from,
valid_to): in half months whose last day is in [valid_from, valid_to), the counts of `unit_id` go
into the figure of `into_id`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.selection import Scope
from units.hierarchy import Hierarchy

_EVER = (date(1, 1, 1), date(9999, 12, 31))


@dataclass(frozen=True)
class Relation:
    """A FROM item without alias, and its parameters."""

    sql: str
    params: list[Any]


def relation(scope: Scope, map_day: date | None, hierarchy: Hierarchy) -> Relation:
    """The relation for a scope, on the map of a day or (None) as units were."""
    if map_day is None:
        own = " WHERE depth = 0" if scope == Scope.OWN else ""
        return Relation(
            "(SELECT unit_id, ancestor_id AS into_id, valid_from, valid_to"
            f" FROM units_unitpath{own})",
            [],
        )
    units, into = [], []
    for unit_id in hierarchy.units():
        place, receiving = hierarchy.placed_path(unit_id, map_day)
        for receiver in receiving if scope == Scope.WHOLE else [place] if place else []:
            units.append(unit_id)
            into.append(receiver)
    return Relation(
        "(SELECT *, %s::date AS valid_from, %s::date AS valid_to"
        " FROM unnest(%s::integer[], %s::integer[]) AS m (unit_id, into_id))",
        [*_EVER, units, into],
    )
