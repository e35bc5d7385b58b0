"""Reported figures in the place of exports: what enters a figure is not missing in it
(docs/decisions/0016)."""

from indicators.completeness.statuses import Statuses
from indicators.completeness.tally import Tally, tallies, tally
from indicators.reported.entering import Entering, Told, entering_period
from indicators.rollup import relation
from indicators.selection import Scope, Selection
from units.queries import hierarchy


def tally_of(statuses: Statuses, selection: Selection, unit_id: int | None) -> Tally:
    """Of which units a unit's figure (None: all) holds exports or reports, and lacks them."""
    found = tally(statuses, selection, hierarchy(), unit_id)
    if found.missing:
        for holder, told in _entering(selection).items():
            for one in told if unit_id in (None, holder) else ():
                _hold(found, one)
    return found


def tallies_of(statuses: Statuses, selection: Selection) -> dict[int, Tally]:
    """The same of each unit's figure."""
    found = tallies(statuses, selection, hierarchy())
    if any(one.missing for one in found.values()):
        for holder, told in _entering(selection).items():
            for one in told if holder in found else ():
                _hold(found[holder], one)
    return found


def _entering(selection: Selection) -> Entering:
    into = relation(selection.scope, selection.map_day, hierarchy())
    return entering_period(into, selection.period, selection.scope)


def _hold(found: Tally, report: Told) -> None:
    """A report of a unit with all below it holds all that its figure does."""
    held = found.missing if report.scope == Scope.WHOLE else found.missing & {report.unit_id}
    found.received |= held
    found.missing = found.missing - held
