"""Whom somebody can ask who lacks a role, a unit or a file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from units.models import Role, User
from units.queries import hierarchy

_NAMED = 3


@dataclass(frozen=True)
class Colleague:
    """An account by its owner's name; `email` is "" where none is known."""

    name: str
    email: str


def administrators() -> Sequence[Colleague]:
    """Accounts that may give roles: administrators of a unit that has none above it today; where
    there are none, those that see everything."""
    lines, today = hierarchy(), timezone.localdate()
    tops = [
        one
        for one in lines.units()
        if lines.is_valid(one, today) and lines.parent(one, today) is None
    ]
    return _named(Q(grants__role=Role.ADMINISTRATOR, grants__unit__in=tops)) or _named(
        Q(is_superuser=True)
    )


def uploaders(unit_id: int) -> Sequence[Colleague]:
    """Accounts that may load what a unit's figures are made of: uploaders of the unit or of one
    above it; where there are none, its administrators."""
    above: Collection[int] = hierarchy().ancestors(unit_id, timezone.localdate())
    return _named(Q(grants__role=Role.UPLOADER, grants__unit__in=above)) or _named(
        Q(grants__role=Role.ADMINISTRATOR, grants__unit__in=above)
    )


def _named(condition: Q) -> list[Colleague]:
    found = User.objects.filter(condition, is_active=True).distinct()
    ordered = found.order_by("full_name", "username")[:_NAMED]
    return [Colleague(one.get_short_name(), one.email) for one in ordered]
