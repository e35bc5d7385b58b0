"""Which units a selection lists, and which of them can be compared (docs/decisions/0001)."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from indicators.completeness import Asked
from indicators.periods import Period
from indicators.rollup import Relation
from indicators.selection import Selection
from indicators.sums import Participant, counted_units
from units.hierarchy import Break, Hierarchy
from units.models import Level

# The first day of a unit and its last one, each None unless it parts a period.
LivedPart = tuple[date | None, date | None]


class Listing(Protocol):
    """What decides which units a table lists; a selection has all of it."""

    @property
    def level(self) -> Level: ...

    @property
    def period(self) -> Period: ...

    @property
    def under_id(self) -> int | None: ...

    @property
    def map_day(self) -> date | None: ...


def listed_units(
    selection: Selection, units: Hierarchy, into: Relation, sources: Collection[Participant]
) -> list[int]:
    """The units that are there, and as they were also ended ones that dossiers are still counted
    for."""
    listed = units_there(selection, selection.period, units)
    if selection.map_day:
        return listed
    ended = [
        unit_id
        for unit_id in units.units()
        if (end := units.life(unit_id)[1]) is not None
        and end <= selection.period.begins_on
        and units.last_version(unit_id).level == selection.level
    ]
    counted = counted_units(into, sources, period=selection.period, among=ended)
    return listed + _within(selection, selection.period, units, sorted(counted))


def units_there(asked: Listing, period: Period, units: Hierarchy) -> list[int]:
    """The units of the level: on the map's day; as they were, on a day of the period. Under a unit
    are those that it holds on the period's (or their own) last day, or on the map."""
    if asked.map_day:
        found = units.units_of_level_on(asked.level, asked.map_day)
    else:
        found = units.units_of_level(asked.level, period.begins_on, period.ends_on)
    return _within(asked, period, units, found)


def _within(asked: Listing, period: Period, units: Hierarchy, unit_ids: Iterable[int]) -> list[int]:
    if asked.under_id is None:
        return list(unit_ids)
    above, last = {asked.under_id}, asked.map_day or period.ends_on
    if asked.map_day:
        above |= units.roots(asked.under_id, asked.map_day)
    return [unit for unit in unit_ids if not above.isdisjoint(units.ancestors(unit, last))]


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
    if selection.map_day is None:
        return None
    return break_on_map(unit_id, selection.map_day, selection.period, units)


def break_on_map(unit_id: int, map_day: date, period: Period, units: Hierarchy) -> Break | None:
    """The same of the map of a day."""
    if not units.is_valid(unit_id, map_day):
        return None
    since = units.exact_since(unit_id, map_day)
    if since is not None and since.day > period.begins_on:
        return since
    until = units.exact_until(unit_id, map_day)
    return until if until is not None and until.day <= period.ends_on else None


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
