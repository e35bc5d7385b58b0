"""From the lines of a catalogue's file to its rows: what is new, what changed, what stays.

To be called in a transaction that holds the catalogue (`dossiers.catalogue_actions`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossiers.catalogue.files import Line
from dossiers.catalogue.matching import name_key
from dossiers.catalogue.terms import read_term
from dossiers.models import CatalogueProcedure, ServiceLevel

CHANNELS = ("in_person", "online", "postal")
_PLAIN = ("name", "name_key", "field", "authority")
_TERMS = tuple(f"{channel}_{part}" for channel in CHANNELS for part in ("term", "number", "unit"))


@dataclass(frozen=True)
class Unread:
    """A term that is kept as its text alone: in which line, of which procedure."""

    line: int
    code: str
    text: str


@dataclass(frozen=True)
class Written:
    """How many lines were new, changed and unchanged; how many terms there are, and which of them
    could not be read."""

    new: int
    changed: int
    unchanged: int
    terms: int
    unread: Sequence[Unread]


def derive(row: CatalogueProcedure) -> None:
    """Set what follows from what a person or file wrote: the folded name, numbers and units of
    the terms."""
    row.name_key = name_key(row.name)
    for channel in CHANNELS:
        read = read_term(getattr(row, f"{channel}_term"))
        setattr(row, f"{channel}_number", read.number if read else None)
        setattr(row, f"{channel}_unit", read.unit.value if read else "")


def write_lines(lines: Sequence[Line]) -> Written:
    """Write the lines; procedures that the file does not name stay as they are."""
    known = {row.code: row for row in CatalogueProcedure.objects.all()}
    new, changed = [], []
    told: dict[str, CatalogueProcedure] = {}
    for line in lines:
        row = told[line.code] = _row(line)
        old = known.get(line.code)
        if old is None:
            new.append(row)
        else:
            row.pk = old.pk
            if _values(row) != _values(old):
                changed.append(row)
    CatalogueProcedure.objects.bulk_create(new, batch_size=1000)
    CatalogueProcedure.objects.bulk_update(changed, [*_PLAIN, *_TERMS], batch_size=500)
    codes = {row.code for row in (*new, *changed)}
    leveled = _write_levels(lines, told)
    fresh = {row.code for row in new}
    touched = (codes | leveled) - fresh
    return Written(
        new=len(new),
        changed=len(touched),
        unchanged=len(lines) - len(new) - len(touched),
        terms=sum(bool(row.term(name)[0]) for row in told.values() for name in CHANNELS),
        unread=_unread(lines, told),
    )


def _row(line: Line) -> CatalogueProcedure:
    row = CatalogueProcedure(
        code=line.code,
        name=line.name,
        field=line.field,
        authority=list(line.authority),
        in_person_term=line.in_person_term,
        online_term=line.online_term,
        postal_term=line.postal_term,
    )
    derive(row)
    return row


def _values(row: CatalogueProcedure) -> list[object]:
    return [getattr(row, name) for name in (*_PLAIN, *_TERMS)]


def _write_levels(lines: Iterable[Line], told: dict[str, CatalogueProcedure]) -> set[str]:
    """Write the online-service levels that lines tell; the codes for which that changed any."""
    wanted = {
        (told[line.code].pk, one.tier, one.valid_from): (line.code, one.level)
        for line in lines
        for one in line.online
    }
    if not wanted:
        return set()
    known = {
        (row.procedure_id, row.tier, row.valid_from): row for row in ServiceLevel.objects.all()
    }
    new, changed, codes = [], [], set()
    for key, (code, level) in wanted.items():
        old = known.get(key)
        if old is None:
            procedure_id, tier, day = key
            new.append(
                ServiceLevel(procedure_id=procedure_id, tier=tier, level=level, valid_from=day)
            )
        elif old.level != level:
            old.level = level
            changed.append(old)
        else:
            continue
        codes.add(code)
    ServiceLevel.objects.bulk_create(new, batch_size=1000)
    ServiceLevel.objects.bulk_update(changed, ["level"], batch_size=500)
    return codes


def _unread(lines: Iterable[Line], told: dict[str, CatalogueProcedure]) -> list[Unread]:
    found = []
    for line in lines:
        for channel in CHANNELS:
            text, number, _unit = told[line.code].term(channel)
            if text and number is None:
                found.append(Unread(line.number, line.code, text))
    return found
