"""The league table: the units of one level, ranked by one indicator for one period."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import league_of
from indicators.pages.league_page import league_page
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of


@figures_page
def league(request: FigureRequest) -> HttpResponse:
    """The page; with HTMX what lies below the frame alone."""
    selection, sort = selection_of(request), request.GET.get("sort", "")
    found = league_of(selection, request.results, sort=sort, page=page_number(request))
    bar = FilterBar(reverse("indicators:league"), selection, request.results, {"sort": sort})
    context = league_page(selection, found, bar, request.results, sort)
    context["pickers"] = bar.league(request.access)
    context["crumbs"] = bar.crumbs(request.access)
    fragment = "#league" if request.htmx.target == "league" else ""
    return render(request, f"indicators/league.html{fragment}", context)
