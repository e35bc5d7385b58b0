"""Of all versions of what was announced the newest, which holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from indicators.announced.values import Announced
from indicators.models import AnnouncedScore, Scorecard, ScorecardState
from indicators.periods import Period
from indicators.replaced import newest_of
from indicators.scoring.reading import version_on

# Scorecard's code, unit, first and last half month.
Key = tuple[str, int, int, int]


def newest(**limits: Any) -> QuerySet[AnnouncedScore]:
    """The newest version of each within the limits (of a filter), those that took one back
    included."""
    return newest_of(AnnouncedScore.objects.filter(**limits))


def announced_for(
    code: str, period: Period, unit_ids: Collection[int] | None = None
) -> dict[int, Announced]:
    """unit id (of `unit_ids`) -> what was announced of it by a scorecard in a period; units of
    which nothing was, or it was taken back, are left out. A few queries."""
    limits = {"scorecard": code, "first": period.first, "last": period.last}
    if unit_ids is not None:
        limits["unit_id__in"] = unit_ids
    version = meant(code, period)
    groups = len(version.groups) if version else 0
    found = {row.unit_id: value_of(row, groups) for row in newest(**limits)}
    return {unit_id: one for unit_id, one in found.items() if not one.is_nothing}


def value_of(row: AnnouncedScore, groups_in_all: int) -> Announced:
    """A row as a value."""
    return Announced(
        points=row.points,
        grade=row.grade,
        is_unranked=row.is_unranked,
        groups={code: Decimal(points) for code, points in row.groups.items()},
        groups_in_all=groups_in_all,
        document=row.document,
        announced_on=row.announced_on,
        note=row.note,
    )


@dataclass(frozen=True)
class Meant:
    """What a scorecard knows by which something was announced: its maximum, those of its groups by
    their code, and its levels."""

    maximum: Decimal
    groups: Mapping[str, Decimal]
    grades: Sequence[str]


def meant(code: str, period: Period) -> Meant | None:
    """The version of a scorecard that held at a period's end, else the first one after it, else the
    last before; None for a code without any version in force."""
    version = version_on(code, period.ends_on)
    if version is None:
        decided = Scorecard.objects.filter(code=code).exclude(state=ScorecardState.DRAFT)
        later = decided.filter(valid_from__gt=period.ends_on).order_by("valid_from")
        version = later.first() or decided.order_by("valid_from").last()
    if version is None:
        return None
    return Meant(
        version.maximum,
        {one.code: one.maximum for one in version.groups.all()},
        [one.name for one in version.grades.all()],
    )
