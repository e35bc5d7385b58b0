"""What is told of each unit by each indicator: its value, its place, its target, earlier values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from indicators.comparing import Against, compared_with, is_match
from indicators.defaults import unit_text
from indicators.figures import Figure
from indicators.indicator_versions import indicators_on
from indicators.models import Direction, Indicator
from indicators.pages.main_figures import MAIN
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import missing, targets
from indicators.values import Value
from units.access import Access
from units.models import Level


@dataclass(frozen=True)
class Place:
    """A unit's figure in the league table of its level, and that table's selection."""

    figure: Figure
    within: Selection


@dataclass(frozen=True)
class Told:
    """One unit by one indicator. `short` is how many dossiers are missing to the target, None
    without one or without a value; `earlier` the values of the periods that it is held against."""

    unit_id: int
    value: Value
    place: Place | None
    target: Fraction | None
    short: int | None
    earlier: Mapping[Period, Value]


@dataclass(frozen=True)
class Line:
    """An indicator with what is told of each unit, in their order; `before` are the periods that
    can be held against it."""

    indicator: Indicator
    before: Sequence[Period]
    units: Sequence[Told]


def lines_of(
    selection: Selection, results: Results, access: Access, unit_ids: Sequence[int]
) -> list[Line]:
    """The selection's indicator, then the main ones that hold in the period."""
    codes = [code for one in MAIN for code in (one.code, *one.beside)]
    main = indicators_on(codes, selection.period)
    others = [main[code] for code in codes if code in main and code != selection.indicator.code]
    indicators = [selection.indicator, *others]
    before = {one.code: _before(one, selection, results) for one in indicators}
    periods = list(
        dict.fromkeys([selection.period, *(one for each in before.values() for one in each)])
    )
    found = results.values(selection, indicators, periods, unit_ids)
    places = places_of(selection, results, access, indicators, unit_ids)
    aims = targets([one.code for one in indicators], selection.period.ends_on)
    levels = {one: access.units.level(one, selection.day) for one in unit_ids}

    def told(indicator: Indicator, unit_id: int) -> Told:
        each = dict(zip(periods, found[indicator.code, unit_id], strict=True))
        now, aim = each[selection.period], aims[indicator.code].of(unit_id, levels[unit_id])
        return Told(
            unit_id=unit_id,
            value=now,
            place=places.get((indicator.code, unit_id)),
            target=aim,
            short=None if aim is None else missing(indicator, now, aim),
            earlier={
                period: each[period]
                for period in before[indicator.code]
                if is_match(replace(selection, indicator=indicator), period, unit_id)
            },
        )

    return [
        Line(one, before[one.code], [told(one, unit_id) for unit_id in unit_ids])
        for one in indicators
    ]


def _before(indicator: Indicator, selection: Selection, results: Results) -> list[Period]:
    asked = (
        compared_with(indicator, selection.period, against, results.coverage) for against in Against
    )
    return list(dict.fromkeys(one for one in asked if one is not None))


def places_of(
    selection: Selection,
    results: Results,
    access: Access,
    indicators: Sequence[Indicator],
    unit_ids: Sequence[int],
) -> dict[tuple[str, int], Place]:
    """(indicator code, unit id) -> its place among the units of its level, within the selection's
    unit where it lies there, else within the highest one in sight. Units of one table are read of
    it together."""
    ranked = [one for one in indicators if one.direction != Direction.NONE]
    tables: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for unit_id in unit_ids:
        is_there, within = _within(selection, access, unit_id)
        if is_there:
            tables[access.units.level(unit_id, selection.day), within].append(unit_id)
    found = {}
    for (level, within), among in tables.items():
        text = unit_text(access.units, within, selection.period.ends_on) if within else ""
        asked = replace(selection, level=Level(level), under=text, under_id=within)
        for code, figures in results.leagues(asked, ranked).items():
            for unit_id in among:
                own = figures.of(unit_id)
                if own is not None:
                    found[code, unit_id] = Place(own, asked)
    return found


def _within(selection: Selection, access: Access, unit_id: int) -> tuple[bool, int | None]:
    """Whether there is a table that the unit may be seen in, and the unit that it is of."""
    above = access.units.ancestors(unit_id, selection.day)[1:]
    if selection.under_id in above:
        return True, selection.under_id
    seen = [one for one in above if access.may_see(one, selection.day)]
    return bool(seen) or access.everything, seen[-1] if seen else None
