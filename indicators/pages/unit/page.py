"""The page of a unit: where it stands, how it moved, what is below it, and what it works on."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.pages.addresses import (
    briefing_url,
    compare_url,
    completeness_url,
    form_url,
    profile_url,
    services_url,
)
from indicators.pages.children import children_of
from indicators.pages.completeness_cells import months_of_unit
from indicators.pages.completeness_words import lacking
from indicators.pages.crumbs import crumbs_of
from indicators.pages.filter_bar import FilterBar
from indicators.pages.main_figures import main_tiles
from indicators.pages.published.versions import versions
from indicators.pages.rewritten import rewritten_facts
from indicators.pages.scores.unit_card import scorecards_of
from indicators.pages.standing import standing_of
from indicators.pages.trend import trend_of
from indicators.pages.unit.ageing import ageing_of, open_of
from indicators.pages.unit.breakdown import breakdown_of
from indicators.pages.unit.flow import flow_of
from indicators.pages.unit.head import lead_of, nothing_of, title_of, unit_of
from indicators.pages.unit.life import life_of
from indicators.pages.unit.lists import ALL, Lists, fields_list, procedures_list
from indicators.pages.unit.ranks import ranks_of
from indicators.pages.unit.ranks_table import ranks_card
from indicators.pages.unit.sections import jumps_to
from indicators.pages.unit.ways import ways_of
from indicators.results import Results
from indicators.selection import Selection
from units.access import Access


def unit_page(
    selection: Selection, results: Results, access: Access, lists: Lists
) -> dict[str, Any]:
    """The context of templates/indicators/unit.html."""
    unit_id = unit_of(selection)
    bar = _bar(selection, results, lists)
    page = _frame(selection, results, access, bar) | _sections(
        selection, results, access, bar, lists
    )
    return page | {"jumps": jumps_to(page), "exports_url": completeness_url(selection, unit_id)}


def _bar(selection: Selection, results: Results, lists: Lists) -> FilterBar:
    return FilterBar(
        reverse("indicators:unit", args=[unit_of(selection)]),
        selection,
        results,
        {
            "under": "",
            "level": "",
            "fields": ALL if lists.fields else "",
            "procedures": ALL if lists.procedures else "",
        },
    )


def _frame(
    selection: Selection, results: Results, access: Access, bar: FilterBar
) -> dict[str, Any]:
    """What stands above the sections."""
    unit_id = unit_of(selection)
    crumbs = crumbs_of(selection, access, unit_id)
    return {
        "title": title_of(selection, access),
        "lead": lead_of(selection, results, access),
        "crumbs": crumbs if len(crumbs) > 1 else [],
        "actions": _actions(selection, access, unit_id),
        "versions": versions(
            selection,
            results,
            access,
            lambda text: bar.url(fields="", procedures="", **{"as": text}),
        ),
        "pickers": [
            bar.indicator(),
            bar.period(),
            *bar.parts(access),
            bar.scope(),
            bar.map(),
        ],
        "lacking": lacking(selection, results, unit_id),
    }


def _actions(selection: Selection, access: Access, unit_id: int) -> list[dict[str, str]]:
    """The pages beside this one; of the public those that it may open."""
    form = {"label": _("Form II.06"), "url": form_url(selection)}
    compare = {"label": _("Compare"), "url": compare_url(selection, unit_id)}
    if access.only_totals:
        return [form, compare]
    return [
        {"label": pgettext("document", "Report"), "url": briefing_url(selection)},
        {"label": _("One-page profile"), "url": profile_url(selection, unit_id)},
        form,
        {"label": _("Services"), "url": services_url(selection, under=selection.under)},
        compare,
    ]


def _sections(
    selection: Selection, results: Results, access: Access, bar: FilterBar, lists: Lists
) -> dict[str, Any]:
    """The sections by name; what there is nothing to say of is empty."""
    unit_id = unit_of(selection)
    found = breakdown_of(selection, results, unit_id)
    shared: dict[str, Any] = {
        "exports": months_of_unit(selection, results, unit_id),
        "life": life_of(selection, results, unit_id, access),
        "scorecards": scorecards_of(selection, results, unit_id),
        "children": children_of(selection, results, selection.level),
    }
    if not access.only_totals:
        shared["fields"] = fields_list(selection, unit_id, found, bar, lists)
        shared["procedures"] = procedures_list(selection, unit_id, found, bar, lists)
    nothing = nothing_of(selection, results, access, found)
    if nothing:
        return shared | {"nothing": nothing}
    still_open = open_of(selection, results, unit_id)
    # All tables at once, before the standing reads one of them.
    ranks = ranks_of(selection, results, unit_id, access)
    return shared | {
        "tiles": main_tiles(selection, results, unit_id),
        "chart": trend_of(selection, results, unit_id),
        "standing": _standing(selection, results, access),
        "ranks": ranks_card(selection, unit_id, ranks),
        "flow": flow_of(selection, results, unit_id),
        "overdue": ageing_of(selection, still_open, unit_id),
        "dossiers": None
        if access.only_totals
        else ways_of(selection, unit_id, found.total, still_open),
    }


def _standing(selection: Selection, results: Results, access: Access) -> dict[str, Any]:
    unit_id = unit_of(selection)
    found = standing_of(selection, results, unit_id, access)
    return found | {"facts": [*found["facts"], *rewritten_facts(selection, results, unit_id)]}
