"""Figures: sums of numerators over sums of denominators, per unit of one level, ranked.

Rates are never averaged; a source's own rules are applied where its counts are summed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from indicators.listing import is_comparable, listed_units
from indicators.models import Direction, Indicator
from indicators.ranking import rank
from indicators.rollup import Relation, relation
from indicators.selection import Selection
from indicators.snapshot import snapshot
from indicators.sums import Participant, Sums, counted_units, participants, sum_counts
from units.hierarchy import Hierarchy
from units.queries import hierarchy


@dataclass(frozen=True)
class Figure:
    """One unit's figure.

    `numerator` is None where nothing can be said (a column that the source lacks, a period after
    the data date, a unit that is not comparable), `denominator` also for a plain count; `value`
    is the exact ratio or count, None without cases. `ranked` is how many units have a rank.
    """

    unit_id: int
    code: str
    name: str
    sort_key: str
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    rank: int | None = None
    ranked: int = 0


@snapshot()
def figures(selection: Selection) -> list[Figure]:
    """The figures of a selection, ordered by rank, then name; units without a rank come last."""
    indicator, units = selection.indicator, hierarchy()
    into = relation(selection.scope, selection.map_day, units)
    sources = participants(selection.period)
    speaking = [source for source in sources if _speaks(source, indicator)]
    silent = [source for source in sources if source not in speaking]
    measures = [*indicator.numerator, *indicator.denominator]
    sums = sum_counts(into, selection.period, speaking, measures)
    listed_ids = listed_units(selection, units, into, sources)
    mute = _mute_units(into, listed_ids, speaking, silent)
    listed = [
        _figure(selection, units, unit_id, None if unit_id in mute else sums.get(unit_id, {}))
        for unit_id in listed_ids
    ]
    ranks = _ranks(indicator, listed)
    ranked = [
        replace(figure, rank=ranks.get(figure.unit_id), ranked=len(ranks)) for figure in listed
    ]
    return sorted(ranked, key=lambda f: (f.rank is None, f.rank or 0, f.sort_key, f.code))


def _speaks(source: Participant, indicator: Indicator) -> bool:
    """Whether a source can say anything about an indicator in its period."""
    return source.columns.issuperset(indicator.needs) and not (
        indicator.uses_stocks and source.closing is None
    )


def _mute_units(
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


def _figure(selection: Selection, units: Hierarchy, unit_id: int, sums: Sums | None) -> Figure:
    version = units.version_at(unit_id, selection.map_day or selection.period.ends_on)
    indicator = selection.indicator
    numerator = denominator = value = None
    if sums is not None and is_comparable(unit_id, selection, units):
        numerator = sum(sums.get(name, 0) for name in indicator.numerator)
        if indicator.denominator:
            denominator = sum(sums.get(name, 0) for name in indicator.denominator)
            value = Fraction(numerator, denominator) if denominator else None
        else:
            value = Fraction(numerator)
    return Figure(
        unit_id=unit_id,
        code=version.code,
        name=version.name,
        sort_key=version.sort_key,
        numerator=numerator,
        denominator=denominator,
        value=value,
    )


def _ranks(indicator: Indicator, listed: Iterable[Figure]) -> Mapping[int, int]:
    """Ranks of the units with enough cases; plain counts and indicators without a direction have
    none (DESIGN.md section 6)."""
    if indicator.direction == Direction.NONE:
        return {}
    return rank(
        {
            figure.unit_id: figure.value
            for figure in listed
            if figure.value is not None
            and figure.denominator is not None
            and figure.denominator >= indicator.minimum_cases
        },
        higher_is_better=indicator.direction == Direction.HIGHER,
    )
