"""The overview: the first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.pages.filter_bar import FilterBar
from indicators.pages.overview import overview_page
from indicators.pages.unit_life import began_within
from indicators.views.requests import FigureRequest, figures_page, selection_of


@figures_page
def overview(request: FigureRequest) -> HttpResponse:
    """Where the account's unit, or the one asked for, stands; what to do first while there are no
    figures at all, or while no unit was granted to it."""
    if not request.access.everything and request.access.home is None:
        return render(request, "indicators/no_unit.html")
    selection = selection_of(request)
    if request.results.coverage is None or selection.under_id is None:
        return render(request, "indicators/empty.html")
    bar = FilterBar(reverse("indicators:overview"), selection, request.results)
    context = overview_page(selection, request.results)
    context["pickers"] = bar.overview()
    context["began"] = {
        "text": began_within(selection, selection.under_id, request.access.units),
        "url": bar.url(map="today"),
    }
    context["crumbs"] = bar.crumbs(request.access)
    return render(request, "indicators/overview.html", context)
