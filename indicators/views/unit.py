"""The page of a unit."""

from django.http import HttpResponse
from django.shortcuts import render

from indicators.exporting.parts import procedures_sheet
from indicators.pages.published.unit import published_unit
from indicators.pages.unit import lists_of, unit_page
from indicators.views.about_unit import selection_of_unit
from indicators.views.charts import chart_page
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, figures_page, page_number


@chart_page
@figures_page
def unit(request: FigureRequest, unit_id: int) -> HttpResponse:
    """Where the unit stands by an indicator, what is below it, and what it works on; as a
    file its procedures."""
    selection = selection_of_unit(request, unit_id)
    if selection.publication is not None:
        published = published_unit(selection, request.results, request.access)
        return render(request, "indicators/published_unit.html", {"page": published})
    shown = selection.under_id
    assert shown is not None  # noqa: S101
    file = export_of(
        request, lambda whole: procedures_sheet(selection, request.results, shown, whole)
    )
    if file is not None:
        return file
    lists = lists_of(
        request.GET.get("fields", ""), request.GET.get("procedures", ""), page_number(request)
    )
    page = unit_page(selection, request.results, request.access, lists)
    return render(request, "indicators/unit.html", {"page": page})
