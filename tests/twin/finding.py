"""The twin's reading of a unit's cell: which unit does the text name
(docs/decisions/0001, "Finding the unit that a cell names")."""

from collections.abc import Mapping
from datetime import date

from tests.twin.model import Key
from tests.twin.units import (
    ONE_DAY,
    Hierarchy,
    Unit,
    ancestors,
    fold,
    is_valid,
    line_on,
    successor_on,
    whole_successor,
)


class UnitProblemError(Exception):
    """The text names no unit, or several; args[0] is the kind of problem."""


def find_told_unit(
    hierarchy: Hierarchy,
    told: Mapping[str, str],
    text: str,
    received: date,
    exported: date,
    under: str | None = None,
    parent: str | None = None,
) -> Key:
    """The unit of a cell where the source's [units] tell what texts mean (codes without a day): the
    parent's name says which of several units of one name is meant, and nothing against what is
    told. Raises UnitProblemError as find_unit does."""
    if text not in told:
        return find_unit(hierarchy, text, received, exported, under, parent)
    if parent is not None and _repeats(hierarchy, text, exported, under):
        try:
            return find_unit(hierarchy, text, received, exported, under, parent)
        except UnitProblemError:
            pass
    return find_unit(hierarchy, told[text], received, exported, under)


def _repeats(hierarchy: Hierarchy, text: str, exported: date, under: str | None) -> bool:
    """Whether two units of the source bear the name on one day."""
    bearers = [
        unit
        for unit in hierarchy.units.values()
        if any(fold(line.name) == fold(text) for line in unit.lines)
        if _allowed(hierarchy, unit, _last_day(unit), exported, under, None)
    ]
    return any(
        one.begins <= other.begins and (one.ends is None or other.begins < one.ends)
        for one in bearers
        for other in bearers
        if one is not other
    )


def _last_day(unit: Unit) -> date:
    return date.max if unit.ends is None else unit.ends - ONE_DAY


def find_unit(
    hierarchy: Hierarchy,
    text: str,
    received: date,
    exported: date,
    under: str | None = None,
    parent: str | None = None,
) -> Key:
    """The unit that a cell names: looked for on the received day, on the export day, among
    those ended by the received day.

    Raises UnitProblemError with unknown_unit, ambiguous_unit or ended_unit (no whole successor).
    """
    living = list(hierarchy.units.values())
    for day in (received, exported):
        found = [
            (kind, unit)
            for unit in living
            if is_valid(unit, day) and (kind := _match(unit, text, day))
            if _allowed(hierarchy, unit, day, exported, under, parent)
        ]
        if found:
            return _valid_on(hierarchy, _only(found), received)
    ended = [
        (kind, unit)
        for unit in living
        if unit.ends is not None and unit.ends <= received
        if (kind := _match(unit, text, _last_day(unit)))
        if _allowed(hierarchy, unit, _last_day(unit), exported, under, parent)
    ]
    if not ended:
        raise UnitProblemError("unknown_unit")
    latest = max(unit.ends for _, unit in ended if unit.ends is not None)
    return _valid_on(hierarchy, _only([pair for pair in ended if pair[1].ends == latest]), received)


def _match(unit: Unit, text: str, day: date) -> int:
    """1 for an identifier, 2 for the code, 3 for the name, 0 for none; on the day."""
    line = line_on(unit, day)
    if any(text == value for _, value in line.identifiers):
        return 1
    if text == line.code:
        return 2
    return 3 if fold(text) == fold(line.name) else 0


def _only(found: list[tuple[int, Unit]]) -> Unit:
    first = min(kind for kind, _ in found)
    units = [unit for kind, unit in found if kind == first]
    if len(units) > 1:
        raise UnitProblemError("ambiguous_unit")
    return units[0]


def _valid_on(hierarchy: Hierarchy, unit: Unit, received: date) -> Key:
    """A unit that ended by the received day is read as its whole successor on that day."""
    if unit.ends is None or unit.ends > received:
        return unit.key
    successor = successor_on(hierarchy, unit, received)
    if successor is None:
        raise UnitProblemError("ended_unit")
    return successor.key


def _allowed(
    hierarchy: Hierarchy,
    unit: Unit,
    day: date,
    exported: date,
    under: str | None,
    parent: str | None,
) -> bool:
    above = ancestors(hierarchy, unit, day)
    if parent is not None and not any(_match(one, parent, day) for one in above):
        return False
    if under is None:
        return True
    found_roots = roots(hierarchy, unit_named_by(hierarchy, under, exported), day)
    return any(one.key in found_roots for one in [unit, *above])


def unit_named_by(hierarchy: Hierarchy, code: str, exported: date) -> Unit | None:
    """The unit with this code on the export day, else the last one before, else the next one."""
    named = [unit for unit in hierarchy.units.values() if unit.lines[0].code == code]
    for unit in named:
        if is_valid(unit, exported):
            return unit
    before = [unit for unit in named if unit.ends is not None and unit.ends <= exported]
    if before:
        return max(before, key=lambda unit: unit.begins)
    return min(named, key=lambda unit: unit.begins, default=None)


def roots(hierarchy: Hierarchy, unit: Unit | None, day: date) -> set[Key]:
    if unit is None:
        return set()
    if is_valid(unit, day):
        return {unit.key}
    if unit.begins <= day:
        successor = whole_successor(hierarchy, unit)
        return roots(hierarchy, successor, day)
    return {
        root
        for link in hierarchy.successions
        if link.successor == unit.key
        and link.effective_on == unit.begins
        and link.extent == "whole"
        for root in roots(hierarchy, hierarchy.units[link.predecessor], day)
    }
