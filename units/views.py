"""The page of the audit log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from units.access import access, require_everywhere
from units.audit_forms import AuditFilterForm
from units.audit_log import audit_page


@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    """What was done, newest first; for those who administer all."""
    require_everywhere(request)
    form = AuditFilterForm(request.GET or None)
    return render(
        request,
        "units/audit.html",
        {"form": form, "log": audit_page(form.filters(), request.GET, access(request).units)},
    )
