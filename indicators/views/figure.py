"""The page of one figure."""

from django.http import HttpResponse
from django.shortcuts import render

from indicators.exporting.parts import contributions_sheet
from indicators.pages.figure import figure_page
from indicators.pages.published.figure import published_figure
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, asked_unit, figures_page, selection_of


@figures_page
def figure(request: FigureRequest) -> HttpResponse:
    """What the figure of the unit in `unit` is made of; without one, of the unit that the
    selection is within. As a file what each unit below adds."""
    selection = selection_of(request, as_published=True)
    unit_id = asked_unit(request, selection)
    if selection.publication is not None:
        published = published_figure(selection, request.results, request.access, unit_id)
        return render(request, "indicators/published_figure.html", {"page": published})
    file = export_of(
        request, lambda whole: contributions_sheet(selection, request.results, unit_id, whole)
    )
    if file is not None:
        return file
    page = figure_page(selection, request.results, request.access, unit_id)
    return render(request, "indicators/figure.html", {"page": page})
