"""Who may see entered values and announced scores: by their unit on the last day of their period,
the day by which it is decided who enters them."""

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet

from indicators.half_months import last_day
from indicators.replaced import Version
from units.access import Access


def seen(values: QuerySet[Version], mine: Access, within: int | None = None) -> QuerySet[Version]:
    """Those of the values that the account may see; of a unit, and of the units that were below it
    then, where it is given."""
    if mine.everything and within is None:
        return values
    units: dict[int, set[int]] = defaultdict(set)
    halves: dict[int, set[int]] = defaultdict(set)
    pairs = values.order_by().values_list("unit_id", "last").distinct()
    for unit_id, half in pairs:
        # Nothing about units changes within a segment: all its days have one answer.
        segment = mine.units.segment(last_day(half))
        units[segment].add(unit_id)
        halves[segment].add(half)
    known, found = frozenset(mine.units.units()), Q(pk__in=[])
    for segment, last in halves.items():
        day = last_day(max(last))
        shown = [one for one in units[segment] & known if _is_shown(one, mine, within, day)]
        found |= Q(unit_id__in=shown, last__in=last)
    return values.filter(found)


def _is_shown(unit_id: int, mine: Access, within: int | None, day: date) -> bool:
    if within is not None:
        tops = mine.units.roots(within, day) or {within}
        if tops.isdisjoint(mine.units.ancestors(unit_id, day)):
            return False
    return mine.may_see(unit_id, day)
