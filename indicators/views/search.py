"""Search, and the words that are explained."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.glossary import GROUPS
from indicators.pages.search import group_of, panel, search_page
from indicators.results import Results
from indicators.searching.everything import search_everything
from indicators.searching.wanted import wanted
from indicators.views.requests import FigureRequest, bad_address, page_number
from units import rates

_PANEL, _FOUND = "search-panel", "found"


@require_safe
@never_cache
@vary_on_headers("HX-Request", "HX-Target")
@bad_address
def search(request: FigureRequest) -> HttpResponse:
    """What `q` finds; with HTMX the panel below the search field, or the results alone."""
    rates.count(request, "search")
    asked = wanted(request.GET.get("q", ""))
    only, page = group_of(request.GET.get("in", "")), page_number(request)
    found = search_everything(asked, request, Results())
    if request.htmx.target == _PANEL:
        return render(request, "indicators/search.html#panel", panel(asked, found))
    part = "#results" if request.htmx.target == _FOUND else ""
    return render(request, f"indicators/search.html{part}", search_page(asked, found, only, page))


@require_safe
def help_page(request: FigureRequest) -> HttpResponse:
    """All words that are explained."""
    page = {"title": _("Words explained"), "groups": GROUPS}
    return render(request, "indicators/help.html", page)
