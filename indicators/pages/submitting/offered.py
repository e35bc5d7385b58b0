"""Which scorecards and periods the list of submissions offers, and with which one it begins."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils import timezone

from indicators.models import EnteredValue, PeriodKind, Scorecard, ScorecardState, Submission
from indicators.periods import Period, of_months, parse_period
from indicators.scoring.reading import version_on
from indicators.scoring.state import MONTHS

# So many ended periods of each kind are offered.
_OFFERED = 3


def known_scorecards() -> Sequence[str]:
    """The codes of the scorecards that are or were in force."""
    decided = Scorecard.objects.exclude(state=ScorecardState.DRAFT)
    return sorted(set(decided.values_list("code", flat=True)))


def label_of(code: str) -> str:
    """The name of the newest version of a scorecard."""
    newest = Scorecard.objects.exclude(state=ScorecardState.DRAFT).filter(code=code).last()
    return newest.label if newest is not None else code


def kind_of(period: Period) -> PeriodKind | None:
    """Which kind of period one is."""
    length = period.last_month - period.first_month + 1
    return next((kind for kind, months in MONTHS.items() if months == length), None)


def offered_periods(code: str, chosen: Period | None = None) -> list[Period]:
    """The periods that somebody may want to fill in: ended lately, by today or by the newest
    entered value, and those with submissions; the latest first."""
    today = timezone.localdate()
    ends = {today.year * 12 + today.month - 1}
    newest = EnteredValue.objects.filter(value__isnull=False).order_by("-last").first()
    if newest is not None:
        ends.add(min((newest.last + 1) // 2, max(ends)))
    rows = Submission.objects.filter(scorecard=code).values_list("period", flat=True)
    found = {parse_period(text) for text in rows.distinct()}
    for end in ends:
        for kind, length in MONTHS.items():
            starts = [end - end % length - length * (back + 1) for back in range(_OFFERED)]
            periods = [of_months(start, start + length - 1) for start in starts]
            found |= {one for one in periods if _is_told(code, one, kind)}
    found |= {chosen} if chosen is not None else set()
    return sorted(found, key=lambda one: (-one.last, one.first))


def _is_told(code: str, period: Period, kind: PeriodKind) -> bool:
    version = version_on(code, period.ends_on)
    return version is not None and kind in version.periods


def with_defaults(query: QueryDict) -> dict[str, str]:
    """The params of a list: where none says which, the first scorecard, and its newest period with
    submissions, else the latest one that has ended. Empty where there is no scorecard."""
    params = {name: query.get(name, "") for name in ("scorecard", "period", "level", "under")}
    if not params["scorecard"]:
        params["scorecard"] = next(iter(known_scorecards()), "")
    if params["scorecard"] and not params["period"]:
        newest = Submission.objects.filter(scorecard=params["scorecard"]).order_by("-pk").first()
        offered = offered_periods(params["scorecard"])
        params["period"] = newest.period if newest else offered[0].text if offered else ""
    return params if params["scorecard"] and params["period"] else {}
