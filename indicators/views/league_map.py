"""The units of a league table on the map."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.comparing import Against
from indicators.exporting.league import league_sheet
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import USUAL, league_of
from indicators.pages.league_map.mapped import mapped
from indicators.pages.league_map.page import map_page
from indicators.pages.league_views import MAP, league_views
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of


@figures_page
def league_map(request: FigureRequest) -> HttpResponse:
    """The page, or its table as a file; with HTMX what lies below the frame alone."""
    selection, results = selection_of(request), request.results
    file = export_of(request, lambda whole: league_sheet(selection, results, Against.BEFORE, whole))
    if file is not None:
        return file
    bar = FilterBar(reverse("indicators:league_map"), selection, results)
    found = league_of(selection, results, replace(USUAL, page=page_number(request)))
    context = map_page(selection, found, mapped(selection, results), bar, results)
    context |= {
        "pickers": bar.league(request.access),
        "crumbs": bar.crumbs(request.access),
        "views": league_views(selection, MAP, results),
        "downloads": bar.downloads(),
        "may_load": request.access.administers_all,
    }
    fragment = "#map" if request.htmx.target == "map" else ""
    return render(request, f"indicators/league_map.html{fragment}", context)
