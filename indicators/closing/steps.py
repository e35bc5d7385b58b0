"""From published figures to live ones in steps, each of which is the doing of one kind of cause.

First what later loads, undos, acceptances and recounts did to the counts of the units that a figure
held then; then the change of the units that it holds; then of the sources' rules; then of the
indicator's definition; then the values that were entered, and the reports that were counted or
taken back. The steps are sums of the same counts and values, so they add up to the difference;
what is left is how reports that are there all the time enter: where dossiers came they give way.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from indicators.closing.tables import paths_of
from indicators.entered.entering import Entered, Rolled, among, entered, rolled_up, side
from indicators.models import Indicator, Publication
from indicators.periods import Period
from indicators.rollup import Relation, relation
from indicators.saying import speaks
from indicators.selection import Scope
from indicators.sums import Participant, Slice, Sums, sum_table
from units.queries import hierarchy


class Step(StrEnum):
    """What a part of a difference comes from."""

    CHANGE = "change"
    UNITS = "units"
    RULES = "rules"
    DEFINITION = "definition"
    ENTERED = "entered"
    REPORT = "report"
    GIVES_WAY = "gives_way"


Sides = tuple[int | Decimal, int | Decimal]


@dataclass(frozen=True)
class Part:
    """By how much a step made numerator and denominator greater; `change_id` is the load, undo,
    acceptance or recount of a CHANGE, `event_id` the audit event of a REPORT, `value_ids` are the
    entered values of an ENTERED."""

    step: Step
    numerator: int | Decimal
    denominator: int | Decimal
    change_id: int | None = None
    event_id: int | None = None
    value_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ends:
    """Where the steps begin and end: the indicator and the sources, then and now."""

    period: Period
    publication: Publication
    indicator_then: Indicator
    indicator_now: Indicator
    sources_then: Sequence[Participant]
    sources_now: Sequence[Participant]

    @property
    def rules_then(self) -> list[Participant]:
        """The rules of then; a source that came later has no other ones than its present ones."""
        known = {one.source_id for one in self.sources_then}
        came = [one for one in self.sources_now if one.source_id not in known]
        return [*self.sources_then, *came]


def parts_of(ends: Ends, unit_ids: Collection[int]) -> dict[int, list[Part]]:
    """unit id -> the parts of its difference that are not nothing, in their order: those of counts,
    and of what was entered before."""
    then, now = paths_of(ends.publication), relation(Scope.WHOLE, None, hierarchy())
    before, at = ends.indicator_then, ends.publication.published_at
    stands = [
        Stand(ends.period, then, ends.rules_then, before, at),
        Stand(ends.period, now, ends.rules_then, before, at),
        Stand(ends.period, now, ends.sources_now, before, at),
        Stand(ends.period, now, ends.sources_now, ends.indicator_now, at),
    ]
    found: dict[int, list[Part]] = defaultdict(list)
    changes = _CHANGED.format(after=ends.publication.change_id)
    changed = stands[0].counted(unit_ids, table=changes, by="c.change_id")
    for (change_id, unit_id), (numerator, denominator) in sorted(changed.items()):
        found[unit_id].append(Part(Step.CHANGE, numerator, denominator, change_id))
    sums = [stand.sides(unit_ids) for stand in stands]
    for step, earlier, later in zip(_LATER_STEPS, sums, sums[1:], strict=False):
        for unit_id in unit_ids:
            found[unit_id].append(Part(step, *less(later.get(unit_id), earlier.get(unit_id))))
    return {
        unit_id: [part for part in parts if part.numerator or part.denominator]
        for unit_id, parts in found.items()
    }


_CHANGED = (
    "(SELECT ch.source_id, cc.* FROM indicators_changedcount cc"
    " JOIN indicators_countchange ch ON ch.id = cc.change_id WHERE ch.id > {after:d})"
)
_LATER_STEPS = (Step.UNITS, Step.RULES, Step.DEFINITION)


@dataclass(frozen=True)
class Stand:
    """By what figures of a period are made between two steps: the units that they hold, the rules
    of the sources, the indicator, and up to when values were entered."""

    period: Period
    units: Relation
    sources: Sequence[Participant]
    indicator: Indicator
    entered_at: datetime

    @cached_property
    def entered(self) -> Entered:
        """The entered values of then that the indicator reads."""
        return entered(self.indicator, self.period, at=self.entered_at)

    @cached_property
    def rolled(self) -> dict[int, Rolled]:
        """Unit -> the units whose entered values go into its figure."""
        return rolled_up(self.units, self.period, self.entered, {})

    def sides(self, unit_ids: Collection[int]) -> dict[int, Sides]:
        """unit id -> numerator and denominator, of counts as they are now and entered values."""
        found: dict[int, Sides] = {
            unit_id: sides for (_slice, unit_id), sides in self.counted(unit_ids).items()
        }
        if self.indicator.entered:
            for unit_id in self.rolled.keys() & set(unit_ids):
                numerator, denominator = found.get(unit_id, (0, 0))
                among_ids = self.rolled[unit_id].unit_ids
                found[unit_id] = (
                    numerator + side(self.indicator.numerator, self.entered, among_ids),
                    denominator + side(self.indicator.denominator, self.entered, among_ids),
                )
        return found

    def counted(
        self,
        unit_ids: Collection[int],
        *,
        table: str = "indicators_unitcount",
        by: str = "s.slice",
    ) -> dict[tuple[int, int], tuple[int, int]]:
        """(`by`, unit id) -> numerator and denominator, of counts alone; beside entered values
        those of the units that have them."""
        measures = sorted(set(self.indicator.counted))
        if not measures:
            return {}
        units = among(self.units, self.rolled) if self.indicator.entered else self.units
        speaking = [source for source in self.sources if speaks(source, self.indicator)]
        one = Slice(self.period, speaking)
        found = sum_table(table, units, one, measures, among=unit_ids, by=by)
        return {key: _sides(self.indicator, sums) for key, sums in found.items()}


def less(later: Sides | None, earlier: Sides | None) -> Sides:
    """By how much two sides grew; None is nothing."""
    (one, two), (three, four) = later or (0, 0), earlier or (0, 0)
    return one - three, two - four


def _sides(indicator: Indicator, sums: Sums) -> tuple[int, int]:
    return _sum(indicator.numerator, sums), _sum(indicator.denominator, sums)


def _sum(names: Iterable[str], sums: Sums) -> int:
    return sum(sums.get(name, 0) for name in names)
