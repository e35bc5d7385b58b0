"""The identifiers that the lines of UNITS.csv give."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from units.files import Place
from units.lineage import Lineage
from units.models import UnitIdentifier

# An identifier ends with its unit.
_END = """
UPDATE units_unitidentifier i SET valid_to = life.ends
FROM (
    SELECT unit_id, max(valid_to) AS ends FROM units_unitversion
    GROUP BY unit_id HAVING bool_and(valid_to IS NOT NULL)
) life
WHERE i.unit_id = life.unit_id AND i.valid_to IS NULL AND i.valid_from < life.ends
RETURNING i.unit_id
"""


class Wanted(NamedTuple):
    """An identifier over adjoining lines of one unit; `place` is the first of them."""

    unit_id: int
    valid_from: date
    valid_to: date | None
    place: Place

    def touches(self, row: UnitIdentifier) -> bool:
        """Whether the row overlaps this, or is the same unit's until this begins."""
        begun = self.valid_to is None or row.valid_from < self.valid_to
        if row.valid_to == self.valid_from:
            return row.unit_id == self.unit_id
        return begun and (row.valid_to is None or self.valid_from < row.valid_to)


def write_identifiers(lineage: Lineage, ids: dict[int, int], touched: set[int]) -> int:
    """Add and lengthen identifiers; gives how many rows it wrote. Raises UnitFileError where a
    value would belong to two units at once."""
    end_identifiers(touched)
    known: dict[tuple[str, str], list[UnitIdentifier]] = defaultdict(list)
    for row in UnitIdentifier.objects.all():
        known[row.scheme, row.value].append(row)
    added: list[UnitIdentifier] = []
    changed: list[UnitIdentifier] = []
    for (scheme, value), stretches in _wanted(lineage, ids).items():
        for wanted in stretches:
            rows = [row for row in known[scheme, value] if wanted.touches(row)]
            if not rows:
                row = UnitIdentifier(
                    unit_id=wanted.unit_id,
                    scheme=scheme,
                    value=value,
                    valid_from=wanted.valid_from,
                    valid_to=wanted.valid_to,
                )
                known[scheme, value].append(row)
                added.append(row)
            elif _lengthened(wanted, rows):
                changed += rows
    UnitIdentifier.objects.bulk_update(changed, ["valid_to"])
    UnitIdentifier.objects.bulk_create(added, batch_size=5000)
    touched.update(row.unit_id for row in (*added, *changed))
    return len(added) + len(changed)


def end_identifiers(touched: set[int]) -> None:
    """Let open identifiers of ended units end with them."""
    with connection.cursor() as cursor:
        cursor.execute(_END)
        touched.update(unit_id for (unit_id,) in cursor.fetchall())


def _wanted(lineage: Lineage, ids: dict[int, int]) -> dict[tuple[str, str], list[Wanted]]:
    found: dict[tuple[str, str], list[Wanted]] = defaultdict(list)
    for entry in sorted(lineage.entries, key=lambda entry: entry.valid_from):
        if entry.line is None:
            continue
        unit_id = ids.get(entry.unit_id, entry.unit_id)
        for pair in entry.line.identifiers:
            wanted = Wanted(unit_id, entry.valid_from, entry.valid_to, entry.line.place)
            last = found[pair][-1] if found[pair] else None
            if last and last.unit_id == unit_id and last.valid_to == entry.valid_from:
                found[pair][-1] = last._replace(valid_to=entry.valid_to)
            else:
                found[pair].append(wanted)
    return found


def _lengthened(wanted: Wanted, rows: list[UnitIdentifier]) -> bool:
    """Whether the one known row had to take the end that the file gives."""
    row = rows[0]
    same_unit = len(rows) == 1 and row.unit_id == wanted.unit_id
    if same_unit and wanted.valid_from in (row.valid_from, row.valid_to):
        if row.valid_to == wanted.valid_to:
            return False
        row.valid_to = wanted.valid_to
        return True
    covered = row.valid_from <= wanted.valid_from and (
        row.valid_to is None or (wanted.valid_to is not None and wanted.valid_to <= row.valid_to)
    )
    if same_unit and covered:
        return False
    raise wanted.place.error(
        _("the identifier %(scheme)s=%(value)s is given to a unit from %(day)s on already.")
        % {"scheme": row.scheme, "value": row.value, "day": row.valid_from}
    )
