"""The overview: the first page after signing in."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dossiers.pages.latest import latest_uploads
from indicators.exporting.levels import level_sheets
from indicators.pages.filter_bar import FilterBar
from indicators.pages.overview.page import overview_page
from indicators.pages.unit.life import began_within
from indicators.views.exports import export_of
from indicators.views.nothing_yet import no_unit, nothing_yet
from indicators.views.requests import FigureRequest, figures_page, selection_of


@partial(figures_page, beside=latest_uploads)
def overview(request: FigureRequest) -> HttpResponse:
    """Where the account's unit, or the one asked for, stands; what to do first while there are no
    figures at all, or while no unit was granted to it."""
    if not request.access.everything and request.access.home is None:
        return no_unit(request)
    selection = selection_of(request)
    if request.results.coverage is None or selection.under_id is None:
        return nothing_yet(request)
    bar = FilterBar(reverse("indicators:overview"), selection, request.results)
    context = overview_page(selection, request.results, request.access, bar)
    ends = context.get("ends")
    cards = level_sheets(ends.selection, request.results, [ends.card]) if ends else {}
    file = export_of(request, cards)
    if file is not None:
        return file
    context["uploads"] = request.beside
    context["pickers"] = bar.overview(request.access)
    context["began"] = {
        "text": began_within(selection, selection.under_id, request.access.units),
        "url": bar.url(map="today"),
    }
    context["crumbs"] = bar.crumbs(request.access)
    return render(request, "indicators/overview.html", context)
