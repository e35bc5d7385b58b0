"""The list of dossiers behind a figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.opening import NUMERATOR, Opening, Order, PartError, open_figure
from indicators.pages.dossiers import Asked, dossiers_page
from indicators.selection import SelectionError
from indicators.views.requests import (
    FigureRequest,
    asked_unit,
    figures_page,
    page_number,
    selection_of,
)
from units.snapshot import snapshot

_LATE = {"resolved_late", "in_progress_overdue"}


@figures_page
@snapshot()
def dossier_list(request: FigureRequest) -> HttpResponse:
    """The dossiers of a `part` of the figure of a `unit`; with HTMX the list alone."""
    selection = selection_of(request)
    unit_id = asked_unit(request, selection)
    part = request.GET.get("part") or NUMERATOR
    try:
        opening = open_figure(selection, unit_id, part)
    except PartError as error:
        raise SelectionError(str(error)) from None
    order, descending = _order(request.GET.get("sort", ""), opening)
    asked = Asked(selection, unit_id, part, page_number(request), order, descending)
    context = dossiers_page(asked, opening, request.results, request.access)
    fragment = "#table" if request.htmx.target == "dossiers" else ""
    return render(request, f"indicators/dossiers.html{fragment}", context)


def _order(text: str, opening: Opening) -> tuple[Order, bool]:
    """What the list is ordered by, and whether downwards; without a word from the address, the
    latest first where all are late, else by day of receipt. Raises SelectionError."""
    if not text:
        all_late = _LATE.issuperset(opening.measures)
        return (Order.LATE, True) if all_late else (Order.RECEIVED, False)
    try:
        return Order(text.removeprefix("-")), text.startswith("-")
    except ValueError:
        raise SelectionError(
            _("“%(text)s” is no order: one of %(known)s.")
            % {"text": text[:40], "known": ", ".join(Order)}
        ) from None
