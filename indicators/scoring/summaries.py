"""What league tables read of kept scores: sums and levels, without what came of each criterion."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.models import Scorecard
from indicators.periods import Period
from indicators.scoring.judging import Standing
from indicators.scoring.kept import exact, rows_of


@dataclass(frozen=True)
class Sums:
    """`points` of the `judged` ones that can be judged, of `possible` ones."""

    points: Fraction
    judged: Fraction
    possible: Fraction

    @property
    def share(self) -> Fraction | None:
        """Points of those that can be judged; None where nothing can."""
        return self.points / self.judged if self.judged else None


@dataclass(frozen=True)
class Summary(Sums):
    """A score (`judging.Score`) by its sums: all together, and by code of the group."""

    standing: Standing
    grade: str
    failed: Sequence[str]
    unknown: Sequence[str]
    groups: Mapping[str, Sums]
    missing: Sequence[str]


_READ = (
    *("unit_id", "points", "judged", "possible", "standing", "grade", "failed", "unknown"),
    *("groups", "missing"),
)


def summaries_of(
    scorecard: Scorecard, period: Period, unit_ids: Collection[int] | None = None
) -> dict[int, Summary]:
    """unit id (of `unit_ids`) -> the sums of its score by a version, as they are kept."""
    known: dict[str, Fraction] = {}

    def number(text: str) -> Fraction:
        # Maxima are the same from unit to unit, and points often are.
        found = known.get(text)
        if found is None:
            found = known[text] = exact(text)
        return found

    found = {}
    for row in rows_of(scorecard, period, unit_ids).values(*_READ).iterator(chunk_size=2000):
        found[row["unit_id"]] = Summary(
            points=number(row["points"]),
            judged=number(row["judged"]),
            possible=number(row["possible"]),
            standing=Standing(row["standing"]),
            grade=row["grade"],
            failed=row["failed"],
            unknown=row["unknown"],
            groups={code: Sums(*map(number, sums)) for code, sums in row["groups"].items()},
            missing=row["missing"],
        )
    return found
