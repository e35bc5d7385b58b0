"""The page of a unit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.exporting.unit.sheets import unit_sheets
from indicators.pages.published.unit import published_unit
from indicators.pages.unit.lists import lists_of
from indicators.pages.unit.page import unit_page
from indicators.pages.unit.profile import profile_page
from indicators.selection import SelectionError
from indicators.views.about_unit import selection_of_unit
from indicators.views.charts import chart_page
from indicators.views.exports import export_of, tables_of
from indicators.views.requests import FigureRequest, figures_page, page_number


@chart_page
@figures_page
def unit(request: FigureRequest, unit_id: int) -> HttpResponse:
    """Where the unit stands by an indicator, what is below it, and what it works on."""
    selection = selection_of_unit(request, unit_id)
    if selection.publication is not None:
        published = published_unit(selection, request.results, request.access)
        file = tables_of(request, "published-unit", published["title"], {"": published["table"]})
        return file or render(request, "indicators/published_unit.html", {"page": published})
    lists = lists_of(
        request.GET.get("fields", ""), request.GET.get("procedures", ""), page_number(request)
    )
    page = unit_page(selection, request.results, request.access, lists)
    sheets = unit_sheets(page, selection, request.results, request.access)
    file = export_of(request, sheets)
    return file or render(request, "indicators/unit.html", {"page": page})


@figures_page
def profile(request: FigureRequest, unit_id: int) -> HttpResponse:
    """The unit on one page of paper."""
    selection = selection_of_unit(request, unit_id)
    if selection.publication is not None:
        raise SelectionError(_("Only league tables, units and figures are kept as published."))
    page = profile_page(selection, request.results, request.access, request.build_absolute_uri)
    return render(request, "indicators/unit_profile.html", {"page": page})
