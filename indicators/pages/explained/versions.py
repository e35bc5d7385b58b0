"""The versions of indicators: which one holds, and from when to when each did."""

from collections.abc import Iterable
from datetime import date

from indicators.models import Indicator


def in_force(versions: Iterable[Indicator], on: date) -> Indicator:
    """The version that holds on a day; else the last one that began before it, else the first."""
    ordered = sorted(versions, key=lambda one: one.valid_from or date.min)
    begun = [one for one in ordered if one.valid_from is None or one.valid_from <= on]
    return (begun or ordered[:1])[-1]


def by_code() -> dict[str, list[Indicator]]:
    """Code -> its versions, the codes in the order in which they were made."""
    found: dict[str, list[Indicator]] = {}
    for one in Indicator.objects.order_by("pk"):
        found.setdefault(one.code, []).append(one)
    return found
