"""From published sums to live ones in steps, each of which is the doing of one kind of cause.

First what later loads, undos, acceptances and recounts did to the counts of the units that a figure
held then; then the change of the units that it holds; then of the sources' rules; then of the
indicator's definition. The steps are sums of the same counts, so they add up to the difference of
what is counted; what is left is the doing of figures that units reported or entered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.closing.tables import paths_of
from indicators.models import Indicator, Publication
from indicators.periods import Period
from indicators.rollup import Relation, relation
from indicators.selection import Scope
from indicators.sums import Participant, Slice, Sums, sum_table
from indicators.values import speaks
from units.queries import hierarchy


class Step(StrEnum):
    """What a part of a difference comes from."""

    CHANGE = "change"
    UNITS = "units"
    RULES = "rules"
    DEFINITION = "definition"
    REPORTS = "reports"


@dataclass(frozen=True)
class Part:
    """By how much a step made numerator and denominator greater; `change_id` is the load, undo,
    acceptance or recount of a CHANGE."""

    step: Step
    numerator: int | Decimal
    denominator: int
    change_id: int | None = None


@dataclass(frozen=True)
class Ends:
    """Where the steps begin and end: the indicator and the sources, then and now."""

    period: Period
    publication: Publication
    indicator_then: Indicator
    indicator_now: Indicator
    sources_then: Sequence[Participant]
    sources_now: Sequence[Participant]


def parts_of(ends: Ends, unit_ids: Collection[int]) -> dict[int, list[Part]]:
    """unit id -> the parts of its difference that are not nothing, in their order."""
    known = {one.source_id for one in ends.sources_then}
    # A source that came later has no other rules than its present ones.
    rules_then = [*ends.sources_then, *(s for s in ends.sources_now if s.source_id not in known)]
    units_then = paths_of(ends.publication)
    units_now = relation(Scope.WHOLE, None, hierarchy())
    before, after = ends.indicator_then, ends.indicator_now
    stands = [
        _sums(_LIVE, ends.period, units_then, rules_then, before, unit_ids),
        _sums(_LIVE, ends.period, units_now, rules_then, before, unit_ids),
        _sums(_LIVE, ends.period, units_now, ends.sources_now, before, unit_ids),
        _sums(_LIVE, ends.period, units_now, ends.sources_now, after, unit_ids),
    ]
    found: dict[int, list[Part]] = defaultdict(list)
    changed = _CHANGED.format(after=ends.publication.change_id)
    by_change = _sums(
        changed, ends.period, units_then, rules_then, before, unit_ids, by="c.change_id"
    )
    for (change_id, unit_id), (numerator, denominator) in sorted(by_change.items()):
        found[unit_id].append(Part(Step.CHANGE, numerator, denominator, change_id))
    for step, earlier, later in zip(_LATER_STEPS, stands, stands[1:], strict=False):
        for unit_id in unit_ids:
            old, new = earlier.get((0, unit_id), (0, 0)), later.get((0, unit_id), (0, 0))
            found[unit_id].append(Part(step, new[0] - old[0], new[1] - old[1]))
    return {
        unit_id: [part for part in parts if part.numerator or part.denominator]
        for unit_id, parts in found.items()
    }


_LIVE = "indicators_unitcount"
_CHANGED = (
    "(SELECT ch.source_id, cc.* FROM indicators_changedcount cc"
    " JOIN indicators_countchange ch ON ch.id = cc.change_id WHERE ch.id > {after:d})"
)
_LATER_STEPS = (Step.UNITS, Step.RULES, Step.DEFINITION)


def _sums(
    table: str,
    period: Period,
    units: Relation,
    sources: Iterable[Participant],
    indicator: Indicator,
    unit_ids: Collection[int],
    *,
    by: str = "s.slice",
) -> dict[tuple[int, int], tuple[int, int]]:
    """(`by`, unit id) -> numerator and denominator."""
    speaking = [source for source in sources if speaks(source, indicator)]
    measures = sorted(set(indicator.counted))
    if not measures:
        return {}
    one = Slice(period, speaking)
    found = sum_table(table, units, one, measures, among=unit_ids, by=by)
    return {key: _sides(indicator, sums) for key, sums in found.items()}


def _sides(indicator: Indicator, sums: Sums) -> tuple[int, int]:
    return (
        sum(sums.get(name, 0) for name in indicator.numerator),
        sum(sums.get(name, 0) for name in indicator.denominator),
    )
