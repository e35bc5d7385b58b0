"""The twin's reports: which of them enter a figure, asked one by one
(docs/decisions/0016)."""

from typing import NamedTuple

from tests.twin.counts import counts, data_dates
from tests.twin.model import Key, Period, World, halves
from tests.twin.rollup import View, counts_for, hierarchy_of, holders


class Report(NamedTuple):
    """What a unit reports: on time, overdue, for a period, at a scope."""

    unit: Key
    period: Period
    scope: str
    on_time: int
    overdue: int


def entering(
    world: World, reports: list[Report], unit: Key, period: Period, scope: str, view: View
) -> list[Report]:
    """The reports that a unit's figure is made of; of several of one unit the last one holds."""
    found = {}
    for report in reports:
        if (
            report.scope == "own"
            and report.period == period
            and not _has_dossiers(world, report.unit, period)
            and _held_throughout(world, report.unit, unit, period, scope, view)
        ):
            found[report.unit] = report
    if found or scope == "own":
        return list(found.values())
    mine = [
        report
        for report in reports
        if report.scope == "whole" and report.unit == unit and report.period == period
    ]
    is_empty = not is_counted(world, unit, period, scope, view)
    if mine and is_empty and _held_throughout(world, unit, unit, period, scope, view):
        return mine[-1:]
    return []


def is_counted(world: World, unit: Key, period: Period, scope: str, view: View) -> bool:
    """Whether any source counts anything in the unit's figure in the period."""
    return any(counts_for(world, source, unit, scope, view, period) for source in data_dates(world))


def _has_dossiers(world: World, unit: Key, period: Period) -> bool:
    inside = set(halves(period))
    return any(at == unit and half in inside for _source, at, _procedure, half in counts(world))


def _held_throughout(
    world: World, unit: Key, by: Key, period: Period, scope: str, view: View
) -> bool:
    hierarchy = hierarchy_of(world)
    return all(
        by in holders(hierarchy, hierarchy.units[unit], half, scope, view)
        for half in halves(period)
    )
