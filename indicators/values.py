"""Values of indicators for chosen units over several periods: tiles, trends, comparisons.

League tables come from `indicators.figures`; both sum counts by the same road and agree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from indicators.completeness import statuses
from indicators.entered.entering import Entered, Rolled, Territory, among, entered_each, side
from indicators.listing import is_comparable
from indicators.models import Indicator
from indicators.periods import Period
from indicators.reported.entering import Told, entering_each
from indicators.rollup import Relation, relation
from indicators.saying import Counted, Exports, counted_of, is_nothing, speaks, untold
from indicators.selection import Selection
from indicators.sums import (
    Participant,
    Slice,
    Sums,
    counted_counters,
    participants_of,
    sum_by_procedure,
    sum_slices,
)
from units.queries import hierarchy
from units.snapshot import snapshot


class Value(NamedTuple):
    """What an indicator says of one unit in one period.

    `numerator` is None where nothing can be said, `denominator` also for a plain count. `reported`
    of the `units` that it is made of are in it as they reported; where none is, `units` are not
    counted and 0. Of entered values `entered` units of `expected` ones have some; the numerator of
    a plain count has their decimals. `untold` says why nothing can be said: nothing is counted, and
    no export tells of the unit.
    """

    numerator: int | Decimal | None = None
    denominator: int | None = None
    reported: int = 0
    units: int = 0
    entered: int = 0
    expected: int = 0
    untold: bool = False

    @property
    def value(self) -> Fraction | None:
        """The exact ratio or count, None without cases."""
        return ratio(self.numerator, self.denominator)


NOTHING = Value()
# Nothing is counted, and no export tells of the unit.
UNTOLD = Value(untold=True)


def evaluate(indicator: Indicator, sums: Sums) -> Value:
    """An indicator's value from sums of measures."""
    numerator = sum([sums.get(name, 0) for name in indicator.numerator])
    denominator = sum([sums.get(name, 0) for name in indicator.denominator])
    return _value(indicator, numerator, denominator)


def _value(
    indicator: Indicator, numerator: int | Decimal, denominator: int | Decimal, **more: Any
) -> Value:
    return Value(numerator, int(denominator) if indicator.denominator else None, **more)


def ratio(numerator: int | Decimal | None, denominator: int | None) -> Fraction | None:
    """The exact share, or the count where there is no denominator (None); None without cases."""
    if numerator is None or denominator == 0:
        return None
    # A share is made of whole numbers (docs/decisions/0021).
    return Fraction(numerator) if denominator is None else Fraction(int(numerator), denominator)


def sides_told(indicator: Indicator, told: Told) -> tuple[int, int] | None:
    """Numerator and denominator (0 for a plain count) as a report tells them; None where it lacks
    a column for one of them."""
    numerator = told.total(indicator.numerator)
    denominator = told.total(indicator.denominator) if indicator.denominator else 0
    return None if numerator is None or denominator is None else (numerator, denominator)


def evaluate_all(
    indicator: Indicator,
    sums: Sums | None,
    told: Sequence[Told],
    counters: int,
    nothing: Value = NOTHING,
) -> Value:
    """An indicator's value from what is counted (None: nothing can be said of it, but `nothing`)
    and what units report; `counters` is how many units' own counters are counted.

    A report that does not tell the indicator adds nothing; where there is nothing else, nothing
    can be said.
    """
    if not told:
        return nothing if sums is None else evaluate(indicator, sums)
    sides = [both for one in told if (both := sides_told(indicator, one)) is not None]
    counted = sums if sums is not None and counters else None
    if counted is None and not sides:
        return NOTHING
    base = evaluate(indicator, counted or {})
    return _value(
        indicator,
        (base.numerator or 0) + sum(numerator for numerator, _denominator in sides),
        (base.denominator or 0) + sum(denominator for _numerator, denominator in sides),
        reported=len(sides),
        units=len(told) + counters,
    )


@snapshot()
def values(
    selection: Selection,
    indicators: Sequence[Indicator],
    periods: Sequence[Period],
    unit_ids: Collection[int],
    exports: Exports = statuses,
) -> dict[tuple[str, int], list[Value]]:
    """(indicator code, unit id) -> its value in each of the periods, in their order.

    Scope, map and filters are the selection's; `exports` is asked where nothing is counted.
    """
    lines = hierarchy()
    into = relation(selection.scope, selection.map_day, lines)
    taking_part = participants_of(periods)
    asked = [replace(selection, period=period) for period in periods]
    found: dict[tuple[str, int], list[Value]] = {}
    reading = [one for one in indicators if one.entered]
    by_period = [
        _of_entered(then, reading, into, sources, unit_ids, exports)
        for then, sources in zip(asked, taking_part, strict=True)
    ]
    for number, one in enumerate(reading):
        for unit_id in unit_ids:
            found[one.code, unit_id] = [then[number].get(unit_id, NOTHING) for then in by_period]
    told = entering_each(into, selection, periods)
    counters = [
        counted_counters(into, period, among=told_then)
        for period, told_then in zip(periods, told, strict=True)
    ]
    for group in _alike([one for one in indicators if not one.entered], taking_part):
        counts = _counted(asked, group, into, taking_part, unit_ids, exports)
        for unit_id in unit_ids:
            comparable = [is_comparable(unit_id, then, lines) for then in asked]
            for indicator in group:
                found[indicator.code, unit_id] = [
                    evaluate_all(
                        indicator,
                        counts[number].of(unit_id, indicator),
                        told[number].get(unit_id, ()),
                        counters[number].get(unit_id, 0),
                        UNTOLD if unit_id in counts[number].untold else NOTHING,
                    )
                    if comparable[number]
                    else NOTHING
                    for number in range(len(periods))
                ]
    return found


def _counted(
    asked: Sequence[Selection],
    group: Sequence[Indicator],
    into: Relation,
    taking_part: Sequence[Sequence[Participant]],
    unit_ids: Collection[int],
    exports: Exports,
    *,
    summed: Relation | None = None,
) -> list[Counted]:
    """What is counted of each selection, one a period, for indicators of which the same sources
    can speak; `summed` instead of `into` where sums are of some units alone."""
    slices = [
        Slice(then.period, [source for source in sources if speaks(source, group[0])])
        for then, sources in zip(asked, taking_part, strict=True)
    ]
    measures = {name for one in group for name in one.counted}
    procedures = asked[0].procedure_ids if asked else None
    sums = sum_slices(summed or into, slices, measures, among=unit_ids, procedure_ids=procedures)
    return [
        counted_of(
            then,
            of_units,
            into,
            one.sources,
            [source for source in sources if source not in one.sources],
            of=group,
            unit_ids=unit_ids,
            exports=exports,
        )
        for then, of_units, one, sources in zip(asked, sums, slices, taking_part, strict=True)
    ]


def _of_entered(
    selection: Selection,
    indicators: Sequence[Indicator],
    into: Relation,
    sources: Sequence[Participant],
    unit_ids: Collection[int],
    exports: Exports,
) -> list[dict[int, Value]]:
    """For each indicator that reads entered values: unit id -> its value, for the units that have
    one; what is counted beside them is that of the same units."""
    if selection.procedure_ids is not None or not indicators:
        return [{} for _indicator in indicators]
    lines, day = hierarchy(), selection.period.ends_on
    levels = {one: lines.level(one, day) for one in lines.units() if lines.is_valid(one, day)}
    territory = Territory(into, selection.period, levels)
    comparable = [one for one in unit_ids if is_comparable(one, selection, lines)]
    return [
        _of_one(selection, indicator, territory, told, sources, comparable, exports)
        for indicator, told in zip(
            indicators, entered_each(indicators, selection.period), strict=True
        )
    ]


def _of_one(
    selection: Selection,
    indicator: Indicator,
    territory: Territory,
    found: Entered,
    sources: Sequence[Participant],
    unit_ids: Collection[int],
    exports: Exports,
) -> dict[int, Value]:
    into, rolled = territory.into, territory.rolled_up(found)
    asked = [unit_id for unit_id in unit_ids if unit_id in rolled]
    if not indicator.counted:
        return {one: _rolled_value(indicator, found, rolled[one], {}) for one in asked}
    (counts,) = _counted(
        [selection],
        [indicator],
        into,
        [sources],
        asked,
        exports,
        summed=among(into, rolled),
    )
    return {
        one: _rolled_value(indicator, found, rolled[one], sums)
        for one in asked
        if (sums := counts.of(one, indicator)) is not None
    }


def _rolled_value(indicator: Indicator, found: Entered, rolled: Rolled, sums: Sums) -> Value:
    sides = (indicator.numerator, indicator.denominator)
    counted = [sum(sums.get(n, 0) for n in names) if sums else 0 for names in sides]
    return _value(
        indicator,
        counted[0] + side(indicator.numerator, found, rolled.unit_ids),
        counted[1] + side(indicator.denominator, found, rolled.unit_ids),
        entered=len(rolled.unit_ids),
        expected=rolled.expected,
    )


@snapshot()
def values_by_procedure(
    selection: Selection,
    indicators: Sequence[Indicator],
    unit_id: int,
    exports: Exports = statuses,
) -> dict[int, dict[str, Value]]:
    """procedure id -> indicator code -> value, for the procedures that the unit counts; nothing
    of a unit that is not comparable."""
    lines = hierarchy()
    if not is_comparable(unit_id, selection, lines):
        return {}
    into = relation(selection.scope, selection.map_day, lines)
    (sources,) = participants_of([selection.period])
    found: dict[int, dict[str, Value]] = defaultdict(dict)
    indicators = [one for one in indicators if not one.entered]
    for group in _alike(indicators, [sources]):
        one = Slice(selection.period, [s for s in sources if speaks(s, group[0])])
        if not one.sources:
            continue
        measures = {name for ind in group for name in (*ind.numerator, *ind.denominator)}
        sums = sum_by_procedure(
            into, one, measures, unit_id=unit_id, procedure_ids=selection.procedure_ids
        )
        has_gaps = any(is_nothing(ind, row) for row in sums.values() for ind in group)
        silent = has_gaps and untold(selection, [unit_id], one.sources, exports)
        for procedure_id, row in sums.items():
            for indicator in group:
                found[procedure_id][indicator.code] = (
                    NOTHING if silent and is_nothing(indicator, row) else evaluate(indicator, row)
                )
    return dict(found)


def _alike(
    indicators: Iterable[Indicator], taking_part: Sequence[Sequence[Participant]]
) -> list[list[Indicator]]:
    """The indicators in groups of which the same sources can speak: one query for each."""
    groups: dict[tuple[tuple[bool, ...], ...], list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        key = tuple(
            tuple(speaks(source, indicator) for source in sources) for sources in taking_part
        )
        groups[key].append(indicator)
    return list(groups.values())
