"""The units of a scorecard with their outlines and colours, by points or by level; kept with the
state of the data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.pages.fills import Fills, fills_of
from indicators.pages.league_map.outlined import Outlined, outlined
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Standing
from indicators.scoring.league import Scored, league, units_asked
from indicators.scoring.summaries import Summary


class By(StrEnum):
    """What a map of scores is coloured by."""

    POINTS = "points"
    LEVEL = "level"


# Patterns of units without a step: told apart by what they lack.
LITTLE, NOTHING = "few", "none"
_STEPS = 5


@dataclass(frozen=True)
class Mapped:
    """All units by rank; by their ids what fills each (`league_map.picture.Told`). `fills` are the
    steps of shares of the points, empty where levels are shown."""

    listed: Sequence[Scored[Summary]]
    colours: Mapping[int, str]
    fills: Fills
    outlined: Outlined

    def drawn_in(self) -> Counter[str]:
        """How many units are drawn in each colour."""
        return Counter(self.colours[unit_id] for unit_id in self.outlined.picture.shapes)


def mapped(request: ScoreRequest, by: By, results: Results) -> Mapped:
    """The map of a scorecard's units of a level, with the outlines of the period's last day."""
    return results.keep_scores(f"score map {by}", request, lambda: _mapped(request, by))


def level_fills(request: ScoreRequest) -> dict[str, str]:
    """Each level, the lowest first -> its colour; few are as far apart as many."""
    names = [grade.name for grade in request.rules.grades]
    last = len(names) - 1
    return {
        name: str(1 + round(at * (_STEPS - 1) / last) if last else _STEPS)
        for at, name in enumerate(names)
    }


def _mapped(request: ScoreRequest, by: By) -> Mapped:
    listed = league(request)
    shares = {
        one.unit_id: one.score.share
        for one in listed
        if one.rank is not None and one.score.share is not None
    }
    fills = fills_of([] if by == By.LEVEL else shares.values(), are_shares=True)
    if by == By.LEVEL:
        names = level_fills(request)
        colours = {one.unit_id: _of_level(one.score, names) for one in listed}
    else:
        colours = {
            one.unit_id: str(fills.step(shares[one.unit_id]))
            if one.unit_id in shares
            else (LITTLE if one.score.judged else NOTHING)
            for one in listed
        }
    unit_ids = units_asked(request) if listed else []
    return Mapped(
        listed=listed,
        colours=colours,
        fills=fills,
        outlined=outlined([one for one in unit_ids if one in colours], request.period.ends_on),
    )


def _of_level(found: Summary, names: Mapping[str, str]) -> str:
    if found.standing == Standing.GRADED:
        return names[found.grade]
    return NOTHING if found.standing == Standing.OPEN else LITTLE
