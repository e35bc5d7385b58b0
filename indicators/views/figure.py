"""The page of one figure."""

from django.http import HttpResponse
from django.shortcuts import render

from indicators.pages.figure import figure_page
from indicators.views.requests import FigureRequest, asked_unit, figures_page, selection_of


@figures_page
def figure(request: FigureRequest) -> HttpResponse:
    """What the figure of the unit in `unit` is made of; without one, of the unit that the
    selection is within."""
    selection = selection_of(request)
    unit_id = asked_unit(request, selection)
    page = figure_page(selection, request.results, request.access, unit_id)
    return render(request, "indicators/figure.html", {"page": page})
