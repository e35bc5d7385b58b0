"""Bringing the database to what UNITS.csv and SUCCESSION.csv say, without losing unit ids.

The files may add to what is known (lines, ends, identifiers, successions), never contradict it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from units.files import LinkLine, UnitLine
from units.lineage import Entry, Lineage, decide
from units.load_identifiers import write_identifiers
from units.matching import match, wanted_versions
from units.models import Succession, Unit, UnitVersion
from units.names import fold
from units.timeline import Version


@dataclass(slots=True)
class LoadResult:
    """What a load did; lines = new + changed + unchanged. `undecided` names the lines that
    became new units because nothing says what they continue, `notes` successions that were taken
    by name because nobody had the code."""

    lines: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    units: int = 0
    versions: int = 0
    new_units: int = 0
    identifiers: int = 0
    successions: int = 0
    undecided: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def load(
    lines: Sequence[UnitLine], link_lines: Sequence[LinkLine], touched: set[int]
) -> LoadResult:
    """Load the lines inside the caller's transaction; adds the changed units to `touched`."""
    result = LoadResult(lines=len(lines))
    known = [
        Version._make(row)
        for row in UnitVersion.objects.order_by("valid_from").values_list(*Version._fields)
    ]
    lineage = decide(match(lines, known), link_lines)
    wanted = wanted_versions(lineage)
    ids = _make_units(lineage)
    result.new_units = len(ids)
    touched.update(ids.values())
    _write_versions(wanted, ids, touched, result)
    result.successions = _write_successions(lineage, ids, touched)
    result.identifiers = write_identifiers(lineage, ids, touched)
    result.units = Unit.objects.count()
    result.versions = UnitVersion.objects.count()
    result.notes = lineage.notes
    result.undecided = [
        f"{line.place.file}, {line.place.number}: {line.name} ({line.code})"
        for line in lineage.undecided
    ]
    return result


def _make_units(lineage: Lineage) -> dict[int, int]:
    """Make the units that are still missing; gives their ids by the negative ones."""
    missing = sorted({e.unit_id for e in lineage.entries if e.unit_id < 0}, reverse=True)
    made = Unit.objects.bulk_create([Unit() for _ in missing])
    return dict(zip(missing, (unit.pk for unit in made), strict=True))


def _write_versions(
    wanted: Iterable[tuple[Entry, list[Version]]],
    ids: dict[int, int],
    touched: set[int],
    result: LoadResult,
) -> None:
    added: list[Version] = []
    ended: dict[tuple[int, date], date | None] = {}
    gone: list[tuple[int, date]] = []
    for entry, versions in wanted:
        rows = [
            row._replace(
                unit_id=ids.get(row.unit_id, row.unit_id),
                parent_id=ids.get(row.parent_id or 0, row.parent_id),
            )
            for row in versions
        ]
        if not entry.known:
            result.new += 1
            added += rows
        elif [row[:7] for row in rows] == [row[:7] for row in entry.known]:
            result.unchanged += 1
            continue
        else:
            result.changed += 1
            known = {row.valid_from: row for row in entry.known}
            added += [row for row in rows if row.valid_from not in known]
            for row in rows:
                old = known.pop(row.valid_from, row)
                if old.valid_to != row.valid_to:
                    ended[row.unit_id, row.valid_from] = row.valid_to
            gone += [(row.unit_id, row.valid_from) for row in known.values()]
        touched.update(row.unit_id for row in rows)
    _delete_versions(gone)
    _end_versions(ended)
    UnitVersion.objects.bulk_create(
        [UnitVersion(**row._asdict(), name_folded=fold(row.name)) for row in added],
        batch_size=5000,
    )


def _delete_versions(gone: Sequence[tuple[int, date]]) -> None:
    for unit_id, valid_from in gone:
        UnitVersion.objects.filter(unit_id=unit_id, valid_from=valid_from).delete()


def _end_versions(ended: dict[tuple[int, date], date | None]) -> None:
    unit_ids = {unit_id for unit_id, _ in ended}
    rows = [
        row
        for row in UnitVersion.objects.filter(unit_id__in=unit_ids)
        if (row.unit_id, row.valid_from) in ended
    ]
    for row in rows:
        row.valid_to = ended[row.unit_id, row.valid_from]
    UnitVersion.objects.bulk_update(rows, ["valid_to"], batch_size=5000)


def _write_successions(lineage: Lineage, ids: dict[int, int], touched: set[int]) -> int:
    known = {
        (row.predecessor_id, row.successor_id, row.effective_on): row.extent
        for row in Succession.objects.all()
    }
    added: list[Succession] = []
    for line, predecessor, successor in lineage.links:
        before = ids.get(predecessor.unit_id, predecessor.unit_id)
        after = ids.get(successor.unit_id, successor.unit_id)
        extent = known.setdefault((before, after, line.effective_on), "")
        if not extent:
            known[before, after, line.effective_on] = line.extent
            added.append(
                Succession(
                    predecessor_id=before,
                    successor_id=after,
                    effective_on=line.effective_on,
                    extent=line.extent,
                )
            )
            touched.update((before, after))
        elif extent != line.extent:
            raise line.place.error(
                _("this succession is known already as %(extent)s.") % {"extent": extent}
            )
    Succession.objects.bulk_create(added, batch_size=5000)
    return len(added)
