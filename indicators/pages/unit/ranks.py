"""What a unit's place is by every indicator that is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.comparing import Against, Change, changes, compared_with
from indicators.defaults import unit_text
from indicators.figures import Figure
from indicators.indicator_versions import indicators_of
from indicators.models import Direction, Indicator
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import missing, targets
from indicators.values import Value
from indicators.wording import level_name
from units.access import Access
from units.models import Level

_WITHIN = (Level.DISTRICT, Level.PROVINCE, Level.COUNTRY)


@dataclass(frozen=True)
class Place:
    """One indicator's figure of a unit, with its rank among those of its level (None: it has
    none), what changed since `before`, and its target with how many dossiers are `short` of it."""

    indicator: Indicator
    figure: Figure
    before: Period | None
    change: Change | None
    target: Fraction | None
    short: int | None


@dataclass(frozen=True)
class Ranks:
    """The places of a unit; `within` is the selection of the tables that they are of, None where
    the unit stands alone in the reader's sight."""

    places: Sequence[Place]
    within: Selection | None
    title: str


def ranks_of(selection: Selection, results: Results, unit_id: int, access: Access) -> Ranks:
    """A place for every ranked indicator of which the unit has a value, among the units of its
    level in the highest unit that the account may see."""
    indicators = _ranked_on(selection.period)
    within = _within(selection, unit_id, access)
    asked = within or selection
    now = results.leagues(asked, indicators)
    earlier = {
        one.code: compared_with(one, asked.period, Against.BEFORE, results.coverage)
        for one in indicators
    }
    then = {
        period: results.leagues(
            replace(asked, period=period),
            [one for one in indicators if earlier[one.code] == period],
        )
        for period in dict.fromkeys(earlier.values())
        if period is not None
    }
    aims = targets([one.code for one in indicators], asked.period.ends_on)
    level = access.units.level(unit_id, selection.day)
    found = []
    for one in indicators:
        own = now[one.code].of(unit_id)
        if own is None or own.value is None:
            continue
        period = earlier[one.code]
        of_one = replace(asked, indicator=one)
        moved = changes(of_one, period, [own], then[period][one.code]) if period else {}
        target = aims[one.code].of(unit_id, level)
        found.append(_place(one, own, period, moved.get(unit_id), target))
    return Ranks(found, within, _title(within, access))


def _ranked_on(period: Period) -> list[Indicator]:
    return [one for one in indicators_of(period) if one.direction != Direction.NONE]


def _within(selection: Selection, unit_id: int, access: Access) -> Selection | None:
    lines, day = access.units, selection.day
    above = [
        one
        for one in lines.ancestors(unit_id, day)[1:]
        if lines.level(one, day) in _WITHIN and access.may_see(one, day)
    ]
    if not above:
        return None
    text = unit_text(lines, above[-1], selection.period.ends_on)
    return replace(selection, under=text, under_id=above[-1])


def _place(
    indicator: Indicator,
    figure: Figure,
    before: Period | None,
    change: Change | None,
    target: Fraction | None,
) -> Place:
    value = Value(figure.numerator, figure.denominator)
    short = None if target is None else missing(indicator, value, target)
    return Place(indicator, figure, before, change, target, short)


def _title(within: Selection | None, access: Access) -> str:
    """As in "Among communes of Tỉnh Gia Lai"; "" for a unit that stands alone."""
    if within is None or within.under_id is None:
        return ""
    name = access.units.name(within.under_id, within.day)
    return _("%(level)s, %(unit)s") % {"level": capfirst(level_name(within.level)), "unit": name}
