"""Word documents with pictures of charts: asked for, waited for, downloaded by who asked."""

from typing import cast
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.models import JobState
from indicators.briefing import jobs
from indicators.models import BriefingDocument
from indicators.pages.addresses import briefing_url
from indicators.pages.briefing import document_bar
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.views.briefing import asked_template, document_answer
from indicators.views.requests import FigureRequest, bad_address, require_sight
from units import rates
from units.access import access
from units.queries import one_hierarchy


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@bad_address
def briefing_documents(request: HttpRequest) -> HttpResponse:
    """Ask for a document, and wait for it on its page."""
    if request.method != "POST":
        return redirect("indicators:briefing")
    rates.count(request, "document")
    figures = cast("FigureRequest", request)
    figures.results = Results()
    with one_hierarchy():
        selection = _in_sight(figures, {name: str(text) for name, text in request.POST.items()})
        row = jobs.ask(
            selection=selection,
            template=asked_template(request.POST.get("template", "")),
            language=get_language() or "vi",
            by=figures.user,
        )
    return redirect("indicators:briefing_document", pk=row.pk)


@require_safe
@never_cache
def briefing_document(request: FigureRequest, pk: int) -> HttpResponse:
    """Where a document stands; while it is being made, the page asks for this part again."""
    row = _own(request, pk)
    selection = _in_sight(request, dict(parse_qsl(row.query)))
    page = {
        "bar": document_bar(row),
        "report_url": briefing_url(selection),
        "is_done": row.state == JobState.DONE,
        "is_over": row.ended_at is not None,
    }
    part = "#progress" if request.htmx else ""
    context = {"page": page, "document": row}
    response = render(request, f"indicators/briefing_document.html{part}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@never_cache
def briefing_document_file(request: FigureRequest, pk: int) -> HttpResponse:
    """The document; 404 as long as it is not there."""
    row = _own(request, pk)
    _in_sight(request, dict(parse_qsl(row.query)))
    if row.content is None:
        raise Http404
    return document_answer(bytes(row.content), row.file_name)


def _own(request: FigureRequest, pk: int) -> BriefingDocument:
    return get_object_or_404(BriefingDocument.objects.filter(asked_by=request.user), pk=pk)


def _in_sight(request: FigureRequest, params: dict[str, str]) -> Selection:
    """The selection of a document, if the account may see it (still). Raises SelectionError;
    Http404 for a unit out of sight."""
    names = ("indicator", "level", "under", "period", "calendar", "scope", "map")
    request.access = access(request)
    try:
        selection = Selection.parse({name: params.get(name, "") for name in names})
    except SelectionError:
        if request.method == "POST":
            raise
        raise Http404 from None
    if selection.under_id is None:
        raise Http404
    require_sight(request, selection.under_id, selection)
    return selection
