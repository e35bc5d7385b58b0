"""Which lines of UNITS.csv are versions of one unit, and which units are their parents.

Plain reasoning over the lines of the files and the versions that are known already. Source:
DESIGN.md section 5.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from units.files import LinkLine, UnitLine
from units.names import fold, fold_unit_name
from units.timeline import ONE_DAY, Version

# The tiers from above; also the order of levels below one parent.
RANKS = {"country": 0, "province": 1, "department": 2, "district": 2, "commune": 3}
UNDECIDED = 0


@dataclass(eq=False, slots=True)
class Entry:
    """A line of the file with the known versions that it stands for, or (without a line) a known
    version that the file does not name. `unit_id` is negative for units that are still to be
    made."""

    line: UnitLine | None
    code: str
    name: str
    level: str
    valid_from: date
    valid_to: date | None
    known: list[Version]
    unit_id: int = UNDECIDED

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


# A line that gives an entry a predecessor, and that one (None: it was no unit).
Origin = tuple[LinkLine, Entry | None]


@dataclass(slots=True)
class Lineage:
    """The entries with their units; `undecided` are the lines that began a new unit because
    nothing says what they continue; `links` are the successions between different units."""

    entries: list[Entry]
    undecided: list[UnitLine] = field(default_factory=list)
    links: list[tuple[LinkLine, Entry, Entry]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def decide(entries: Sequence[Entry], link_lines: Sequence[LinkLine]) -> Lineage:
    """Give every entry its unit. Raises UnitFileError where a succession names no unit, or says
    otherwise than what is known."""
    index = CodeIndex(entries)
    links = [(line, *index.ends_of(line)) for line in link_lines]
    lineage = Lineage(list(entries), notes=index.notes)
    incoming: dict[Entry, list[Origin]] = defaultdict(list)
    gone_whole: set[Entry] = set()
    for line, predecessor, successor in links:
        if successor.valid_from == line.effective_on:
            incoming[successor].append((line, predecessor))
        if line.extent == "whole" and predecessor is not None and predecessor is not successor:
            gone_whole.add(predecessor)
    made = 0
    for entry in sorted(entries, key=lambda entry: entry.valid_from):
        before = index.adjoining(entry)
        origins = incoming.get(entry, [])
        continued = _continued(entry, before, origins, gone_whole)
        if entry.unit_id != UNDECIDED:
            _check_known(entry, before, origins, continued)
        elif continued is not None:
            entry.unit_id = continued.unit_id
        else:
            made += 1
            entry.unit_id = -made
            if before is not None and not origins and entry.line is not None:
                lineage.undecided.append(entry.line)
    lineage.links = [
        (line, predecessor, successor)
        for line, predecessor, successor in links
        if predecessor is not None and _is_succession(line, predecessor, successor)
    ]
    return lineage


def _continued(
    entry: Entry,
    before: Entry | None,
    origins: Sequence[Origin],
    gone_whole: set[Entry],
) -> Entry | None:
    """The adjoining entry of which this one is the next version, if it is."""
    if before is None:
        return None
    if origins:
        only_it = len(origins) == 1 and origins[0][1] is before
        return before if only_it and origins[0][0].extent == "whole" else None
    same = entry.level == before.level and fold_unit_name(entry.name) == fold_unit_name(before.name)
    return before if same and before not in gone_whole else None


def _check_known(
    entry: Entry,
    before: Entry | None,
    origins: Sequence[Origin],
    continued: Entry | None,
) -> None:
    """What the database holds was decided when it was loaded, and dossiers hang on it."""
    if not origins or before is None or before.unit_id == UNDECIDED:
        return
    if (before.unit_id == entry.unit_id) != (continued is before):
        raise origins[0][0].place.error(
            _(
                "%(code)s is %(known)s before and after %(day)s in the database, the file "
                "says otherwise."
            )
            % {
                "code": entry.code,
                "known": _("one unit") if before.unit_id == entry.unit_id else _("two units"),
                "day": entry.valid_from,
            }
        )


def _is_succession(line: LinkLine, predecessor: Entry, successor: Entry) -> bool:
    if predecessor.unit_id == successor.unit_id:
        return False
    if line.extent == "whole" and predecessor.valid_to != line.effective_on:
        raise line.place.error(
            _("%(code)s went whole into another unit on %(day)s, but does not end on that day.")
            % {"code": line.predecessor_code, "day": line.effective_on}
        )
    return True


class CodeIndex:
    """The entries by code; `notes` lists the lines whose code nobody had, taken by name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_code: dict[str, list[Entry]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.notes: list[str] = []
        for entry in entries:
            self._by_code[entry.code].append(entry)
            self._named[entry.level, fold(entry.name)].append(entry)

    def adjoining(self, entry: Entry) -> Entry | None:
        """The entry of the same code that ends on the day this one begins; of several levels,
        that of the same one."""
        found = [e for e in self._by_code[entry.code] if e.valid_to == entry.valid_from]
        return next((e for e in found if e.level == entry.level), found[0] if found else None)

    def ends_of(self, line: LinkLine) -> tuple[Entry | None, Entry]:
        """The predecessor on the day before, and the successor on the day."""
        day, code = line.effective_on, line.predecessor_code
        predecessor = self._one(line, code, line.predecessor_name, day - ONE_DAY) if code else None
        return predecessor, self._one(line, line.successor_code, line.successor_name, day)

    def _one(self, line: LinkLine, code: str, name: str, day: date) -> Entry:
        found = [entry for entry in self._by_code.get(code, ()) if entry.holds(day)]
        found = [entry for entry in found if entry.level == line.level] or found
        values = {"code": code, "day": day, "name": name}
        if not found and name:
            named = self._named.get((line.level, fold(name)), ())
            found = [entry for entry in named if entry.holds(day)]
            if len(found) == 1:
                values["other"] = found[0].code
                problem = _("%(code)s was taken as %(other)s, the only %(name)s on %(day)s.")
                self.notes.append(str(line.place.error(problem % values)))
        if not found:
            raise line.place.error(_("no unit has the code %(code)s on %(day)s.") % values)
        if len(found) > 1:
            raise line.place.error(
                _("several units have the code %(code)s on %(day)s; give the level.") % values
            )
        return found[0]

    def parents(self, entry: Entry, line: UnitLine) -> list[tuple[int | None, date, date | None]]:
        """The parent's unit for each part of the line's life. Raises UnitFileError where the
        parent is not valid for a part of it."""
        if not line.parent_code:
            return [(None, line.valid_from, line.valid_to)]
        above = [e for e in self._by_code.get(line.parent_code, ()) if may_be_under(entry, e)]
        gap: date = line.valid_from
        for level in sorted({e.level for e in above}, key=lambda name: -RANKS[name]):
            parts, covered_to = _cover(line, [e for e in above if e.level == level])
            if covered_to is None:
                return parts
            gap = max(gap, covered_to)
        raise line.place.error(
            _("the parent %(parent)s of %(code)s is not valid on %(day)s.")
            % {"parent": line.parent_code, "code": line.code, "day": gap}
        )


def may_be_under(child: Entry, parent: Entry) -> bool:
    return level_fits(child.level, parent.level) and child is not parent


def level_fits(level: str, parent_level: str) -> bool:
    """Whether a unit of the level may belong to one of the parent's level: departments to any,
    others to a tier above them."""
    if level == "department":
        return True
    return parent_level != "department" and RANKS[parent_level] < RANKS[level]


def _cover(
    line: UnitLine, parents: list[Entry]
) -> tuple[list[tuple[int | None, date, date | None]], date | None]:
    """The parts of the line's life with their parents, and the first day without one (None: all
    are covered)."""
    parts: list[tuple[int | None, date, date | None]] = []
    day: date | None = line.valid_from
    for parent in sorted(parents, key=lambda entry: entry.valid_from):
        if day is None or not parent.holds(day):
            continue
        until = parent.valid_to
        if line.valid_to is not None and (until is None or until >= line.valid_to):
            until = line.valid_to
        if parts and parts[-1][0] == parent.unit_id:
            parts[-1] = (parent.unit_id, parts[-1][1], until)
        else:
            parts.append((parent.unit_id, day, until))
        day = None if until == line.valid_to else until
    return parts, day
