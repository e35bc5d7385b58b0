"""Of all versions of a value the newest, which holds."""

from typing import Any

from django.db.models import QuerySet

from indicators.models import EnteredValue

# Measure, unit, first and last half month.
Key = tuple[int, int, int, int]


def newest(**limits: Any) -> QuerySet[EnteredValue]:
    """The newest version of each value within the limits (of a filter), those that took one back
    included."""
    return (
        EnteredValue.objects.filter(**limits)
        .order_by("measure_id", "unit_id", "first", "last", "-pk")
        .distinct("measure_id", "unit_id", "first", "last")
    )
