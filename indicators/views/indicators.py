"""What the indicators mean: the list of all, and a page for each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from indicators.pages.explained.listing import indicators_page
from indicators.pages.explained.page import indicator_page
from indicators.pages.explained.versions import by_code
from indicators.views.requests import FigureRequest, figures_page


@figures_page
def indicators(request: FigureRequest) -> HttpResponse:
    """All indicators, each with its formula in words."""
    return render(request, "indicators/indicators.html", {"page": indicators_page()})


@figures_page
def indicator(request: FigureRequest, code: str) -> HttpResponse:
    """One indicator explained."""
    versions = by_code().get(code)
    if not versions:
        raise Http404
    page = indicator_page(versions, request.results, request.access)
    return render(request, "indicators/indicator.html", {"page": page})
