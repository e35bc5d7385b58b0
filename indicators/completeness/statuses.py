"""Whether exports of a unit were received or expected in a half month: the rule of
docs/decisions/0019 over values, without a database.

Never told from counts: a unit that had nothing to count is received if an export tells of it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indicators.half_months import half_month, last_day
from units.hierarchy import Hierarchy

Table = NDArray[np.bool_]


class Status(IntEnum):
    """In the order in which several make one: what is missing for a part is missing. Of the exports
    alone nothing is REPORTED: that depends on the figure (`indicators.completeness.reported`)."""

    NOT_APPLICABLE = 0
    RECEIVED = 1
    REPORTED = 2
    MISSING = 3


@dataclass(frozen=True)
class Export:
    """A live upload: the first and last half month that it tells of, and the units it names."""

    first: int
    last: int
    unit_ids: Sequence[int]


@dataclass(frozen=True)
class Reporter:
    """A source: `under` is the unit that its system serves, if each of its exports tells of all
    units below (None: of those that it names); nothing is expected after the half month `until`."""

    source_id: int
    under: int | None
    until: int | None
    exports: Sequence[Export]


@dataclass(frozen=True)
class Mark:
    """What an administrator decided: exports of the unit (with all `below`), of a source or of any
    (None), are expected or not from a day to before another one."""

    unit_id: int
    below: bool
    is_expected: bool
    source_id: int | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Statuses:
    """`cells[n, k]` is the Status of `unit_ids[n]` in the half month `first + k`; `told`: source ->
    whether its exports tell of the unit then, also where another source's are missing."""

    first: int
    unit_ids: tuple[int, ...]
    cells: NDArray[np.int8]
    told: Mapping[int, Table] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last half month that any export tells of; before `first` where there is none."""
        return self.first + int(self.cells.shape[1]) - 1

    @cached_property
    def rows(self) -> dict[int, int]:
        """unit id -> its row."""
        return {unit_id: n for n, unit_id in enumerate(self.unit_ids)}

    def between(self, first: int, last: int) -> NDArray[np.int8]:
        """The Status of each unit in a range of half months: the greatest of its half months."""
        found: NDArray[np.int8] = self.cells[:, self._columns(first, last)].max(axis=1, initial=0)
        return found

    def of(self, unit_id: int, first: int, last: int) -> Status:
        """One unit's Status in a range of half months."""
        return Status(self.cells[self.rows[unit_id], self._columns(first, last)].max(initial=0))

    def told_between(self, source_ids: Collection[int], first: int, last: int) -> Iterator[int]:
        """The units of which an export of one of the sources tells in a range of half months."""
        found = np.zeros(len(self.unit_ids), np.bool_)
        for source_id in self.told.keys() & set(source_ids):
            found |= self.told[source_id][:, self._columns(first, last)].any(axis=1)
        return (self.unit_ids[n] for n in found.nonzero()[0])

    def _columns(self, first: int, last: int) -> slice:
        return slice(max(first - self.first, 0), max(last + 1 - self.first, 0))


def find_statuses(
    lines: Hierarchy, reporters: Iterable[Reporter], marks: Sequence[Mark]
) -> Statuses:
    """The statuses of all units, from the first half month that an export tells of to the last."""
    reporters = [one for one in reporters if one.exports]
    unit_ids = tuple(sorted(lines.units()))
    if not reporters:
        return Statuses(0, unit_ids, np.zeros((len(unit_ids), 0), np.int8))
    first = min(export.first for one in reporters for export in one.exports)
    last = max(export.last for one in reporters for export in one.exports)
    return _Finding(lines, unit_ids, first, last, marks).find(reporters)


class _Finding:
    """Tables of all units by the half months from `first` to `last`."""

    def __init__(
        self,
        lines: Hierarchy,
        unit_ids: tuple[int, ...],
        first: int,
        last: int,
        marks: Sequence[Mark],
    ) -> None:
        self.lines, self.unit_ids, self.marks = lines, unit_ids, marks
        self.first, self.halves = first, last + 1 - first
        self.row = {unit_id: n for n, unit_id in enumerate(unit_ids)}
        # A unit is there in a half month if it is on its last day, which a half month goes by.
        self.valid = self._none()
        for unit_id, n in self.row.items():
            begin, end = lines.life(unit_id)
            self.valid[n, self._stretch(begin, end)] = True
        # Stretches of half months in which no unit changes, each with a day of it.
        self.stretches = list(self._stretches())

    def find(self, reporters: Sequence[Reporter]) -> Statuses:
        missing, received = self._none(), self._none()
        told: dict[int, Table] = {}
        for one in reporters:
            covered, expected = self._of_source(one)
            told[one.source_id] = covered
            received |= covered
            missing |= expected & ~covered
        missing |= self._marked(None, is_expected=True) & self.valid & ~received
        cells = np.where(missing, Status.MISSING, np.where(received, Status.RECEIVED, 0))
        return Statuses(self.first, self.unit_ids, cells.astype(np.int8), told)

    def _of_source(self, source: Reporter) -> tuple[Table, Table]:
        """Where exports of a source tell of units, and where they are expected to."""
        inside = self._none() if source.under is None else self._below(source.under)
        covered, expected = self._none(), self._none()
        for export in source.exports:
            told = slice(export.first - self.first, export.last + 1 - self.first)
            covered[:, told] |= inside[:, told]
            for day, stretch in self.stretches:
                begin, end = max(stretch.start, told.start), min(stretch.stop, told.stop)
                if begin < end:
                    named = [self.row[self.lines.follow(one, day)] for one in export.unit_ids]
                    covered[named, begin:end] = True
        begins = min(export.first for export in source.exports) - self.first
        expected[:, begins:] = inside[:, begins:]
        for unit_id, half in self._first_named(source).items():
            expected[self.row[unit_id], half - self.first :] = True
        if source.until is not None:
            expected[:, max(source.until + 1 - self.first, 0) :] = False
        expected |= self._marked(source.source_id, is_expected=True)
        for of in (None, source.source_id):
            expected &= ~self._marked(of, is_expected=False)
        return covered & self.valid, expected & self.valid

    def _first_named(self, source: Reporter) -> dict[int, int]:
        """unit id -> the first half month in which an export names it, or named what went into it
        as a whole before."""
        found: dict[int, int] = {}
        for export in source.exports:
            for unit_id in export.unit_ids:
                found[unit_id] = min(found.get(unit_id, export.first), export.first)
        # An heir may have ended too, and come before those that it inherits from.
        waiting = list(found)
        while waiting:
            unit_id = waiting.pop()
            end = self.lines.life(unit_id)[1]
            heir = unit_id if end is None else self.lines.follow(unit_id, end)
            if end is not None and heir != unit_id:
                begins = max(found[unit_id], half_month(end))
                if begins < found.get(heir, begins + 1):
                    found[heir] = begins
                    waiting.append(heir)
        return found

    def _marked(self, source_id: int | None, *, is_expected: bool) -> Table:
        found = self._none()
        for mark in self.marks:
            if mark.source_id == source_id and mark.is_expected == is_expected:
                stretch = self._stretch(mark.valid_from, mark.valid_to)
                if mark.below:
                    found[:, stretch] |= self._below(mark.unit_id)[:, stretch]
                else:
                    found[self.row[mark.unit_id], stretch] = True
        return found

    def _below(self, unit_id: int) -> Table:
        """Where units are below a unit, or below what it was or became as a whole, or are it."""
        found = self._none()
        for day, stretch in self.stretches:
            tops = self.lines.roots(unit_id, day) or {unit_id}
            inside = [not tops.isdisjoint(self.lines.ancestors(one, day)) for one in self.unit_ids]
            found[:, stretch] = np.array(inside)[:, None]
        return found & self.valid

    def _none(self) -> Table:
        return np.zeros((len(self.unit_ids), self.halves), np.bool_)

    def _stretch(self, begin: date, end: date | None) -> slice:
        """The half months whose last day lies from a day to before another one."""
        stop = self.halves if end is None else half_month(end) - self.first
        return slice(max(half_month(begin) - self.first, 0), max(stop, 0))

    def _stretches(self) -> Iterator[tuple[date, slice]]:
        days = [last_day(self.first + n) for n in range(self.halves)]
        segments = [self.lines.segment(day) for day in days]
        begin = 0
        for n in range(1, self.halves + 1):
            if n == self.halves or segments[n] != segments[begin]:
                yield days[begin], slice(begin, n)
                begin = n
