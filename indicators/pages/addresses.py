"""Where the pages of figures lie, for a selection."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.defaults import unit_text
from indicators.models import Indicator
from indicators.selection import Selection
from units.queries import hierarchy


def unit_url(selection: Selection, unit_id: int, **changes: str) -> str:
    """The page of a unit under the same indicator, period, scope and map."""
    query = selection.query(**{"level": "", "under": "", "procedure": "", "field": ""} | changes)
    return f"{reverse('indicators:unit', args=[unit_id])}?{query}"


class UnitLinks:
    """`unit_url` and `figure_url` of the many units of a table: what they share is written once."""

    def __init__(self, selection: Selection) -> None:
        self._pages, self._page_query = unit_url(selection, 0).rsplit("/0/", 1)
        self._figures = figure_url(selection, 0).removesuffix("0")

    def page(self, unit_id: int) -> str:
        """The unit's page."""
        return f"{self._pages}/{unit_id}/{self._page_query}"

    def figure(self, unit_id: int) -> str:
        """Its figure, explained."""
        return f"{self._figures}{unit_id}"


def profile_url(selection: Selection, unit_id: int) -> str:
    """The same on one page for paper."""
    query = selection.query(level="", under="")
    return f"{reverse('indicators:profile', args=[unit_id])}?{query}"


def figure_url(selection: Selection, unit_id: int, **changes: str) -> str:
    """The figure of a unit, explained."""
    return f"{reverse('indicators:figure')}?{selection.query(**changes)}&unit={unit_id}"


def dossiers_url(selection: Selection, unit_id: int, part: str, **changes: str) -> str:
    """The dossiers behind a part of a unit's figure."""
    query = selection.query(**changes)
    return f"{reverse('indicators:dossiers')}?{query}&unit={unit_id}&part={part}"


def entries_url(selection: Selection, unit_id: int, measure: str) -> str:
    """The entered values of a measure that a unit's figure may be made of."""
    query = urlencode({"measure": measure, "unit": unit_id, "until": selection.period.text})
    return f"{reverse('indicators:entered')}?{query}"


def league_url(selection: Selection, **changes: str) -> str:
    """The league table."""
    return f"{reverse('indicators:league')}?{selection.query(**changes)}"


def compare_url(selection: Selection, unit_id: int) -> str:
    """A unit beside others that are to be chosen, those of its level first."""
    level = hierarchy().level(unit_id, selection.day)
    query = selection.query(level=level, under="", units=str(unit_id))
    return f"{reverse('indicators:league_compare')}?{query}"


def form_url(selection: Selection) -> str:
    """The form II.06 of the unit that the selection is within."""
    return f"{reverse('indicators:form_ii06')}?{selection.query(**PLAIN, map='')}"


def briefing_url(selection: Selection) -> str:
    """The report of the unit that the selection is within."""
    return f"{reverse('indicators:briefing')}?{selection.query(**PLAIN)}"


def about_link(indicator: Indicator) -> dict[str, str]:
    """The way to what an indicator means."""
    url = reverse("indicators:indicator", args=[indicator.code])
    return {"label": _("definition, formula and rules"), "url": url}


# What the address of a page does without that is about no indicator, and all dossiers.
PLAIN = dict.fromkeys(("indicator", "level", "procedure", "field", "tasks", "as"), "")


def services_url(selection: Selection, under: str, **asked: str) -> str:
    """The services that are offered within a unit."""
    query = selection.query(**PLAIN, under=under, **asked)
    return f"{reverse('indicators:services')}?{query}"


def procedure_url(selection: Selection, procedure_id: int, **changes: str) -> str:
    """The page of a procedure."""
    query = selection.query(**{"procedure": "", "field": ""} | changes)
    return f"{reverse('indicators:procedure', args=[procedure_id])}?{query}"


def completeness_url(selection: Selection, unit_id: int, **more: str) -> str:
    """Of which units in a unit exports were received, month by month."""
    under = unit_text(hierarchy(), unit_id, selection.period.ends_on)
    query = selection.query(**PLAIN, scope="", under=under, **more)
    return f"{reverse('indicators:completeness')}?{query}"


def watch_url(selection: Selection) -> str:
    """What needs a look in the unit that a selection is within, in the newest period."""
    params = selection.params()
    query = urlencode({name: params[name] for name in ("under", "map") if params[name]})
    return f"{reverse('indicators:watch')}{'?' if query else ''}{query}"
