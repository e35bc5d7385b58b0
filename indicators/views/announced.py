"""Announced scores: the list, the form for one, and the file of many."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.announced.actions import announce
from indicators.announced.reading import read_announced
from indicators.announced.words import sentence, warnings_of
from indicators.exporting.announced import announced_sheet
from indicators.lines.page import file_page
from indicators.lines.taking import EnteringError
from indicators.pages.announced.forms import AnnouncedForm
from indicators.pages.announced.listing import announced_page, announced_scores, scorecards
from indicators.periods import Period
from units.access import access
from units.admin_audit import acting
from units.models import Role
from units.sheets.answering import about, asked_format, long_file_answer


@require_safe
def announced(request: HttpRequest) -> HttpResponseBase:
    """What was announced of the units in sight."""
    mine = access(request)
    if form := asked_format(request):
        found = announced_scores(request.GET, mine)
        return long_file_answer(announced_sheet(found, mine, about(request)), form)
    page = announced_page(request.GET, mine)
    may_enter = mine.has(Role.VERIFIER)
    return render(request, "indicators/announced.html", page | {"may_enter": may_enter})


@require_http_methods(["GET", "HEAD", "POST"])
def announced_new(request: HttpRequest) -> HttpResponse:
    """Enter what was announced of one unit by a `scorecard`; of several one is chosen first."""
    allowed = _allowed(request)
    cards = scorecards()
    only = next(iter(cards)) if len(cards) == 1 else ""
    scorecard = cards.get(request.GET.get("scorecard", only))
    page = {"scorecard": scorecard, "cards": cards.values()}
    if scorecard is None:
        return render(request, "indicators/announced_new.html", page)
    if request.method != "POST":
        form = AnnouncedForm(initial=request.GET.dict(), scorecard=scorecard, allowed=allowed)
        return render(request, "indicators/announced_new.html", page | {"form": form})
    form = AnnouncedForm(request.POST, scorecard=scorecard, allowed=allowed)
    if not form.is_valid():
        return render(request, "indicators/announced_new.html", page | {"form": form}, status=422)
    announce(scores=[form.announced], by=acting(request))
    messages.success(request, _("What was announced is entered."))
    if form.announced.says.warning:
        messages.warning(request, sentence(form.announced))
    return redirect("indicators:announced")


@require_http_methods(["GET", "HEAD", "POST"])
def announced_file(request: HttpRequest) -> HttpResponse:
    """Enter what a CSV file tells."""
    allowed = _allowed(request)
    return file_page(
        request,
        "indicators/announced_file.html",
        read=lambda content: read_announced(content, allowed),
        enter=lambda scores, name: announce(scores=scores, by=acting(request), file_name=name),
        warnings=warnings_of,
        to="indicators:announced",
    )


def _allowed(request: HttpRequest) -> Callable[[int, Period], None]:
    """Whether the account may enter what was announced of a unit: who verifies its figures, and not
    the unit itself. Raises PermissionDenied for who may of none."""
    mine = access(request)
    if not mine.has(Role.VERIFIER):
        raise PermissionDenied

    def allowed(unit_id: int, period: Period) -> None:
        if not mine.may(Role.VERIFIER, unit_id, period.ends_on):
            raise EnteringError(_("You may not enter what was announced of this unit."))

    return allowed
