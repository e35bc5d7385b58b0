"""The book-keeping of one unit and period: what came, what went, and what is left.

carried over + received + moved in = resolved + withdrawn + stopped + moved out + in progress, and
carried over = in progress at the end of the period before + moved with units (DESIGN.md section
6; docs/decisions/0002).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.measures import IN_PROGRESS, MEASURES, RECEIVED, RESOLVED
from indicators.periods import Period
from indicators.rollup import Relation
from indicators.sums import Participant, Sums, participants, sum_counts
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


@snapshot()
def balances(
    into: Relation, period: Period, *, procedure_ids: Sequence[int] | None = None
) -> dict[int, Balance]:
    """unit id -> its balance, for every unit that anything is counted for in the period or at the
    end of the one before. A source whose data date lies before the period adds nothing to it."""
    sources = participants(period)
    now = sum_counts(into, period, sources, MEASURES, procedure_ids=procedure_ids)
    open_sources = [source for source in sources if source.closing is not None]
    before = _stock_before(into, period, open_sources, procedure_ids)
    return {
        unit_id: _balance(now.get(unit_id, {}), before.get(unit_id, 0))
        for unit_id in now.keys() | before.keys()
    }


def _stock_before(
    into: Relation,
    period: Period,
    sources: Sequence[Participant],
    procedure_ids: Sequence[int] | None,
) -> dict[int, int]:
    earlier = replace(period, first=period.first - 1, last=period.first - 1)
    closed = [replace(source, closing=earlier.last) for source in sources]
    sums = sum_counts(into, earlier, closed, IN_PROGRESS, procedure_ids=procedure_ids)
    return {unit_id: sum(stocks.values()) for unit_id, stocks in sums.items()}


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
