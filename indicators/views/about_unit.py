"""The selection of a page about one unit."""

from dataclasses import replace

from django.http import Http404
from django.utils import timezone

from indicators.defaults import INDICATOR, newest_period, unit_text
from indicators.selection import Selection, SelectionError, place_of, placed
from indicators.views.requests import FigureRequest, keep_link, require_sight
from units.access import visible_unit
from units.models import Level


def selection_of_unit(request: FigureRequest, unit_id: int) -> Selection:
    """What the address asks for of one unit, or of the one that has its place on the map: within
    it, at its own level; level and `under` of the address are not read. Sight is judged before the
    rest of the address: what cannot be understood tells nobody that there is such a unit.

    Raises SelectionError; Http404 for a unit out of the account's sight.
    """
    lines = request.access.units
    if unit_id not in lines.units():
        raise Http404
    params = {"indicator": INDICATOR, "period": newest_period(request.results).text}
    params |= {name: str(value) for name, value in request.GET.items() if value}
    params |= {"level": lines.last_version(unit_id).level, "under": ""}
    try:
        place = place_of(params)
    except SelectionError:
        visible_unit(request, unit_id, timezone.localdate())
        raise
    unit_id = placed(visible_unit(request, unit_id, place.day), place.map_day)
    require_sight(request, unit_id, place)
    selection = Selection.parse(params)
    request.results.shown = selection.period
    keep_link(request, selection.query(level="", under=""))
    return replace(
        selection,
        level=Level(lines.level(unit_id, selection.day)),
        under=unit_text(lines, unit_id, selection.period.ends_on),
        under_id=unit_id,
    )
