"""The twin's roll-up: which counts belong to a unit in a half month, at a scope and in a view
(DESIGN.md section 5, docs/decisions/0001 "Roll-up")."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TypedDict

from tests.twin.counts import (
    RECEIVED,
    RESOLVED,
    STOCKS,
    counts,
    data_dates,
)
from tests.twin.model import Key, Period, World, half_of, halves, last_day, previous_half
from tests.twin.units import (
    Hierarchy,
    Unit,
    ancestors,
    derive_units,
    is_valid,
    own_day,
    parent_on,
    single_whole_predecessor,
    whole_successor,
)

View = str | date  # "then", or the day of the map


class Measures(TypedDict):
    """The terms of the identities of DESIGN.md section 6, and every flow and stock by name."""

    carried_over: int
    moved_with_units: int
    prev_in_progress: int
    received: int
    moved_in: int
    moved_out: int
    resolved: int
    withdrawn: int
    stopped: int
    in_progress: int
    all: Counter[str]


@lru_cache(maxsize=8)
def hierarchy_of(world: World) -> Hierarchy:
    """The units of a world."""
    return derive_units(world.lines, world.links)


@lru_cache(maxsize=20_000)
def holders(hierarchy: Hierarchy, unit: Unit, half: date, scope: str, view: View) -> set[Key]:
    """The units whose figure, at this scope and view, holds what a unit counts in a half month."""
    if isinstance(view, date):
        place, own = _place(hierarchy, unit, view)
        if place is None:
            return set()
        if scope == "own":
            return {place.key} if own else set()
        return {place.key, *(one.key for one in ancestors(hierarchy, place, view))}
    if scope == "own":
        return {unit.key}
    return {unit.key, *(one.key for one in ancestors(hierarchy, unit, last_day(half)))}


def sums(
    world: World,
    unit: Key,
    period: Period,
    scope: str,
    view: View,
    sources: Iterable[str],
    procedure: str | None = None,
) -> Counter[str]:
    """The flows of a period, and the stocks at its end or at each source's data date."""
    found: Counter[str] = Counter()
    for source in sources:
        stock_half = min(half_of(period[1]), half_of(data_dates(world)[source]))
        for half in halves(period):
            held = _held(world, unit, half, half, scope, view, source, procedure)
            for measure, number in held.items():
                if measure not in STOCKS or half == stock_half:
                    found[measure] += number
    return found


def counts_for(
    world: World,
    source: str,
    unit: Key,
    scope: str,
    view: View,
    period: Period | None = None,
) -> bool:
    """Whether a source counts anything for a unit, in any half month of the period or ever."""
    hierarchy = hierarchy_of(world)
    for (counting, half), counted in _by_half(world).items():
        if counting != source or (period and not period[0] <= half <= period[1]):
            continue
        for base, _procedure, _counter in counted:
            if unit in holders(hierarchy, hierarchy.units[base], half, scope, view):
                return True
    return False


def measures(
    world: World,
    unit: Key,
    period: Period,
    scope: str = "whole",
    view: View = "then",
    procedure: str | None = None,
) -> Measures:
    """The terms of the identities for one unit and period; procedure None means all.

    carried over + received + moved in = resolved + withdrawn + stopped + moved out
    + in progress, and carried over = in progress at the end of the period before + moved with
    units. A source whose data date lies before the period adds no stock.
    """
    sources = data_dates(world)
    every = sums(world, unit, period, scope, view, sources, procedure)
    before = moved = 0
    for source, data_day in sources.items():
        for half in halves(period):
            if half > data_day:
                continue
            was = _stock(world, unit, half, previous_half(half), scope, view, source, procedure)
            earlier = previous_half(half)
            stood = _stock(world, unit, earlier, earlier, scope, view, source, procedure)
            moved += was - stood
            if half == period[0]:
                before += stood
    return {
        "carried_over": before + moved,
        "moved_with_units": moved,
        "prev_in_progress": before,
        "received": sum(every[name] for name in RECEIVED),
        "moved_in": every["moved_in"],
        "moved_out": every["moved_out"],
        "resolved": sum(every[name] for name in RESOLVED),
        "withdrawn": every["withdrawn"],
        "stopped": every["stopped"],
        "in_progress": sum(every[name] for name in STOCKS),
        "all": every,
    }


def _stock(
    world: World,
    unit: Key,
    held_in: date,
    counted_in: date,
    scope: str,
    view: View,
    source: str,
    procedure: str | None,
) -> int:
    held = _held(world, unit, held_in, counted_in, scope, view, source, procedure)
    return sum(held[name] for name in STOCKS)


def _held(
    world: World,
    unit: Key,
    held_in: date,
    counted_in: date,
    scope: str,
    view: View,
    source: str,
    procedure: str | None,
) -> Counter[str]:
    """What the units that a unit holds in one half month counted in another (or the same)."""
    hierarchy = hierarchy_of(world)
    found: Counter[str] = Counter()
    for base, counted_for, counter in _by_half(world).get((source, counted_in), []):
        if procedure not in (None, counted_for):
            continue
        if unit in holders(hierarchy, hierarchy.units[base], held_in, scope, view):
            found.update(counter)
    return found


@lru_cache(maxsize=8)
def _by_half(world: World) -> dict[tuple[str, date], list[tuple[Key, str | None, Counter[str]]]]:
    """The counts by source and half month: unit, procedure and what was counted."""
    found: dict[tuple[str, date], list[tuple[Key, str | None, Counter[str]]]] = {}
    for (source, unit, procedure, half), counter in counts(world).items():
        found.setdefault((source, half), []).append((unit, procedure, counter))
    return found


def _place(hierarchy: Hierarchy, unit: Unit, day: date) -> tuple[Unit | None, bool]:
    """The unit that stands for a unit on the map of a day, and whether it is its own place
    (False: what is left of it lies, as ended or not comparable, under the place above)."""
    if is_valid(unit, day):
        return unit, True
    if unit.begins > day:
        linked = single_whole_predecessor(hierarchy, unit)
    else:
        linked = whole_successor(hierarchy, unit)
    if linked is not None:
        return _place(hierarchy, linked, day)
    above = parent_on(hierarchy, unit, own_day(unit, day))
    return (_place(hierarchy, above, day)[0] if above else None), False
