"""Units over time as plain values, without a database: lives, versions, parents, succession."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Version(NamedTuple):
    """What a unit was from `valid_from` until before `valid_to` (None: still)."""

    unit_id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    sort_key: str = ""


class Identifier(NamedTuple):
    unit_id: int
    scheme: str
    value: str
    valid_from: date
    valid_to: date | None


class Link(NamedTuple):
    """A succession; `extent` is whole or part."""

    predecessor_id: int
    successor_id: int
    effective_on: date
    extent: str


_begin = attrgetter("valid_from")


class Timeline:
    """All versions, identifiers and successions, and the questions about one unit.

    Days before a unit began are read as its first day, days after it ended as its last one,
    where a method says "clamped".
    """

    def __init__(
        self,
        versions: Iterable[Version],
        identifiers: Iterable[Identifier] = (),
        links: Iterable[Link] = (),
    ) -> None:
        by_unit: dict[int, list[Version]] = defaultdict(list)
        for version in versions:
            by_unit[version.unit_id].append(version)
        self.identifiers = tuple(identifiers)
        self._versions = {
            unit_id: tuple(sorted(rows, key=_begin) if len(rows) > 1 else rows)
            for unit_id, rows in by_unit.items()
        }
        stretches = {row[-2:] for row in self.identifiers}
        for rows in self._versions.values():
            stretches.update(row[5:7] for row in rows)
        changes = {day for stretch in stretches for day in stretch if day}
        self._successions: dict[int, list[Link]] = defaultdict(list)
        self._origins: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self._successions[link.predecessor_id].append(link)
            self._origins[link.successor_id].append(link)
            changes.add(link.effective_on)
        self._changes = sorted(changes)
        self._ancestors: dict[tuple[int, int], tuple[int, ...]] = {}
        self._below: dict[tuple[int | None, int], tuple[int, ...]] = {}

    def units(self) -> tuple[int, ...]:
        """The ids of all units, ended ones too."""
        return tuple(self._versions)

    def versions(self, unit_id: int) -> tuple[Version, ...]:
        """The unit's versions, oldest first. KeyError for an unknown id, here and below."""
        return self._versions[unit_id]

    def segment(self, day: date) -> int:
        """The number of the stretch of days, around `day`, in which no version or identifier
        begins or ends and nothing goes from one unit to another: answers about `day` hold for all
        of it."""
        return bisect_right(self._changes, day)

    def change_days(self) -> tuple[date, ...]:
        """The days on which a version or identifier begins or ends, or something goes from one
        unit to another, in order."""
        return tuple(self._changes)

    def life(self, unit_id: int) -> tuple[date, date | None]:
        """The unit's first day, and the day before which it ended (None: it lives)."""
        rows = self._versions[unit_id]
        return rows[0].valid_from, rows[-1].valid_to

    def lives_within(self, unit_id: int, first: date, last: date) -> bool:
        """Whether the unit is there on a day from the first to the last one."""
        begins_on, end = self.life(unit_id)
        return begins_on <= last and (end is None or first < end)

    def last_day(self, unit_id: int) -> date | None:
        """The last day of an ended unit, else None."""
        end = self._versions[unit_id][-1].valid_to
        return None if end is None else end - ONE_DAY

    def last_version(self, unit_id: int) -> Version:
        return self._versions[unit_id][-1]

    def version_on(self, unit_id: int, day: date) -> Version | None:
        """The version valid on the day, None before the unit began and after it ended."""
        for version in reversed(self._versions[unit_id]):
            if version.valid_from <= day:
                ended = version.valid_to is not None and version.valid_to <= day
                return None if ended else version
        return None

    def is_valid(self, unit_id: int, day: date) -> bool:
        return self.version_on(unit_id, day) is not None

    def version_at(self, unit_id: int, day: date) -> Version:
        """The version on the day, clamped to the unit's life."""
        rows = self._versions[unit_id]
        for version in reversed(rows):
            if version.valid_from <= day:
                return version
        return rows[0]

    def code(self, unit_id: int, day: date) -> str:
        """The code on the day, clamped."""
        return self.version_at(unit_id, day).code

    def name(self, unit_id: int, day: date) -> str:
        """The name on the day, clamped."""
        return self.version_at(unit_id, day).name

    def level(self, unit_id: int, day: date) -> str:
        """The level on the day, clamped."""
        return self.version_at(unit_id, day).level

    def parent(self, unit_id: int, day: date) -> int | None:
        """The parent on the day, clamped."""
        return self.version_at(unit_id, day).parent_id

    def clamp(self, unit_id: int, day: date) -> date:
        """The day, or the unit's first or last one where it lies outside its life."""
        begin, end = self.life(unit_id)
        if day < begin:
            return begin
        return end - ONE_DAY if end is not None and day >= end else day

    def ancestors(self, unit_id: int, day: date) -> tuple[int, ...]:
        """The unit itself, its parent, and so on upwards, on the day clamped to the unit's life;
        an ancestor that is not valid on that day counts with its nearest version.

        Equal to the table UnitPath; source: docs/decisions/0001, roll-up.
        """
        key = unit_id, self.segment(day)
        if key not in self._ancestors:
            own_day = self.clamp(unit_id, day)
            path = [unit_id]
            while (parent := self.parent(path[-1], own_day)) is not None and parent not in path:
                path.append(parent)
            self._ancestors[key] = tuple(path)
        return self._ancestors[key]

    def below(self, unit_id: int | None, day: date) -> tuple[int, ...]:
        """The units that are there on the day below one; all of them with None."""
        key = unit_id, self.segment(day)
        if key not in self._below:
            self._below[key] = tuple(
                one
                for one in self._versions
                if self.is_valid(one, day)
                and (unit_id is None or unit_id in self.ancestors(one, day)[1:])
            )
        return self._below[key]

    @cached_property
    def above_others(self) -> frozenset[int]:
        """The units that are above another one on some day."""
        rows = chain.from_iterable(self._versions.values())
        return frozenset(row.parent_id for row in rows if row.parent_id is not None)

    def whole_successor(self, unit_id: int) -> int | None:
        """The one unit that an ended unit went into as a whole on the day on which it ended."""
        end = self._versions[unit_id][-1].valid_to
        if end is None:
            return None
        found = [
            link.successor_id
            for link in self._successions.get(unit_id, ())
            if link.effective_on == end and link.extent == "whole"
        ]
        return found[0] if len(found) == 1 else None

    def single_whole_predecessor(self, unit_id: int) -> int | None:
        """The unit's predecessor, where it began with exactly one and that one as a whole."""
        links = self._beginnings(unit_id)
        if len(links) == 1 and links[0].extent == "whole":
            return links[0].predecessor_id
        return None

    def whole_predecessors(self, unit_id: int) -> tuple[int, ...]:
        """The units that went into this one as a whole when it began."""
        return tuple(
            link.predecessor_id for link in self._beginnings(unit_id) if link.extent == "whole"
        )

    def predecessors(self, unit_id: int) -> tuple[Link, ...]:
        """The successions by which other units, or parts of them, came to this one."""
        return tuple(self._origins.get(unit_id, ()))

    def successors(self, unit_id: int) -> tuple[Link, ...]:
        """The successions by which this unit, or parts of it, went to others."""
        return tuple(self._successions.get(unit_id, ()))

    def _beginnings(self, unit_id: int) -> list[Link]:
        begin = self._versions[unit_id][0].valid_from
        return [link for link in self._origins.get(unit_id, ()) if link.effective_on == begin]

    def follow(self, unit_id: int, day: date) -> int:
        """The unit itself if it has not ended by the day, else along the whole successors to one
        that has not, or to the last one that there is."""
        while self._ended_by(unit_id, day) and (heir := self._heir(unit_id)) is not None:
            unit_id = heir
        return unit_id

    def is_inherited(self, link: Link) -> bool:
        """Whether by this succession all that the predecessor held is the successor's."""
        end = self._versions[link.predecessor_id][-1].valid_to
        return (
            link.extent == "whole"
            and link.effective_on == end
            and self._heir(link.predecessor_id) == link.successor_id
        )

    def _heir(self, unit_id: int) -> int | None:
        """The whole successor, unless that had ended by then: it would lead in a circle."""
        end, successor = self._versions[unit_id][-1].valid_to, self.whole_successor(unit_id)
        if end is None or successor is None or self._ended_by(successor, end):
            return None
        return successor

    def _ended_by(self, unit_id: int, day: date) -> bool:
        end = self._versions[unit_id][-1].valid_to
        return end is not None and end <= day
