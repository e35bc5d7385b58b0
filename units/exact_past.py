"""On which days a unit of a map is an exact sum of units as they were, and what breaks that off.

Rules: docs/decisions/0001, "What can be compared on a map". Values only, without a database.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from units.timeline import Link, Timeline


class BreakKind(StrEnum):
    """What happened: the unit took in a part of the other one, or all of it; gave a part to it;
    went into it with more; ended without one; or began although nothing says from what (or ended,
    although nothing says what for) while on that day the other one, of the same code, was there."""

    PART_RECEIVED = "part_received"
    ABSORBED = "absorbed"
    PART_GIVEN = "part_given"
    MERGED = "merged"
    ENDED = "ended"
    LINEAGE_UNKNOWN = "lineage_unknown"


class Break(NamedTuple):
    """What happened on the day to a unit: that of the map, or one that it was, or became, or of
    which it is the sum. The other unit is None where there is none."""

    day: date
    kind: BreakKind
    unit_id: int
    other_id: int | None


class ExactPast:
    """The breaks of a timeline's units. What was found is kept, so that asking for all units of a
    map takes each link once."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._since: dict[tuple[int, int], Break | None] = {}
        self._until: dict[tuple[int, int], Break | None] = {}

    def since(self, unit_id: int, map_day: date) -> Break | None:
        """The last break up to the map's day, on which the unit is valid; None without one."""
        key = unit_id, self._timeline.segment(map_day)
        if key not in self._since:
            self._since[key] = max(self._breaks_before(unit_id, map_day), key=_day, default=None)
        return self._since[key]

    def until(self, unit_id: int, map_day: date) -> Break | None:
        """The first break after the map's day, on which the unit is valid; None without one."""
        key = unit_id, self._timeline.segment(map_day)
        if key not in self._until:
            self._until[key] = min(self._breaks_after(unit_id, map_day), key=_day, default=None)
        return self._until[key]

    def _breaks_before(self, unit_id: int, map_day: date) -> list[Break]:
        units = self._timeline
        came = [link for link in units.predecessors(unit_id) if link.effective_on <= map_day]
        left = [link for link in units.successors(unit_id) if link.effective_on <= map_day]
        found = [self._origin(unit_id), *map(self._past_of, came)]
        found += [_broken(link) for link in left if not units.is_inherited(link)]
        return [one for one in found if one is not None]

    def _breaks_after(self, unit_id: int, map_day: date) -> list[Break]:
        units = self._timeline
        came = [link for link in units.predecessors(unit_id) if link.effective_on > map_day]
        left = [link for link in units.successors(unit_id) if link.effective_on > map_day]
        found = [self._end(unit_id), *map(_taken_in, came), *map(self._future_of, left)]
        return [one for one in found if one is not None]

    def _past_of(self, link: Link) -> Break | None:
        """What came as a whole is as exact as it was itself; of a part nobody knows the past."""
        if self._timeline.is_inherited(link):
            return self.since(link.predecessor_id, link.effective_on)
        return Break(
            link.effective_on, BreakKind.PART_RECEIVED, link.successor_id, link.predecessor_id
        )

    def _future_of(self, link: Link) -> Break | None:
        """What went whole into a unit that began with it alone is as exact as that one remains."""
        units, other = self._timeline, link.successor_id
        alone = units.single_whole_predecessor(other) == link.predecessor_id
        if alone and units.is_inherited(link):
            return self.until(other, link.effective_on)
        return _broken(link)

    def _origin(self, unit_id: int) -> Break | None:
        units = self._timeline
        day, _ = units.life(unit_id)
        other = self._ended.get((units.code(unit_id, day), day))
        if other is None or not _breaks_off(units.predecessors(unit_id), day):
            return None
        return Break(day, BreakKind.LINEAGE_UNKNOWN, unit_id, other)

    def _end(self, unit_id: int) -> Break | None:
        units = self._timeline
        _, day = units.life(unit_id)
        if day is None or not _breaks_off(units.successors(unit_id), day):
            return None
        other = self._begun.get((units.code(unit_id, day), day))
        kind = BreakKind.ENDED if other is None else BreakKind.LINEAGE_UNKNOWN
        return Break(day, kind, unit_id, other)

    @cached_property
    def _ended(self) -> dict[tuple[str, date], int]:
        """The units that ended, by their last code and the day."""
        units = self._timeline
        last = {unit_id: units.last_version(unit_id) for unit_id in units.units()}
        return {(row.code, row.valid_to): one for one, row in last.items() if row.valid_to}

    @cached_property
    def _begun(self) -> dict[tuple[str, date], int]:
        """The units that began without a link to anything before, by their first code and the
        day."""
        units = self._timeline
        first = {unit_id: units.versions(unit_id)[0] for unit_id in units.units()}
        return {
            (row.code, row.valid_from): one
            for one, row in first.items()
            if _breaks_off(units.predecessors(one), row.valid_from)
        }


def _breaks_off(links: Iterable[Link], day: date) -> bool:
    return all(link.effective_on != day for link in links)


def _broken(link: Link) -> Break:
    kind = BreakKind.MERGED if link.extent == "whole" else BreakKind.PART_GIVEN
    return Break(link.effective_on, kind, link.predecessor_id, link.successor_id)


def _taken_in(link: Link) -> Break:
    kind = BreakKind.ABSORBED if link.extent == "whole" else BreakKind.PART_RECEIVED
    return Break(link.effective_on, kind, link.successor_id, link.predecessor_id)


def _day(one: Break) -> date:
    return one.day
