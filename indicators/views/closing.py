"""Closing periods and opening them again: for those who administer all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.closing import actions
from indicators.closing.keeping import period_of
from indicators.exporting.closed import closed_sheet
from indicators.models import Publication
from indicators.pages.published.closing import closed_page, what_is_kept
from indicators.pages.published.forms import CloseForm, PeriodForm, ReopenForm
from indicators.periods import Calendar
from indicators.wording import period_name
from units.access import require_everywhere
from units.admin_audit import acting
from units.sheets.answering import about, asked_file


@require_safe
def closed_periods(request: HttpRequest) -> HttpResponse:
    """The periods that were closed, newest first."""
    require_everywhere(request)
    file = asked_file(request, {"": lambda: closed_sheet(about(request))})
    return file or render(request, "indicators/closed_periods.html", closed_page(request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: HttpRequest) -> HttpResponse:
    """What closing a period would keep, and the question for the reason; then it is closed."""
    require_everywhere(request)
    if request.method == "POST":
        form = CloseForm(request.POST)
        if form.is_valid():
            try:
                closed = actions.close_period(
                    period=form.period_asked, reason=form.cleaned_data["reason"], by=acting(request)
                )
            except actions.ClosingError as error:
                form.add_error(None, str(error))
            else:
                words = {"period": period_name(period_of(closed))}
                messages.success(request, _("Closed: %(period)s.") % words)
                return redirect("indicators:closed_periods")
    asked = (request.POST if request.method == "POST" else request.GET).copy()
    asked.setdefault("calendar", Calendar.MONTH)
    periods = PeriodForm(asked if "period" in asked else None)
    context: dict[str, Any] = {"periods": periods}
    if periods.is_valid():
        context["kept"] = what_is_kept(periods.period_asked)
        context["form"] = form if request.method == "POST" else CloseForm(initial=asked.dict())
    failed = request.method == "POST" or periods.errors
    return render(request, "indicators/close_period.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_period(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a period is opened again; then it is. One that is open already leads to the list."""
    require_everywhere(request)
    publication = get_object_or_404(Publication, pk=pk)
    if publication.reopened_at is not None:
        return redirect("indicators:closed_periods")
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.reopen_period(
            publication=publication, reason=form.cleaned_data["reason"], by=acting(request)
        )
        return redirect("indicators:closed_periods")
    name = period_name(period_of(publication))
    context = {"form": form, "publication": publication, "name": name}
    return render(
        request, "indicators/reopen_period.html", context, status=422 if form.errors else 200
    )
