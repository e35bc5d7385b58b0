"""The list of dossiers behind a figure."""

from functools import partial

from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from indicators.exporting.about import facts_of
from indicators.exporting.dossiers import dossiers_sheet
from indicators.measures import OVERDUE_BY
from indicators.opening import NUMERATOR, Opening, Order, PartError, open_figure
from indicators.opening.actions import dossiers_exported
from indicators.pages.dossiers import Asked, dossiers_page, number_of, title_of
from indicators.selection import SelectionError
from indicators.views.requests import (
    FigureRequest,
    asked_unit,
    figures_page,
    page_number,
    selection_of,
)
from units import rates
from units.sheets.answering import asked_format, long_file_answer
from units.sheets.sheet import Format

_LATE = {"resolved_late", "in_progress_overdue", *OVERDUE_BY}


@never_cache
@figures_page
def dossier_list(request: FigureRequest) -> HttpResponseBase:
    """The dossiers of a `part` of the figure of a `unit`; with HTMX the list alone. As a file all
    of them."""
    form = asked_format(request)
    if form is not None:
        return _file(request, form)
    asked, opening = _asked(request)
    context = dossiers_page(asked, opening, request.results, request.access)
    fragment = "#table" if request.htmx.target == "dossiers" else ""
    return render(request, f"indicators/dossiers.html{fragment}", context)


def _file(request: FigureRequest, form: Format) -> HttpResponseBase:
    """The whole list, which is written down; no browser keeps it, so that a second one is, too."""
    rates.count(request, "export")
    asked, opening = _asked(request)
    results, whole = request.results, request.build_absolute_uri
    number = number_of(asked, opening, results)
    title = title_of(asked, opening, request.access, number)
    facts = facts_of(asked.selection, results, whole(asked.url()), asked.unit_id)
    file = long_file_answer(dossiers_sheet(asked, title, number, facts, whole), form)
    event = partial(
        dossiers_exported,
        by=request.user,
        title=title,
        selection=asked.url(),
        form=form,
        rows=number,
        unit_id=asked.unit_id,
    )
    # The page's snapshot only reads; where the event cannot be written there is no file either.
    transaction.on_commit(event)
    return file


def _asked(request: FigureRequest) -> tuple[Asked, Opening]:
    """What the address asks for. Raises SelectionError; Http404 for what is out of sight."""
    selection = selection_of(request)
    unit_id = asked_unit(request, selection)
    part = request.GET.get("part") or NUMERATOR
    try:
        opening = open_figure(selection, unit_id, part)
    except PartError as error:
        raise SelectionError(str(error)) from None
    order, descending = _order(request.GET.get("sort", ""), opening)
    return Asked(selection, unit_id, part, page_number(request), order, descending), opening


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
