"""Which values are not entered directly by those who fill in: those that a scorecard in force asks
their unit for are submitted, and verified by somebody else."""

from functools import cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.defaults import unit_text
from indicators.entered.actions import NewValue
from indicators.lines.taking import EnteringError
from indicators.models import PeriodKind, Scorecard, ScorecardState
from indicators.periods import Period, of_months
from indicators.scoring.state import MONTHS
from indicators.submitting.asking import questions
from units.queries import hierarchy


class SubmitInsteadError(EnteringError):
    """A value that is to be submitted; `url` leads to the form."""

    def __init__(self, sentence: str, url: str) -> None:
        super().__init__(sentence)
        self.url = url


class Direct:
    """Reads the scorecards of each period once."""

    def __init__(self) -> None:
        self._asking = cache(_asking)

    def refuse(self, one: NewValue) -> None:
        """Raises SubmitInsteadError for a value that a scorecard asks the unit for."""
        level = hierarchy().version_at(one.unit_id, one.period.ends_on).level
        scorecard = self._asking(one.period).get((level, one.measure.pk))
        if scorecard is None:
            return
        words = {"measure": one.measure.label, "scorecard": scorecard.label}
        raise SubmitInsteadError(
            _("“%(measure)s” counts for “%(scorecard)s”: submit it by the form, to be verified.")
            % words,
            form_url(scorecard.code, one.unit_id, _told_for(scorecard, one.period)),
        )


def form_url(scorecard: str, unit_id: int, period: Period) -> str:
    """The address of the form of a unit."""
    asked = {
        "scorecard": scorecard,
        "unit": unit_text(hierarchy(), unit_id, period.ends_on),
        "period": period.text,
    }
    return f"{reverse('indicators:submission_form')}?{urlencode(asked)}"


def list_url(scorecard: str, period: Period) -> str:
    """The address of the list of all units."""
    asked = {"scorecard": scorecard, "period": period.text}
    return f"{reverse('indicators:submissions')}?{urlencode(asked)}"


def _asking(period: Period) -> dict[tuple[str, int], Scorecard]:
    """Level and measure -> the scorecard that asks for it. Of parts of its periods, too: what is
    entered for months adds up to the year."""
    found: dict[tuple[str, int], Scorecard] = {}
    for scorecard in Scorecard.objects.exclude(state=ScorecardState.DRAFT):
        if not scorecard.holds_on(period.ends_on):
            continue
        asked = questions(scorecard, period)
        for level in scorecard.levels:
            for measure in asked.measures_of(level):
                found.setdefault((level, measure.pk), scorecard)
    return found


def _told_for(scorecard: Scorecard, period: Period) -> Period:
    """The shortest period of a scorecard that the end of another one lies in."""
    length = min(MONTHS[PeriodKind(kind)] for kind in scorecard.periods)
    first = period.last_month - period.last_month % length
    return of_months(first, first + length - 1)
