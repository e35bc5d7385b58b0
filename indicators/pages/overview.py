"""The overview: where a unit stands now, who is first and last below it, and what needs a look."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.defaults import levels_below
from indicators.pages.addresses import dossiers_url, watch_url
from indicators.pages.children import BRIEF, children_of
from indicators.pages.completeness_words import exports_words, lacking
from indicators.pages.coverage_words import coverage_words
from indicators.pages.main_figures import indicators_on, main_tiles, nothing_told
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import SCOPES, UNITS_OF, period_name
from indicators.writing import count
from units.models import Level
from units.queries import hierarchy

# Lines beside the first league: shared by the groups, as much as stands beside its six rows.
_ATTENTION = 15


def overview_page(selection: Selection, results: Results) -> dict[str, Any]:
    """Title, tiles, leagues and attention, for templates/indicators/overview.html; or `nothing`,
    the reason for none of them. The selection is within a unit (`under_id`)."""
    assert selection.under_id is not None  # noqa: S101
    name = hierarchy().name(selection.under_id, selection.day)
    words = {"unit": name, "period": period_name(selection.period)}
    page = {"title": _("%(unit)s, %(period)s") % words, "lead": _lead(selection, results)}
    nothing = nothing_told(selection, results, selection.under_id)
    if nothing:
        return page | {"nothing": nothing}
    own = Level(hierarchy().level(selection.under_id, selection.day))
    return page | {
        "lacking": lacking(selection, results, selection.under_id),
        "tiles": main_tiles(selection, results, selection.under_id),
        "leagues": children_of(selection, results, own, BRIEF),
        "attention": _attention(selection, results),
        "watch": {"label": _("All that is watched"), "url": watch_url(selection)},
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
    text = ngettext("%(count)s unit below", "%(count)s units below", below)
    parts = [text % {"count": count(below)}] if below else []
    parts += exports_words(selection, results, above)
    return parts + coverage_words(results, selection.period)


def _attention(selection: Selection, results: Results) -> dict[str, Any]:
    """The units with most overdue dossiers, a group for each level below the unit; `none` says
    for no group whether nothing is overdue or nothing known."""
    unknown = _("How many are overdue in this period is not known.")
    overdue = indicators_on(["overdue"], selection.period).get("overdue")
    if overdue is None:
        return {"groups": [], "none": unknown}
    groups, is_known = [], False
    below = levels_below(hierarchy(), selection.under_id, selection.day)
    levels = [one for one in (Level.DISTRICT, Level.DEPARTMENT, Level.COMMUNE) if one in below]
    for level in levels:
        asked = replace(selection, indicator=overdue, level=level)
        told = results.figures(asked)
        is_known |= any(figure.numerator is not None for figure in told)
        figures = [figure for figure in told if figure.numerator]
        figures.sort(key=lambda figure: (-(figure.numerator or 0), figure.sort_key))
        units = [
            {
                "text": figure.name,
                "url": dossiers_url(asked, figure.unit_id, "numerator"),
                "value": count(figure.numerator),
            }
            for figure in figures[: _ATTENTION // len(levels)]
        ]
        # The numbers of a district hold those of its communes, which stand below once more.
        note = str(SCOPES[asked.scope]) if level == Level.DISTRICT else ""
        if units:
            groups.append({"heading": str(UNITS_OF[level]), "note": note, "units": units})
    return {"groups": groups, "none": _("Nothing is overdue.") if is_known else unknown}
