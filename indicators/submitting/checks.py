"""What keeps a submission from going on: values that are not allowed, one's own work, and what
somebody else has changed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.entered.actions import EnteringError, NewValue, check
from indicators.entered.bounds import out_of_bounds
from indicators.entered.newest import Key
from indicators.models import StepKind, Submission
from indicators.periods import parse_period
from units.models import User

# Who did one of these has a hand in what a submission says.
AUTHORS = (StepKind.SAVE, StepKind.ADD_FILE, StepKind.SUBMIT)


def new_values(submission: Submission) -> list[NewValue]:
    """What a submission would enter."""
    period = parse_period(submission.period)
    return [
        NewValue(one.measure, submission.unit_id, period, one.value, one.rank, one.note)
        for one in submission.values.select_related("measure").order_by("measure")
    ]


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
    by = submission.steps.filter(kind__in=AUTHORS, by__isnull=False)
    return set(by.values_list("by_id", flat=True))


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
