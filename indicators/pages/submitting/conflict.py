"""What two people told of the same unit, beside each other: nothing is lost without being seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.models import EnteredMeasure, Submission, SubmissionState
from indicators.pages.submitting.form import written
from indicators.submitting.telling import EMPTY, Told
from indicators.writing import NOTHING, moment


@dataclass(frozen=True)
class Difference:
    """A measure that both told otherwise."""

    measure: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """What somebody else saved meanwhile: who, when, and what differs; `takes_its_place` where
    saving once more can be done."""

    sentence: str
    differences: Sequence[Difference]
    takes_its_place: bool


def conflict(
    sentence: str,
    submission: Submission | None,
    yours: Mapping[EnteredMeasure, Told],
    theirs: Mapping[int, Told],
) -> Conflict:
    """`sentence` says why what was typed is not saved."""
    if submission is not None:
        by = submission.changed_by.get_short_name() if submission.changed_by else NOTHING
        sentence += " " + _("Last changed by %(by)s, %(at)s.") % {
            "by": by,
            "at": moment(submission.changed_at),
        }
    found = [
        Difference(
            one.label,
            written(told, one) or NOTHING,
            written(theirs.get(one.pk, EMPTY), one) or NOTHING,
        )
        for one, told in yours.items()
        if told != theirs.get(one.pk, EMPTY)
    ]
    is_submitted = submission is not None and submission.state == SubmissionState.SUBMITTED
    return Conflict(sentence, found, not is_submitted)
