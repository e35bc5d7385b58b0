"""Reported figures in the place of exports: what enters a figure is not missing in it
(docs/decisions/0016)."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.completeness.statuses import Status, Statuses
from indicators.completeness.tally import Asked, Tally, tallies, tally
from indicators.periods import Period
from indicators.reported.entering import Entering, Told, entering_periods
from indicators.rollup import relation
from indicators.selection import Scope
from units.queries import hierarchy


def tally_of(statuses: Statuses, selection: Asked, unit_id: int | None) -> Tally:
    """Of which units a unit's figure (None: all) holds exports or reports, and lacks them."""
    found = tally(statuses, selection, hierarchy(), unit_id)
    if found.missing:
        (entering,) = _entering(selection, [selection.period])
        for holder, told in entering.items():
            for one in told if unit_id in (None, holder) else ():
                _hold(found, one)
    return found


def tallies_of(statuses: Statuses, selection: Asked) -> dict[int, Tally]:
    """The same of each unit's figure."""
    found = tallies(statuses, selection, hierarchy())
    if any(one.missing for one in found.values()):
        (entering,) = _entering(selection, [selection.period])
        for holder, told in entering.items():
            for one in told if holder in found else ():
                _hold(found[holder], one)
    return found


@dataclass(frozen=True)
class StandIn:
    """The reports that enter a unit's figure of a period: those of the own counters of `unit_ids`,
    or (`is_whole`) the unit's with all below it."""

    unit_ids: frozenset[int] = frozenset()
    is_whole: bool = False

    def status(self, unit_id: int, exports: Status) -> Status:
        """What is known of a unit below, of which `exports` tell that."""
        stands = unit_id in self.unit_ids or (self.is_whole and exports == Status.MISSING)
        return Status.REPORTED if stands and exports != Status.RECEIVED else exports


def stand_ins(selection: Asked, unit_id: int, periods: Sequence[Period]) -> list[StandIn]:
    """For each period what stands for exports in a unit's figure, by the selection's scope and
    map."""
    return [_stand_in(entering.get(unit_id, ())) for entering in _entering(selection, periods)]


def _stand_in(entering: Sequence[Told]) -> StandIn:
    own = frozenset(told.unit_id for told in entering if told.scope == Scope.OWN)
    return StandIn(own, is_whole=any(told.scope == Scope.WHOLE for told in entering))


def _entering(selection: Asked, periods: Sequence[Period]) -> list[Entering]:
    into = relation(selection.scope, selection.map_day, hierarchy())
    return entering_periods(into, periods, selection.scope)


def _hold(found: Tally, report: Told) -> None:
    """A report of a unit with all below it holds all that its figure does."""
    held = found.missing if report.scope == Scope.WHOLE else found.missing & {report.unit_id}
    found.received |= held
    found.missing = found.missing - held
