"""Every change of units: one transaction each, written to the audit log.

All take keyword arguments; `on` is the first day on which the change holds, `by` the account, or
the name of the command. They raise UnitError with one sentence for the person who asked.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from units import audit, checks, loading, undoing
from units.changing import changing_units
from units.errors import UnitError
from units.files import read_succession, read_units
from units.load_identifiers import end_identifiers
from units.models import (
    Extent,
    Level,
    Succession,
    Unit,
    UnitChange,
    UnitIdentifier,
    UnitVersion,
    User,
)
from units.names import clean, fold, sort_key
from units.queries import newest_hierarchy


class NewUnit(NamedTuple):
    """What a unit that is to begin is called, and where it belongs."""

    code: str
    name: str
    level: str
    parent: int | None


def load_units(
    *, units_file: Path, succession_file: Path | None = None, by: User | str
) -> loading.LoadResult:
    """Load UNITS.csv and SUCCESSION.csv; what is known already stays as it is."""
    lines = read_units(units_file)
    links = read_succession(succession_file) if succession_file else []
    with changing_units() as change:
        result = loading.load(lines, links, change.touched)
        if change.touched:
            audit.record(
                by=by,
                action="load-units",
                object_type=Unit._meta.label_lower,
                label=units_file.name,
                new=asdict(result) | {"undecided": len(result.undecided)},
            )
    return result


def create_unit(
    *,
    code: str,
    name: str,
    level: str,
    parent: int | None,
    on: date,
    by: User | str,
    identifiers: Sequence[tuple[str, str]] = (),
) -> Unit:
    """Let a unit begin, with nothing before it."""
    with changing_units() as change:
        unit = _begin(NewUnit(code, name, level, parent), on, change.touched)
        for scheme, value in identifiers:
            _identify(unit.pk, scheme, value, on)
        change.event = audit.record(
            by=by,
            action="create-unit",
            obj=unit,
            label=clean(name),
            new=_state(unit.pk) | {"identifiers": [f"{s}={v}" for s, v in identifiers]},
        )
    return unit


def rename_unit(*, unit: int, name: str, on: date, by: User | str, code: str | None = None) -> None:
    """Give the unit another name, and perhaps another code, from a day on."""
    with changing_units() as change:
        version = checks.open_version(unit, on)
        old = _state(unit)
        if code is not None:
            checks.code_is_free(version.level, clean(code), on, except_unit=unit)
        _change(version, on, name=clean(name), code=clean(code) if code else version.code)
        change.touched.add(unit)
        change.event = audit.record(
            by=by, action="rename-unit", obj=version.unit, label=clean(name), old=old,
            new=_state(unit),
        )  # fmt: skip


def move_unit(*, unit: int, parent: int | None, on: date, by: User | str) -> None:
    """Put the unit under another parent from a day on."""
    with changing_units() as change:
        version = checks.open_version(unit, on)
        old = _state(unit)
        checks.parent_fits(version.level, parent, on)
        checks.no_circle(unit, parent, on)
        _change(version, on, parent_id=parent)
        change.touched.add(unit)
        change.event = audit.record(
            by=by, action="move-unit", obj=version.unit, label=version.name, old=old,
            new=_state(unit),
        )  # fmt: skip


def merge_units(
    *, predecessors: Sequence[int], successor: int | NewUnit, on: date, by: User | str
) -> Unit:
    """Let units go whole into one: a new one, or one that lives (and may be among them).

    Their children go with them to the successor.
    """
    with changing_units() as change:
        ending = [unit for unit in dict.fromkeys(predecessors) if unit != successor]
        versions = [checks.open_version(unit, on, ends=True) for unit in ending]
        if len(set(predecessors)) < 2 and isinstance(successor, NewUnit):
            raise UnitError(_("A merger needs two units."))
        if not ending:
            raise UnitError(_("A merger needs a unit that goes into another one."))
        old = [_state(unit) for unit in ending]
        children = [c for unit in ending for c in checks.living_children(unit, on)]
        _end_versions(versions, on)
        into = (
            _begin(successor, on, change.touched)
            if isinstance(successor, NewUnit)
            else checks.open_version(successor, on).unit
        )
        for unit in ending:
            _succeed(unit, into.pk, on, Extent.WHOLE)
        for child in children:
            checks.parent_fits(child.level, into.pk, on)
            _change(checks.open_version(child.unit_id, on), on, parent_id=into.pk)
        change.touched.update(ending, [into.pk], (child.unit_id for child in children))
        end_identifiers(change.touched)
        new = _state(into.pk)
        change.event = audit.record(
            by=by, action="merge-units", obj=into, label=str(new["name"]), old=old, new=new
        )
    return into


def split_unit(
    *, unit: int, parts: Sequence[NewUnit], on: date, by: User | str, ends: bool = True
) -> list[Unit]:
    """Let new units take parts of this one, which ends (or goes on with the rest)."""
    with changing_units() as change:
        version = checks.open_version(unit, on, ends=ends)
        if len(parts) < (2 if ends else 1):
            raise UnitError(_("A unit that ends is split into two or more."))
        old = _state(unit)
        if ends:
            checks.no_living_children(version, on)
            _end_versions([version], on)
            end_identifiers(change.touched)
        made = [_begin(part, on, change.touched) for part in parts]
        for part in made:
            _succeed(unit, part.pk, on, Extent.PART)
        change.touched.add(unit)
        change.event = audit.record(
            by=by, action="split-unit", obj=version.unit, label=version.name, old=old,
            new=[_state(part.pk) for part in made],
        )  # fmt: skip
    return made


def close_unit(*, unit: int, on: date, by: User | str, successor: int | None = None) -> None:
    """Let the unit end: `on` is the first day without it. A successor takes it over whole."""
    with changing_units() as change:
        version = checks.open_version(unit, on, ends=True)
        old = _state(unit)
        checks.no_living_children(version, on)
        _end_versions([version], on)
        end_identifiers(change.touched)
        change.touched.add(unit)
        if successor is not None:
            checks.open_version(successor, on)
            _succeed(unit, successor, on, Extent.WHOLE)
            change.touched.add(successor)
        change.event = audit.record(
            by=by, action="close-unit", obj=version.unit, label=version.name, old=old,
            new=_state(unit) | {"successor": successor},
        )  # fmt: skip


def add_identifier(*, unit: int, scheme: str, value: str, on: date, by: User | str) -> None:
    """Give the unit another system's identifier, such as h = H21.17, from a day on."""
    with changing_units() as change:
        version = checks.open_version(unit, on)
        _identify(unit, scheme, value, on)
        change.touched.add(unit)
        change.event = audit.record(
            by=by, action="add-identifier", obj=version.unit, label=version.name,
            new={"identifier": f"{scheme}={value}", "valid_from": on.isoformat()},
        )  # fmt: skip


@transaction.atomic
def undo_change(*, change: UnitChange, by: User | str, reason: str = "") -> UnitChange:
    """Undo a change of units as if it had not been made; what is counted by it is counted anew
    before this ends. Gives the change that the undo is, which can be undone as well."""
    with changing_units(at_once=True) as undo:
        change = UnitChange.objects.select_for_update().select_related("event").get(pk=change.pk)
        undo.touched |= undoing.undo(change, newest_hierarchy())
        event = change.event
        undo.event = audit.record(
            by=by,
            action="undo-unit-change",
            object_type=event.object_type,
            label=event.label,
            old={"event": event.pk, "action": event.action},
            new={"reason": reason},
        )
    assert undo.row is not None  # noqa: S101  (a change always has rows)
    change.undone_by = undo.row
    change.save(update_fields=["undone_by"])
    return undo.row


def _begin(new: NewUnit, on: date, touched: set[int]) -> Unit:
    code, name = clean(new.code), clean(new.name)
    if not code or not name:
        raise UnitError(_("A unit needs a code and a name."))
    if new.level not in Level.values:
        raise UnitError(_("There is no level “%(level)s”.") % {"level": new.level})
    checks.parent_fits(new.level, new.parent, on)
    checks.code_is_free(new.level, code, on)
    unit = Unit.objects.create()
    UnitVersion.objects.create(
        unit=unit,
        code=code,
        name=name,
        level=new.level,
        parent_id=new.parent,
        valid_from=on,
        name_folded=fold(name),
        sort_key=sort_key(name),
    )
    touched.add(unit.pk)
    return unit


def _change(version: UnitVersion, on: date, **values: object) -> None:
    """Let the version go on from the day with other values; on its own first day it is mended."""
    if version.valid_from < on:
        _end_versions([version], on)
        version.pk, version.valid_from, version.valid_to = None, on, None
        version._state.adding = True
    for field, value in values.items():
        setattr(version, field, value)
    if not version.name or not version.code:
        raise UnitError(_("A unit needs a code and a name."))
    version.name_folded, version.sort_key = fold(version.name), sort_key(version.name)
    version.save()


def _end_versions(versions: Sequence[UnitVersion], on: date) -> None:
    for version in versions:
        version.valid_to = on
        version.save(update_fields=["valid_to"])


def _succeed(predecessor: int, successor: int, on: date, extent: Extent) -> None:
    Succession.objects.create(
        predecessor_id=predecessor, successor_id=successor, effective_on=on, extent=extent
    )


def _identify(unit: int, scheme: str, value: str, on: date) -> None:
    scheme, value = clean(scheme), clean(value)
    if not scheme or not value:
        raise UnitError(_("An identifier needs a scheme and a value."))
    checks.identifier_is_free(scheme, value, on)
    UnitIdentifier.objects.create(unit_id=unit, scheme=scheme, value=value, valid_from=on)


def _state(unit: int) -> dict[str, object]:
    """The unit's last version, for the audit log."""
    version = UnitVersion.objects.filter(unit_id=unit).order_by("-valid_from")[0]
    return {
        "unit": unit,
        "code": version.code,
        "name": version.name,
        "level": version.level,
        "parent": version.parent_id,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
    }
