"""What was entered and reported after a period was closed, as steps to its live figures."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise

from django.utils import timezone

from indicators.closing.steps import Ends, Part, Sides, Stand, Step, less
from indicators.models import EnteredValue, Indicator, Report, ReportState
from indicators.reported.entering import Entering, ground_of
from indicators.rollup import relation
from indicators.selection import Scope
from indicators.values import sides_told
from units.models import AuditEvent
from units.queries import hierarchy


def entered_parts(ends: Ends, unit_ids: Collection[int]) -> dict[int, list[Part]]:
    """unit id -> a part for each day on which values were entered, or taken back, that changed its
    figure."""
    days = _days(ends)
    if not days:
        return {}
    units, at = relation(Scope.WHOLE, None, hierarchy()), ends.publication.published_at
    first = Stand(ends.period, units, ends.sources_now, ends.indicator_now, at)
    stands = [first, *(replace(first, entered_at=day.ends_at) for day in days)]
    sums = [stand.sides(unit_ids) for stand in stands]
    found: dict[int, list[Part]] = defaultdict(list)
    for number, day in enumerate(days):
        for unit_id in unit_ids:
            sides = less(sums[number + 1].get(unit_id), sums[number].get(unit_id))
            held = {
                one
                for stand in stands[number : number + 2]
                if unit_id in stand.rolled
                for one in stand.rolled[unit_id].unit_ids
            }
            value_ids = tuple(one.pk for one in day.values if one.unit_id in held)
            # An index may have got another rank with the same value.
            if sides != (0, 0) or (value_ids and first.entered.is_index):
                found[unit_id].append(Part(Step.ENTERED, *sides, value_ids=value_ids))
    return found


@dataclass(frozen=True)
class _Day:
    """The values that were entered on a day since, and the time of the last one."""

    values: Sequence[EnteredValue]
    ends_at: datetime


def _days(ends: Ends) -> list[_Day]:
    """The days on which values were entered that the indicator may read in the period."""
    values = EnteredValue.objects.filter(
        measure__code__in=ends.indicator_now.entered,
        entered_at__gt=ends.publication.published_at,
        last__gte=ends.period.first,
        last__lte=ends.period.last,
    ).order_by("entered_at", "pk")
    found = []
    for _day, of_day in groupby(values, key=lambda one: timezone.localdate(one.entered_at)):
        rows = list(of_day)
        found.append(_Day(rows, rows[-1].entered_at))
    return found


def reported_parts(ends: Ends, unit_ids: Collection[int]) -> dict[int, list[Part]]:
    """unit id -> a part for each report that was counted or taken back since, and changed its
    figure: by how much it does, as dossiers and units are now."""
    reports = list(
        Report.objects.filter(
            first_half=ends.period.first,
            last_half=ends.period.last,
            state__in=(ReportState.COUNTED, ReportState.TAKEN_BACK),
        ).order_by("-counted_at", "-pk")
    )
    events = _events(ends, reports)
    if not events:
        return {}
    ground = ground_of(relation(Scope.WHOLE, None, hierarchy()), ends.period, reports)
    stands = [
        _sides(ends.indicator_now, ground.entering(counting, Scope.WHOLE), unit_ids)
        for counting in _counting(reports, events)
    ]
    found: dict[int, list[Part]] = defaultdict(list)
    for event, (earlier, later) in zip(events, pairwise(stands), strict=True):
        for unit_id in earlier.keys() | later.keys():
            sides = less(later.get(unit_id), earlier.get(unit_id))
            if sides != (0, 0):
                found[unit_id].append(Part(Step.REPORT, *sides, event_id=event.pk))
    return found


COUNTED, TAKEN_BACK = "count-report", "take-report-back"


def _events(ends: Ends, reports: Sequence[Report]) -> list[AuditEvent]:
    """What was done with the reports since the period was closed, in its order."""
    return list(
        AuditEvent.objects.filter(
            pk__gt=ends.publication.audit_id,
            object_type=Report._meta.label_lower,
            object_id__in=[str(one.pk) for one in reports],
            action__in=(COUNTED, TAKEN_BACK),
        ).order_by("pk")
    )


def _counting(reports: Sequence[Report], events: Sequence[AuditEvent]) -> Iterator[list[Report]]:
    """The reports that counted when the period was closed, and after each event."""
    counting = {str(one.pk) for one in reports if one.state == ReportState.COUNTED}
    for event in reversed(events):
        if event.action == COUNTED:
            counting.discard(event.object_id)
        else:
            counting.add(event.object_id)
    yield [one for one in reports if str(one.pk) in counting]
    for event in events:
        if event.action == COUNTED:
            counting.add(event.object_id)
        else:
            counting.discard(event.object_id)
        yield [one for one in reports if str(one.pk) in counting]


def _sides(indicator: Indicator, entering: Entering, unit_ids: Collection[int]) -> dict[int, Sides]:
    """unit id -> what reports add to the numerator and the denominator of its figure."""
    found: dict[int, Sides] = {}
    for unit_id in entering.keys() & set(unit_ids):
        told = [sides_told(indicator, one) for one in entering[unit_id]]
        sides = [one for one in told if one is not None]
        found[unit_id] = sum(one for one, _two in sides), sum(two for _one, two in sides)
    return found
