"""The league table: the units of one level, ranked by one indicator for one period."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.comparing import Against
from indicators.exporting.league import league_sheet
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import league_of
from indicators.pages.league_page import league_page
from indicators.pages.published.league import published_league
from indicators.pages.published.versions import versions
from indicators.selection import SelectionError
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of


@figures_page
def league(request: FigureRequest) -> HttpResponse:
    """The page, or its table as a file; with HTMX what lies below the frame alone."""
    selection = selection_of(request, as_published=True)
    sort, against = request.GET.get("sort", ""), _against(request.GET.get("compare", ""))
    file = export_of(
        request, lambda whole: league_sheet(selection, request.results, against, whole)
    )
    if file is not None:
        return file
    if selection.publication is not None:
        page = published_league(selection, request.results, request.access, page_number(request))
        return render(request, "indicators/published_league.html", {"page": page})
    found = league_of(
        selection, request.results, sort=sort, page=page_number(request), against=against
    )
    extra = {"sort": sort, "compare": "" if against == Against.BEFORE else against}
    bar = FilterBar(reverse("indicators:league"), selection, request.results, extra)
    context = league_page(selection, found, bar, request.results, sort, against)
    context["pickers"] = bar.league(request.access, against)
    context["downloads"] = bar.downloads()
    context["crumbs"] = bar.crumbs(request.access)
    context["versions"] = versions(
        selection, request.results, lambda text: bar.url(sort="", compare="", **{"as": text})
    )
    fragment = "#league" if request.htmx.target == "league" else ""
    return render(request, f"indicators/league.html{fragment}", context)


def _against(text: str) -> Against:
    """What the address compares the period with; the period before where it is silent."""
    try:
        return Against(text or Against.BEFORE)
    except ValueError:
        raise SelectionError(
            _("“%(text)s” is no comparison: one of %(known)s.")
            % {"text": text[:40], "known": ", ".join(Against)}
        ) from None
