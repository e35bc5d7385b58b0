"""Values of indicators for chosen units over several periods: tiles, trends, comparisons.

League tables come from `indicators.figures`; both sum counts by the same road and agree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from indicators.entered.entering import Entered, Rolled, among, entered, rolled_up, side
from indicators.listing import is_comparable
from indicators.models import Indicator
from indicators.periods import Period
from indicators.reported.entering import Told, entering_each
from indicators.rollup import Relation, relation
from indicators.selection import Selection
from indicators.sums import (
    Participant,
    Slice,
    Sums,
    counted_counters,
    counted_units,
    participants_of,
    sum_by_procedure,
    sum_slices,
)
from units.queries import hierarchy
from units.snapshot import snapshot


@dataclass(frozen=True)
class Value:
    """What an indicator says of one unit in one period.

    `numerator` is None where nothing can be said, `denominator` also for a plain count; `value`
    is the exact ratio or count, None without cases. `reported` of the `units` that it is made of
    are in it as they reported; where none is, `units` are not counted and 0. Of entered values
    `entered` units of `expected` ones have some; the numerator of a plain count has their decimals.
    """

    numerator: int | Decimal | None = None
    denominator: int | None = None
    value: Fraction | None = None
    reported: int = 0
    units: int = 0
    entered: int = 0
    expected: int = 0


NOTHING = Value()


def evaluate(indicator: Indicator, sums: Sums) -> Value:
    """An indicator's value from sums of measures."""
    numerator = sum(sums.get(name, 0) for name in indicator.numerator)
    denominator = sum(sums.get(name, 0) for name in indicator.denominator)
    return _value(indicator, numerator, denominator)


def _value(
    indicator: Indicator, numerator: int | Decimal, denominator: int | Decimal, **more: int
) -> Value:
    if not indicator.denominator:
        return Value(numerator, None, Fraction(numerator), **more)
    # A share is made of whole numbers (docs/decisions/0021).
    share = Fraction(int(numerator), int(denominator)) if denominator else None
    return Value(numerator, int(denominator), share, **more)


def sides_told(indicator: Indicator, told: Told) -> tuple[int, int] | None:
    """Numerator and denominator (0 for a plain count) as a report tells them; None where it lacks
    a column for one of them."""
    numerator = told.total(indicator.numerator)
    denominator = told.total(indicator.denominator) if indicator.denominator else 0
    return None if numerator is None or denominator is None else (numerator, denominator)


def evaluate_all(
    indicator: Indicator, sums: Sums | None, told: Sequence[Told], counters: int
) -> Value:
    """An indicator's value from what is counted (None: nothing can be said of it) and what units
    report; `counters` is how many units' own counters are counted.

    A report that does not tell the indicator adds nothing; where there is nothing else, nothing
    can be said.
    """
    if not told:
        return NOTHING if sums is None else evaluate(indicator, sums)
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


def speaks(source: Participant, indicator: Indicator) -> bool:
    """Whether a source can say anything about an indicator in its period."""
    return (
        source.columns.issuperset(indicator.needs)
        and (source.closing is not None or not indicator.uses_stocks)
        and (source.compares or not indicator.compares)
    )


def mute_units(
    into: Relation,
    listed: Collection[int],
    speaking: Collection[Participant],
    silent: Collection[Participant],
) -> set[int]:
    """The units of which nothing can be said: only silent sources count for them."""
    if not speaking:
        return set(listed)
    if not silent:
        return set()
    return counted_units(into, silent, among=listed) - counted_units(into, speaking, among=listed)


@snapshot()
def values(
    selection: Selection,
    indicators: Sequence[Indicator],
    periods: Sequence[Period],
    unit_ids: Collection[int],
) -> dict[tuple[str, int], list[Value]]:
    """(indicator code, unit id) -> its value in each of the periods, in their order.

    Scope, map and filters are the selection's.
    """
    lines = hierarchy()
    into = relation(selection.scope, selection.map_day, lines)
    taking_part = participants_of(periods)
    asked = [replace(selection, period=period) for period in periods]
    found: dict[tuple[str, int], list[Value]] = {}
    for one in indicators:
        if one.entered:
            by_period = [
                _of_entered(then, one, into, sources, unit_ids)
                for then, sources in zip(asked, taking_part, strict=True)
            ]
            for unit_id in unit_ids:
                found[one.code, unit_id] = [then.get(unit_id, NOTHING) for then in by_period]
    told = entering_each(into, selection, periods)
    counters = [
        counted_counters(into, period, among=told_then)
        for period, told_then in zip(periods, told, strict=True)
    ]
    for group in _alike([one for one in indicators if not one.entered], taking_part):
        counted = _counted(asked, group, into, taking_part, unit_ids)
        for unit_id in unit_ids:
            comparable = [is_comparable(unit_id, then, lines) for then in asked]
            for indicator in group:
                found[indicator.code, unit_id] = [
                    evaluate_all(
                        indicator,
                        counted[number][unit_id],
                        told[number].get(unit_id, ()),
                        counters[number].get(unit_id, 0),
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
) -> list[dict[int, Sums | None]]:
    """Of each selection, one a period: unit id -> its sums for indicators of which the same sources
    can speak; None where nothing can be said."""
    slices = [
        Slice(then.period, [source for source in sources if speaks(source, group[0])])
        for then, sources in zip(asked, taking_part, strict=True)
    ]
    measures = {name for one in group for name in (*one.numerator, *one.denominator)}
    procedures = asked[0].procedure_ids if asked else None
    sums = sum_slices(into, slices, measures, among=unit_ids, procedure_ids=procedures)
    mute = [
        mute_units(into, unit_ids, one.sources, [s for s in sources if s not in one.sources])
        for one, sources in zip(slices, taking_part, strict=True)
    ]
    return [
        {
            unit_id: None if unit_id in mute_then else of_units.get(unit_id, {})
            for unit_id in unit_ids
        }
        for of_units, mute_then in zip(sums, mute, strict=True)
    ]


def _of_entered(
    selection: Selection,
    indicator: Indicator,
    into: Relation,
    sources: Sequence[Participant],
    unit_ids: Collection[int],
) -> dict[int, Value]:
    """unit id -> the value of an indicator that reads entered values, for the units that have one;
    what is counted beside them is that of the same units."""
    if selection.procedure_ids is not None:
        return {}
    lines, found = hierarchy(), entered(indicator, selection.period)
    day = selection.period.ends_on
    levels = {one: lines.level(one, day) for one in lines.units() if lines.is_valid(one, day)}
    rolled = rolled_up(into, selection.period, found, levels)
    speaking = [source for source in sources if speaks(source, indicator)]
    mute: set[int] = set()
    sums: dict[int, Sums] = {}
    if indicator.counted:
        silent = [source for source in sources if source not in speaking]
        mute = mute_units(into, unit_ids, speaking, silent)
        slices = [Slice(selection.period, speaking)]
        held = among(into, rolled)
        (sums,) = sum_slices(held, slices, indicator.counted, among=unit_ids)
    return {
        unit_id: _rolled_value(indicator, found, rolled[unit_id], sums.get(unit_id, {}))
        for unit_id in unit_ids
        if unit_id in rolled and unit_id not in mute and is_comparable(unit_id, selection, lines)
    }


def _rolled_value(indicator: Indicator, found: Entered, rolled: Rolled, sums: Sums) -> Value:
    counted = evaluate(indicator, sums)
    numerator = side(indicator.numerator, found, rolled.unit_ids)
    denominator = side(indicator.denominator, found, rolled.unit_ids)
    return _value(
        indicator,
        numerator + (counted.numerator or 0),
        denominator + (counted.denominator or 0),
        entered=len(rolled.unit_ids),
        expected=rolled.expected,
    )


@snapshot()
def values_by_procedure(
    selection: Selection, indicators: Sequence[Indicator], unit_id: int
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
        for procedure_id, of_procedure in sums.items():
            for indicator in group:
                found[procedure_id][indicator.code] = evaluate(indicator, of_procedure)
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
