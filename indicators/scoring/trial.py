"""What a draft would change: its scores beside those of the version that holds, both worked out now
and kept nowhere."""

from copy import copy
from dataclasses import dataclass
from fractions import Fraction

from indicators.coverage import coverage
from indicators.models import Scorecard
from indicators.periods import Period
from indicators.scoring.judging import Score
from indicators.scoring.kept import judge_all, scored_units
from indicators.scoring.league import Scored, named, ranked
from indicators.scoring.reading import rules_of, version_on
from indicators.scoring.state import periods_of
from units.snapshot import snapshot


@dataclass(frozen=True)
class Compared:
    """One unit before and after; None where the version is not about it, or there is none."""

    level: str
    before: Scored[Score] | None
    after: Scored[Score] | None

    @property
    def unit(self) -> Scored[Score]:
        """Which unit it is."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  (a unit is in one of them)
        return found

    @property
    def changes(self) -> bool:
        """Whether points, rank or level would be other than now."""
        return _told(self.before) != _told(self.after)


def _told(one: Scored[Score] | None) -> object:
    if one is None:
        return None
    score = one.score
    return score.points, score.judged, score.possible, one.rank, score.standing, score.grade


@dataclass(frozen=True)
class Trial:
    """All units of a period, in the order of the levels and of their ranks by the draft; `version`
    is what holds now."""

    period: Period
    version: Scorecard | None
    units: list[Compared]


def trial_periods(draft: Scorecard) -> list[Period]:
    """The periods that a draft can be tried on: there is something for them, whenever it holds."""
    anytime = copy(draft)
    anytime.valid_from = anytime.valid_to = None
    return periods_of(anytime, coverage())


@snapshot()
def trial(draft: Scorecard, period: Period) -> Trial:
    """Judge the units of a period by a draft and by the version that holds at its end."""
    version = version_on(draft.code, period.ends_on)
    after = _judged(draft, period)
    before = _judged(version, period) if version is not None else {}
    units = [
        Compared(level, before.get(level, {}).get(unit_id), after.get(level, {}).get(unit_id))
        for level in dict.fromkeys([*after, *before])
        for unit_id in dict.fromkeys([*after.get(level, {}), *before.get(level, {})])
    ]
    return Trial(period, version, units)


def _judged(scorecard: Scorecard, period: Period) -> dict[str, dict[int, Scored[Score]]]:
    """Level -> unit id -> its score and rank, in the order of the ranks."""
    scores = judge_all(scorecard, rules_of(scorecard), period)
    levels = scored_units(scorecard, period)
    least = Fraction(scorecard.least_judged)
    found: dict[str, dict[int, Scored[Score]]] = {}
    for level in scorecard.levels:
        of_level = {key: score for key, score in scores.items() if levels[key] == level}
        found[level] = {one.unit_id: one for one in ranked(named(of_level, period), least)}
    return found
