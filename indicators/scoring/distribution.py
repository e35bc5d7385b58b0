"""How many units stand where: at each level and without one, or in bands of the share of points."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.announced.values import Announced
from indicators.models import Scorecard
from indicators.periods import Period
from indicators.scoring.judging import Standing
from indicators.scoring.kept import exact, rows_of
from indicators.scoring.summaries import Summary, Sums

# Shares of the points from which a band begins, the lowest first: those by which index 766 is
# commonly told (weak, fair, good, very good, excellent).
BANDS = (Fraction(0), Fraction(1, 2), Fraction(7, 10), Fraction(4, 5), Fraction(9, 10))
BAND = "band-"
LEVEL = "level-"
# Without a level or band: a gate fails, too few points, not to be told, announced as unranked.
GATE, BELOW, OPEN, UNRANKED = "gate", "below", "open", "unranked"


@dataclass(frozen=True)
class Stood(Sums):
    """What one unit scores in a period, in short."""

    standing: Standing
    grade: str


def stood(
    scorecard: Scorecard, period: Period, unit_ids: Collection[int] | None = None
) -> dict[int, Stood]:
    """unit id (of `unit_ids`) -> where it stands by a version, as it is kept; one query."""
    read = ("unit_id", "points", "judged", "possible", "standing", "grade")
    return {
        unit_id: Stood(exact(points), exact(judged), exact(possible), Standing(standing), grade)
        for unit_id, points, judged, possible, standing, grade in rows_of(
            scorecard, period, unit_ids
        ).values_list(*read)
    }


def places(grades: Sequence[str]) -> list[str]:
    """The keys of all places, the best first; of bands where there are no grades."""
    if not grades:
        return [*(f"{BAND}{number}" for number in reversed(range(len(BANDS)))), OPEN]
    return [*(f"{LEVEL}{one}" for one in reversed(grades)), UNRANKED, BELOW, GATE, OPEN]


def place_of(found: Stood | Summary, least_judged: Fraction) -> str:
    """Where a unit stands; in bands only where enough of its points can be judged for a rank."""
    match found.standing:
        case Standing.GRADED:
            return f"{LEVEL}{found.grade}"
        case Standing.GATE:
            return GATE
        case Standing.BELOW:
            return BELOW
        case Standing.OPEN:
            return OPEN
    if found.share is None or found.judged < least_judged * found.possible:
        return OPEN
    return _band(found.share)


def announced_place(told: Announced, maximum: Fraction, *, has_grades: bool) -> str | None:
    """Where a unit stands by what was announced of it; None where that is not told."""
    if has_grades:
        return UNRANKED if told.is_unranked else f"{LEVEL}{told.grade}" if told.grade else None
    return None if told.points is None else _band(Fraction(told.points) / maximum)


def _band(share: Fraction) -> str:
    return f"{BAND}{max(n for n, least in enumerate(BANDS) if n == 0 or least <= share)}"


def distribution(places_held: Mapping[int, str | None]) -> dict[str, list[int]]:
    """Place -> the units that stand there."""
    found: dict[str, list[int]] = {}
    for unit_id, place in places_held.items():
        if place is not None:
            found.setdefault(place, []).append(unit_id)
    return found
