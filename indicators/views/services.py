"""The page of services, and the same as a file."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from indicators.exporting.services import services_sheet
from indicators.pages.service_lists import Asked
from indicators.pages.services import services_page
from indicators.views.exports import export_of
from indicators.views.nothing_yet import nothing_yet
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of
from units.models import Level


@figures_page
def services(request: FigureRequest) -> HttpResponse:
    """The services that units within the unit of the address offer, and their dossiers; with
    `format` all that are listed, as a file."""
    selection = selection_of(request)
    if selection.under_id is None:
        return nothing_yet(request)
    level = Level(request.access.units.level(selection.under_id, selection.day))
    selection = replace(
        selection, level=level, procedure="", field="", tasks="", procedure_ids=None
    )
    asked = Asked.parse(
        request.GET.get("show", ""),
        request.GET.get("of_field", ""),
        request.GET.get("online", ""),
        page_number(request),
    )
    file = export_of(
        request, lambda whole: services_sheet(selection, request.results, asked, whole)
    )
    if file is not None:
        return file
    page = services_page(selection, request.results, request.access, asked)
    return render(request, "indicators/services.html", {"page": page})
