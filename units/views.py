"""The page of the audit log."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from units import audit, rates
from units.access import access
from units.audit_forms import AuditFilterForm
from units.audit_log import audit_page, events_for
from units.audit_sheet import audit_sheet
from units.models import AuditEvent, User
from units.retention.rule import RULES
from units.sheets.answering import about, asked_format, long_file_answer


@require_GET
def audit_log(request: HttpRequest) -> HttpResponseBase:
    """What was done, newest first; for who administers all, and of their units for others who
    administer any. Raises PermissionDenied for the rest."""
    mine = access(request)
    if not mine.is_administrator:
        raise PermissionDenied
    form = AuditFilterForm(request.GET or None)
    events = events_for(mine, form.filters())
    if asked := asked_format(request):
        rates.count(request, "export")
        number = events.count()
        sheet = audit_sheet(events, number, mine.units, about(request))
        file = long_file_answer(sheet, asked)
        audit.record(
            by=cast("User", request.user),
            action="export-audit",
            object_type=AuditEvent._meta.label_lower,
            new={"selection": request.GET.urlencode(), "format": asked.value, "rows": number},
        )
        file["Cache-Control"] = "no-store"
        return file
    context = {
        "form": form,
        "log": audit_page(events, request.GET, mine),
        "kept": RULES if mine.administers_all else (),
    }
    return render(request, "units/audit.html", context)
