"""Rules, outcomes and states in the words of the pages of submissions."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import SubmissionState
from indicators.scoring.judging import Judged, State
from indicators.scoring.rules import Criterion, Rule
from indicators.writing import count, score, share

TONES = {
    SubmissionState.DRAFT: "",
    SubmissionState.SUBMITTED: "brand",
    SubmissionState.SENT_BACK: "warn",
    SubmissionState.VERIFIED: "good",
    SubmissionState.DISCARDED: "",
}


def points_words(points: Fraction) -> str:
    """As in "2 points"."""
    # What is no whole number is told as many.
    many = 1 if points == 1 else 2
    return ngettext("%(points)s point", "%(points)s points", many) % {"points": score(points)}


def rule_words(one: Criterion) -> str:
    """How points come out of a ratio, in short."""
    match one.rule:
        case Rule.LINEAR:
            return _("points in proportion")
        case Rule.THRESHOLD:
            words = {"threshold": share(one.threshold, short=True)}
            return _("all points from %(threshold)s on, below it in proportion") % words
        case Rule.STEPS:
            steps = "; ".join(
                _("%(points)s from %(least)s on")
                % {"points": points_words(step.points), "least": _least(step.least)}
                for step in one.steps
            )
            return _("in steps: %(steps)s") % {"steps": steps}
        case Rule.YES_NO:
            return _("all points for yes, none for no")
        case Rule.POINTS:
            return _("points as they are given")


def _least(value: Fraction) -> str:
    """A step of a share, or of a plain value."""
    return share(value, short=True) if value <= 1 else count(value)


def outcome_words(judged: Judged, *, needs_counts: bool) -> str:
    """What a criterion comes to by the values, as in "85,0% = 8,5 points"."""
    if needs_counts:
        return _("comes out with what is counted from dossiers")
    if judged.state == State.NO_CASES:
        return _("no cases")
    if judged.state == State.REFUSED:
        return _("more points than there are")
    if judged.ratio is None or judged.points is None:
        return _("not told yet")
    points = points_words(judged.points)
    if judged.criterion.rule == Rule.POINTS:
        return points
    plain = all(one.denominator is None for one in judged.inputs)
    ratio = score(judged.ratio) if plain and judged.ratio > 1 else share(judged.ratio)
    return f"{ratio} = {points}"
