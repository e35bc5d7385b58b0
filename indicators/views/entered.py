"""Entered values: the list, the form for one, and the file of many."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.entered.actions import NewValue, enter
from indicators.entered.reading import Allowed, read_values
from indicators.entered.totals import warnings_of
from indicators.exporting.entered import entered_sheet
from indicators.lines.page import file_page
from indicators.lines.taking import EnteringError
from indicators.models import EnteredMeasure
from indicators.pages.entered.forms import ValueForm, no_role
from indicators.pages.entered.listing import entered_page, entered_values
from indicators.submitting.direct import Direct
from units.access import Access, access
from units.admin_audit import acting
from units.models import Role
from units.sheets.answering import about, asked_format, long_file_answer

_ENTERING = (Role.UPLOADER, Role.VERIFIER)


@require_safe
def entered(request: HttpRequest) -> HttpResponseBase:
    """The entered values of the units in sight."""
    mine = access(request)
    if form := asked_format(request):
        measures = {one.code: one for one in EnteredMeasure.objects.all()}
        measure = measures.get(request.GET.get("measure", ""))
        found = entered_values(request.GET, mine, measure)
        return long_file_answer(entered_sheet(found, mine, about(request)), form)
    page = entered_page(request.GET, mine)
    return render(request, "indicators/entered.html", page | {"may_enter": _may_enter(mine)})


@require_http_methods(["GET", "HEAD", "POST"])
def enter_value(request: HttpRequest) -> HttpResponse:
    """Enter one value of a unit that the account has the role for."""
    allowed = _allowed(request)
    if request.method == "POST":
        form = ValueForm(request.POST, allowed=allowed)
        if form.is_valid():
            enter(values=[form.entered], by=acting(request))
            messages.success(request, _("The value is entered."))
            for one in warnings_of([form.entered]):
                messages.warning(request, one.sentence)
            return redirect("indicators:entered")
        return render(request, "indicators/enter_value.html", {"form": form}, status=422)
    form = ValueForm(initial=request.GET.dict(), allowed=allowed)
    return render(request, "indicators/enter_value.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def enter_file(request: HttpRequest) -> HttpResponse:
    """Enter the values of a CSV file."""
    allowed = _allowed(request)
    return file_page(
        request,
        "indicators/enter_file.html",
        read=lambda content: read_values(content, allowed),
        enter=lambda values, name: enter(values=values, by=acting(request), file_name=name),
        warnings=warnings_of,
        to="indicators:entered",
    )


def _may_enter(mine: Access) -> bool:
    return any(mine.has(role) for role in _ENTERING)


def _allowed(request: HttpRequest) -> Allowed:
    """Whether the account may enter a value. Raises PermissionDenied for who may none. What a
    scorecard asks for is entered directly by those alone who would verify it."""
    mine = access(request)
    if not _may_enter(mine):
        raise PermissionDenied

    direct = Direct()

    def allowed(one: NewValue) -> None:
        day = one.period.ends_on
        if not any(mine.may(role, one.unit_id, day) for role in _ENTERING):
            raise EnteringError(no_role())
        if not mine.may(Role.VERIFIER, one.unit_id, day):
            direct.refuse(one)

    return allowed
