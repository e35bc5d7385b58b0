"""An earlier period to hold one against, and what changed since."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from indicators.coverage import Coverage
from indicators.figures import Figure
from indicators.league_table import LeagueTable
from indicators.listing import Listing, break_on_map, units_there
from indicators.models import Indicator
from indicators.periods import Period
from indicators.selection import Selection, map_day
from units.hierarchy import Hierarchy
from units.models import Level
from units.queries import hierarchy
from units.snapshot import asked_once
from units.timeline import ONE_DAY

# Places are compared where one in so many units, or a single one, is another.
_OF_SO_MANY = 10


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
class OtherList:
    """Why places are not compared: of the `units` of two tables `others` are not in both all the
    time, or (`on_map`) are no exact sums of units as they were; `day` is the one on which most of
    them changed."""

    others: int
    units: int
    day: date
    on_map: bool


class _Listed(NamedTuple):
    """What decides which units a table lists (`Listing`), and nothing else."""

    level: Level
    period: Period
    under_id: int | None
    map_day: date | None


def other_list(asked: Listing, before: Period) -> OtherList | None:
    """Why a rank of the period is no match for one of an earlier period; None where the two tables
    are of the same units but for a few (docs/decisions/0018). It is the same of each indicator."""
    listed = _Listed(asked.level, asked.period, asked.under_id, asked.map_day)
    return _other_list(listed, before)


@asked_once
def _other_list(asked: _Listed, before: Period) -> OtherList | None:
    lines, period, day_of_map = hierarchy(), asked.period, asked.map_day
    tables = [set(units_there(asked, one, lines)) for one in (period, before)]
    listed = set.union(*tables)
    if day_of_map is None:
        stretch = before.begins_on, period.ends_on
        in_both = set.intersection(*tables)
        lasting = {one for one in in_both if all(lines.is_valid(one, day) for day in stretch)}
        others = listed - lasting
        days = _days_of_change(lines, asked, others, *stretch)
    else:
        broken = {
            one: found
            for one in listed
            for over in (period, before)
            if (found := break_on_map(one, day_of_map, over, lines)) is not None
        }
        others, days = set(broken), (found.day for found in broken.values())
    if len(others) <= 1 or len(others) * _OF_SO_MANY <= len(listed):
        return None
    number_of = Counter(days)
    day = max(number_of, key=lambda day: (number_of[day], day))
    return OtherList(len(others), len(listed), day, on_map=day_of_map is not None)


def is_compared_today(selection: Selection, before: Period) -> bool:
    """Whether places that are not compared as units were are so on today's map."""
    today = replace(selection, map="today", map_day=map_day("today"))
    return selection.map_day is None and other_list(today, before) is None


def _days_of_change(
    lines: Hierarchy, asked: Listing, unit_ids: Collection[int], first: date, last: date
) -> Iterator[date]:
    """Of each unit the days after the first one, up to the last, on which it came into the list or
    left it."""

    def is_listed(unit_id: int, day: date) -> bool:
        version = lines.version_on(unit_id, day)
        if version is None or version.level != asked.level:
            return False
        return asked.under_id is None or asked.under_id in lines.ancestors(unit_id, day)

    days = [day for day in lines.change_days() if first < day <= last]
    for one in unit_ids:
        yield from (day for day in days if is_listed(one, day) != is_listed(one, day - ONE_DAY))


@dataclass(frozen=True)
class Change:
    """A unit's figure against that of an earlier period.

    `value_before` and `rank_before` are None where it had none; `value` is the difference (later
    less earlier), `places` how many ranks it rose, each None where one of the two lacks, and all
    where the two are no match; `is_new`: it was not in the list then. With an `other_list` there
    are no places, and no rank before: it was one among others.
    """

    value_before: Fraction | None
    rank_before: int | None
    value: Fraction | None
    places: int | None
    is_new: bool
    other_list: OtherList | None = None


def changes(
    selection: Selection, before: Period, now: Sequence[Figure], then: LeagueTable
) -> dict[int, Change]:
    """unit id -> what changed since the period `before`, for every unit of `now`."""
    earlier = then.among([figure.unit_id for figure in now])
    other = other_list(selection, before)
    return {
        figure.unit_id: _change(figure, earlier.get(figure.unit_id), other)
        if is_match(selection, before, figure.unit_id)
        else Change(None, None, None, None, figure.unit_id not in earlier, other)
        for figure in now
    }


def _change(now: Figure, then: Figure | None, other: OtherList | None) -> Change:
    if then is None:
        return Change(None, None, None, None, is_new=True, other_list=other)
    rank_before = None if other else then.rank
    return Change(
        value_before=then.value,
        rank_before=rank_before,
        value=None if now.value is None or then.value is None else now.value - then.value,
        places=None if now.rank is None or rank_before is None else rank_before - now.rank,
        is_new=False,
        other_list=other,
    )
