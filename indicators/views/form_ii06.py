"""The page of the form II.06, and the form as a workbook."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.exporting.form_ii06 import form_sheet
from indicators.form_ii06.form import By
from indicators.form_ii06.workbook import workbook_of
from indicators.pages.form_ii06 import form_page, kept_form
from indicators.selection import Selection, SelectionError
from indicators.views.nothing_yet import nothing_yet
from indicators.views.requests import FigureRequest, figures_page, selection_of
from units.saving import saved_as
from units.sheets.answering import about, asked_format, file_answer
from units.sheets.sheet import Format

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@figures_page
def form_ii06(request: FigureRequest) -> HttpResponse:
    """The form of the unit that the address is within, `by` field or unit; with `format` its
    numbers as a file, as a workbook the official form."""
    selection = replace(selection_of(request), version="", publication=None)
    by, form = _by(request.GET.get("by") or By.FIELD), asked_format(request)
    if selection.procedure_ids is not None or selection.map_day is not None:
        raise SelectionError(
            _(
                "The form II.06 is of all procedures, and of units as they were: leave out map,"
                " field and procedure."
            )
        )
    if selection.under_id is None:
        return nothing_yet(request)
    page = form_page(selection, request.results, request.access, by)
    if form in (Format.CSV, Format.JSON):
        name, found = _file_name(selection), kept_form(selection, request.results, by)
        return file_answer(form_sheet(found, name, page["title"], about(request)), form)
    if form:
        content = workbook_of(kept_form(selection, request.results, by))
        answer = HttpResponse(content, content_type=_XLSX)
        return saved_as(answer, f"{_file_name(selection)}.xlsx")
    return render(request, "indicators/form_ii06.html", {"page": page})


def _by(text: str) -> By:
    try:
        return By(text)
    except ValueError:
        raise SelectionError(
            _("“%(text)s” is nothing that rows can be about: one of %(known)s.")
            % {"text": text[:40], "known": ", ".join(By)}
        ) from None


def _file_name(selection: Selection) -> str:
    """As in II.06_64_2018-06, of signs that every system has in names of files."""
    parts = ["II.06", selection.under, selection.period.text, *(_kstt(selection))]
    plain = "_".join(parts).replace("..", "-den-")
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in plain)


def _kstt(selection: Selection) -> list[str]:
    return [] if selection.period.calendar == "month" else [selection.period.calendar]
