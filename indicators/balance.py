"""The book-keeping of one unit and period: what came, what went, and what is left.

carried over + received + moved in = resolved + withdrawn + stopped + moved out + in progress, and
carried over = in progress at the end of the period before + moved with units (DESIGN.md section
6; docs/decisions/0002).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from indicators.measures import IN_PROGRESS, MEASURES, RECEIVED, RESOLVED
from indicators.periods import Period
from indicators.rollup import Relation
from indicators.sums import (
    Participant,
    Slice,
    Sums,
    participants,
    participants_of,
    sum_counts,
    sum_each_procedure,
    sum_slices,
)
from units.snapshot import snapshot


@dataclass(frozen=True)
class Balance:
    """Numbers of dossiers; `measures` has every flow and stock by name."""

    carried_over: int
    moved_with_units: int
    received: int
    moved_in: int
    moved_out: int
    resolved: int
    withdrawn: int
    stopped: int
    in_progress: int
    measures: Sums

    @property
    def is_empty(self) -> bool:
        """Whether no dossier was there at any time."""
        return not (self.carried_over or self.received or self.moved_in)


Key = TypeVar("Key", bound=Hashable)
# What is summed in a period over some sources, by some key.
_Sum = Callable[[Period, Sequence[Participant], Iterable[str]], dict[Key, Sums]]


@snapshot()
def balances(
    into: Relation, period: Period, *, procedure_ids: Sequence[int] | None = None
) -> dict[int, Balance]:
    """unit id -> its balance, for every unit that anything is counted for in the period or at the
    end of the one before. A source whose data date lies before the period adds nothing to it."""

    def read(
        one: Period, sources: Sequence[Participant], measures: Iterable[str]
    ) -> dict[int, Sums]:
        return sum_counts(into, one, sources, measures, procedure_ids=procedure_ids)

    return _balances(read, period)


@snapshot()
def balances_by_procedure(into: Relation, period: Period) -> dict[tuple[int, int], Balance]:
    """(unit id, procedure id) -> the balance of the unit's dossiers of the procedure."""

    def read(
        one: Period, sources: Sequence[Participant], measures: Iterable[str]
    ) -> dict[tuple[int, int], Sums]:
        return sum_each_procedure(into, Slice(one, sources), measures)

    return _balances(read, period)


@snapshot()
def balances_over(
    into: Relation,
    periods: Sequence[Period],
    unit_id: int,
    *,
    procedure_ids: Sequence[int] | None = None,
) -> list[Balance]:
    """One unit's balance of each of the periods, in two queries for all of them."""
    now = [
        Slice(period, sources)
        for period, sources in zip(periods, participants_of(periods), strict=True)
    ]
    before = [_closed_before(one) for one in now]
    flows, stocks = (
        sum_slices(into, slices, measures, among=[unit_id], procedure_ids=procedure_ids)
        for slices, measures in ((now, MEASURES), (before, IN_PROGRESS))
    )
    return [
        _balance(sums.get(unit_id, {}), sum(held.get(unit_id, {}).values()))
        for sums, held in zip(flows, stocks, strict=True)
    ]


def _balances(read: _Sum[Key], period: Period) -> dict[Key, Balance]:
    sources = participants(period)
    now = read(period, sources, MEASURES)
    earlier = _closed_before(Slice(period, sources))
    stocks = read(earlier.period, earlier.sources, IN_PROGRESS)
    before = {key: sum(sums.values()) for key, sums in stocks.items()}
    return {
        key: _balance(now.get(key, {}), before.get(key, 0)) for key in now.keys() | before.keys()
    }


def _closed_before(one: Slice) -> Slice:
    """The half month before a period, of the sources that tell its stocks."""
    earlier = replace(one.period, first=one.period.first - 1, last=one.period.first - 1)
    closed = [
        replace(source, closing=earlier.last)
        for source in one.sources
        if source.closing is not None
    ]
    return Slice(earlier, closed)


def _balance(sums: Sums, before: int) -> Balance:
    """What a unit carries over is what it must have had to end with what it has; where that is
    not what it had at the end of the period before, units came or went with their dossiers."""

    def total(*names: str) -> int:
        return sum(sums.get(name, 0) for name in names)

    came = total(*RECEIVED, "moved_in")
    went = total(*RESOLVED, "withdrawn", "stopped", "moved_out")
    in_progress = total(*IN_PROGRESS)
    carried_over = went + in_progress - came
    return Balance(
        carried_over=carried_over,
        moved_with_units=carried_over - before,
        received=total(*RECEIVED),
        moved_in=total("moved_in"),
        moved_out=total("moved_out"),
        resolved=total(*RESOLVED),
        withdrawn=total("withdrawn"),
        stopped=total("stopped"),
        in_progress=in_progress,
        measures=sums,
    )
