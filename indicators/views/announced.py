"""Announced scores: the list, the form for one, and the file of many."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.announced.actions import AnnouncingError, announce
from indicators.announced.reading import ReadAnnounced, read_announced
from indicators.announced.words import sentence
from indicators.entered.reading import LARGEST, FileError, Problem
from indicators.exporting.announced import announced_sheet
from indicators.pages.announced.forms import AnnouncedForm
from indicators.pages.announced.listing import announced_page, announced_scores, scorecards
from indicators.pages.entered.forms import FileForm
from indicators.periods import Period
from units.access import access
from units.admin_audit import acting
from units.models import Role
from units.sheets.answering import about, asked_format, long_file_answer

_LISTED = 200


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
    """Enter what a CSV file tells; lines that cannot be taken are listed, the others taken, and
    totals that their groups do not sum up to are listed too."""
    allowed = _allowed(request)
    if request.method != "POST":
        return render(request, "indicators/announced_file.html", {"form": FileForm()})
    form, read = FileForm(request.POST, request.FILES), ReadAnnounced()
    warned: list[Problem] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_announced(file.read(LARGEST + 1), allowed)
        except FileError as error:
            form.add_error("file", str(error))
        if read.scores:
            taken = announce(scores=read.scores, by=acting(request), file_name=file.name)
            words = {"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged}
            text = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged.")
            messages.success(request, text % words)
            warned = [
                Problem(one.row or 0, sentence(one)) for one in read.scores if one.says.warning
            ]
            if not read.problems and not warned:
                return redirect("indicators:announced")
    context = {
        "form": form,
        "problems": read.problems[:_LISTED],
        "rejected": len(read.problems),
        "warnings": warned[:_LISTED],
        "warned": len(warned),
    }
    status = 200 if read.scores else 422
    return render(request, "indicators/announced_file.html", context, status=status)


def _allowed(request: HttpRequest) -> Callable[[int, Period], None]:
    """Whether the account may enter what was announced of a unit: who verifies its figures, and not
    the unit itself. Raises PermissionDenied for who may of none."""
    mine = access(request)
    if not mine.has(Role.VERIFIER):
        raise PermissionDenied

    def allowed(unit_id: int, period: Period) -> None:
        if not mine.may(Role.VERIFIER, unit_id, period.ends_on):
            raise AnnouncingError(_("You may not enter what was announced of this unit."))

    return allowed
