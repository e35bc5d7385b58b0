"""The overview: where a unit stands now, who is first and last below it, and what needs a look."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.defaults import levels_below
from indicators.pages.addresses import dossiers_url
from indicators.pages.children import BRIEF, children_of
from indicators.pages.coverage_words import coverage_words
from indicators.pages.main_figures import indicators_on, main_tiles
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import SCOPES, UNITS_OF, period_name
from indicators.writing import count
from units.models import Level
from units.queries import hierarchy

_ATTENTION = 3


def overview_page(selection: Selection, results: Results) -> dict[str, Any]:
    """Title, tiles, leagues and attention, for templates/indicators/overview.html. The selection
    is within a unit (`under_id`)."""
    assert selection.under_id is not None  # noqa: S101
    name = hierarchy().name(selection.under_id, selection.day)
    words = {"unit": name, "period": period_name(selection.period)}
    own = Level(hierarchy().level(selection.under_id, selection.day))
    return {
        "title": _("%(unit)s, %(period)s") % words,
        "lead": _lead(selection, results),
        "tiles": main_tiles(selection, results, selection.under_id),
        "leagues": children_of(selection, results, own, BRIEF),
        "attention": _attention(selection, results),
    }


def _lead(selection: Selection, results: Results) -> list[str]:
    lines, day, above = hierarchy(), selection.day, selection.under_id
    below = sum(
        1
        for unit_id in lines.units()
        if unit_id != above
        and lines.is_valid(unit_id, day)
        and above in lines.ancestors(unit_id, day)
    )
    parts = [ngettext("%(count)s unit below", "%(count)s units below", below)]
    parts[0] %= {"count": count(below)}
    return parts + coverage_words(results)


def _attention(selection: Selection, results: Results) -> list[dict[str, Any]]:
    """The units with most overdue dossiers, a group for each level below the unit."""
    overdue = indicators_on(["overdue"], selection.period).get("overdue")
    if overdue is None:
        return []
    groups = []
    levels = levels_below(hierarchy(), selection.under_id, selection.day)
    for level in (Level.DISTRICT, Level.DEPARTMENT, Level.COMMUNE):
        if level not in levels:
            continue
        asked = replace(selection, indicator=overdue, level=level)
        figures = [figure for figure in results.figures(asked) if figure.numerator]
        figures.sort(key=lambda figure: (-(figure.numerator or 0), figure.sort_key))
        units = [
            {
                "text": figure.name,
                "url": dossiers_url(asked, figure.unit_id, "numerator"),
                "value": count(figure.numerator),
            }
            for figure in figures[:_ATTENTION]
        ]
        # The numbers of a district hold those of its communes, which stand below once more.
        note = str(SCOPES[asked.scope]) if level == Level.DISTRICT else ""
        if units:
            groups.append({"heading": str(UNITS_OF[level]), "note": note, "units": units})
    return groups
