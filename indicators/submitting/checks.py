"""What keeps a submission from going on: values that are not allowed, one's own work, and what
somebody else has changed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.entered.actions import NewValue, check
from indicators.entered.bounds import out_of_bounds
from indicators.entered.newest import Key
from indicators.lines.taking import EnteringError
from indicators.models import StepKind, Submission, SubmissionStep, SubmittedValue
from indicators.periods import parse_period
from units.models import User

# Who did one of these has a hand in what a submission says.
AUTHORS = (StepKind.SAVE, StepKind.ADD_FILE, StepKind.SUBMIT)


def new_values(submission: Submission) -> list[NewValue]:
    """What a submission would enter."""
    return values_of([submission])[submission.pk]


def values_of(submissions: Sequence[Submission]) -> dict[int, list[NewValue]]:
    """The same of many, by the submission's id."""
    rows = SubmittedValue.objects.filter(submission__in=submissions).select_related("measure")
    by_id = {one.pk: (one, parse_period(one.period)) for one in submissions}
    found: dict[int, list[NewValue]] = {pk: [] for pk in by_id}
    for one in rows.order_by("measure"):
        submission, period = by_id[one.submission_id]
        found[submission.pk].append(
            NewValue(one.measure, submission.unit_id, period, one.value, one.rank, one.note)
        )
    return found


def refused_values(values: Sequence[NewValue]) -> dict[Key, str]:
    """Those of the values that cannot be entered, each with a sentence that says why."""
    found: dict[Key, str] = {}
    for one in values:
        try:
            check(one)
        except EnteringError as error:
            found[one.key] = str(error)
    return {**out_of_bounds([one for one in values if one.key not in found]), **found}


def authors(submission: Submission) -> set[int]:
    """The ids of those who have a hand in what a submission says."""
    return authors_of([submission])[submission.pk]


def authors_of(submissions: Sequence[Submission]) -> dict[int, set[int]]:
    """The same of many, by the submission's id."""
    found: dict[int, set[int]] = {one.pk: set() for one in submissions}
    steps = SubmissionStep.objects.filter(submission__in=submissions, kind__in=AUTHORS)
    for pk, user_id in steps.filter(by__isnull=False).values_list("submission", "by"):
        found[pk].add(user_id)
    return found


def submitters_of(submissions: Sequence[Submission]) -> dict[int, User | None]:
    """Submission id -> who handed it in last; None for a command."""
    steps = SubmissionStep.objects.filter(submission__in=submissions, kind=StepKind.SUBMIT)
    return {one.submission_id: one.by for one in steps.select_related("by").order_by("pk")}


def own_work() -> str:
    """Why somebody may not verify."""
    return _("You entered or submitted this yourself: somebody else verifies it.")


def changed_since(row: Submission | None = None, by: User | str = "") -> str:
    """What is said to who has not seen the newest version, be it his own."""
    if row is not None and isinstance(by, User) and row.changed_by_id == by.pk:
        return _(
            "You have changed this yourself since you opened this page, by a second click or in"
            " another window: look at it again."
        )
    return _("Somebody else has changed this since you opened it: look at it again.")
