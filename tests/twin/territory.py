"""The twin's walk through time: which units held, on another day, what a unit holds on the map of
a day (docs/decisions/0001, "What can be compared on a map")."""

from datetime import date
from functools import lru_cache

from tests.twin.model import Key, Period
from tests.twin.units import (
    Hierarchy,
    Succession,
    Unit,
    is_valid,
    single_whole_predecessor,
    whole_successor,
)

Held = frozenset[Key]


def is_exact(hierarchy: Hierarchy, unit: Unit, map_day: date, period: Period) -> bool:
    """Whether the unit of the map is a sum of units as they were on every day of the period."""
    if not is_valid(unit, map_day):
        return False
    return all(territory(hierarchy, unit, map_day, day) is not None for day in period)


@lru_cache(maxsize=20_000)
def territory(hierarchy: Hierarchy, unit: Unit, map_day: date, day: date) -> Held | None:
    """The units that held on the day just what the unit, valid on the map's day, holds there (none
    where nothing of it was there); None where nobody can say. One day of news after the other."""
    held: Held | None = frozenset({unit.key})
    for now in reversed(_days_with_news(hierarchy)):
        if day < now <= map_day and held is not None:
            held = _on_the_day_before(hierarchy, held, now)
    for now in _days_with_news(hierarchy):
        if map_day < now <= day and held is not None:
            held = _on_the_day_after(hierarchy, held, now)
    return held


@lru_cache(maxsize=8)
def _days_with_news(hierarchy: Hierarchy) -> list[date]:
    """The days on which a unit begins or ends, or something goes from one to another, in order."""
    days = {link.effective_on for link in hierarchy.successions}
    for unit in hierarchy.units.values():
        days |= {unit.begins} | ({unit.ends} if unit.ends else set())
    return sorted(days)


def _on_the_day_before(hierarchy: Hierarchy, held: Held, day: date) -> Held | None:
    news = [link for link in hierarchy.successions if link.effective_on == day]
    before = {key for key in held if hierarchy.units[key].begins < day}
    for key in held:
        came = [link for link in news if link.successor == key]
        if hierarchy.units[key].begins == day and not came and _bearers(hierarchy, key, day):
            return None
        if not all(_went_whole(hierarchy, link) for link in came):
            return None
        before |= {link.predecessor for link in came}
    for link in news:  # what came from these must have come to those that are held
        if link.predecessor in before and link.successor not in held:
            return None
    return frozenset(before)


def _on_the_day_after(hierarchy: Hierarchy, held: Held, day: date) -> Held | None:
    news = [link for link in hierarchy.successions if link.effective_on == day]
    after = set()
    for key in held:
        came = [link for link in news if link.successor == key]
        went = [link for link in news if link.predecessor == key]
        if came or (went and hierarchy.units[key].ends != day) or len(went) > 1:
            return None
        if hierarchy.units[key].ends != day:
            after.add(key)
        elif went and _went_whole(hierarchy, went[0]) and _came_alone(hierarchy, went[0]):
            after.add(went[0].successor)
        else:
            return None
    return frozenset(after)


def _bearers(hierarchy: Hierarchy, key: Key, day: date) -> list[Unit]:
    """The units that bore the unit's first code and ended on the day."""
    code = hierarchy.units[key].lines[0].code
    return [u for u in hierarchy.units.values() if u.ends == day and u.lines[-1].code == code]


def _went_whole(hierarchy: Hierarchy, link: Succession) -> bool:
    found = whole_successor(hierarchy, hierarchy.units[link.predecessor])
    return link.extent == "whole" and found is hierarchy.units[link.successor]


def _came_alone(hierarchy: Hierarchy, link: Succession) -> bool:
    found = single_whole_predecessor(hierarchy, hierarchy.units[link.successor])
    return found is hierarchy.units[link.predecessor]
