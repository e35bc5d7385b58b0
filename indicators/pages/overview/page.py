"""Where a unit stands now, who is first and last below it, who moved, and what needs a look."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.pages.addresses import briefing_url
from indicators.pages.completeness_words import exports_words, lacking
from indicators.pages.coverage_words import coverage_words
from indicators.pages.filter_bar import FilterBar
from indicators.pages.main_figures import main_tiles, nothing_told
from indicators.pages.overview.attention import attention_of
from indicators.pages.overview.data import data_of
from indicators.pages.overview.ends import ends_of
from indicators.pages.overview.movers import movers_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.watch import watch_of
from indicators.watch.sight import watched
from indicators.wording import period_name
from indicators.writing import count
from units.access import Access
from units.queries import hierarchy


def overview_page(
    selection: Selection, results: Results, access: Access, bar: FilterBar
) -> dict[str, Any]:
    """Title, tiles, first and last, movers, attention and data, for
    templates/indicators/overview.html; or `nothing`, the reason for none of them. The selection is
    within a unit (`under_id`)."""
    assert selection.under_id is not None  # noqa: S101
    name = hierarchy().name(selection.under_id, selection.day)
    words = {"unit": name, "period": period_name(selection.period)}
    page = {
        "title": _("%(unit)s, %(period)s") % words,
        "lead": _lead(selection, results),
        "actions": []
        if access.only_totals
        else [{"label": pgettext("document", "Report"), "url": briefing_url(selection)}],
    }
    nothing = nothing_told(selection, results, selection.under_id)
    if nothing:
        return page | {"nothing": nothing}
    assert results.coverage is not None  # noqa: S101
    asked = watched(selection, access, results.coverage)
    found = None if asked is None else watch_of(asked, results)
    ends, watches = ends_of(selection, results, bar), not access.only_totals
    return page | {
        "tiles": main_tiles(selection, results, selection.under_id),
        "ends": ends,
        "movers": movers_of(ends.selection, results, found) if ends else None,
        # For who does something about it: no page of what is watched is public.
        "watches": watches,
        "attention": attention_of(asked, results, found) if watches and asked and found else None,
        "lacking": lacking(selection, results, selection.under_id),
        "data": data_of(selection, results),
    }


def _lead(selection: Selection, results: Results) -> list[str]:
    above = selection.under_id
    below = len(hierarchy().below(above, selection.day))
    text = ngettext("%(count)s unit below", "%(count)s units below", below)
    parts = [text % {"count": count(below)}] if below else []
    parts += exports_words(selection, results, above)
    return parts + coverage_words(results, selection.period)
