"""Of how many units a rolled-up figure holds exports, and of which ones it lacks them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from indicators.completeness.statuses import Status, Statuses
from indicators.half_months import last_day
from indicators.periods import Period
from indicators.selection import Scope
from units.hierarchy import Hierarchy

# The units into whose figures a unit's counts go on a day.
Into = Callable[[int, date], Iterable[int]]


class Asked(Protocol):
    """What decides which units a figure holds, and when; a selection has all of it."""

    @property
    def period(self) -> Period: ...

    @property
    def scope(self) -> Scope: ...

    @property
    def map_day(self) -> date | None: ...


@dataclass
class Tally:
    """The units with exports in all of the period in which they were expected, and those without
    in some of it."""

    received: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)

    @property
    def listed(self) -> int:
        """How many units were to be told of."""
        return len(self.received) + len(self.missing)


def tallies(statuses: Statuses, selection: Asked, lines: Hierarchy) -> dict[int, Tally]:
    """unit id -> the tally of its figure under a selection's period, scope and map; none for a
    figure that holds no unit of which exports are known or expected."""
    found: dict[int, Tally] = defaultdict(Tally)
    for unit_id, status, holders in _held(statuses, selection, lines):
        for holder in holders:
            (found[holder].missing if status == Status.MISSING else found[holder].received).add(
                unit_id
            )
    for one in found.values():
        one.received -= one.missing
    return dict(found)


def tally(statuses: Statuses, selection: Asked, lines: Hierarchy, unit_id: int | None) -> Tally:
    """The tally of one unit's figure; without one, of all units."""
    found = Tally()
    for one, status, holders in _held(statuses, selection, lines):
        if unit_id is None or unit_id in holders:
            (found.missing if status == Status.MISSING else found.received).add(one)
    found.received -= found.missing
    return found


def units_held(statuses: Statuses, selection: Asked, lines: Hierarchy, unit_id: int) -> set[int]:
    """The units whose counts go into a unit's figure at the end of some half month that exports
    tell of; also those of which none was expected."""
    into, found = _into(selection, lines), set()
    for _first, last in _stretches(statuses, selection, lines):
        day = last_day(last)
        found |= {
            one
            for one in statuses.unit_ids
            if lines.is_valid(one, day) and unit_id in into(one, day)
        }
    return found


def figures_told(
    statuses: Statuses,
    selection: Asked,
    lines: Hierarchy,
    source_ids: Collection[int],
    *,
    among: Collection[int],
) -> set[int]:
    """Those of the units of whose figures an export of one of the sources tells: of a unit that it
    holds, in a half month of the period."""
    into, left = _into(selection, lines), set(among)
    for first, last in _stretches(statuses, selection, lines):
        day, told = last_day(last), set(statuses.told_between(source_ids, first, last))
        if selection.map_day is None:
            left -= told
            # As they were, most units never hold anything but themselves.
            if left.isdisjoint(lines.above_others):
                continue
        for unit_id in told:
            if not left:
                break
            left.difference_update(into(unit_id, day))
    return set(among) - left


def _held(
    statuses: Statuses, selection: Asked, lines: Hierarchy
) -> Iterator[tuple[int, Status, Iterable[int]]]:
    """(unit, its status, whose figures it goes into) for each stretch of the period in which no
    unit changes; not of units of which nothing was expected."""
    into = _into(selection, lines)
    for first, last in _stretches(statuses, selection, lines):
        day, found = last_day(last), statuses.between(first, last)
        for n in found.nonzero()[0]:
            unit_id = statuses.unit_ids[n]
            yield unit_id, Status(found[n]), into(unit_id, day)


def _into(selection: Asked, lines: Hierarchy) -> Into:
    map_day = selection.map_day
    if map_day is None:
        if selection.scope == Scope.OWN:
            return lambda unit_id, _day: (unit_id,)
        return lines.ancestors

    def on_map(unit_id: int, _day: date) -> Iterable[int]:
        place, receiving = lines.placed_path(unit_id, map_day)
        if selection.scope == Scope.WHOLE:
            return receiving
        return () if place is None else (place,)

    return on_map


def _stretches(statuses: Statuses, selection: Asked, lines: Hierarchy) -> Iterator[tuple[int, int]]:
    first = max(selection.period.first, statuses.first)
    last = min(selection.period.last, statuses.last)
    begin = first
    for half in range(first, last + 1):
        following = lines.segment(last_day(half + 1)) if half < last else None
        if following != lines.segment(last_day(begin)):
            yield begin, half
            begin = half + 1
