"""The page of exports received and missing."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from indicators.exporting.completeness import exports_sheet
from indicators.pages.completeness import asked_of, completeness_page
from indicators.selection import Scope
from indicators.views.exports import export_of
from indicators.views.nothing_yet import nothing_yet
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of


@figures_page
def completeness(request: FigureRequest) -> HttpResponse:
    """Units by months under the unit that the address asks for; with `format` all of them as
    a file."""
    selection = replace(selection_of(request), scope=Scope.WHOLE)
    asked = asked_of(request.GET.get("of", ""), request.GET.get("only", ""), page_number(request))
    if request.results.coverage is None or selection.under_id is None:
        return nothing_yet(request)
    file = export_of(request, lambda whole: exports_sheet(selection, request.results, asked, whole))
    if file is not None:
        return file
    page = completeness_page(selection, request.results, request.access, asked)
    return render(request, "indicators/completeness.html", {"page": page})
