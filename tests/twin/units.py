"""The twin's hierarchy over time: which lines are one unit, who is above whom on a day, and
who came from whom (DESIGN.md section 5)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tests.twin.model import Key, Link, UnitLine

ONE_DAY = timedelta(days=1)
PREFIXES = (
    "ubnd",
    "uy ban nhan dan",
    "xa",
    "phuong",
    "thi tran",
    "dac khu",
    "huyen",
    "quan",
    "thi xa",
    "thanh pho",
    "tinh",
)


@dataclass(frozen=True)
class Unit:
    """One unit through time: its lines, oldest first, each continuing the one before."""

    lines: tuple[UnitLine, ...]

    @property
    def key(self) -> Key:
        return (self.lines[0].level, self.lines[0].code, self.begins)

    @property
    def begins(self) -> date:
        return self.lines[0].valid_from

    @property
    def ends(self) -> date | None:
        """The first day on which the unit is no more."""
        return self.lines[-1].valid_to


@dataclass(frozen=True)
class Succession:
    """A link between two different units."""

    predecessor: Key
    successor: Key
    effective_on: date
    extent: str


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """All units by key; compared by identity, so that answers about it can be kept."""

    units: dict[Key, Unit]
    successions: tuple[Succession, ...]


def derive_units(lines: tuple[UnitLine, ...], links: tuple[Link, ...]) -> Hierarchy:
    """Join the lines to units and the links to successions between them."""
    chains: list[list[UnitLine]] = []
    for line in sorted(lines, key=lambda line: line.valid_from):
        for chain in chains:
            if _adjoins(chain[-1], line) and _continues(chain[-1], line, links):
                chain.append(line)
                break
        else:
            chains.append([line])
    units = {unit.key: unit for unit in (Unit(tuple(chain)) for chain in chains)}
    successions = [_succession(units, link) for link in links]
    return Hierarchy(units, tuple(found for found in successions if found))


def fold(text: str) -> str:
    """A name as it is compared: no accents, case, double spaces, prefixes or province suffix."""
    marked = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(char for char in marked if not unicodedata.combining(char))
    plain = " ".join(plain.split())
    plain = re.sub(r" - tinh .*$", "", plain)
    for prefix in PREFIXES * 2:
        plain = plain.removeprefix(prefix + " ")
    return plain


def is_valid(unit: Unit, day: date) -> bool:
    """Whether the unit exists on the day."""
    return unit.begins <= day and (unit.ends is None or day < unit.ends)


def own_day(unit: Unit, day: date) -> date:
    """The day itself while the unit lives, else its own last day, or first day."""
    if unit.ends is not None and day >= unit.ends:
        return unit.ends - ONE_DAY
    return max(day, unit.begins)


def line_on(unit: Unit, day: date) -> UnitLine:
    """The line that describes the unit on the day (on its own nearest day if not valid)."""
    day = own_day(unit, day)
    return next(line for line in reversed(unit.lines) if line.valid_from <= day)


def parent_on(hierarchy: Hierarchy, unit: Unit, day: date) -> Unit | None:
    """The unit above on the day, by the parent's code on that day."""
    parent_code = line_on(unit, day).parent_code
    for other in hierarchy.units.values():
        if other is not unit and is_valid(other, day) and line_on(other, day).code == parent_code:
            return other
    return None


@lru_cache(maxsize=20_000)
def ancestors(hierarchy: Hierarchy, unit: Unit, day: date) -> list[Unit]:
    """The units above, nearest first, on the day, or on the unit's own last (or first) day."""
    day = own_day(unit, day)
    found: list[Unit] = []
    above = parent_on(hierarchy, unit, day)
    while above is not None:
        found.append(above)
        above = parent_on(hierarchy, above, day)
    return found


def whole_successor(hierarchy: Hierarchy, unit: Unit) -> Unit | None:
    """The unit that took over the whole of an ended one, on the day that it ended."""
    for link in hierarchy.successions:
        whole = link.predecessor == unit.key and link.extent == "whole"
        if whole and link.effective_on == unit.ends:
            return hierarchy.units[link.successor]
    return None


def successor_on(hierarchy: Hierarchy, unit: Unit, day: date) -> Unit | None:
    """Follow the chain of whole successors of an ended unit to the one valid on the day."""
    found: Unit | None = unit
    while found is not None and not is_valid(found, day):
        found = whole_successor(hierarchy, found)
    return found


def single_whole_predecessor(hierarchy: Hierarchy, unit: Unit) -> Unit | None:
    """The one unit that a unit began from, where it came as a whole and alone."""
    came = [
        link
        for link in hierarchy.successions
        if link.successor == unit.key and link.effective_on == unit.begins
    ]
    if len(came) == 1 and came[0].extent == "whole":
        return hierarchy.units[came[0].predecessor]
    return None


def _adjoins(earlier: UnitLine, later: UnitLine) -> bool:
    return earlier.code == later.code and earlier.valid_to == later.valid_from


def _continues(earlier: UnitLine, later: UnitLine, links: tuple[Link, ...]) -> bool:
    came = {
        (link.predecessor_code, link.extent)
        for link in links
        if link.successor_code == later.code
        and link.effective_on == later.valid_from
        and link.level in ("", later.level)
    }
    if came:
        return came == {(later.code, "whole")}
    return earlier.level == later.level and fold(earlier.name) == fold(later.name)


def _succession(units: dict[Key, Unit], link: Link) -> Succession | None:
    before = link.effective_on - ONE_DAY
    predecessor = _with_code(units, link.level, link.predecessor_code, before)
    successor = _with_code(units, link.level, link.successor_code, link.effective_on)
    if predecessor is None or successor is None or predecessor is successor:
        return None
    return Succession(predecessor.key, successor.key, link.effective_on, link.extent)


def _with_code(units: dict[Key, Unit], level: str, code: str, day: date) -> Unit | None:
    for unit in units.values():
        if is_valid(unit, day):
            line = line_on(unit, day)
            if line.code == code and level in ("", line.level):
                return unit
    return None
