"""The list of uploads, an upload with its progress and result, and its rejected rows."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from dossiers import access
from dossiers.models import Source, UploadState
from dossiers.pages.rejected import rejected_csv
from dossiers.pages.upload_list import PER_PAGE, pickers, rows_of
from dossiers.pages.upload_result import upload_page
from units.models import Role
from units.paging import pages_of


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    """The newest first; ?source= and ?state= filter."""
    access.require_any(request, access.SEEING)
    sources = access.visible_sources(request)
    source = _chosen_source(request, sources)
    state = request.GET.get("state", "")
    if state and state not in UploadState.values:
        raise Http404
    found = access.shown_uploads().filter(source__in=[source] if source else sources)
    found = found.filter(state=state) if state else found
    page = Paginator(found.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": rows_of(page),
        "pager": pages_of(page, request.GET),
        "pickers": pickers(sources, source, state),
        "is_filtered": bool(source or state),
        "may_upload": access.may_create(request)
        or any(access.may(request, Role.UPLOADER, s.settings) for s in sources),
    }
    return render(request, "dossiers/uploads.html", context)


@require_safe
@never_cache
def upload(request: HtmxRequest, pk: int) -> HttpResponse:
    """An upload; while its work is under way, the page asks for its own lower part again."""
    found = access.upload_for(request, pk)
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
    name = f"{slugify(found.source.slug)}-{found.pk}-rejected.csv"
    return StreamingHttpResponse(
        (piece.encode() for piece in rejected_csv(found)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _chosen_source(request: HttpRequest, sources: list[Source]) -> Source | None:
    """The source that is filtered by. Raises Http404 for one that the account does not see."""
    slug = request.GET.get("source", "")
    found = next((source for source in sources if source.slug == slug), None)
    if slug and found is None:
        raise Http404
    return found
