"""Laying the lines of UNITS.csv beside the versions that the database knows already."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from units.errors import UnitFileError
from units.files import UnitLine
from units.lineage import CodeIndex, Entry, Lineage
from units.names import sort_key
from units.timeline import Version


def match(lines: Sequence[UnitLine], known: Sequence[Version]) -> list[Entry]:
    """An entry per line with the known versions that it stands for, and one per known version
    that no line names. Raises UnitFileError where a line contradicts them, or another line."""
    by_key: dict[tuple[str, str], list[UnitLine]] = defaultdict(list)
    for line in lines:
        by_key[line.level, line.code].append(line)
    rows: dict[tuple[str, str], list[Version]] = defaultdict(list)
    for version in known:
        rows[version.level, version.code].append(version)
    entries: list[Entry] = []
    for key, group in by_key.items():
        group.sort(key=lambda line: line.valid_from)
        for earlier, later in pairwise(group):
            if earlier.valid_to is None or later.valid_from < earlier.valid_to:
                raise later.place.error(
                    _("%(code)s is valid twice on %(day)s, see also line %(other)d.")
                    % {
                        "code": later.code,
                        "day": later.valid_from,
                        "other": earlier.place.number,
                    }
                )
        entries += _match_code(group, rows.pop(key, []))
    entries += [_unnamed(version) for group in rows.values() for version in group]
    return entries


def _match_code(lines: Sequence[UnitLine], rows: Sequence[Version]) -> list[Entry]:
    entries = []
    unnamed = list(rows)
    for line in lines:
        mine = [
            row
            for row in rows
            if line.valid_from <= row.valid_from
            and (line.valid_to is None or row.valid_from < line.valid_to)
        ]
        if mine:
            _check_same(line, mine)
            unnamed = [row for row in unnamed if row not in mine]
        entry = Entry(line, line.code, line.name, line.level, line.valid_from, line.valid_to, mine)
        if mine:
            entry.unit_id = mine[0].unit_id
        entries.append(entry)
    for row in unnamed:
        for line in lines:
            if row.valid_from < line.valid_from and (
                row.valid_to is None or line.valid_from < row.valid_to
            ):
                raise _contradiction(line, _("is valid since %s") % row.valid_from)
    return entries + [_unnamed(row) for row in unnamed]


def _unnamed(row: Version) -> Entry:
    return Entry(
        None, row.code, row.name, row.level, row.valid_from, row.valid_to, [row], row.unit_id
    )


def _check_same(line: UnitLine, rows: Sequence[Version]) -> None:
    if rows[0].valid_from != line.valid_from:
        raise _contradiction(line, _("begins on %s") % rows[0].valid_from)
    for row in rows:
        if row.name != line.name:
            raise _contradiction(line, _("is called “%s”") % row.name)
        if row.unit_id != rows[0].unit_id:
            raise _contradiction(line, _("becomes another unit on %s") % row.valid_from)
    end = rows[-1].valid_to
    if end is not None and end != line.valid_to:
        raise _contradiction(line, _("ends on %s") % end)


def _contradiction(line: UnitLine, known: str) -> UnitFileError:
    return line.place.error(
        _("%(code)s of %(day)s %(known)s in the database; the file says otherwise.")
        % {"code": line.code, "day": line.valid_from, "known": known}
    )


def wanted_versions(lineage: Lineage) -> list[tuple[Entry, list[Version]]]:
    """The versions of each line: one, or several where its parent's code changes hands. Raises
    UnitFileError where a parent is not valid, or was another one."""
    index = CodeIndex(lineage.entries)
    wanted = []
    for entry in lineage.entries:
        if entry.line is None:
            continue
        key = sort_key(entry.name)
        parts = index.parents(entry, entry.line)
        rows = [
            Version(entry.unit_id, entry.code, entry.name, entry.level, parent, begin, end, key)
            for parent, begin, end in parts
        ]
        for row in entry.known:
            if _parent_on(rows, row.valid_from) != row.parent_id:
                raise _contradiction(entry.line, _("has another parent from %s") % row.valid_from)
        wanted.append((entry, rows))
    return wanted


def _parent_on(rows: Sequence[Version], day: date) -> int | None:
    return [row for row in rows if row.valid_from <= day][-1].parent_id
