"""Who may see, fill in and verify submissions: by the unit, on the last day of the period."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from indicators.models import Evidence, Submission, SubmissionState, SubmissionStep
from indicators.periods import Period, parse_period
from indicators.submitting.checks import AUTHORS
from units.access import Access, access, require, visible_unit
from units.models import Role, User


def submission_for(request: HttpRequest, pk: int, role: str | None = None) -> Submission:
    """The submission, if the account may see its unit then, and has the role for it.

    Raises Http404 where it may not see it, PermissionDenied where it may not do what it asks.
    """
    found = Submission.objects.select_related("changed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    _check(request, found, role)
    return found


def evidence_for(request: HttpRequest, pk: int, role: str | None = None) -> Evidence:
    """The file, under the same conditions."""
    found = Evidence.objects.select_related("submission").filter(pk=pk).first()
    if found is None:
        raise Http404
    _check(request, found.submission, role)
    return found


def may_fill_in(mine: Access, unit_id: int, day: date) -> bool:
    """Whether the account enters a unit's values."""
    return mine.may(Role.UPLOADER, unit_id, day)


def may_verify(mine: Access, unit_id: int, day: date) -> bool:
    """Whether the account verifies a unit's values, if it did not enter them."""
    return mine.may(Role.VERIFIER, unit_id, day)


def works_on(mine: Access, unit_id: int, day: date) -> bool:
    """Whether the account fills in or verifies a unit's values."""
    return may_fill_in(mine, unit_id, day) or may_verify(mine, unit_id, day)


def may_look(mine: Access, submission: Submission) -> bool:
    """Whether the account sees what a submission of a unit in its sight says: what is not handed
    in is for those alone who work on it."""
    if submission.state in (SubmissionState.SUBMITTED, SubmissionState.VERIFIED):
        return True
    return works_on(mine, submission.unit_id, parse_period(submission.period).ends_on)


def to_verify(mine: Access, user: User, scorecard: str, period: Period) -> list[Submission]:
    """The submissions of a scorecard and period that wait for the account to verify them."""
    if not mine.has(Role.VERIFIER):
        return []
    own = SubmissionStep.objects.filter(submission=OuterRef("pk"), kind__in=AUTHORS, by=user)
    waiting = Submission.objects.filter(
        scorecard=scorecard,
        first=period.first,
        last=period.last,
        state=SubmissionState.SUBMITTED,
    )
    rows = waiting.filter(~Exists(own)).order_by("pk")
    return [one for one in rows if may_verify(mine, one.unit_id, period.ends_on)]


def next_to_verify(mine: Access, user: User, after: Submission) -> Submission | None:
    """The next one of the same scorecard and period that waits for the account to verify it."""
    waiting = to_verify(mine, user, after.scorecard, parse_period(after.period))
    return next((one for one in waiting if one.pk != after.pk), None)


def _check(request: HttpRequest, submission: Submission, role: str | None) -> None:
    day = parse_period(submission.period).ends_on
    if role is None:
        visible_unit(request, submission.unit_id, day)
        if not may_look(access(request), submission):
            raise PermissionDenied
    else:
        require(request, role, submission.unit_id, day)
