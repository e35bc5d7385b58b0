"""The watch page."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render

from indicators.pages.watch.page import watch_facts, watch_page
from indicators.pages.watch.section import asked_of
from indicators.views.exports import tables_of
from indicators.views.nothing_yet import nothing_yet
from indicators.views.requests import (
    FigureRequest,
    figures_page,
    page_number,
    selection_of,
)
from indicators.watch.gathering import newest_month
from indicators.watch.sight import watched


@figures_page
def watch(request: FigureRequest) -> HttpResponse:
    """What needs a look in the unit that the address asks for, or the account's own."""
    asked = asked_of(request.GET.get("all", ""), page_number(request))
    covered = request.results.coverage
    if covered is None:
        return nothing_yet(request)
    selection = selection_of(request, period=newest_month(covered).text)
    if selection.under_id is None:
        return nothing_yet(request)
    found = watched(selection, request.access, covered)
    if found is None:
        raise Http404
    if request.GET.get("format"):
        asked = replace(asked, whole="", complete=True)
    page = watch_page(found, request.results, request.access, asked)
    tables = {one.name: one.table for one in page["sections"]}
    file = tables_of(request, "watch", page["title"], tables, watch_facts(page))
    return file or render(request, "indicators/watch.html", {"page": page})
