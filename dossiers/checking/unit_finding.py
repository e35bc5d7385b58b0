"""Asking for the units that the rows of a piece name, once per name and span of days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from dossiers.checking.cells import Words

# Stands for a unit that was not found on the day of receipt, and will be looked for on the export
# day once that is known.
LATER = -1

_EPOCH_DAY = date(1970, 1, 1).toordinal()


class UnitName(NamedTuple):
    """A unit as a row names it.

    `day`: the received day, or the export day of a row without one, if known; of days between
    which no unit changed, any one.
    """

    text: str
    parent: str | None
    day: date | None


class FoundUnit(NamedTuple):
    """The unit's id, or a kind of problem and what its sentence needs.

    `unknown_unit`; `ambiguous_unit` and `ended_unit` (candidates).
    """

    unit_id: int | None
    problem: str | None = None
    params: Mapping[str, Any] = {}


class UnitFinder(Protocol):
    """Finds units by what a file calls them; answers change only on `change_days` (sorted)."""

    @property
    def change_days(self) -> Sequence[date]:
        """The days from which on an answer may differ from that of the day before."""

    def find_many(self, names: Sequence[UnitName]) -> Sequence[FoundUnit]:
        """An answer for each name."""


def find_units(
    finder: UnitFinder,
    units: Words,
    parents: Words | None,
    days: npt.NDArray[np.int64],
    asked: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int32], list[tuple[FoundUnit, npt.NDArray[np.bool_]]]]:
    """Unit ids of the rows asked for (0 where none was found), and the failures with their rows.

    `days`: days since 1970, negative where no day is known.
    """
    ids = np.zeros(len(days), np.int32)
    where = np.flatnonzero(asked)
    if not len(where):
        return ids, []
    changes = np.array([day.toordinal() - _EPOCH_DAY for day in finder.change_days], np.int64)
    spans = np.searchsorted(changes, days[where], side="right") + 1
    spans[days[where] < 0] = 0
    above = np.zeros(len(where), np.int64) if parents is None else parents.codes[where]
    above_count = 1 if parents is None else len(parents.texts)
    keys = (units.codes[where] * above_count + above) * (len(changes) + 2) + spans
    _keys, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    names = [_name(units, parents, days, int(index)) for index in where[first]]
    found = finder.find_many(names)
    ids[where] = np.array([unit.unit_id or 0 for unit in found], np.int32)[inverse]
    return ids, _failures(found, where, inverse, len(days))


def _failures(
    found: Sequence[FoundUnit],
    where: npt.NDArray[np.intp],
    inverse: npt.NDArray[np.intp],
    size: int,
) -> list[tuple[FoundUnit, npt.NDArray[np.bool_]]]:
    """Each distinct failure with the mask of its rows."""
    by_failure: dict[tuple[str, str], list[int]] = {}
    for number, unit in enumerate(found):
        if unit.problem is not None:
            key = (unit.problem, repr(sorted(unit.params.items())))
            by_failure.setdefault(key, []).append(number)
    failures = []
    for numbers in by_failure.values():
        mask = np.zeros(size, bool)
        mask[where[np.isin(inverse, numbers)]] = True
        failures.append((found[numbers[0]], mask))
    return failures


def _name(units: Words, parents: Words | None, days: npt.NDArray[np.int64], index: int) -> UnitName:
    parent = parents.texts[parents.codes[index]] if parents is not None else ""
    day = date.fromordinal(int(days[index]) + _EPOCH_DAY) if days[index] >= 0 else None
    return UnitName(units.texts[units.codes[index]], parent or None, day)
