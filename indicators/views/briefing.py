"""The report of a unit and period: a page, and a Word document."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.briefing.names import file_name
from indicators.briefing.report import report_of
from indicators.briefing.word.document import MEDIA_TYPE, made
from indicators.briefing.word.starter import starter
from indicators.models import BriefingTemplate
from indicators.pages.briefing import placeholders_table, report_page
from indicators.selection import Selection, SelectionError
from indicators.views.charts import chart_page
from indicators.views.nothing_yet import nothing_yet
from indicators.views.requests import FigureRequest, figures_page, selection_of
from units import rates
from units.saving import saved_as


def offered_templates(_request: HttpRequest) -> list[tuple[int, str, datetime]]:
    """Number, name and last change of the templates by which a report can be made."""
    active = BriefingTemplate.objects.filter(is_active=True)
    return list(active.values_list("pk", "name", "changed_at"))


@chart_page
@partial(figures_page, beside=offered_templates)
def briefing(request: FigureRequest) -> HttpResponse:
    """The report of the unit that the address is within; with `format=docx` the document, without
    pictures of charts."""
    selection, form = report_selection(request), request.GET.get("format", "")
    if form not in ("", "docx"):
        raise SelectionError(_("“%(text)s” is no format: only “docx” is.") % {"text": form[:40]})
    if selection.under_id is None or request.results.coverage is None:
        return nothing_yet(request)
    if form:
        rates.count(request, "document")
        template = asked_template(request.GET.get("template", ""))
        content = made(report_of(selection, request.results), template, {})
        return document_answer(content, file_name(selection, "docx"))
    page = report_page(selection, request.results, request.access, request.beside)
    return render(request, "indicators/briefing.html", {"page": page})


@require_safe
def briefing_placeholders(request: HttpRequest) -> HttpResponse:
    """What a template may hold; with `format=docx` a template to begin with."""
    if request.GET.get("format") == "docx":
        return document_answer(starter(), "mau-bao-cao.docx")
    page = {"table": placeholders_table(), "url": "?format=docx"}
    return render(request, "indicators/briefing_placeholders.html", {"page": page})


def asked_template(text: str) -> BriefingTemplate | None:
    """The template that an address asks for, None for the built-in layout. Raises
    SelectionError."""
    if not text:
        return None
    offered = BriefingTemplate.objects.filter(is_active=True)
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    found = offered.filter(pk=int(text)).first() if is_number else None
    if found is None:
        raise SelectionError(_("There is no template “%(text)s”.") % {"text": text[:40]})
    return found


def document_answer(content: bytes, name: str) -> HttpResponse:
    """A Word document to be saved."""
    return saved_as(HttpResponse(content, content_type=MEDIA_TYPE), name)


def report_selection(request: FigureRequest) -> Selection:
    """What the address asks for. Raises SelectionError for what no report is of."""
    selection = replace(selection_of(request), version="", publication=None)
    if selection.procedure_ids is not None:
        raise SelectionError(_("A report is of all procedures: leave out field and procedure."))
    return selection
