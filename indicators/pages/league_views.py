"""The ways to look at the units of one selection, as tabs that carry it along."""

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from indicators.results import Results
from indicators.selection import Selection

TABLE, MONTHS, COMPARE, MAP = "league", "league_months", "league_compare", "league_map"


def league_views(selection: Selection, current: str, results: Results) -> list[dict[str, Any]]:
    """The links of components/tabs.html to the pages that show the selection, `current` among
    them, each named as its address is; a map only where outlines of units of the level are kept."""
    pages = {
        TABLE: pgettext("view", "Table"),
        MONTHS: pgettext("view", "Months"),
        COMPARE: pgettext("view", "Side by side"),
    }
    if current == MAP or selection.level in results.outlined_levels():
        pages[MAP] = pgettext("view", "Map")
    return [
        {
            "label": label,
            "url": f"{reverse(f'indicators:{name}')}?{selection.query()}",
            "current": name == current,
        }
        for name, label in pages.items()
    ]
