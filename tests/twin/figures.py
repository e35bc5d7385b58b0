"""The twin's figures: sums of numerators over sums of denominators, and ranks
(DESIGN.md section 6)."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import TypedDict

from tests.twin.counts import LODGED, RECEIVED, RESOLVED, STOCKS, data_dates, export_days
from tests.twin.finding import roots
from tests.twin.model import Key, Period, Settings, World
from tests.twin.rollup import View, counts_for, hierarchy_of, sums
from tests.twin.telling import is_told
from tests.twin.territory import is_exact
from tests.twin.units import Unit, ancestors, is_valid, line_on, own_day

HIGHER = (
    "on_time",
    "on_time_all",
    "online_share",
    "postal_share",
    "digitised_share",
    "e_result_share",
    "paid_online_share",
)
LOWER = ("late_share", "overdue_share", "rewritten_share")
PLAIN = ("received", "resolved", "in_progress", "overdue")
INDICATORS = (*HIGHER, *LOWER, *PLAIN)
USING_STOCKS = ("on_time_all", "overdue_share", "rewritten_share", "in_progress", "overdue")
COLUMNS_NEEDED = {
    "online_share": {"channel"},
    "postal_share": {"channel"},
    "digitised_share": {"digitised"},
    "e_result_share": {"result_due", "e_result"},
    "paid_online_share": {"fee", "paid_online"},
}


class Figure(TypedDict):
    """One line of a league table; None means no value."""

    unit: Key
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    rank: int | None
    ranked: int


def figures(
    world: World,
    indicator: str,
    level: str,
    period: Period,
    under: Key | None = None,
    scope: str = "whole",
    view: View = "then",
    minimum: int = 10,
) -> list[Figure]:
    """The league table of a level: one line per unit, in the order of the units' keys.

    minimum is the number of cases (denominator) below which a unit has no rank.
    """
    taking_part = [
        settings
        for settings in world.sources
        if settings.slug in data_dates(world) and _takes_part(world, settings, indicator, period)
    ]
    lines = [
        _figure(world, indicator, unit, period, scope, view, taking_part)
        for unit in _listed(world, level, period, under, scope, view)
    ]
    return _ranked(lines, indicator, minimum)


def _takes_part(world: World, settings: Settings, indicator: str, period: Period) -> bool:
    if not COLUMNS_NEEDED.get(indicator, set()) <= settings.columns_present:
        return False
    compared = [day for day in export_days(world)[settings.slug][1:] if day <= period[1]]
    if indicator == "rewritten_share" and not any(day >= period[0] for day in compared):
        return False
    return indicator not in USING_STOCKS or data_dates(world)[settings.slug] >= period[0]


def _listed(
    world: World, level: str, period: Period, under: Key | None, scope: str, view: View
) -> list[Unit]:
    hierarchy = hierarchy_of(world)
    units = sorted(hierarchy.units.values(), key=lambda unit: unit.key)
    if view == "then":
        chosen = [unit for unit in units if _listed_then(world, unit, level, period, scope)]
        day = period[1]
    else:
        assert not isinstance(view, str)
        day = view
        chosen = [unit for unit in units if is_valid(unit, day)]
        chosen = [unit for unit in chosen if line_on(unit, day).level == level]
    if under is None:
        return chosen
    above = {under}
    if view != "then":  # what an ended unit has become on the map
        above |= roots(hierarchy, hierarchy.units[under], day)
    return [
        unit
        for unit in chosen
        if above & {unit.key, *(one.key for one in ancestors(hierarchy, unit, day))}
    ]


def _listed_then(world: World, unit: Unit, level: str, period: Period, scope: str) -> bool:
    if unit.ends is not None and unit.ends <= period[0]:
        own_level = line_on(unit, own_day(unit, period[0])).level
        return own_level == level and _holds_dossiers(world, unit, period, scope)
    day = period[0]
    while day <= period[1]:
        if is_valid(unit, day) and line_on(unit, day).level == level:
            return True
        day += timedelta(days=1)
    return False


def _holds_dossiers(world: World, unit: Unit, period: Period, scope: str) -> bool:
    """Whether anything is counted there in the period, in stock or not."""
    return any(
        counts_for(world, source, unit.key, scope, "then", period) for source in data_dates(world)
    )


def _figure(
    world: World,
    indicator: str,
    unit: Unit,
    period: Period,
    scope: str,
    view: View,
    taking_part: list[Settings],
) -> Figure:
    nothing: Figure = {
        "unit": unit.key,
        "numerator": None,
        "denominator": None,
        "value": None,
        "rank": None,
        "ranked": 0,
    }
    hierarchy = hierarchy_of(world)
    if isinstance(view, date) and not is_exact(hierarchy, unit, view, period):
        return nothing
    if not taking_part:
        return nothing
    counting = {
        slug for slug in data_dates(world) if counts_for(world, slug, unit.key, scope, view)
    }
    if counting and counting.isdisjoint(settings.slug for settings in taking_part):
        return nothing
    numerator = denominator = 0
    for settings in taking_part:
        held = sums(world, unit.key, period, scope, view, [settings.slug])
        parts = _fraction(indicator, held, settings.missing_due)
        numerator += parts[0]
        denominator += parts[1]
    speaking = [settings.slug for settings in taking_part]
    if not (numerator or denominator or is_told(world, speaking, unit.key, period, scope, view)):
        return nothing
    if indicator in PLAIN:
        return {**nothing, "numerator": numerator, "value": Fraction(numerator)}
    value = Fraction(numerator, denominator) if denominator else None
    return {**nothing, "numerator": numerator, "denominator": denominator, "value": value}


def _fraction(indicator: str, held: Counter[str], missing_due: str) -> tuple[int, int]:
    """Numerator and denominator of one source; a plain count has the denominator 0."""

    def total(*names: str) -> int:
        return sum(held[name] for name in names)

    on_time = total("resolved_early", "resolved_on_time")
    resolved = on_time + held["resolved_late"]
    within = total("in_progress_within_due", "waiting")
    open_ = within + held["in_progress_overdue"]
    if missing_due == "on_time":
        on_time += held["resolved_without_due"]
        resolved += held["resolved_without_due"]
        within += held["in_progress_without_due"]
        open_ += held["in_progress_without_due"]
    fractions = {
        "on_time": (on_time, resolved),
        "on_time_all": (on_time + within, resolved + open_),
        "late_share": (held["resolved_late"], resolved),
        "overdue_share": (held["in_progress_overdue"], open_),
        "rewritten_share": (held["rewritten"], resolved + open_),
        "online_share": (held["lodged_online"], total(*LODGED)),
        "postal_share": (held["lodged_postal"], total(*LODGED)),
        "digitised_share": (held["digitised"], total(*RECEIVED)),
        "e_result_share": (held["e_result"], held["result_due"]),
        "paid_online_share": (held["paid_online"], held["with_fee"]),
        "received": (total(*RECEIVED), 0),
        "resolved": (total(*RESOLVED), 0),
        "in_progress": (total(*STOCKS), 0),
        "overdue": (held["in_progress_overdue"], 0),
    }
    return fractions[indicator]


def _ranked(lines: list[Figure], indicator: str, minimum: int) -> list[Figure]:
    if indicator in PLAIN:
        return lines
    enough = [
        line["value"]
        for line in lines
        if line["value"] is not None and (line["denominator"] or 0) >= minimum
    ]
    for line in lines:
        line["ranked"] = len(enough)
        value = line["value"]
        if value is None or (line["denominator"] or 0) < minimum:
            continue
        better = [other > value if indicator in HIGHER else other < value for other in enough]
        line["rank"] = 1 + sum(better)
    return lines
