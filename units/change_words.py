"""A change of units in words: what stood there of each unit before, and what stands there after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from units.differences import Difference, Rows
from units.models import Extent, Level
from units.names import sort_key
from units.timeline import ONE_DAY, Identifier, Link, Version


@dataclass(frozen=True)
class Lines:
    """What changes of one unit: lines that hold before and no more after, and the other way."""

    name: str
    before: list[str]
    after: list[str]


class Names:
    """The names of units, also of those that a change makes or lets vanish."""

    def __init__(self, changed: Difference, known: Iterable[Version]) -> None:
        self._newest: dict[int, Version] = {}
        for version in (*known, *changed.went.versions, *changed.came.versions):
            newest = self._newest.get(version.unit_id)
            if newest is None or newest.valid_from <= version.valid_from:
                self._newest[version.unit_id] = version

    def of(self, unit_id: int) -> str:
        """As in "Xã Ia Băng (23845)"."""
        version = self._newest.get(unit_id)
        return f"{version.name} ({version.code})" if version else f"#{unit_id}"


def change_lines(changed: Difference, names: Names) -> list[Lines]:
    """The units that change, in Vietnamese order."""
    found = [
        Lines(
            name=names.of(unit_id),
            before=_lines(changed.went, unit_id, names),
            after=_lines(changed.came, unit_id, names),
        )
        for unit_id in changed.unit_ids
    ]
    # A unit that a link alone names has its line at the link's other end.
    told = [one for one in found if one.before or one.after]
    return sorted(told, key=lambda one: sort_key(one.name))


def _lines(rows: Rows, unit_id: int, names: Names) -> list[str]:
    versions = sorted(
        (row for row in rows.versions if row.unit_id == unit_id), key=lambda row: row.valid_from
    )
    links = sorted(
        (row for row in rows.links if row.predecessor_id == unit_id),
        key=lambda row: (row.effective_on, sort_key(names.of(row.successor_id))),
    )
    identifiers = sorted(row for row in rows.identifiers if row.unit_id == unit_id)
    return [
        *(_version(row, names) for row in versions),
        *(_link(row, names) for row in links),
        *(_identifier(row) for row in identifiers),
    ]


def _version(row: Version, names: Names) -> str:
    level = Level(row.level).label
    if row.parent_id is None:
        place = str(level)
    else:
        place = _("%(level)s of %(parent)s") % {"level": level, "parent": names.of(row.parent_id)}
    return f"{row.name} ({row.code}), {place}, {_time(row.valid_from, row.valid_to)}"


def _identifier(row: Identifier) -> str:
    return f"{row.scheme}={row.value}, {_time(row.valid_from, row.valid_to)}"


def _link(row: Link, names: Names) -> str:
    whole = row.extent == Extent.WHOLE
    text = (
        _("goes as a whole into %(unit)s on %(day)s")
        if whole
        else _("gives a part to %(unit)s on %(day)s")
    )
    return text % {"unit": names.of(row.successor_id), "day": date_format(row.effective_on)}


def _time(begins: date, ends: date | None) -> str:
    if ends is None:
        return _("from %(day)s on") % {"day": date_format(begins)}
    words = {"first": date_format(begins), "last": date_format(ends - ONE_DAY)}
    return _("from %(first)s to %(last)s") % words
