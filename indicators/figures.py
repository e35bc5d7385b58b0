"""Figures: sums of numerators over sums of denominators, per unit of one level, ranked.

Rates are never averaged; a source's own rules are applied where its counts are summed.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from indicators.completeness import statuses
from indicators.entered.entering import Entered, entered
from indicators.listing import is_comparable, listed_units
from indicators.models import Direction, Indicator
from indicators.ranking import rank
from indicators.reported.entering import entering
from indicators.rollup import relation
from indicators.saying import Exports, counted_of, speaks
from indicators.selection import Selection
from indicators.sums import counted_counters, participants, sum_counts
from indicators.values import NOTHING, UNTOLD, Value, evaluate_all, ratio, values
from units.queries import hierarchy
from units.snapshot import snapshot
from units.timeline import Version


class Figure(NamedTuple):
    """One unit's figure.

    `numerator` is None where nothing can be said (no export tells of the unit in the period, a
    column that the source lacks, a period after the data date, a unit that is not comparable),
    `denominator` also for a plain count. `ranked` is how many units have a rank.
    `reported` of the `units` that it is made of are in it as they reported, `entered` of the
    `expected` ones have entered values (see `Value`). The rank of an index is the published one.
    Where nothing is counted and no export tells of the unit, it is `untold`.
    """

    unit_id: int
    code: str
    name: str
    sort_key: str
    numerator: int | Decimal | None
    denominator: int | None
    rank: int | None = None
    ranked: int = 0
    reported: int = 0
    units: int = 0
    entered: int = 0
    expected: int = 0
    untold: bool = False

    @property
    def value(self) -> Fraction | None:
        """The exact ratio or count, None without cases."""
        return ratio(self.numerator, self.denominator)


@snapshot()
def figures(selection: Selection, exports: Exports = statuses) -> list[Figure]:
    """The figures of a selection, ordered by rank, then name; units without a rank come last.
    `exports` is asked where nothing is counted."""
    indicator, units = selection.indicator, hierarchy()
    into = relation(selection.scope, selection.map_day, units)
    sources = participants(selection.period)
    listed_ids = listed_units(selection, units, into, sources)
    if indicator.entered:
        return _of_entered(selection, listed_ids, exports)
    speaking = [source for source in sources if speaks(source, indicator)]
    silent = [source for source in sources if source not in speaking]
    measures = [*indicator.numerator, *indicator.denominator]
    sums = sum_counts(
        into,
        selection.period,
        speaking,
        measures,
        among=listed_ids,
        procedure_ids=selection.procedure_ids,
    )
    counts = counted_of(
        selection,
        sums,
        into,
        speaking,
        silent,
        of=[indicator],
        unit_ids=listed_ids,
        exports=exports,
    )
    told = entering(into, selection)
    counters = counted_counters(into, selection.period, among=told)
    listed = []
    for unit_id in listed_ids:
        value = NOTHING
        if is_comparable(unit_id, selection, units):
            value = evaluate_all(
                indicator,
                counts.of(unit_id, indicator),
                told.get(unit_id, ()),
                counters.get(unit_id, 0),
                UNTOLD if unit_id in counts.untold else NOTHING,
            )
        listed.append(figure_of(unit_id, value, units.version_at(unit_id, selection.day)))
    return ranked(indicator, listed)


def _of_entered(selection: Selection, listed_ids: Sequence[int], exports: Exports) -> list[Figure]:
    """The figures of an indicator that reads entered values."""
    indicator, units = selection.indicator, hierarchy()
    found = values(selection, [indicator], [selection.period], listed_ids, exports)
    listed = ranked(
        indicator,
        [
            figure_of(
                unit_id,
                found[indicator.code, unit_id][0],
                units.version_at(unit_id, selection.day),
            )
            for unit_id in listed_ids
        ],
    )
    told = entered(indicator, selection.period)
    return with_published_ranks(listed, told) if told.is_index else listed


def with_published_ranks(listed: Sequence[Figure], told: Entered) -> list[Figure]:
    """The figures of an index with the ranks that were published with it, which may be among units
    that are not ours."""
    ranks = {
        unit_id: entry.rank
        for unit_id, entries in told.entries.items()
        for entry in entries.values()
        if entry.rank is not None
    }
    known = {one.unit_id for one in listed if one.numerator is not None} & ranks.keys()
    found = [
        one._replace(rank=ranks[one.unit_id] if one.unit_id in known else None, ranked=len(known))
        for one in listed
    ]
    return sorted(found, key=_order)


def ranked(indicator: Indicator, listed: Iterable[Figure]) -> list[Figure]:
    """The figures with their ranks among each other, ordered by rank, then name."""
    listed = list(listed)
    ranks = _ranks(indicator, listed)
    found = [
        figure._replace(rank=ranks.get(figure.unit_id), ranked=len(ranks)) for figure in listed
    ]
    return sorted(found, key=_order)


def _order(figure: Figure) -> tuple[bool, int, str, str]:
    return figure.rank is None, figure.rank or 0, figure.sort_key, figure.code


def figure_of(unit_id: int, found: Value, version: Version) -> Figure:
    """A value as the figure of a unit, under the name that it has in a version."""
    return Figure(
        unit_id=unit_id,
        code=version.code,
        name=version.name,
        sort_key=version.sort_key,
        numerator=found.numerator,
        denominator=found.denominator,
        reported=found.reported,
        units=found.units,
        entered=found.entered,
        expected=found.expected,
        untold=found.untold,
    )


def _ranks(indicator: Indicator, listed: Iterable[Figure]) -> Mapping[int, int]:
    """Ranks of the units with enough cases; plain counts and indicators without a direction have
    none (DESIGN.md section 6)."""
    if indicator.direction == Direction.NONE:
        return {}
    return rank(
        {
            figure.unit_id: (int(figure.numerator), figure.denominator)
            for figure in listed
            if figure.numerator is not None
            and figure.denominator
            and figure.denominator >= indicator.minimum_cases
        },
        higher_is_better=indicator.direction == Direction.HIGHER,
    )
