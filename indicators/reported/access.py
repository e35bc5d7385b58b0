"""Who may see, hand in and take back reports: by the unit that a report is of, in its period."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from indicators.half_months import last_day
from indicators.models import Report
from units.access import access, require, visible_unit
from units.models import Role


def report_for(request: HttpRequest, pk: int, role: str | None = None) -> Report:
    """The report, if the account may see its unit then, and has the role for it.

    Raises Http404 where it may not see it, PermissionDenied where it may not do what it asks.
    """
    people = ("handed_in_by", "counted_by", "taken_back_by")
    report = Report.objects.select_related(*people).filter(pk=pk).first()
    if report is None:
        raise Http404
    day = last_day(report.last_half)
    if role is None:
        visible_unit(request, report.unit_id, day)
    else:
        require(request, role, report.unit_id, day)
    return report


def may_decide(request: HttpRequest, report: Report) -> bool:
    """Whether the account may let the report count, and take it back."""
    return access(request).may(Role.UPLOADER, report.unit_id, last_day(report.last_half))


def may_report(request: HttpRequest) -> bool:
    """Whether the account may hand in reports of any unit at all."""
    return access(request).has(Role.UPLOADER)


def visible_reports(request: HttpRequest) -> QuerySet[Report]:
    """The reports of units that the account may see in their period, the newest first."""
    reports = Report.objects.select_related("handed_in_by").order_by("-pk")
    mine = access(request)
    if mine.everything:
        return reports
    found = list(Report.objects.values_list("pk", "unit_id", "last_half"))
    seen = {
        (unit_id, half)
        for unit_id, half in {(unit_id, half) for _pk, unit_id, half in found}
        if mine.may_see(unit_id, last_day(half))
    }
    return reports.filter(pk__in=[pk for pk, *of in found if tuple(of) in seen])
