"""Submissions: the list of who has to do what, the form, one submission, and its way to a value."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.exporting.submissions import submission_sheet, submissions_sheet
from indicators.models import Submission, SubmissionState
from indicators.pages.submitting.conflict import conflict
from indicators.pages.submitting.form import FormParts, InputsForm
from indicators.pages.submitting.forms import CommentForm, EvidenceForm
from indicators.pages.submitting.listing import SubmissionList
from indicators.pages.submitting.offered import with_defaults
from indicators.pages.submitting.page import submission_page
from indicators.pages.submitting.verifying import VerifyingPage, verify_url, waiting_in
from indicators.selection import SelectionError
from indicators.submitting import actions
from indicators.submitting.access import may_fill_in, submission_for
from indicators.submitting.actions import Draft, SubmissionError
from indicators.submitting.asked import InputsAsked, level_asked
from indicators.submitting.direct import list_url
from indicators.submitting.telling import as_told, holding, newest_submissions, told_in
from indicators.views.requests import bad_address
from indicators.writing import count
from units.access import access, require
from units.models import Role, User
from units.queries import one_hierarchy
from units.sheets.answering import about, asked_file


@require_safe
@never_cache
@bad_address
def submissions(request: HttpRequest) -> HttpResponse:
    """The units in sight that a scorecard asks something of, each with its state."""
    mine = access(request)
    params = with_defaults(request.GET)
    if not params:
        if request.GET.get("scorecard") or request.GET.get("period"):
            raise SelectionError(_("There is no scorecard in force."))
        return render(request, "indicators/submissions.html", {"page": None})
    with one_hierarchy():
        asked = InputsAsked.parse(params, mine)
        page = SubmissionList(asked, mine, cast("User", request.user), request.GET)
        file = asked_file(request, {"": lambda: submissions_sheet(page, about(request))})
        if file is not None:
            return file
        context = {"page": page, "may_import": mine.has(Role.UPLOADER)}
        return render(request, "indicators/submissions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@bad_address
def submissions_verify(request: HttpRequest) -> HttpResponse:
    """What waits for the account, looked through and verified together."""
    mine, user = access(request), cast("User", request.user)
    if not mine.has(Role.VERIFIER):
        raise PermissionDenied
    asked = InputsAsked.parse(request.GET.dict(), mine)
    if request.method == "POST":
        _verify_chosen(request, asked)
        if waiting_in(asked, mine, user):
            return redirect(verify_url(asked))
        return redirect(list_url(asked.scorecard.code, asked.period))
    with one_hierarchy():
        page = VerifyingPage(asked, mine, user, request.GET)
        return render(request, "indicators/submissions_verify.html", {"page": page})


def _verify_chosen(request: HttpRequest, asked: InputsAsked) -> None:
    """Verify what was chosen in the version that was seen, and say what came of it."""
    parts = [text.partition(":") for text in request.POST.getlist("chosen")]
    seen = {_number(pk): _number(version) for pk, _colon, version in parts}
    if not seen:
        messages.error(request, _("Choose what is to be verified."))
        return
    code, period = asked.scorecard.code, asked.period
    chosen = Submission.objects.filter(
        scorecard=code, first=period.first, last=period.last, pk__in=seen
    )
    for one in chosen:
        require(request, Role.VERIFIER, one.unit_id, period.ends_on)
    outcome = actions.verify_each(
        scorecard=code, period=period, seen=seen, by=cast("User", request.user)
    )
    done = len(outcome.submissions)
    if done:
        text = ngettext(
            "%(count)s submission is verified, and counts.",
            "%(count)s submissions are verified, and count.",
            done,
        )
        messages.success(request, text % {"count": count(done)})
    units = access(request).units
    for unit_id, sentence in outcome.refused.items():
        messages.error(request, f"{units.label(unit_id, period.ends_on)}: {sentence}")


def _number(text: str) -> int:
    """An id or version as a form gives it; -1 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@bad_address
def submission_form(request: HttpRequest) -> HttpResponse:
    """The form of a unit's inputs; it is kept as a draft, and submitted if asked for."""
    mine = access(request)
    params = request.GET.dict()
    if not params.get("unit"):
        raise SelectionError(_("The selection lacks: %(name)s.") % {"name": "unit"})
    asked = InputsAsked.parse({**params, "under": ""}, mine)
    assert asked.unit_id is not None  # noqa: S101
    unit_id, period = asked.unit_id, asked.period
    if not may_fill_in(mine, unit_id, period.ends_on):
        raise PermissionDenied
    level = level_asked(asked, mine)
    measures = asked.questions.measures_of(level)
    known = newest_submissions(asked.scorecard.code, period, [unit_id]).get(unit_id)
    if known is not None and known.is_open and not known.is_editable and request.method != "POST":
        return redirect("indicators:submission", pk=known.pk)
    held = holding(measures, [unit_id], period).get(unit_id, {})
    told = told_in(known) if known is not None and known.is_open else as_told(held)
    seen = known.version if known is not None else 0
    given: dict[str, Any] = {"measures": measures, "unit_id": unit_id, "period": period}
    form = InputsForm(request.POST or None, **given, told=told, seen=seen)
    found, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            draft = Draft(
                asked.scorecard.code, unit_id, period, form.told, form.cleaned_data["seen"]
            )
            saved = actions.save(drafts=[draft], by=cast("User", request.user))
            if unit_id in saved.submissions:
                return _saved(request, saved.submissions[unit_id])
            found = conflict(saved.refused[unit_id], known, form.told, told)
            # Who saves once more has seen what is there.
            data = request.POST.copy()
            data["seen"] = str(seen)
            form = InputsForm(data, **given, told=told, seen=seen)
            form.is_valid()
            status = 409
    context = {
        "page": FormParts(asked.questions, level, form, told, held),
        "form": form,
        "conflict": found,
        "unit": mine.units.label(unit_id, period.ends_on),
        "asked": asked,
        "submission": known if known is not None and known.is_open else None,
        "comment": submission_page(known, mine, cast("User", request.user)).comment
        if known is not None
        else None,
        "corrects": known is not None and not known.is_open,
    }
    return render(request, "indicators/submission_form.html", context, status=status)


def _saved(request: HttpRequest, submission: Submission) -> HttpResponse:
    if submission.state == SubmissionState.SUBMITTED:
        messages.success(request, _("It is submitted, to be verified."))
        return redirect("indicators:submission", pk=submission.pk)
    if request.POST.get("then") == "submit":
        return _done(
            request,
            submission,
            actions.submit,
            _("It is submitted, to be verified."),
            seen=submission.version,
        )
    messages.success(request, _("The draft is saved. It counts when it is submitted and verified."))
    return redirect("indicators:submission", pk=submission.pk)


@require_safe
@never_cache
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """A submission: old and new values, evidence, and who did what."""
    found = submission_for(request, pk)
    page = submission_page(found, access(request), cast("User", request.user))
    file = asked_file(request, {"": lambda: submission_sheet(page, about(request))})
    return file or page_of(request, found)


def page_of(
    request: HttpRequest,
    found: Submission,
    *,
    comment: CommentForm | None = None,
    evidence: EvidenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a submission, also with what is wrong with one of its forms."""
    with one_hierarchy():
        page = submission_page(found, access(request), cast("User", request.user))
        context = {
            "page": page,
            "comment_form": comment or CommentForm(),
            "evidence_form": evidence or EvidenceForm(measures=page.measures),
        }
        return render(request, "indicators/submission.html", context, status=status)


@require_POST
def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft in."""
    found = submission_for(request, pk, Role.UPLOADER)
    return _done(request, found, actions.submit, _("It is submitted, to be verified."))


@require_POST
def submission_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back to be changed."""
    found = submission_for(request, pk, Role.UPLOADER)
    return _done(request, found, actions.withdraw, _("It is a draft again."))


@require_POST
def submission_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = submission_for(request, pk, Role.UPLOADER)
    return _done(request, found, actions.discard, _("The draft is thrown away."))


@require_POST
def submission_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the values count."""
    found = submission_for(request, pk, Role.VERIFIER)
    return _done(request, found, actions.verify, _("The values are verified, and count."))


@require_http_methods(["GET", "HEAD", "POST"])
def submission_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a submission back to the unit, with a comment."""
    found = submission_for(request, pk, Role.VERIFIER)
    if request.method != "POST":
        return redirect("indicators:submission", pk=pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, comment=form, status=422)

    def send_back(**given: Any) -> Submission:
        return actions.send_back(comment=form.cleaned_data["comment"], **given)

    return _done(request, found, send_back, _("It is sent back, with your comment."))


def _done(
    request: HttpRequest,
    found: Submission,
    action: Callable[..., Submission],
    sentence: str,
    seen: int | None = None,
) -> HttpResponse:
    """Do it to the version that was seen, and show what came of it."""
    named = _number(request.POST.get("version", "")) if seen is None else seen
    try:
        action(submission=found, seen=named, by=request.user)
        messages.success(request, sentence)
    except SubmissionError as error:
        messages.error(request, str(error))
    return redirect("indicators:submission", pk=found.pk)
