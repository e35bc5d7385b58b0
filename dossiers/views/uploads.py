"""The list of uploads, an upload with its progress and result, and its rejected rows."""

from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from dossiers import access, actions
from dossiers.models import Source, UploadState
from dossiers.pages.rejected import rejected_csv
from dossiers.pages.upload_files import problems_sheet, uploads_sheet
from dossiers.pages.upload_list import PER_PAGE, pickers, rows_of
from dossiers.pages.upload_result import upload_page
from units import rates
from units.models import Role, User
from units.paging import pages_of
from units.saving import saved_as
from units.sheets.answering import about, asked_format, long_file_answer


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def uploads(request: HttpRequest) -> HttpResponseBase:
    """The newest first; ?source= and ?state= filter."""
    access.require_any(request, access.SEEING)
    sources = access.visible_sources(request)
    source = _chosen_source(request, sources)
    state = request.GET.get("state", "")
    if state and state not in UploadState.values:
        raise Http404
    found = access.shown_uploads().filter(source__in=[source] if source else sources)
    found = found.filter(state=state) if state else found
    if form := asked_format(request):
        return long_file_answer(uploads_sheet(found, about(request)), form)
    page = Paginator(found.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows, is_filtered = rows_of(page), bool(source or state)
    context = {
        "title": _("Uploads"),
        "rows": rows,
        "pages": pages_of(page, request.GET),
        "pickers": pickers(sources, source, state) if rows or is_filtered else [],
        "reset_url": reverse("dossiers:uploads") if is_filtered else "",
        "is_filtered": is_filtered,
        "may_upload": access.may_create(request)
        or any(access.may(request, Role.UPLOADER, s.settings) for s in sources),
    }
    return render(request, "dossiers/uploads.html", context)


@require_safe
@never_cache
def upload(request: HtmxRequest, pk: int) -> HttpResponseBase:
    """An upload; while its work is under way, the page asks for its own lower part again."""
    found = access.upload_for(request, pk)
    if form := asked_format(request):
        rates.count(request, "export")
        return long_file_answer(problems_sheet(found, about(request)), form)
    may_decide = access.may(request, Role.UPLOADER, found.source.settings)
    page = upload_page(found, timezone.now(), may_decide=may_decide)
    part = "#outcome" if request.htmx else ""
    context = {"page": page, "upload": found}
    response = render(request, f"dossiers/upload.html{part}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@never_cache
def upload_rejected(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rejected rows as a CSV file; 404 as long as the load goes on."""
    found = access.upload_for(request, pk)
    if found.state == UploadState.PENDING:
        raise Http404
    rates.count(request, "export")
    actions.rejected_saved(upload=found, by=cast("User", request.user))
    name = f"{slugify(found.source.slug)}-{found.pk}-rejected.csv"
    pieces = (piece.encode() for piece in rejected_csv(found))
    return saved_as(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), name)


def _chosen_source(request: HttpRequest, sources: list[Source]) -> Source | None:
    """The source that is filtered by. Raises Http404 for one that the account does not see."""
    slug = request.GET.get("source", "")
    found = next((source for source in sources if source.slug == slug), None)
    if slug and found is None:
        raise Http404
    return found
