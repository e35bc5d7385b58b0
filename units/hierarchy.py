"""All reasoning about units over time, over values and without a database.

Rules: DESIGN.md section 5 and docs/decisions/0001.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from units import finding, stays
from units.exact_past import Break, BreakKind, ExactPast
from units.finding import Found
from units.stays import Named, Stay
from units.timeline import Identifier, Link, Timeline, Version

__all__ = ["Break", "BreakKind", "Found", "Hierarchy", "Identifier", "Link", "Stay", "Version"]


class Hierarchy(Timeline):
    """The units as `units.queries.hierarchy()` reads them; never changed after it is built."""

    def __init__(
        self,
        versions: Iterable[Version],
        identifiers: Iterable[Identifier] = (),
        links: Iterable[Link] = (),
    ) -> None:
        super().__init__(versions, identifiers, links)
        self._finder = finding.Finder(self)
        self._exact_past = ExactPast(self)
        self._placed: dict[tuple[int, int], tuple[int | None, tuple[int, ...]]] = {}
        self._of_level: dict[tuple[str, int, int], tuple[int, ...]] = {}

    def find(
        self,
        text: str,
        received_on: date,
        export_on: date,
        under: int | None = None,
        parent_text: str | None = None,
    ) -> Found:
        """The unit that a cell of an export names, or the problem with it. Never raises.

        `received_on` is the row's received day (without one, give the export day), `export_on`
        the day of the export, `under` the unit in whose subtree names are looked for.
        """
        cell = finding.Cell(text, under, (parent_text or "").strip())
        return self._finder.find(cell, received_on, export_on)

    def bearers(
        self, text: str, under: int | None = None, parent_text: str | None = None
    ) -> list[int]:
        """The units that a text names, whenever they live; see `find`."""
        return self._finder.bearers(finding.Cell(text, under, (parent_text or "").strip()))

    def resolve(self, text: str, on: date) -> int:
        """The unit that a `UNIT` argument names: `code`, `code@date`, `level:code`, identifier.

        Raises UnitNotFound, UnitAmbiguous with one sentence.
        """
        return self._finder.resolve(text, on)

    def roots(self, unit_id: int, day: date) -> frozenset[int]:
        """The units on the day whose subtrees are searched for a source's `under` (rule 3)."""
        return self._finder.roots(unit_id, day)

    def label(self, unit_id: int, day: date) -> str:
        """Name, code and parent's name, as in "Xã Ia Băng (23845), Huyện Đăk Đoa"."""
        return finding.label(self, unit_id, day)

    def stays(self, named: Sequence[Named], received_on: date) -> tuple[Stay, ...]:
        """The uncut stays of a dossier whose live states name these units, oldest first."""
        return stays.stays(self, named, received_on)

    def place(self, unit_id: int, map_day: date) -> int | None:
        """The unit of the map that holds this unit's counts as its own; None for a residue."""
        return self.placed_path(unit_id, map_day)[0]

    def placed_path(self, unit_id: int, map_day: date) -> tuple[int | None, tuple[int, ...]]:
        """The unit's place on the map (None: residue), and the units of the map that receive its
        counts at scope whole: the place and its ancestors, or those of the parent's place."""
        key = unit_id, self.segment(map_day)
        if key not in self._placed:
            self._placed[key] = self._placed_path(unit_id, map_day)
        return self._placed[key]

    def _placed_path(self, unit_id: int, map_day: date) -> tuple[int | None, tuple[int, ...]]:
        if self.is_valid(unit_id, map_day):
            return unit_id, self.ancestors(unit_id, map_day)
        begin, _ = self.life(unit_id)
        if map_day < begin:
            other = self.single_whole_predecessor(unit_id)
            if other is not None and self.life(other)[0] >= begin:
                other = None
        else:
            other = self.follow(unit_id, map_day)
            if other == unit_id:
                other = None
        if other is not None:
            return self.placed_path(other, map_day)
        parent = self.parent(unit_id, map_day)
        return None, () if parent is None else self.placed_path(parent, map_day)[1]

    def exact_since(self, unit_id: int, map_day: date) -> Break | None:
        """The break from whose day on the unit of the map, valid on its day, is an exact sum of
        units as they were; None if it is so far back (before it began from nothing, it is 0)."""
        return self._exact_past.since(unit_id, map_day)

    def exact_until(self, unit_id: int, map_day: date) -> Break | None:
        """The break from whose day on the unit of the map is not exact any more; None if it
        still is."""
        return self._exact_past.until(unit_id, map_day)

    def units_of_level_on(self, level: str, day: date) -> tuple[int, ...]:
        """The units that are valid and of this level on the day, in Vietnamese order."""
        return self.units_of_level(level, day, day)

    def units_of_level(self, level: str, first: date, last: date) -> tuple[int, ...]:
        """The units that had this level on some day from `first` to `last` (both included), in
        Vietnamese order of their latest name of that level then."""
        key = level, self.segment(first), self.segment(last)
        if key not in self._of_level:
            self._of_level[key] = self._units_of_level(level, first, last)
        return self._of_level[key]

    def _units_of_level(self, level: str, first: date, last: date) -> tuple[int, ...]:
        found: dict[int, tuple[str, str]] = {}
        for unit_id in self.units():
            for row in self.versions(unit_id):
                begun = row.level == level and row.valid_from <= last
                if begun and (row.valid_to is None or first < row.valid_to):
                    found[unit_id] = row.sort_key, row.code
        return tuple(sorted(found, key=lambda unit_id: (found[unit_id], unit_id)))
