"""What was announced of one unit: against its own parts, and against what is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from indicators.reported.checks import Gap, check_parts
from indicators.scoring.judging import Score, Standing
from indicators.scoring.summaries import Summary
from indicators.writing import NOTHING, count

# Points are announced with two decimals; each may be off by half of the last one.
_HALF = Decimal("0.005")
UNRANKED = {Standing.GATE, Standing.BELOW}


@dataclass(frozen=True)
class Announced:
    """Points and level as announced, and the points of its groups by their code, of `groups_in_all`
    that the scorecard has: without some of them their sum is a part of the total."""

    points: Decimal | None = None
    grade: str = ""
    is_unranked: bool = False
    groups: Mapping[str, Decimal] = field(default_factory=dict)
    groups_in_all: int = 0
    document: str = ""
    announced_on: date | None = None
    note: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it takes back what was announced before."""
        return self.points is None and not self.level and not self.groups

    @property
    def level(self) -> str:
        """The level in words, "" where none was announced."""
        return _("unranked") if self.is_unranked else self.grade

    @property
    def gap(self) -> Gap[Decimal] | None:
        """How its groups differ from its total; None where they sum up to it, or cannot be told."""
        if self.points is None or not self.groups:
            return None
        tolerance = _HALF * (len(self.groups) + 1)
        found = check_parts(self.groups, self.points, tolerance=tolerance)
        # What was not announced of some groups may fill what lacks, never take away.
        is_partial = len(self.groups) < self.groups_in_all
        return None if found and is_partial and found.difference > 0 else found

    @property
    def warning(self) -> str:
        """What is wrong between its groups and its total, "" where nothing is."""
        if (gap := self.gap) is None:
            return ""
        words = {"parts": told(gap.parts), "total": told(gap.total)}
        return _("the groups add up to %(parts)s, not %(total)s") % words

    def difference(self, score: Score | Summary) -> Fraction | None:
        """Computed points less the announced ones; None without announced points, and where only
        a part of the points can be judged: the announced ones are of all."""
        if self.points is None or score.judged < score.possible:
            return None
        return score.points - Fraction(self.points)

    def agrees(self, score: Score | Summary) -> bool | None:
        """Whether the computed level is the announced one; None where either says nothing."""
        if not self.level or score.standing in (Standing.NONE, Standing.OPEN):
            return None
        if self.is_unranked:
            return score.standing in UNRANKED
        return score.grade == self.grade


def told(points: Decimal | None) -> str:
    """Points as people write them, with the decimals that they have: 46,63; None -> "–"."""
    if points is None:
        return NOTHING
    plain = points.normalize()
    return count(plain if plain != plain.to_integral() else int(plain))
