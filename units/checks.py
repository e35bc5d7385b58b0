"""What must hold before units change; each check raises UnitError with one sentence."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from units.errors import UnitError
from units.lineage import level_fits
from units.models import Level, UnitIdentifier, UnitVersion
from units.queries import load_hierarchy


def open_version(unit: int, on: date, *, ends: bool = False) -> UnitVersion:
    """The unit's version that is still valid, and was so on the day (`ends`: the day before, as
    the unit is to end on the day)."""
    version = (
        UnitVersion.objects.filter(unit_id=unit)
        .select_related("unit")
        .order_by("-valid_from")
        .first()
    )
    if version is None:
        raise UnitError(_("There is no unit with the id %(id)s.") % {"id": unit})
    values = {"name": version.name, "day": version.valid_from, "end": version.valid_to}
    if version.valid_to is not None:
        raise UnitError(_("%(name)s ended on %(end)s.") % values)
    if on < version.valid_from or (ends and on == version.valid_from):
        begun = not UnitVersion.objects.filter(unit_id=unit, valid_from__lt=version.valid_from)
        raise UnitError(
            _("%(name)s began on %(day)s; choose a later day.") % values
            if begun
            else _("%(name)s changed on %(day)s already; choose a later day.") % values
        )
    return version


def code_is_free(level: str, code: str, on: date, except_unit: int | None = None) -> None:
    """No other unit of the level has the code on the day or later."""
    taken = (
        UnitVersion.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        .filter(level=level, code=code)
        .exclude(unit_id=except_unit or 0)
        .first()
    )
    if taken is not None:
        raise UnitError(
            _("The code %(code)s belongs to %(name)s on %(day)s.")
            % {"code": code, "name": taken.name, "day": max(on, taken.valid_from)}
        )


def identifier_is_free(scheme: str, value: str, on: date) -> None:
    """Nobody has the identifier on the day or later."""
    taken = UnitIdentifier.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), scheme=scheme, value=value
    ).first()
    if taken is not None:
        raise UnitError(
            _("The identifier %(scheme)s=%(value)s is in use on %(day)s.")
            % {"scheme": scheme, "value": value, "day": max(on, taken.valid_from)}
        )


def parent_fits(level: str, parent: int | None, on: date) -> None:
    """The parent is valid from the day on, and of a level above."""
    if parent is None:
        return
    version = open_version_on(parent, on)
    if not level_fits(level, version.level):
        raise UnitError(
            _("A unit of the level %(level)s cannot belong to %(parent)s (%(above)s).")
            % {
                "level": Level(level).label,
                "parent": version.name,
                "above": Level(version.level).label,
            }
        )


def open_version_on(unit: int, on: date) -> UnitVersion:
    """The unit's version on the day, of a unit that has begun by then and has not ended."""
    rows = list(UnitVersion.objects.filter(unit_id=unit).order_by("valid_from"))
    if not rows:
        raise UnitError(_("There is no unit with the id %(id)s.") % {"id": unit})
    if rows[-1].valid_to is not None or on < rows[0].valid_from:
        raise UnitError(
            _("%(name)s is not valid from %(day)s on.") % {"name": rows[-1].name, "day": on}
        )
    return [row for row in rows if row.valid_from <= on][-1]


def no_circle(unit: int, parent: int | None, on: date) -> None:
    """The unit is not above its new parent, on the day or later."""
    if parent is None:
        return
    lines = load_hierarchy()
    days = [on, *(day for day in lines.change_days() if day > on)]
    if any(unit in lines.ancestors(parent, day) for day in days):
        raise UnitError(
            _("%(parent)s belongs to %(unit)s itself.")
            % {"parent": lines.name(parent, on), "unit": lines.name(unit, on)}
        )


def living_children(unit: int, on: date) -> list[UnitVersion]:
    """The versions under the unit that are valid on the day or later."""
    return list(
        UnitVersion.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), parent_id=unit
        ).order_by("sort_key")
    )


def no_living_children(version: UnitVersion, on: date) -> None:
    """Nothing belongs to the unit any more from the day on."""
    children = living_children(version.unit_id, on)
    if children:
        raise UnitError(
            _("%(count)d units still belong to %(name)s on %(day)s, among them %(child)s.")
            % {
                "count": len(children),
                "name": version.name,
                "day": on,
                "child": children[0].name,
            }
        )
