"""Which units a selection lists, and which of them can be compared (docs/decisions/0001)."""

from collections.abc import Collection
from datetime import date

from indicators.completeness import Asked
from indicators.rollup import Relation
from indicators.selection import Selection
from indicators.sums import Participant, counted_units
from units.hierarchy import Break, Hierarchy

# The first day of a unit and its last one, each None unless it parts a period.
LivedPart = tuple[date | None, date | None]


def listed_units(
    selection: Selection, units: Hierarchy, into: Relation, sources: Collection[Participant]
) -> list[int]:
    """The units of the level: on the map's day; as they were, on a day of the period, and ended
    ones that dossiers are still counted for. Under a unit are those that it holds on the period's
    (or their own) last day, or on the map."""
    if selection.map_day:
        listed = list(units.units_of_level_on(selection.level, selection.map_day))
        last = selection.map_day
    else:
        first, last = selection.period.begins_on, selection.period.ends_on
        listed = list(units.units_of_level(selection.level, first, last))
        ended = [
            unit_id
            for unit_id in units.units()
            if (end := units.life(unit_id)[1]) is not None
            and end <= first
            and units.last_version(unit_id).level == selection.level
        ]
        listed += sorted(counted_units(into, sources, period=selection.period, among=ended))
    if selection.under_id is None:
        return listed
    above = {selection.under_id}
    if selection.map_day:
        above |= units.roots(selection.under_id, selection.map_day)
    return [unit for unit in listed if not above.isdisjoint(units.ancestors(unit, last))]


def is_comparable(unit_id: int, selection: Selection, units: Hierarchy) -> bool:
    """Whether a unit's figure is that of one territory in the whole period: not if it is not on
    the map, or if its territory there is no exact sum of units as they were then."""
    if selection.map_day is None:
        return True
    return (
        units.is_valid(unit_id, selection.map_day) and break_in(unit_id, selection, units) is None
    )


def break_in(unit_id: int, selection: Selection, units: Hierarchy) -> Break | None:
    """What lies between a unit of the map and the period, or within it, so that it cannot be
    compared; None without a map, or where nothing does."""
    if selection.map_day is None or not units.is_valid(unit_id, selection.map_day):
        return None
    since = units.exact_since(unit_id, selection.map_day)
    if since is not None and since.day > selection.period.begins_on:
        return since
    until = units.exact_until(unit_id, selection.map_day)
    return until if until is not None and until.day <= selection.period.ends_on else None


def lived_part(unit_id: int, selection: Asked, units: Hierarchy) -> LivedPart:
    """Of which part of the period a unit's figure is, as it was not there all the time; on a map a
    figure is that of a territory."""
    if selection.map_day is not None:
        return None, None
    period, first, last = selection.period, units.life(unit_id)[0], units.last_day(unit_id)
    return (
        first if period.begins_on < first <= period.ends_on else None,
        last if last is not None and last < period.ends_on else None,
    )
