"""Units in the order of their scores: exact fractions, ties share a rank."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, TypeVar

from indicators.periods import Period
from indicators.ranking import rank
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Score
from indicators.scoring.kept import kept_scores
from indicators.scoring.summaries import Summary, Sums, summaries_of
from units.queries import hierarchy

AnyScore = TypeVar("AnyScore", Score, Summary)


@dataclass(frozen=True)
class Scored(Generic[AnyScore]):
    """One unit's score. `rank` is None where too little can be judged; `ranked` is how many units
    have one."""

    unit_id: int
    code: str
    name: str
    sort_key: str
    score: AnyScore
    rank: int | None = None
    ranked: int = 0


def scores(request: ScoreRequest) -> list[Scored[Score]]:
    """The kept scores of the units of a level, ordered by rank, then name; units without a rank
    come last. Empty where nothing is computed for the period yet."""
    found = kept_scores(request.scorecard.code, request.period, units_asked(request))
    return _ranked(found, request)


def league(request: ScoreRequest) -> list[Scored[Summary]]:
    """The same by their sums alone, which is much quicker to read."""
    found = summaries_of(request.scorecard, request.period, units_asked(request))
    return _ranked(found, request)


def units_asked(request: ScoreRequest) -> list[int]:
    """The units of the level that were there in the period, within the one that is asked for."""
    lines, period, under = hierarchy(), request.period, request.under_id
    return [
        unit_id
        for unit_id in lines.units_of_level(request.level, period.begins_on, period.ends_on)
        if under is None or under in lines.ancestors(unit_id, period.ends_on)
    ]


def _ranked(found: Mapping[int, AnyScore], request: ScoreRequest) -> list[Scored[AnyScore]]:
    listed = named(found, request.period)
    return ranked(listed, Fraction(request.scorecard.least_judged))


def named(found: Mapping[int, AnyScore], period: Period) -> list[Scored[AnyScore]]:
    """Scores with the names of their units at the end of a period."""
    lines = hierarchy()
    versions = {unit_id: lines.version_at(unit_id, period.ends_on) for unit_id in found}
    return [
        Scored(unit_id, one.code, one.name, one.sort_key, found[unit_id])
        for unit_id, one in versions.items()
    ]


def ranks_of(scores: Mapping[int, Score | Sums], least_judged: Fraction) -> dict[int, int]:
    """unit id -> rank, for those that have one (see `ranked`)."""
    shares = {
        unit_id: (share.numerator, share.denominator)
        for unit_id, one in scores.items()
        if (share := one.share) is not None and one.judged >= least_judged * one.possible
    }
    return rank(shares, higher_is_better=True)


def ranked(listed: Collection[Scored[AnyScore]], least_judged: Fraction) -> list[Scored[AnyScore]]:
    """The scores with their ranks among each other: by points of those that can be judged, of units
    of which at least a share of all points can be."""
    ranks = ranks_of({one.unit_id: one.score for one in listed}, least_judged)
    with_ranks = [replace(one, rank=ranks.get(one.unit_id), ranked=len(ranks)) for one in listed]
    return sorted(
        with_ranks, key=lambda one: (one.rank is None, one.rank or 0, one.sort_key, one.code)
    )
