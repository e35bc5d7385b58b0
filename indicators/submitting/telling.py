"""What a unit tells of measures: in a draft, and what holds of the very period."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.entered.newest import newest
from indicators.models import EnteredMeasure, EnteredValue, Submission, SubmissionState
from indicators.periods import Period


@dataclass(frozen=True)
class Told:
    """A value with its published rank and note; None where it is left empty."""

    value: Decimal | None
    rank: int | None = None
    note: str = ""


EMPTY = Told(None)


def holding(
    measures: Collection[EnteredMeasure],
    unit_ids: Collection[int],
    period: Period,
    *,
    before: datetime | None = None,
) -> dict[int, dict[int, EnteredValue]]:
    """unit id -> measure id -> the newest value of the very period, of those that hold, or held
    `before` a time."""
    limits = {} if before is None else {"entered_at__lt": before}
    rows = newest(
        **limits,
        measure__in=[one.pk for one in measures],
        unit_id__in=list(unit_ids),
        first=period.first,
        last=period.last,
    ).select_related("entered_by", "verified_by", "measure")
    found: dict[int, dict[int, EnteredValue]] = defaultdict(dict)
    for one in rows:
        if one.value is not None:
            found[one.unit_id][one.measure_id] = one
    return found


def as_told(values: Mapping[int, EnteredValue]) -> dict[int, Told]:
    """What holds, as a unit would tell it."""
    return {pk: Told(one.value, one.rank, one.note) for pk, one in values.items()}


def told_in(submission: Submission) -> dict[int, Told]:
    """measure id -> what a submission says of it."""
    return {one.measure_id: Told(one.value, one.rank, one.note) for one in submission.values.all()}


def newest_submissions(
    scorecard: str, period: Period, unit_ids: Collection[int] | None = None
) -> dict[int, Submission]:
    """unit id -> its newest submission, with its values; those thrown away are none."""
    rows = Submission.objects.filter(scorecard=scorecard, first=period.first, last=period.last)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    rows = rows.exclude(state=SubmissionState.DISCARDED).order_by("unit_id", "-pk")
    found = rows.distinct("unit_id").select_related("changed_by").prefetch_related("values")
    return {one.unit_id: one for one in found}
