"""Units by months: one indicator of the units of a level, month by month."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.exporting.months import months_sheet
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league_views import MONTHS, league_views
from indicators.pages.months.page import months_page
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of


@figures_page
def league_months(request: FigureRequest) -> HttpResponse:
    """The page, or its table as a file; with HTMX what lies below the frame alone."""
    selection, sort = selection_of(request), request.GET.get("sort", "")
    file = export_of(request, lambda whole: months_sheet(selection, request.results, whole))
    if file is not None:
        return file
    bar = FilterBar(reverse("indicators:league_months"), selection, request.results, {"sort": sort})
    context = months_page(selection, request.results, bar, sort, page_number(request))
    context |= {
        "pickers": bar.league(request.access),
        "crumbs": bar.crumbs(request.access),
        "views": league_views(selection, MONTHS, request.results),
        "downloads": bar.downloads(),
    }
    fragment = "#months" if request.htmx.target == "months" else ""
    return render(request, f"indicators/league_months.html{fragment}", context)
