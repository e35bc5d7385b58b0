"""What a value must not exceed though its measure allows it: the whole of a share, the points of a
criterion. The same for the form, files and what is verified.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entered.actions import NewValue
from indicators.entered.newest import Key, newest
from indicators.models import EnteredMeasure, Indicator, ScorecardState, ScoreCriterion
from indicators.scoring.rules import INDICATOR, Rule
from indicators.writing import count
from units.queries import hierarchy

# A criterion by these takes a plain value for the share itself.
_OF_A_SHARE = (Rule.LINEAR, Rule.THRESHOLD)


def out_of_bounds(values: Sequence[NewValue]) -> dict[Key, str]:
    """Those of the values that cannot be entered together, each with a sentence that says why.

    Compared is what holds of the same unit and period once they are. Of a share that would be above
    the whole both sides are refused, and what relied on them is looked at again.
    """
    present = [one for one in values if one.value is not None]
    found = _above_points(present)
    shares = _shares({one.measure.key for one in present})
    held = _held(values, shares) if shares else {}
    while shares:
        left = [one for one in values if one.key not in found]
        fresh = _above_the_whole(left, shares, held)
        if not fresh:
            break
        found |= fresh
    return found


def _shares(keys: set[str]) -> list[Indicator]:
    """The shares of entered measures alone that one of these takes part in."""
    every = Indicator.objects.exclude(denominator=[])
    return [
        one
        for one in every
        if one.is_entered and not keys.isdisjoint([*one.numerator, *one.denominator])
    ]


def _held(values: Sequence[NewValue], shares: Sequence[Indicator]) -> dict[Key, Decimal | None]:
    codes = {code for one in shares for code in one.entered}
    rows = newest(
        measure__code__in=codes,
        unit_id__in={one.unit_id for one in values},
        first__in={one.period.first for one in values},
        last__in={one.period.last for one in values},
    )
    return {one.key: one.value for one in rows}


def _above_the_whole(
    values: Sequence[NewValue], shares: Sequence[Indicator], held: Mapping[Key, Decimal | None]
) -> dict[Key, str]:
    measures = {one.key: one for one in EnteredMeasure.objects.all()}
    will_hold = {**held, **{one.key: one.value for one in values}}
    by_place: dict[tuple[int, int, int], dict[str, NewValue]] = defaultdict(dict)
    for one in values:
        by_place[one.key[1:]][one.measure.key] = one
    found: dict[Key, str] = {}
    for place, coming in by_place.items():
        ends_on = next(iter(coming.values())).period.ends_on
        for share in shares:
            sides = (share.numerator, share.denominator)
            mine = [coming[key] for side in sides for key in side if key in coming]
            if not mine or not _holds_on(share, ends_on):
                continue
            part, whole = (
                _sum([will_hold.get((measures[key].pk, *place)) for key in side]) for side in sides
            )
            if part is not None and whole is not None and part > whole:
                sentence = _sentence(share, measures, part, whole)
                found |= {one.key: sentence for one in mine if one.key not in found}
    return found


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, start=Decimal(0)) if len(known) == len(values) else None


def _sentence(
    share: Indicator, measures: Mapping[str, EnteredMeasure], part: Decimal, whole: Decimal
) -> str:
    names = [
        " + ".join(measures[key].label for key in side)
        for side in (share.numerator, share.denominator)
    ]
    words = {"share": share.label, "part": names[0], "whole": names[1]}
    numbers = {"least": count(int(part)), "most": count(int(whole))}
    return _(
        "“%(part)s” (%(least)s) is more than “%(whole)s” (%(most)s):"
        " “%(share)s” would be above 100%%."
    ) % {**words, **numbers}


def _holds_on(row: Indicator, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (
        row.valid_to is None or day < row.valid_to
    )


def _above_points(values: Sequence[NewValue]) -> dict[Key, str]:
    """Values that a criterion in force takes for points, or for the share itself."""
    read_as = _read_as({one.measure.key for one in values})
    if not read_as:
        return {}
    found = {}
    for one in values:
        for criterion in _judged_by(one, read_as.get(one.measure.key, ())):
            is_points = criterion.rule == Rule.POINTS
            most = criterion.maximum if is_points else Decimal(1)
            assert one.value is not None  # noqa: S101  (those taken back are left out)
            if one.value > most:
                found[one.key] = _above(one, criterion, most, is_points=is_points)
    return found


def _read_as(keys: Collection[str]) -> dict[str, list[ScoreCriterion]]:
    """Measure -> the criteria of decided scorecards that read it as it is."""
    plain = Indicator.objects.filter(denominator=[], numerator__overlap=list(keys))
    names = {INDICATOR + one.code: one.numerator[0] for one in plain if len(one.numerator) == 1}
    names |= {key: key for key in keys}
    rows = ScoreCriterion.objects.exclude(scorecard__state=ScorecardState.DRAFT).filter(
        inputs__overlap=list(names), rule__in=[Rule.POINTS, *_OF_A_SHARE]
    )
    found: dict[str, list[ScoreCriterion]] = defaultdict(list)
    for one in rows.select_related("scorecard"):
        for ref in one.inputs:
            if ref in names:
                found[names[ref]].append(one)
    return found


def _judged_by(one: NewValue, criteria: Sequence[ScoreCriterion]) -> Iterator[ScoreCriterion]:
    """Those of the criteria that judge the very unit in the period."""
    if not criteria:
        return
    ends_on = one.period.ends_on
    level = hierarchy().version_at(one.unit_id, ends_on).level
    for row in criteria:
        levels = row.levels or row.scorecard.levels
        if row.scorecard.holds_on(ends_on) and level in levels:
            yield row


def _above(one: NewValue, row: ScoreCriterion, most: Decimal, *, is_points: bool) -> str:
    words = {
        "measure": one.measure.label,
        "criterion": row.code,
        "scorecard": row.scorecard.label,
        "most": count(most.normalize()),
    }
    if is_points:
        text = _(
            "“%(measure)s” is at most %(most)s: criterion %(criterion)s of “%(scorecard)s” has no"
            " more points."
        )
    else:
        text = _(
            "“%(measure)s” is at most 1, which is 100%%: criterion %(criterion)s of"
            " “%(scorecard)s” reads it as a share."
        )
    return text % words
