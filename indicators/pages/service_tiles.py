"""The services of a unit in numbers, and what is to be known about them."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indicators.pages.filter_bar import FilterBar
from indicators.pages.service_lists import Asked, Show, chosen
from indicators.selection import Selection
from indicators.services import Services
from indicators.writing import count, share
from units.models import Level


def tiles_of(found: Services, asked: Asked, bar: FilterBar) -> list[dict[str, Any]]:
    """Numbers of the services of the field and level that are asked for."""
    everything = chosen(found, Asked(Show.ALL, asked.of_field, asked.online, 1))
    online = [one for one in everything if one.is_online]
    tiles = [
        _tile(_("Services offered"), Show.ALL, len(everything), 0, bar),
        _tile(
            _("Without a single dossier"),
            Show.WITHOUT,
            sum(not one.received for one in everything),
            len(everything),
            bar,
        ),
    ]
    if online:
        tiles.append(
            _tile(
                _("Online services without a single dossier"),
                Show.ONLINE_WITHOUT,
                sum(not one.received for one in online),
                len(online),
                bar,
            )
        )
    if online and found.tells_channel:
        tiles.append(
            _tile(
                _("Online services without a dossier handed in online"),
                Show.NOT_ONLINE,
                sum(not one.online for one in online),
                len(online),
                bar,
            )
        )
    return tiles


def _tile(label: str, show: Show, number: int, of: int, bar: FilterBar) -> dict[str, Any]:
    parts = []
    if of:
        words = {"share": share(Fraction(number, of)), "all": count(of)}
        parts = [_("%(share)s of %(all)s") % words]
    return {"label": label, "url": bar.url(show=show), "value": count(number), "parts": parts}


def notes_of(selection: Selection, found: Services) -> list[str]:
    """What is to be known about the list: whose services these are, and what is not among them."""
    notes = []
    if selection.level == Level.DEPARTMENT:
        notes.append(
            _(
                "The catalogue does not say which department deals with a procedure: these are all"
                " that departments and the province decide on. Choose a field."
            )
        )
    if found.others:
        words = {"count": count(found.others), "unknown": count(found.unknown)}
        notes.append(
            _(
                "Not among them: %(count)s dossiers, whose procedure the catalogue does not know"
                " (such procedures: %(unknown)s) or gives to other levels."
            )
            % words
        )
    return notes
