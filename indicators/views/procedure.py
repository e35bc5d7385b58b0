"""The page of a procedure."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from dossiers.models import Procedure
from indicators.pages.procedure import procedure_page
from indicators.views.charts import chart_page
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
        return render(request, "indicators/empty.html")
    page = procedure_page(selection, request.results, request.access, found)
    return render(request, "indicators/procedure.html", {"page": page})
