"""Reports of units: the list, handing one in, its page, and what is done with it."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.receiving import SizeLimit, limited
from indicators.models import Report, ReportState
from indicators.pages.report_comparison import comparison_page
from indicators.pages.report_forms import ReportForm, TakeBackForm
from indicators.pages.reports import located, report_page, reports_table, whole_report
from indicators.reported import actions
from indicators.reported.access import may_decide, may_report, report_for, visible_reports
from indicators.reported.actions import ReportError
from indicators.selection import Scope
from indicators.views.exports import tables_of
from units.access import access
from units.models import Role, User
from units.paging import pages_of
from units.saving import BINARY, saved_as

_PER_PAGE = 100
_MOST_REFUSED = 20


@require_safe
@never_cache
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that the account may see, the newest first."""
    found = visible_reports(request)
    file = tables_of(request, "reports", _("Reports of units"), {"": lambda: reports_table(found)})
    if file is not None:
        return file
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Reports of units"),
        "table": reports_table(page),
        "is_empty": not page.object_list,
        "pager": pages_of(page, request.GET) if page.has_other_pages() else None,
        "may_report": may_report(request),
    }
    return render(request, "indicators/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited
def report_new(request: HttpRequest, *, size_limit: SizeLimit) -> HttpResponse:
    """The form, and what becomes of it: the page of the report, which does not count yet."""
    if not may_report(request):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = ReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        too_large=frozenset(size_limit.too_large),
        initial={name: request.GET.get(name, "") for name in ("unit", "period", "calendar")},
    )
    refused: list[str] = []
    if is_sent and form.is_valid() and _is_allowed(request, form):
        assert form.asked_period is not None  # noqa: S101
        file = form.cleaned_data["file"]
        try:
            report = actions.hand_in(
                file=cast("BinaryIO", file),
                file_name=file.name,
                unit_id=form.unit_id,
                period=form.asked_period,
                scope=Scope(form.cleaned_data["scope"]),
                by=cast("User", request.user),
            )
            return redirect("indicators:report", pk=report.pk)
        except ReportError as error:
            form.add_error(None, str(error))
            refused = [located(one) for one in error.findings[:_MOST_REFUSED]]
    status = 413 if size_limit.too_large else 422 if form.is_bound else 200
    context = {"form": form, "refused": refused}
    return render(request, "indicators/report_new.html", context, status=status)


def _is_allowed(request: HttpRequest, form: ReportForm) -> bool:
    """Whether the account may report for the unit; else the form says so."""
    assert form.asked_period is not None  # noqa: S101
    mine, day = access(request), form.asked_period.ends_on
    if mine.may(Role.UPLOADER, form.unit_id, day):
        return True
    if mine.may_see(form.unit_id, day):
        form.add_error("unit", _("Your account may not report for this unit."))
    else:
        form.refuse_unit()
    return False


@require_safe
@never_cache
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report: what was understood, what is wrong with it, whether it counts."""
    found = report_for(request, pk)
    file = tables_of(request, f"report-{pk}", found.file_name, {"": lambda: whole_report(found)})
    if file is not None:
        return file
    page = Paginator(found.figures.all(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "report": found,
        "page": report_page(found, list(page), may_decide=may_decide(request, found)),
        "pager": pages_of(page, request.GET) if page.has_other_pages() else None,
    }
    return render(request, "indicators/report.html", context)


@require_POST
def report_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a report count."""
    return _done(request, report_for(request, pk, Role.UPLOADER), actions.count)


@require_POST
def report_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a report away that does not count yet."""
    return _done(request, report_for(request, pk, Role.UPLOADER), actions.discard)


def _done(request: HttpRequest, found: Report, action: Any) -> HttpResponse:
    pk = found.pk
    try:
        action(report=found, by=cast("User", request.user))
    except ReportError as error:
        messages.error(request, str(error))
    if action is actions.discard and not Report.objects.filter(pk=pk).exists():
        return redirect("indicators:reports")
    return redirect("indicators:report", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The question for the reason; then the report counts no more."""
    found = report_for(request, pk, Role.UPLOADER)
    if found.state != ReportState.COUNTED:
        return redirect("indicators:report", pk=pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(
                report=found, by=cast("User", request.user), reason=form.cleaned_data["reason"]
            )
        except ReportError as error:  # somebody else was quicker
            messages.error(request, str(error))
        return redirect("indicators:report", pk=pk)
    context = {"form": form, "report": found}
    status = 422 if form.errors else 200
    return render(request, "indicators/report_take_back.html", context, status=status)


@require_safe
@never_cache
def report_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Reported beside computed, where there are both; with `all` also what does not differ."""
    found = report_for(request, pk)
    page = comparison_page(found, everything="all" in request.GET)
    file = tables_of(request, f"report-{pk}-comparison", page["title"], {"": page["table"]})
    return file or render(request, "indicators/report_comparison.html", {"page": page})


@require_safe
@never_cache
def report_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was handed in."""
    found = report_for(request, pk)
    if not found.file:  # kept for long enough (indicators.retention)
        raise Http404
    return saved_as(FileResponse(found.file.open("rb"), content_type=BINARY), found.file_name)
