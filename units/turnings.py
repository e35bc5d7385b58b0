"""The days on which what a unit's figures stand for changed: its territory, or its tasks.

Rules: docs/decisions/0017. All follows from lives, parents and links; no day is told.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from units.hierarchy import Hierarchy
from units.lineage import RANKS
from units.timeline import ONE_DAY


class TurningKind(StrEnum):
    """What happened, from what weighs most to what weighs least."""

    MORE_TASKS = "more_tasks"  # the tier above ended: its tasks came down, the territory stayed
    TIER_ENDED = "tier_ended"  # a tier below ended: its tasks went to units that are below as well
    PART_LEFT = "part_left"
    TOOK_IN = "took_in"
    JOINED = "joined"  # several became one; on a map they are one before as well
    BEGAN = "began"
    ENDED = "ended"


class Turning(NamedTuple):
    """A day and what happened on it; `level` is that of the tier that ended."""

    day: date
    kind: TurningKind
    level: str = ""


def turnings(units: Hierarchy, unit_id: int, map_day: date | None) -> list[Turning]:
    """The turnings of a unit, oldest first, one a day: as it was, or (with the day of a map) of all
    that has its place there."""
    held = {unit_id} if map_day is None else _held(units, unit_id, map_day)
    own = _own_life(units, unit_id) if map_day is None else []
    all_of_them = [
        *own,
        *_linked(units, held),
        *_above(units, held),
        *_below(units, dict.fromkeys(held, unit_id)),
    ]
    of_day: dict[date, list[Turning]] = defaultdict(list)
    for one in all_of_them:
        of_day[one.day].append(one)
    # As it was, a unit has nothing before its first day and nothing after its last: that says all.
    found = {day: min(turned, key=_weight) for day, turned in of_day.items()}
    found |= {one.day: one for one in own}
    return [found[day] for day in sorted(found)]


def tier_ends(units: Hierarchy, unit_ids: Collection[int], map_day: date) -> list[Turning]:
    """The days on which a tier below one of the units of the map, or below what has its place,
    ended. One pass over all units, however many are asked about."""
    wanted = set(unit_ids)
    holders = {
        one: place
        for one in units.units()
        if (place := units.place(one, map_day)) is not None and place in wanted
    }
    return sorted(set(_below(units, holders)))


def _weight(one: Turning) -> int:
    return list(TurningKind).index(one.kind)


def _held(units: Hierarchy, unit_id: int, map_day: date) -> set[int]:
    return {one for one in units.units() if units.place(one, map_day) == unit_id}


def _own_life(units: Hierarchy, unit_id: int) -> list[Turning]:
    begins_on, end = units.life(unit_id)
    found = [Turning(begins_on, TurningKind.BEGAN)]
    return found if end is None else [*found, Turning(end, TurningKind.ENDED)]


def _linked(units: Hierarchy, held: set[int]) -> list[Turning]:
    """What came from elsewhere or went there, and what became one."""
    found = []
    for one in held:
        begins_on, _end = units.life(one)
        joined: dict[date, int] = defaultdict(int)
        for link in units.predecessors(one):
            if link.predecessor_id in held:
                joined[link.effective_on] += 1
            else:
                found.append(Turning(link.effective_on, TurningKind.TOOK_IN))
        found += [
            Turning(link.effective_on, TurningKind.PART_LEFT)
            for link in units.successors(one)
            if link.successor_id not in held
        ]
        found += [
            Turning(day, TurningKind.JOINED)
            for day, number in joined.items()
            if number + (begins_on < day) > 1
        ]
    return found


def _above(units: Hierarchy, held: set[int]) -> list[Turning]:
    """A unit that all of this stood right below ended without a successor, and the units go on
    below a higher tier."""
    found = []
    for one in held:
        for row in units.versions(one):
            day = row.valid_to or date.max
            above = row.parent_id
            if above is None or units.life(above)[1] != day or units.whole_successor(above):
                continue
            next_above = units.parent(units.follow(one, day), day)
            level = units.level(above, day)
            if next_above is not None and RANKS[units.level(next_above, day)] < RANKS[level]:
                found.append(Turning(day, TurningKind.MORE_TASKS, level))
    return found


def _below(units: Hierarchy, holders: Mapping[int, int]) -> list[Turning]:
    """Units below held ones ended without a successor, none of their level is left below, and
    others are; `holders` says of each held unit whose it is."""
    ended: dict[tuple[int, date, str], int] = {}  # holder, day, level -> the held unit above
    for one in units.units():
        day = units.life(one)[1]
        if day is None or units.whole_successor(one) is not None:
            continue
        for above in units.ancestors(one, day - ONE_DAY)[1:]:
            if above in holders:
                ended[holders[above], day, units.level(one, day)] = above
    left = {day: _levels_below(units, day) for day in {day for _holder, day, _level in ended}}
    found = []
    for (_holder, day, level), above in ended.items():
        below = left[day].get(units.follow(above, day), set[str]())
        if level not in below and any(RANKS[other] > RANKS[level] for other in below):
            found.append(Turning(day, TurningKind.TIER_ENDED, level))
    return found


def _levels_below(units: Hierarchy, day: date) -> dict[int, set[str]]:
    """unit id -> the levels of the units below it on a day."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in units.units():
        if units.is_valid(one, day):
            for above in units.ancestors(one, day)[1:]:
                found[above].add(units.level(one, day))
    return found
