"""Which of its points a unit is not measured by, and why."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.scoring.judging import Judged, Score, State
from indicators.writing import score
from units.components import Fact


def not_judged(found: Score) -> list[Fact]:
    """A line for each reason: the points, and the criteria by code."""
    apart = [one for one in found.criteria if one.points is None]
    reasons = {
        State.MISSING: _("Inputs missing"),
        State.REFUSED: _("Refused inputs"),
        State.NO_CASES: _("No cases"),
    }
    by_reason = {
        reason: [one for one in apart if one.state == state] for state, reason in reasons.items()
    }
    return [_fact(reason, criteria) for reason, criteria in by_reason.items() if criteria]


def _fact(reason: str, criteria: Sequence[Judged]) -> Fact:
    words = {"points": score(sum(one.criterion.maximum for one in criteria))}
    codes = ", ".join(one.criterion.code for one in criteria)
    text = pgettext("not judged", "%(points)s points are not judged") % words
    return Fact(reason, text, note=_("criteria %(codes)s") % {"codes": codes})
