"""Of all versions of a value the newest, which holds."""

from typing import Any

from django.db.models import QuerySet

from indicators.models import EnteredValue
from indicators.replaced import newest_of

# Measure, unit, first and last half month.
Key = tuple[int, int, int, int]


def newest(**limits: Any) -> QuerySet[EnteredValue]:
    """The newest version of each value within the limits (of a filter), those that took one back
    included."""
    return newest_of(EnteredValue.objects.filter(**limits))
