"""What a change of units changed: the rows that went and those that came."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from units.names import fold_unit_name
from units.timeline import Identifier, Link, Timeline, Version


class Rows(NamedTuple):
    """Rows of the hierarchy; a changed row is one that went and one that came."""

    versions: frozenset[Version]
    identifiers: frozenset[Identifier]
    links: frozenset[Link]

    def to_json(self) -> dict[str, list[list[Any]]]:
        """Lists that JSON can hold, in a fixed order."""
        return {
            name: sorted(([_plain(value) for value in row] for row in rows), key=repr)
            for name, rows in self._asdict().items()
        }

    @classmethod
    def from_json(cls, told: dict[str, list[list[Any]]]) -> "Rows":
        return cls(
            frozenset(_version(row) for row in told["versions"]),
            frozenset(_identifier(row) for row in told["identifiers"]),
            frozenset(_link(row) for row in told["links"]),
        )


class Difference(NamedTuple):
    """What is undone by letting `came` go and `went` come back."""

    went: Rows
    came: Rows

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units that the rows are about."""
        found: set[int] = set()
        for rows in (self.went, self.came):
            found |= {version.unit_id for version in rows.versions}
            found |= {identifier.unit_id for identifier in rows.identifiers}
            found |= {end for link in rows.links for end in link[:2]}
        return frozenset(found)


def difference(before: Timeline, after: Timeline, touched: Collection[int]) -> Difference:
    """What differs in the rows of the units that were touched."""
    old, new = (_rows(timeline, touched) for timeline in (before, after))
    return Difference(_without(old, new), _without(new, old))


def affected(before: Timeline, after: Timeline, changed: Difference) -> frozenset[int]:
    """The units whose dossiers may be counted elsewhere after the change.

    Where a dossier is counted follows from the lives of the units that it names and of those that
    are linked with these, directly or through others (docs/decisions/0001, "The stays of a
    dossier"); names matter among linked units alone, parents and identifiers not at all.
    """
    seeds = {
        unit_id
        for unit_id in changed.unit_ids
        if _life(before, unit_id) != _life(after, unit_id) or _names_matter(before, after, unit_id)
    }
    seeds |= {end for rows in changed for link in rows.links for end in link[:2]}
    known = seeds & set(before.units())  # nobody names a unit that was not there
    return _linked(known, [before, after])


def _rows(timeline: Timeline, touched: Collection[int]) -> Rows:
    there = set(touched) & set(timeline.units())
    return Rows(
        frozenset(row for unit_id in there for row in timeline.versions(unit_id)),
        frozenset(row for row in timeline.identifiers if row.unit_id in there),
        frozenset(link for unit_id in there for link in _links(timeline, unit_id)),
    )


def _without(some: Rows, others: Rows) -> Rows:
    return Rows(
        some.versions - others.versions,
        some.identifiers - others.identifiers,
        some.links - others.links,
    )


def _links(timeline: Timeline, unit_id: int) -> tuple[Link, ...]:
    return timeline.predecessors(unit_id) + timeline.successors(unit_id)


def _life(timeline: Timeline, unit_id: int) -> tuple[date, date | None] | None:
    return timeline.life(unit_id) if unit_id in timeline.units() else None


def _names_matter(before: Timeline, after: Timeline, unit_id: int) -> bool:
    """Whether a linked unit has other names now."""
    names = [
        [(row.valid_from, fold_unit_name(row.name)) for row in timeline.versions(unit_id)]
        for timeline in (before, after)
    ]
    return names[0] != names[1] and bool(_links(before, unit_id) or _links(after, unit_id))


def _linked(unit_ids: Iterable[int], timelines: Collection[Timeline]) -> frozenset[int]:
    """The units, and all that successions join with them, whichever way."""
    found, ahead = set(unit_ids), list(unit_ids)
    while ahead:
        unit_id = ahead.pop()
        others = {
            end for timeline in timelines for link in _links(timeline, unit_id) for end in link[:2]
        }
        ahead += others - found
        found |= others
    return frozenset(found)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _known(text: str) -> date:
    return date.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else _known(text)


def _version(row: list[Any]) -> Version:
    unit_id, code, name, level, parent_id, begins, ends, order = row
    return Version(unit_id, code, name, level, parent_id, _known(begins), _day(ends), order)


def _identifier(row: list[Any]) -> Identifier:
    unit_id, scheme, value, begins, ends = row
    return Identifier(unit_id, scheme, value, _known(begins), _day(ends))


def _link(row: list[Any]) -> Link:
    before, after, day, extent = row
    return Link(before, after, _known(day), extent)
