"""What a page of scores is about, completed where its address is silent."""

from collections.abc import Mapping
from contextlib import suppress

from indicators.defaults import home_of, levels_below, newest_period, unit_text
from indicators.models import PeriodKind, Scorecard, ScorecardState, Scoring
from indicators.periods import Period, PeriodError, of_months, parse_period
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.state import MONTHS
from indicators.version import kept
from units.access import Access
from units.errors import UnitError
from units.models import Level
from units.queries import hierarchy

_NEAREST = (Level.DISTRICT, Level.COMMUNE, Level.DEPARTMENT, Level.PROVINCE)


class Cards:
    """All versions of scorecards that are or were in force; two queries."""

    def __init__(self, results: Results) -> None:
        decided = Scorecard.objects.exclude(state=ScorecardState.DRAFT)
        self.versions = list(decided.order_by("code", "valid_from"))
        # Code -> first and last half month of the periods of which scores are kept.
        self._kept: dict[str, set[tuple[int, int]]] = kept(
            results.version.scores, "scorings", _scorings
        )

    @property
    def codes(self) -> list[str]:
        """Those in force come first, and examples after what an office decided."""
        newest = {one.code: one for one in self.versions}
        ordered = sorted(
            newest.values(),
            key=lambda one: (one.state != ScorecardState.IN_FORCE, one.is_example, one.code),
        )
        return [one.code for one in ordered]

    def newest(self, code: str) -> Scorecard | None:
        """The version that began last."""
        return next((one for one in reversed(self.versions) if one.code == code), None)

    def version_in(self, code: str, period: Period) -> Scorecard | None:
        """The version that holds at the end of a period."""
        held = (one for one in self.versions if one.code == code and one.holds_on(period.ends_on))
        return next(held, None)

    def has_scores(self, code: str, period: Period) -> bool:
        """Whether scores are kept of a period."""
        return (period.first, period.last) in self._kept.get(code, ())

    def periods_like(self, code: str, period: Period) -> list[Period]:
        """The periods as long as one of which scores are kept, oldest first."""
        length = period.last - period.first
        return [
            of_months(first // 2, last // 2)
            for first, last in sorted(self._kept.get(code, ()))
            if last - first == length
        ]

    def years(self, code: str) -> set[int]:
        """The years of which scores are kept."""
        return {last // 24 for _first, last in self._kept.get(code, ())}

    def newest_period(self, code: str, results: Results) -> Period:
        """The period of the newest scores, the longest one; without scores one of its kinds, of
        the newest data."""
        found = self._kept.get(code)
        if found:
            first, last = max(found, key=lambda one: (one[1], -one[0]))
            return of_months(first // 2, last // 2)
        year = newest_period(results)
        card = self.newest(code)
        longest = max((MONTHS[PeriodKind(one)] for one in card.periods), default=12) if card else 12
        return of_months(year.last_month - longest + 1, year.last_month)


def _scorings() -> dict[str, set[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for code, first, last in Scoring.objects.values_list("scorecard__code", "first", "last"):
        found.setdefault(code, set()).add((first, last))
    return found


def with_score_defaults(
    params: Mapping[str, str], cards: Cards, access: Access, results: Results
) -> dict[str, str]:
    """The params with scorecard, period, under and level where they lack; there must be a
    scorecard."""
    found = {name: value for name, value in params.items() if value}
    code = found.setdefault("scorecard", cards.codes[0])
    found.setdefault("period", cards.newest_period(code, results).text)
    try:
        period = parse_period(found["period"])
    except PeriodError:
        return found
    lines, under_id = hierarchy(), None
    if "under" not in found:
        under_id = home_of(access, results, period.ends_on)
        if under_id is not None:
            found["under"] = unit_text(lines, under_id, period.ends_on)
    else:
        with suppress(UnitError):
            under_id = lines.resolve(found["under"], on=period.ends_on)
    card = cards.version_in(code, period)
    if "level" not in found and card is not None:
        found["level"] = _level(card, under_id, period)
    return found


def levels_of(card: Scorecard, under_id: int | None, period: Period) -> list[str]:
    """The levels of a scorecard of which there are units within one."""
    lines, day = hierarchy(), period.ends_on
    there = set(levels_below(lines, under_id, day))
    if under_id is not None:
        there.add(lines.level(under_id, day))
    return [level for level in Level.values if level in there and level in card.levels]


def _level(card: Scorecard, under_id: int | None, period: Period) -> str:
    """The nearest of its levels within the unit."""
    there = levels_of(card, under_id, period)
    return next((level for level in _NEAREST if level in there), card.levels[0])


def request_for(
    request: ScoreRequest, period: Period, card: Scorecard | None
) -> ScoreRequest | None:
    """The same of another period, by the version that held then; None where none did."""
    if card is None or request.level not in card.levels:
        return None
    return ScoreRequest(card, request.level, period, request.under, request.under_id)
