"""The page of a procedure."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from dossiers.models import Procedure
from indicators.exporting.charts import chart_sheets
from indicators.exporting.levels import level_sheets
from indicators.pages.procedure import procedure_page
from indicators.views.charts import chart_page
from indicators.views.exports import export_of
from indicators.views.nothing_yet import nothing_yet
from indicators.views.requests import FigureRequest, figures_page, selection_of


@chart_page
@figures_page
def procedure(request: FigureRequest, procedure_id: int) -> HttpResponse:
    """How the procedure is dealt with under the unit that the address asks for."""
    found = get_object_or_404(Procedure.objects.select_related("catalogue"), pk=procedure_id)
    selection = replace(
        selection_of(request),
        procedure=str(found.pk),
        field="",
        tasks="",
        procedure_ids=(found.pk,),
    )
    if selection.under_id is None:
        return nothing_yet(request)
    page = procedure_page(selection, request.results, request.access, found)
    shown = chart_sheets(page["chart"], selection, request.results, selection.under_id)
    shown |= level_sheets(selection, request.results, page["children"])
    file = export_of(request, shown)
    return file or render(request, "indicators/procedure.html", {"page": page})
