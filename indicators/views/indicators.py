"""What the indicators mean: the list of all, and a page for each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from indicators.pages.explained.listing import indicators_page
from indicators.pages.explained.page import indicator_page
from indicators.pages.explained.versions import by_code
from indicators.views.exports import tables_of
from indicators.views.requests import FigureRequest, figures_page


@figures_page
def indicators(request: FigureRequest) -> HttpResponse:
    """All indicators, each with its formula in words."""
    page = indicators_page()
    tables = {"shares": page["shares"], "counts": page["counts"]}
    file = tables_of(request, "indicators", page["title"], tables)
    return file or render(request, "indicators/indicators.html", {"page": page})


@figures_page
def indicator(request: FigureRequest, code: str) -> HttpResponse:
    """One indicator explained."""
    versions = by_code().get(code)
    if not versions:
        raise Http404
    page = indicator_page(versions, request.results, request.access)
    example = page["example"]
    tables = {
        "targets": page["targets"],
        "versions": page["versions"],
        "example": example["table"] if example else None,
    }
    file = tables_of(request, f"indicator-{code}", page["title"], tables)
    return file or render(request, "indicators/indicator.html", {"page": page})
