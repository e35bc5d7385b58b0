"""Undoing a change of units: what it brought goes, and what it took away comes back."""

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from units.differences import Difference, Rows
from units.errors import UnitError
from units.hierarchy import Hierarchy
from units.models import Succession, Unit, UnitChange, UnitIdentifier, UnitVersion
from units.names import fold, sort_key
from units.signals import units_vanish

_SHOWN = 5  # of what stands in the way of an undo


def undo(change: UnitChange, lines: Hierarchy) -> frozenset[int]:
    """Put the rows back inside the caller's transaction; gives the units concerned.

    Raises UnitError where a later change builds on it, or something else on a unit that would
    vanish.
    """
    if change.undone_by_id is not None:
        raise UnitError(_("This change has been undone already."))
    rows = difference_of(change)
    _check_as_left(rows, lines)
    vanishing = vanishing_units(rows, lines)
    units_vanish.send(sender=Unit, unit_ids=vanishing)
    _delete(rows.came)
    _restore(rows.went)
    try:
        Unit.objects.filter(pk__in=vanishing).delete()
    except ProtectedError as error:
        raise UnitError(_in_use(error)) from None
    return rows.unit_ids


def difference_of(change: UnitChange) -> Difference:
    """The rows of a change."""
    return Difference(Rows.from_json(change.went), Rows.from_json(change.came))


def vanishing_units(rows: Difference, lines: Hierarchy) -> frozenset[int]:
    """The units that the change made, and nothing else has."""
    staying = {row.unit_id for row in rows.went.versions}
    return frozenset(
        row.unit_id
        for row in rows.came.versions
        if row.unit_id not in staying and rows.came.versions.issuperset(lines.versions(row.unit_id))
    )


def _check_as_left(rows: Difference, lines: Hierarchy) -> None:
    """All rows that came are there as they came."""
    known = set(lines.units())
    for version in rows.came.versions:
        if version.unit_id not in known or version not in lines.versions(version.unit_id):
            raise _changed_since(version.name)
    for link in rows.came.links:
        if link.successor_id not in known or link not in lines.predecessors(link.successor_id):
            raise _changed_since(lines.last_version(link.predecessor_id).name)
    for identifier in rows.came.identifiers - set(lines.identifiers):
        raise _changed_since(f"{identifier.scheme}={identifier.value}")


def _changed_since(name: str) -> UnitError:
    return UnitError(
        _("%(name)s has been changed since: undo the later change first.") % {"name": name}
    )


def _delete(rows: Rows) -> None:
    for version in rows.versions:
        UnitVersion.objects.filter(unit_id=version.unit_id, valid_from=version.valid_from).delete()
    for link in rows.links:
        Succession.objects.filter(
            predecessor_id=link.predecessor_id,
            successor_id=link.successor_id,
            effective_on=link.effective_on,
        ).delete()
    for identifier in rows.identifiers:
        UnitIdentifier.objects.filter(**identifier._asdict()).delete()


def _restore(rows: Rows) -> None:
    # Where an undo is undone, units come back that had vanished.
    Unit.objects.bulk_create(
        [Unit(pk=unit_id) for unit_id in {version.unit_id for version in rows.versions}],
        ignore_conflicts=True,
    )
    UnitVersion.objects.bulk_create(
        UnitVersion(
            **version._asdict()
            | {"name_folded": fold(version.name), "sort_key": sort_key(version.name)}
        )
        for version in rows.versions
    )
    Succession.objects.bulk_create(Succession(**link._asdict()) for link in rows.links)
    UnitIdentifier.objects.bulk_create(
        UnitIdentifier(**identifier._asdict()) for identifier in rows.identifiers
    )


def _in_use(error: ProtectedError) -> str:
    """What stands in the way, as in "What the change made is in use: grant: viewer; Xã A (1)."."""
    users = sorted({f"{one._meta.verbose_name} “{one}”" for one in error.protected_objects})
    return _("What the change made is in use: %(users)s.") % {"users": "; ".join(users[:_SHOWN])}
