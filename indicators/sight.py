"""Whether an account may see what a map brings into a unit."""

from indicators.selection import Place, Selection
from units.access import Access


def sees_what_comes_in(access: Access, unit_id: int, asked: Selection | Place) -> bool:
    """The map of an earlier day brings into a unit what was counted elsewhere later: then all that
    it brings must be in sight on the period's last day as well (docs/decisions/0005)."""
    map_day, ends_on = asked.map_day, asked.period.ends_on
    if map_day is None or map_day >= ends_on or access.everything:
        return True
    lines = access.units
    brought = [one for one in lines.units() if unit_id in lines.placed_path(one, map_day)[1]]
    return all(access.may_see(one, ends_on) for one in brought)
