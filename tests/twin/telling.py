"""The twin's exports: of which units and half months they tell, and so where a sum of nothing is 0
(docs/decisions/0019)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from tests.twin.dossiers import Said, play
from tests.twin.finding import roots, unit_named_by
from tests.twin.model import Key, Period, World, half_of, halves, last_day
from tests.twin.rollup import View, hierarchy_of, holders
from tests.twin.units import Unit, ancestors, is_valid, whole_successor


def is_told(
    world: World, sources: Iterable[str], unit: Key, period: Period, scope: str, view: View
) -> bool:
    """Whether a live export of one of the sources tells of a unit that the figure holds, in a half
    month of the period."""
    hierarchy = hierarchy_of(world)
    return any(
        unit in holders(hierarchy, below, half, scope, view) and _tells(world, source, below, half)
        for half in halves(period)
        for below in hierarchy.units.values()
        for source in sources
    )


@lru_cache(maxsize=50_000)
def _tells(world: World, source: str, unit: Unit, half: date) -> bool:
    day = last_day(half)
    if not is_valid(unit, day):
        return False
    for said in _live(world):
        days = _days(said)
        if said.upload.source != source or days is None:
            continue
        if half_of(days[0]) <= half <= half_of(days[1]):
            if _serves(world, source, unit, day):
                return True
            for state in said.states.values():
                if _followed(world, state.unit, day) is unit:
                    return True
    return False


def _days(said: Said) -> Period | None:
    """From the first month in which a tenth of the busiest one's dossiers were received to the last
    month, and not a day after the export."""
    exported = said.upload.exported_at.date()
    received = [state.received_on for state in said.states.values()]
    months = Counter(day.replace(day=1) for day in received if day <= exported)
    if not months:
        return None
    busy = [month for month, number in months.items() if number >= max(months.values()) / 10]
    end = (max(months) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(busy), min(end, exported)


def _serves(world: World, source: str, unit: Unit, day: date) -> bool:
    """Whether each export of the source tells of all below its `under`, and so of the unit."""
    settings, hierarchy = world.settings(source), hierarchy_of(world)
    if not settings.covers_all or settings.under is None:
        return False
    exports = [one.upload.exported_at for one in _live(world) if one.upload.source == source]
    top = unit_named_by(hierarchy, settings.under, max(exports).date())
    tops = roots(hierarchy, top, day)
    return any(one.key in tops for one in [unit, *ancestors(hierarchy, unit, day)])


def _followed(world: World, key: Key, day: date) -> Unit:
    """The unit, or what it had gone into as a whole by the day, step by step."""
    hierarchy = hierarchy_of(world)
    unit = hierarchy.units[key]
    while unit.ends is not None and unit.ends <= day:
        heir = whole_successor(hierarchy, unit)
        if heir is None:
            break
        unit = heir
    return unit


@lru_cache(maxsize=8)
def _live(world: World) -> list[Said]:
    return play(world)[0]
