"""The page of services, and the same as a file."""

import csv
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.pages.service_lists import Asked, chosen, level_name, services_of
from indicators.pages.services import services_page
from indicators.selection import Selection, SelectionError
from indicators.views.requests import FigureRequest, figures_page, page_number, selection_of
from units.models import Level


@figures_page
def services(request: FigureRequest) -> HttpResponse:
    """The services that units within the unit of the address offer, and their dossiers; with
    `format=csv` all that are listed, as a file."""
    selection = selection_of(request)
    if selection.under_id is None:
        return render(request, "indicators/empty.html")
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
    wanted = request.GET.get("format", "")
    if wanted == "csv":
        return _file(request, selection, asked)
    if wanted:
        raise SelectionError(_("“%(text)s” is no format: only “csv” is.") % {"text": wanted[:40]})
    page = services_page(selection, request.results, request.access, asked)
    return render(request, "indicators/services.html", {"page": page})


def _file(request: FigureRequest, selection: Selection, asked: Asked) -> HttpResponse:
    """UTF-8 with a mark, so that spreadsheets know it; all rows."""
    assert selection.under_id is not None  # noqa: S101
    found = services_of(selection, request.results, selection.under_id)
    name = f"services-{selection.period.text}.csv"
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    writer = csv.writer(response)
    writer.writerow(["code", "name", "field", "online_service_level", "received", "online"])
    for one in chosen(found, asked):
        online = one.online if found.tells_channel else ""
        level = level_name(one.level) if one.level else ""
        writer.writerow([one.code, one.name, one.field, level, one.received, online])
    return response
