"""Files of submissions: evidence, and all inputs as a file that can be imported again."""

from typing import BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.receiving import SizeLimit, limited_to
from indicators.exporting.inputs import inputs_sheet
from indicators.lines.page import FileForm, told
from indicators.lines.taking import EnteringError, Problem
from indicators.models import EnteredMeasure, Submission
from indicators.pages.entered.forms import no_role
from indicators.pages.submitting.forms import EvidenceForm
from indicators.periods import parse_period
from indicators.scoring.reading import version_on
from indicators.submitting import actions, evidence
from indicators.submitting.access import evidence_for, may_fill_in, submission_for
from indicators.submitting.actions import SubmissionError
from indicators.submitting.asked import InputsAsked
from indicators.submitting.asking import questions
from indicators.submitting.direct import list_url
from indicators.submitting.importing import LevelOf, ReadInputs, read_inputs
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, bad_address
from indicators.views.submissions import page_of
from indicators.writing import count
from units.access import Access, access
from units.models import Role, User
from units.queries import one_hierarchy
from units.saving import BINARY, saved_as


@require_http_methods(["GET", "HEAD", "POST"])
@limited_to("MAX_EVIDENCE_BYTES")
def evidence_add(request: HttpRequest, pk: int, *, size_limit: SizeLimit) -> HttpResponse:
    """Keep a file with a submission."""
    found = submission_for(request, pk, Role.UPLOADER)
    if request.method != "POST":
        return redirect("indicators:submission", pk=pk)
    form = EvidenceForm(
        request.POST,
        request.FILES,
        measures=asked_measures(found, access(request)),
        is_too_large=bool(size_limit.too_large),
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            evidence.add(
                submission=found,
                file=cast("BinaryIO", file),
                name=file.name,
                measure=form.cleaned_data["measure"],
                by=cast("User", request.user),
            )
            messages.success(request, _("The file is kept with the submission."))
            return redirect("indicators:submission", pk=pk)
        except SubmissionError as error:
            form.add_error("file", str(error))
    status = 413 if size_limit.too_large else 422
    return page_of(request, found, evidence=form, status=status)


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a file from a submission that is not handed in."""
    found = evidence_for(request, pk, Role.UPLOADER)
    try:
        evidence.remove(evidence=found, by=cast("User", request.user))
        messages.success(request, _("The file is removed."))
    except SubmissionError as error:
        messages.error(request, str(error))
    return redirect("indicators:submission", pk=found.submission_id)


@require_safe
@never_cache
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was handed in: to be kept, never to be shown by the browser."""
    found = evidence_for(request, pk)
    if not found.file:  # kept for long enough (indicators.retention)
        raise Http404
    file = default_storage.open(found.file, "rb")
    return saved_as(FileResponse(file, content_type=BINARY), found.name)


@require_safe
@never_cache
@bad_address
def submission_inputs(request: HttpRequest) -> HttpResponse:
    """All inputs of a scorecard and period as a file."""
    mine = access(request)
    asked = InputsAsked.parse(request.GET.dict(), mine)
    with one_hierarchy():
        answer = export_of(cast("FigureRequest", request), lambda _url: inputs_sheet(asked, mine))
        return answer or redirect("indicators:submissions")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@bad_address
def submission_import(request: HttpRequest) -> HttpResponse:
    """Take the values of a file into drafts; lines that cannot be taken are listed."""
    mine = access(request)
    if not mine.has(Role.UPLOADER):
        raise PermissionDenied
    asked = InputsAsked.parse({**request.GET.dict(), "under": "", "level": ""}, mine)
    back_url = list_url(asked.scorecard.code, asked.period)
    form, read = FileForm(), ReadInputs()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        with one_hierarchy():
            said = form.said(lambda content: read_inputs(content, asked, level_of(asked, mine)))
        if said is not None:
            read = said
            _take(request, read, form.file_name)
            if not read.problems:
                return redirect(back_url)
    about = f"{asked.scorecard.label} · {asked.period.text}"
    context = {"about": about, "list_url": back_url, **told(form, read.problems)}
    status = 422 if form.errors or (read.problems and not read.drafts) else 200
    return render(request, "indicators/submission_import.html", context, status=status)


def asked_measures(found: Submission, mine: Access) -> list[EnteredMeasure]:
    """The measures that a submission's unit is asked for."""
    period = parse_period(found.period)
    scorecard = version_on(found.scorecard, period.ends_on)
    if scorecard is None:
        return []
    level = mine.units.version_at(found.unit_id, period.ends_on).level
    return questions(scorecard, period).measures_of(level)


def level_of(asked: InputsAsked, mine: Access) -> LevelOf:
    """Which level a unit has, of those that the account fills in and that are asked something."""
    units, day = asked.units(mine), asked.period.ends_on

    def level(unit_id: int) -> str:
        if not may_fill_in(mine, unit_id, day):
            raise EnteringError(no_role())
        if unit_id not in units:
            words = {"unit": mine.units.name(unit_id, day)}
            raise EnteringError(_("Nothing is asked of “%(unit)s”.") % words)
        return units[unit_id]

    return level


def _take(request: HttpRequest, read: ReadInputs, file_name: str) -> None:
    """Keep what was read; what somebody changed in this moment is a problem of its rows."""
    saved = actions.save(drafts=read.drafts, by=cast("User", request.user), file_name=file_name)
    for unit_id, sentence in saved.refused.items():
        read.problems += [Problem(row, sentence) for row in read.rows_of[unit_id]]
    read.problems.sort(key=lambda one: one.row)
    number = len(saved.submissions)
    text = ngettext(
        "The inputs of %(count)s unit are taken as a draft.",
        "The inputs of %(count)s units are taken as drafts.",
        number,
    )
    if number:
        messages.success(request, text % {"count": count(number)})
    elif not read.problems:
        messages.info(request, _("The file says nothing new: nothing was changed."))
