"""When scores were computed, and whether they are being computed anew."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from indicators.coverage import coverage
from indicators.models import Scorecard, Scoring
from indicators.pages.coverage_words import coverage_words
from indicators.periods import Period
from indicators.results import Results
from indicators.scoring.kept import stale
from indicators.scoring.state import periods_of
from indicators.version import kept
from indicators.writing import moment


@dataclass(frozen=True)
class Computed:
    """`at` is None while nothing is computed; `is_old`: what went into it has changed since, or it
    is still to be computed."""

    at: datetime | None
    is_old: bool


def computed(scorecard: Scorecard, period: Period, results: Results) -> Computed:
    """How far the scores of a period are."""
    return kept(
        results.version.scores,
        f"computed {scorecard.pk} {period.text}",
        lambda: _computed(scorecard, period),
    )


def _computed(scorecard: Scorecard, period: Period) -> Computed:
    scoring = Scoring.objects.filter(
        scorecard=scorecard, first=period.first, last=period.last
    ).first()
    if scoring is not None:
        return Computed(scoring.computed_at, is_old=bool(stale(scorecard, [period])))
    told = [(one.first, one.last) for one in periods_of(scorecard, coverage())]
    return Computed(None, is_old=(period.first, period.last) in told)


def computed_words(found: Computed, period: Period, results: Results) -> list[str]:
    """Since when the scores are what they are, and how complete the period is."""
    words = [_("computed %(moment)s") % {"moment": moment(found.at)}] if found.at else []
    return words + coverage_words(results, period)


def not_computed(found: Computed) -> str:
    """Why there are no scores."""
    if found.is_old:
        return _("They are computed in the background, which takes some seconds: look again soon.")
    return _("No file tells of this period, and nothing was entered for it.")
