"""An earlier period to hold one against, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.coverage import Coverage
from indicators.figures import Figure
from indicators.models import Indicator
from indicators.periods import Period
from indicators.selection import Selection
from units.queries import hierarchy


class Against(StrEnum):
    """What a period is compared with."""

    BEFORE = "before"
    YEAR = "year"


def earlier(period: Period, against: Against) -> Period:
    """The period before, or the same one a year earlier."""
    return period.before if against == Against.BEFORE else period.year_earlier


def compared_with(
    indicator: Indicator, period: Period, against: Against, covered: Coverage | None
) -> Period | None:
    """The earlier period that an indicator's figures can be held against; None where the files do
    not tell of it from its beginning, or where what comes in over a period that is not over, or
    that a source lags behind, would be held against a whole one."""
    before = earlier(period, against)
    # Of what is entered no export file tells.
    if indicator.is_entered:
        return before
    if covered is None or not covered.holds(before):
        return None
    return before if covered.is_whole(period) or not grows(indicator) else None


def is_match(selection: Selection, before: Period, unit_id: int) -> bool:
    """Whether a unit's figure can be held against that of an earlier period: what comes in cannot
    where the unit, as it was, lived for a part of one of the two alone. It did not grow by having
    begun."""
    indicator = selection.indicator
    if selection.map_day is not None or indicator.is_entered or not grows(indicator):
        return True
    lines, periods = hierarchy(), (selection.period, before)
    days = (day for period in periods for day in (period.begins_on, period.ends_on))
    return all(lines.is_valid(unit_id, day) for day in days)


def grows(indicator: Indicator) -> bool:
    """Whether it counts what comes in over a period: a part of one is no match for a whole one."""
    return not indicator.denominator and not indicator.uses_stocks


@dataclass(frozen=True)
class Change:
    """A unit's figure against that of an earlier period.

    `value_before` and `rank_before` are None where it had none; `value` is the difference (later
    less earlier), `places` how many ranks it rose, each None where one of the two lacks, and all
    where the two are no match; `is_new`: it was not in the list then.
    """

    value_before: Fraction | None
    rank_before: int | None
    value: Fraction | None
    places: int | None
    is_new: bool


def changes(
    selection: Selection, before: Period, now: Sequence[Figure], then: Sequence[Figure]
) -> dict[int, Change]:
    """unit id -> what changed since the period `before`, for every unit of the selection's list."""
    earlier = {figure.unit_id: figure for figure in then}
    return {
        figure.unit_id: _change(figure, earlier.get(figure.unit_id))
        if is_match(selection, before, figure.unit_id)
        else Change(None, None, None, None, is_new=figure.unit_id not in earlier)
        for figure in now
    }


def _change(now: Figure, then: Figure | None) -> Change:
    if then is None:
        return Change(None, None, None, None, is_new=True)
    return Change(
        value_before=then.value,
        rank_before=then.rank,
        value=None if now.value is None or then.value is None else now.value - then.value,
        places=None if now.rank is None or then.rank is None else then.rank - now.rank,
        is_new=False,
    )
