"""What a page shows where its address is silent."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.utils import timezone

from indicators.coverage import read_period
from indicators.periods import Calendar, Period, PeriodError, of_months
from indicators.results import Results
from indicators.selection import SelectionError, map_day, placed
from units.access import Access
from units.errors import UnitError
from units.hierarchy import Hierarchy
from units.models import Level
from units.queries import hierarchy

INDICATOR = "on_time_all"
_NEAREST = (Level.DISTRICT, Level.COMMUNE, Level.DEPARTMENT, Level.PROVINCE)


def home_of(access: Access, results: Results, day: date) -> int | None:
    """The unit that pages of a day open with: the one that the account was granted; for who sees
    everything, the lowest unit above all that is counted.

    Before that unit began it is the predecessor that has figures, else the first one.
    """
    home = access.home if access.home is not None else results.top()
    if home is None or hierarchy().life(home)[0] <= day:
        return home
    lines, top = hierarchy(), results.top()
    before = sorted(lines.roots(home, day), key=lambda one: lines.version_at(one, day).sort_key)
    counted = lines.ancestors(top, day) if top is not None else ()
    return next((one for one in before if one in counted), before[0] if before else home)


def newest_period(results: Results) -> Period:
    """The year of the newest data; this year while there are none."""
    covered = results.coverage
    year = covered.newest_day.year if covered else timezone.localdate().year
    return of_months(year * 12, year * 12 + 11)


def with_defaults(
    params: Mapping[str, str], access: Access, results: Results, **defaults: str
) -> dict[str, str]:
    """The params with indicator, period, under and level where they lack."""
    found = {"indicator": INDICATOR, **defaults, **params}
    found.setdefault("period", newest_period(results).text)
    lines = hierarchy()
    try:
        period = read_period(found["period"], _calendar(found))
        ends_on, found["period"] = period.ends_on, period.text
        day = map_day(found.get("map") or "then") or ends_on
    except (PeriodError, SelectionError):
        return found
    if "under" not in found:
        home = home_of(access, results, day)
        if home is not None:
            found["under"] = unit_text(lines, home, ends_on)
    if "level" not in found:
        found["level"] = level_below(lines, _under(lines, found, ends_on), day)
    return found


def unit_text(lines: Hierarchy, unit_id: int, day: date | None = None) -> str:
    """The text that names a unit in an address, as short as it can be on a day (default: today)."""
    on = day or timezone.localdate()
    version = lines.version_at(unit_id, on)
    for text in (
        version.code,
        f"{version.level}:{version.code}",
        f"{version.level}:{version.code}@{lines.clamp(unit_id, on).isoformat()}",
    ):
        with suppress(UnitError):
            if lines.resolve(text, on=on) == unit_id:
                return text
    raise ValueError(unit_id)


def level_below(lines: Hierarchy, under: int | None, day: date) -> str:
    """The level that a league table under a unit opens with: the nearest one below it, its own
    where there is none below."""
    levels = levels_below(lines, under, day)
    own = Level.COMMUNE if under is None else lines.level(under, day)
    return next((level for level in _NEAREST if level in levels), own)


def levels_below(lines: Hierarchy, under: int | None, day: date) -> list[str]:
    """The levels, from above, of the units below a unit on a day; all that there are without."""
    found = {lines.level(unit_id, day) for unit_id in lines.below(under, day)}
    return [level for level in Level.values if level in found]


def _under(lines: Hierarchy, params: Mapping[str, str], on: date) -> int | None:
    """The unit that `under` names, on the map; None where it names none."""
    text = params.get("under", "")
    try:
        return placed(lines.resolve(text, on=on), map_day(params.get("map") or "then"))
    except UnitError:
        return None


def _calendar(params: Mapping[str, str]) -> Calendar:
    try:
        return Calendar(params.get("calendar") or Calendar.MONTH)
    except ValueError:
        return Calendar.MONTH
