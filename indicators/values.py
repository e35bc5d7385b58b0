"""Values of indicators for chosen units over several periods: tiles, trends, comparisons.

League tables come from `indicators.figures`; both sum counts by the same road and agree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from indicators.listing import is_comparable
from indicators.models import Indicator
from indicators.periods import Period
from indicators.rollup import Relation, relation
from indicators.selection import Selection
from indicators.sums import (
    Participant,
    Slice,
    Sums,
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
    is the exact ratio or count, None without cases.
    """

    numerator: int | None = None
    denominator: int | None = None
    value: Fraction | None = None


NOTHING = Value()


def evaluate(indicator: Indicator, sums: Sums) -> Value:
    """An indicator's value from sums of measures."""
    numerator = sum(sums.get(name, 0) for name in indicator.numerator)
    if not indicator.denominator:
        return Value(numerator, None, Fraction(numerator))
    denominator = sum(sums.get(name, 0) for name in indicator.denominator)
    share = Fraction(numerator, denominator) if denominator else None
    return Value(numerator, denominator, share)


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
    found: dict[tuple[str, int], list[Value]] = {}
    for group in _alike(indicators, taking_part):
        slices = [
            Slice(period, [source for source in sources if speaks(source, group[0])])
            for period, sources in zip(periods, taking_part, strict=True)
        ]
        measures = {name for one in group for name in (*one.numerator, *one.denominator)}
        sums = sum_slices(
            into, slices, measures, among=unit_ids, procedure_ids=selection.procedure_ids
        )
        mute = [
            mute_units(into, unit_ids, one.sources, [s for s in sources if s not in one.sources])
            for one, sources in zip(slices, taking_part, strict=True)
        ]
        asked = [replace(selection, period=period) for period in periods]
        for unit_id in unit_ids:
            known = [
                unit_id not in mute_then and is_comparable(unit_id, then, lines)
                for then, mute_then in zip(asked, mute, strict=True)
            ]
            for indicator in group:
                found[indicator.code, unit_id] = [
                    evaluate(indicator, of_units.get(unit_id, {})) if is_known else NOTHING
                    for of_units, is_known in zip(sums, known, strict=True)
                ]
    return found


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
