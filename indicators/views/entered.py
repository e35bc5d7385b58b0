"""Entered values: the list, the form for one, and the file of many."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.entered import actions
from indicators.entered.actions import EnteringError, NewValue
from indicators.entered.reading import LARGEST, Allowed, FileError, ReadValues, read_values
from indicators.entered.totals import Warned, warnings_of
from indicators.exporting.entered import entered_sheet
from indicators.models import EnteredMeasure
from indicators.pages.entered.forms import FileForm, ValueForm, no_role
from indicators.pages.entered.listing import entered_page, entered_values
from indicators.submitting.direct import Direct
from units.access import Access, access
from units.admin_audit import acting
from units.models import Role
from units.sheets.answering import about, asked_format, long_file_answer

_ENTERING = (Role.UPLOADER, Role.VERIFIER)
_LISTED = 200


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
            actions.enter(values=[form.entered], by=acting(request))
            messages.success(request, _("The value is entered."))
            for one in warnings_of([form.entered]):
                messages.warning(request, one.sentence)
            return redirect("indicators:entered")
        return render(request, "indicators/enter_value.html", {"form": form}, status=422)
    form = ValueForm(initial=request.GET.dict(), allowed=allowed)
    return render(request, "indicators/enter_value.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def enter_file(request: HttpRequest) -> HttpResponse:
    """Enter the values of a CSV file; lines that cannot be taken are listed, the others taken,
    and totals that their parts do not sum up to are listed too."""
    allowed = _allowed(request)
    if request.method != "POST":
        return render(request, "indicators/enter_file.html", {"form": FileForm()})
    form, read = FileForm(request.POST, request.FILES), ReadValues()
    warned: list[Warned] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_values(file.read(LARGEST + 1), allowed)
        except FileError as error:
            form.add_error("file", str(error))
        if read.values:
            taken = actions.enter(values=read.values, by=acting(request), file_name=file.name)
            words = {"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged}
            text = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged.")
            messages.success(request, text % words)
            warned = warnings_of(read.values)
            if not read.problems and not warned:
                return redirect("indicators:entered")
    context = {
        "form": form,
        "problems": read.problems[:_LISTED],
        "rejected": len(read.problems),
        "warnings": warned[:_LISTED],
        "warned": len(warned),
    }
    status = 200 if read.values else 422
    return render(request, "indicators/enter_file.html", context, status=status)


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
