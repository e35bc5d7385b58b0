"""Tiles of several indicators of one unit, each against the period before and a year earlier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.comparing import Against, compared_with, earlier
from indicators.models import Indicator
from indicators.pages.addresses import figure_url
from indicators.pages.coverage_words import untold
from indicators.pages.tiles import Compared, Facts, tile
from indicators.pages.trend import months_of, told
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import targets
from indicators.values import Value
from indicators.wording import period_name
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
    compared, months = _earlier(selection, results), months_of(selection, results)
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
        facts = Facts(
            indicator=indicators[one.code],
            value=now,
            url=figure_url(here, unit_id, indicator=one.code, under=""),
            earlier=[
                Compared(period_name(period), value)
                for period, value in zip(compared, before, strict=True)
                if period in _compared(indicators[one.code], selection, results)
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


def indicators_on(codes: Sequence[str], period: Period) -> dict[str, Indicator]:
    """The indicators of these codes that hold in the period."""
    rows = Indicator.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=period.ends_on),
        Q(valid_to=None) | Q(valid_to__gt=period.ends_on),
        code__in=codes,
    ).order_by("valid_from")
    return {row.code: row for row in rows}


def _earlier(selection: Selection, results: Results) -> list[Period]:
    """The period before and the one a year earlier, where the files tell of all of them."""
    covered = results.coverage
    both = dict.fromkeys(earlier(selection.period, against) for against in Against)
    return [one for one in both if covered is not None and covered.holds(one)]


def _compared(indicator: Indicator, selection: Selection, results: Results) -> list[Period | None]:
    return [
        compared_with(indicator, selection.period, against, results.coverage) for against in Against
    ]


def _beside(indicator: Indicator, value: Value) -> str:
    if value.value is None:
        return ""
    if not indicator.denominator:
        return f"{indicator.label}: {count(value.numerator)}"
    words = {"share": share(value.value), "count": count(value.denominator)}
    return _("%(share)s of %(count)s") % words
