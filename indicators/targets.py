"""Targets: what a unit or a level is to reach (DOMAIN.md section 10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from django.db.models import Q

from indicators.models import Direction, Indicator, Target
from indicators.values import Value
from units.snapshot import asked_once


@dataclass(frozen=True)
class Targets:
    """The targets of one indicator on one day: of units, and of whole levels."""

    of_units: dict[int, Fraction]
    of_levels: dict[str, Fraction]

    def of(self, unit_id: int, level: str) -> Fraction | None:
        """A unit's own target, else its level's, else the one of all levels."""
        found = self.of_units.get(unit_id)
        return found if found is not None else self.of_levels.get(level, self.of_levels.get(""))

    def add(self, row: Target) -> None:
        """Put in a target; one of the same unit or level makes way."""
        if row.unit_id is not None:
            self.of_units[row.unit_id] = Fraction(row.value)
        else:
            self.of_levels[row.level] = Fraction(row.value)


def targets(codes: Iterable[str], on: date) -> dict[str, Targets]:
    """Indicator code -> the targets that hold on a day; of several the one that began last."""
    return _targets(frozenset(codes), on)


@asked_once
def _targets(codes: frozenset[str], on: date) -> dict[str, Targets]:
    found = {code: Targets({}, {}) for code in codes}
    rows = Target.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), indicator__in=found, valid_from__lte=on
    ).order_by("valid_from", "pk")
    for row in rows:
        found[row.indicator].add(row)
    return found


def targets_on(code: str, days: Sequence[date]) -> list[Targets]:
    """The targets of one indicator that hold on each of the days."""
    rows = list(Target.objects.filter(indicator=code).order_by("valid_from", "pk"))
    found = []
    for on in days:
        then = Targets({}, {})
        for row in rows:
            if row.holds_on(on):
                then.add(row)
        found.append(then)
    return found


def missing(indicator: Indicator, value: Value, target: Fraction) -> int | None:
    """How many dossiers are missing to the target, the denominator staying as it is: 0 where it
    is reached, None where there is no share to judge."""
    if value.numerator is None or not value.denominator:
        return None
    if indicator.direction == Direction.LOWER:
        return max(0, int(value.numerator) - floor(target * value.denominator))
    return max(0, ceil(target * value.denominator) - int(value.numerator))
