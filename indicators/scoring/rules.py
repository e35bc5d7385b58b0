"""A scorecard as values: groups and criteria, how points come out of a ratio, and the levels that
points lead to. What is decided is data (`indicators.models.scorecard`): no index is known here.

Numbers are exact fractions: no rank and no level is won by rounding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

INDICATOR = "indicator:"
ENTERED = "entered:"
CRITERION = "criterion:"
SCORECARD = "scorecard:"
PREFIXES = (INDICATOR, ENTERED, CRITERION, SCORECARD)


class Rule(StrEnum):
    """How points come out of a ratio."""

    LINEAR = "linear"  # maximum x ratio
    THRESHOLD = "threshold"  # full from the threshold on, below it maximum x ratio / threshold
    STEPS = "steps"  # the points of the highest step that is reached
    YES_NO = "yes_no"  # full for what is more than nothing
    POINTS = "points"  # the input is the points, as somebody else gave them


class NoCases(StrEnum):
    """What a criterion is worth for a unit that had nothing to do."""

    FULL = "full"
    ZERO = "zero"
    SKIP = "skip"  # cannot be judged, with its maximum left out


@dataclass(frozen=True)
class Step:
    """From a ratio on so many points."""

    least: Fraction
    points: Fraction


@dataclass(frozen=True)
class Criterion:
    """One criterion. `inputs` are references (PREFIXES) whose values are added up; with
    `complement` the ratio is 1 less that sum. `gate` is the least ratio without which a unit has no
    level; `levels` the levels of units that it applies to, all of the scorecard's where empty."""

    code: str
    name: str
    group: str
    maximum: Fraction
    inputs: Sequence[str]
    rule: Rule = Rule.LINEAR
    complement: bool = False
    threshold: Fraction | None = None
    steps: Sequence[Step] = ()
    no_cases: NoCases = NoCases.SKIP
    gate: Fraction | None = None
    levels: frozenset[str] = frozenset()

    def applies_to(self, level: str) -> bool:
        return not self.levels or level in self.levels


@dataclass(frozen=True)
class Group:
    """A group of criteria; `gate` is the least of its points without which a unit has no level."""

    code: str
    name: str
    maximum: Fraction
    gate: Fraction | None = None


@dataclass(frozen=True)
class Grade:
    """A readiness level, and the least points that lead to it."""

    name: str
    least: Fraction


@dataclass(frozen=True)
class RuleSet:
    """All rules of one version of a scorecard, in the order of the decision; grades rise.

    `levels` are the levels of units that it is about. Without grades nobody has a level.
    """

    code: str
    maximum: Fraction
    levels: Sequence[str]
    groups: Sequence[Group]
    criteria: Sequence[Criterion]
    grades: Sequence[Grade] = ()

    def criteria_of(self, group: Group, level: str) -> list[Criterion]:
        """The criteria of a group that apply to units of a level."""
        return [one for one in self.criteria if one.group == group.code and one.applies_to(level)]


def added(values: Iterable[Fraction]) -> Fraction:
    """The exact sum: brought to one denominator at once, and reduced once."""
    ratios = [one.as_integer_ratio() for one in values]
    whole = lcm(*[denominator for _numerator, denominator in ratios])
    total = sum([numerator * (whole // denominator) for numerator, denominator in ratios])
    return Fraction(total, whole)


def points_for(criterion: Criterion, ratio: Fraction) -> Fraction:
    """The points that a ratio is worth. What lies above the whole counts as the whole, what lies
    below nothing as nothing; points that somebody else gave are taken as they are.
    """
    # Numerators say the same as comparing fractions, ten times as quickly.
    whole = ratio if 0 < ratio.numerator < ratio.denominator else Fraction(ratio > 0)
    match criterion.rule:
        case Rule.LINEAR:
            return criterion.maximum * whole
        case Rule.THRESHOLD:
            assert criterion.threshold is not None  # noqa: S101  (checked: indicators.scoring.checks)
            if whole >= criterion.threshold:
                return criterion.maximum
            return criterion.maximum * whole / criterion.threshold
        case Rule.STEPS:
            reached = [one.points for one in criterion.steps if one.least <= ratio]
            return reached[-1] if reached else Fraction(0)
        case Rule.YES_NO:
            return criterion.maximum if ratio > 0 else Fraction(0)
        case Rule.POINTS:
            return ratio
