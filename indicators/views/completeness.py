"""The page of exports received and missing."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from indicators.pages.completeness import asked_of, completeness_page, csv_lines
from indicators.selection import Scope
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of


@figures_page
def completeness(request: FigureRequest) -> HttpResponse:
    """Units by months under the unit that the address asks for; with ?format=csv all of them."""
    selection = replace(selection_of(request), scope=Scope.WHOLE)
    asked = asked_of(request.GET.get("of", ""), request.GET.get("only", ""), page_number(request))
    if request.results.coverage is None or selection.under_id is None:
        return render(request, "indicators/empty.html")
    if request.GET.get("format") == "csv":
        lines = csv_lines(selection, request.results, asked)
        return HttpResponse(
            "".join(lines),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="exports.csv"'},
        )
    page = completeness_page(selection, request.results, request.access, asked)
    return render(request, "indicators/completeness.html", {"page": page})
