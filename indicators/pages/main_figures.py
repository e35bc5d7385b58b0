"""Tiles of several indicators of one unit, each against the period before and a year earlier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from indicators.comparing import Against, compared_with, earlier, is_match
from indicators.indicator_versions import indicators_on
from indicators.models import Indicator
from indicators.pages.addresses import figure_url
from indicators.pages.coverage_words import untold
from indicators.pages.tiles import Compared, Facts, tile
from indicators.pages.trend import months_of, told
from indicators.periods import Period, to_date
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import targets
from indicators.values import Value
from indicators.wording import short_period_name
from indicators.writing import count, share
from units.models import Level
from units.queries import hierarchy


@dataclass(frozen=True)
class Asked:
    """A tile's indicator, and those whose values are told beside it."""

    code: str
    beside: tuple[str, ...] = ()


MAIN = (
    Asked("on_time_all"),
    Asked("online_share"),
    Asked("overdue", beside=("overdue_share",)),
    Asked("received", beside=("resolved",)),
)


def main_tiles(
    selection: Selection, results: Results, unit_id: int, asked: Sequence[Asked] = MAIN
) -> list[dict[str, Any]]:
    """The contexts of templates/components/tile.html; indicators that do not hold in the period
    are left out."""
    codes = list(dict.fromkeys(code for one in asked for code in (one.code, *one.beside)))
    indicators = indicators_on(codes, selection.period)
    months = months_of(selection, results)
    so_far = _same_so_far(selection, results)
    compared = list(dict.fromkeys([*_earlier(selection, results), *so_far]))
    periods = [selection.period, *compared, *months]
    found = results.values(selection, list(indicators.values()), periods, [unit_id])
    aims = targets(codes, selection.period.ends_on)
    level = hierarchy().level(unit_id, selection.day)
    here = replace(selection, level=Level(level))
    tiles = []
    for one in asked:
        if one.code not in indicators:
            continue
        now, *others = found[one.code, unit_id]
        before, by_month = others[: len(compared)], others[len(compared) :]
        against = _compared(indicators[one.code], selection, results) or so_far
        of_one = replace(selection, indicator=indicators[one.code])
        against = [period for period in against if is_match(of_one, period, unit_id)]
        facts = Facts(
            indicator=indicators[one.code],
            value=now,
            url=figure_url(here, unit_id, indicator=one.code, under=""),
            earlier=[
                Compared(short_period_name(period, beside=selection.period), value)
                for period, value in zip(compared, before, strict=True)
                if period in against
            ],
            months=[value.value for value in told(by_month, months, results)],
            target=aims[one.code].of(unit_id, level),
            beside=[
                text
                for code in one.beside
                if code in indicators
                and (text := _beside(indicators[code], found[code, unit_id][0]))
            ],
        )
        tiles.append(tile(facts))
    return tiles


def nothing_told(selection: Selection, results: Results, unit_id: int) -> str:
    """That the files tell nothing of the period, where all tiles would show zeros for it; a
    dossier that was carried over is counted in periods before the first file."""
    silent = untold(selection.period, results)
    if not silent:
        return ""
    indicators = indicators_on([one.code for one in MAIN], selection.period)
    found = results.values(selection, list(indicators.values()), [selection.period], [unit_id])
    counted = any(one.numerator or one.denominator for (one,) in found.values())
    return "" if counted else silent


def is_reported(selection: Selection, results: Results, unit_id: int) -> bool:
    """Whether any of the main figures has a part as a unit reported it."""
    indicators = indicators_on([one.code for one in MAIN], selection.period)
    found = results.values(selection, list(indicators.values()), [selection.period], [unit_id])
    return any(one.reported for (one,) in found.values())


def _earlier(selection: Selection, results: Results) -> list[Period]:
    """The period before and the one a year earlier, where the files tell of all of them."""
    covered = results.coverage
    both = dict.fromkeys(earlier(selection.period, against) for against in Against)
    return [one for one in both if covered is not None and covered.holds(one)]


def _compared(indicator: Indicator, selection: Selection, results: Results) -> list[Period]:
    asked = (
        compared_with(indicator, selection.period, against, results.coverage) for against in Against
    )
    return [period for period in asked if period is not None]


def _same_so_far(selection: Selection, results: Results) -> list[Period]:
    """For a year of which all sources tell up to the end of one month: the same months of the year
    before, which is what comes in by then can be held against."""
    covered, period = results.coverage, selection.period
    if covered is None or not covered.tells_of(period) or covered.is_whole(period):
        return []
    found = to_date(period.last_month // 12, covered.newest_day, period.calendar)
    is_same = found.first == period.first and found.ends_on == covered.stretch(period)[1]
    if not is_same or not covered.is_whole(found) or not covered.holds(found.year_earlier):
        return []
    return [found.year_earlier]


def _beside(indicator: Indicator, value: Value) -> str:
    if value.value is None:
        return ""
    if not indicator.denominator:
        return f"{indicator.label}: {count(value.numerator)}"
    words = {"share": share(value.value), "count": count(value.denominator)}
    return _("%(share)s of %(count)s") % words
