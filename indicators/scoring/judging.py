"""From inputs to points, group by group, and to the level: a plain function over one unit.

Null is not 0 (DOMAIN.md section 8): a criterion whose input is missing is not judged, and its
maximum stays out of the points that a unit is measured by.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from graphlib import TopologicalSorter

from indicators.scoring.rules import (
    CRITERION,
    Criterion,
    Grade,
    Group,
    NoCases,
    Rule,
    RuleSet,
    added,
    points_for,
)


@dataclass(frozen=True)
class Input:
    """What an indicator, an entered value or another scorecard says of a unit in a period. Without
    a `denominator` it is a plain value; `numerator` None says that it is missing."""

    numerator: int | Decimal | Fraction | None = None
    denominator: int | Decimal | Fraction | None = None

    @property
    def is_missing(self) -> bool:
        return self.numerator is None

    @property
    def has_no_cases(self) -> bool:
        return self.numerator is not None and self.denominator == 0

    @property
    def value(self) -> Fraction | None:
        """The ratio, or the plain value; None where there is none."""
        if self.numerator is None or self.has_no_cases:
            return None
        numerator, denominator = self.numerator, self.denominator
        if isinstance(numerator, int) and isinstance(denominator, int):
            return Fraction(numerator, denominator)
        return Fraction(numerator) / Fraction(1 if denominator is None else denominator)


MISSING = Input()


class State(StrEnum):
    """What came of a criterion."""

    JUDGED = "judged"
    NO_CASES = "no_cases"  # nothing to do: as its rule says; in one input alone: not judged
    MISSING = "missing"  # an input is missing: not judged
    REFUSED = "refused"  # more points were given than there are: not judged


@dataclass(frozen=True)
class Judged:
    """A criterion of one unit: `points` None where it is not judged, `ratio` where there is none;
    `missing` are the references of the inputs that lack. `inputs` are in the criterion's order."""

    criterion: Criterion
    state: State
    inputs: Sequence[Input]
    ratio: Fraction | None = None
    points: Fraction | None = None
    missing: Sequence[str] = ()


class Standing(StrEnum):
    """Where a unit stands by its level."""

    NONE = ""  # the scorecard has no levels
    GRADED = "graded"
    GATE = "gate"  # unranked: a condition that must hold does not
    BELOW = "below"  # unranked: too few points for the lowest level
    OPEN = "open"  # missing inputs leave it open


@dataclass(frozen=True)
class Score:
    """What a unit scores: `points` of the `judged` ones that can be judged, of `possible` that the
    criteria that apply to it have together. `failed` and `unknown` are the codes of criteria and
    groups whose gate does not hold, or cannot be told; `grade` the name of its level."""

    criteria: Sequence[Judged]
    points: Fraction
    judged: Fraction
    possible: Fraction
    standing: Standing = Standing.NONE
    grade: str = ""
    failed: Sequence[str] = ()
    unknown: Sequence[str] = ()

    @property
    def share(self) -> Fraction | None:
        """Points of those that can be judged; None where nothing can."""
        return self.points / self.judged if self.judged else None

    @property
    def groups(self) -> list[str]:
        """The codes of the groups that its criteria are in, each once."""
        return list(dict.fromkeys(one.criterion.group for one in self.criteria))

    @property
    def missing(self) -> list[str]:
        """The references of the inputs that lack, each once."""
        return list(dict.fromkeys(ref for one in self.criteria for ref in one.missing))

    def of_group(self, code: str) -> tuple[Fraction, Fraction, Fraction]:
        """Points, judged and possible points of a group."""
        return self.by_group.get(code, (Fraction(0), Fraction(0), Fraction(0)))

    @property
    def by_group(self) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
        """Points, judged and possible points by the code of the group."""
        found: dict[str, list[Judged]] = defaultdict(list)
        for one in self.criteria:
            found[one.criterion.group].append(one)
        return {code: _sums(criteria) for code, criteria in found.items()}


def judge(rules: RuleSet, level: str, inputs: Mapping[str, Input]) -> Score:
    """The score of a unit of a level; `inputs` by reference, what lacks is missing.

    A criterion may read another one's share of points (`criterion:CODE`), wherever it stands;
    cycles are refused before (indicators.scoring.checks).
    """
    return judge_by(rules, level)(inputs)


def judge_by(rules: RuleSet, level: str) -> Callable[[Mapping[str, Input]], Score]:
    """`judge` for many units of a level: in which order criteria read each other is found once."""
    applying = [one for one in rules.criteria if one.applies_to(level)]
    ordered = in_order(applying)

    def judge_one(inputs: Mapping[str, Input]) -> Score:
        found: dict[str, Judged] = {}
        for one in ordered:
            found[one.code] = _judged(one, [_input(ref, inputs, found) for ref in one.inputs])
        criteria = [found[one.code] for one in applying]
        score = Score(criteria, *_sums(criteria))
        return _with_level(rules, score) if rules.grades else score

    return judge_one


def in_order(criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria, each after those that it reads. Raises graphlib.CycleError."""
    by_code = {one.code: one for one in criteria}
    reads = {one.code: [code for code in read_by(one) if code in by_code] for one in criteria}
    return [by_code[code] for code in TopologicalSorter(reads).static_order()]


def read_by(criterion: Criterion) -> list[str]:
    """The codes of the criteria that a criterion reads."""
    return [ref.removeprefix(CRITERION) for ref in criterion.inputs if ref.startswith(CRITERION)]


def _input(ref: str, inputs: Mapping[str, Input], found: Mapping[str, Judged]) -> Input:
    if not ref.startswith(CRITERION):
        return inputs.get(ref, MISSING)
    other = found.get(ref.removeprefix(CRITERION))
    if other is None:
        return MISSING
    if other.points is None:
        # Who had nothing to do there lacks nothing here.
        is_idle = all(one.has_no_cases for one in other.inputs)
        return Input(0, 0) if other.state == State.NO_CASES and is_idle else MISSING
    return Input(other.points, other.criterion.maximum)


def _judged(criterion: Criterion, inputs: Sequence[Input]) -> Judged:
    missing = [ref for ref, one in zip(criterion.inputs, inputs, strict=True) if one.is_missing]
    if missing:
        return Judged(criterion, State.MISSING, inputs, missing=missing)
    values = [one.value for one in inputs]
    known = [one for one in values if one is not None]
    if len(known) < len(values):
        # What the rule says is of units without any cases; a sum of which a part cannot be told is
        # neither that nor a ratio.
        points = None if known else _without_cases(criterion)
        return Judged(criterion, State.NO_CASES, inputs, points=points)
    ratio = known[0] if len(known) == 1 else added(known)
    if criterion.complement:
        ratio = 1 - ratio
    points = points_for(criterion, ratio)
    if criterion.rule == Rule.POINTS and not 0 <= points <= criterion.maximum:
        return Judged(criterion, State.REFUSED, inputs, ratio=ratio)
    return Judged(criterion, State.JUDGED, inputs, ratio=ratio, points=points)


def _without_cases(criterion: Criterion) -> Fraction | None:
    """The points of who had nothing to do."""
    answers = {NoCases.FULL: criterion.maximum, NoCases.ZERO: Fraction(0), NoCases.SKIP: None}
    return answers[criterion.no_cases]


def _sums(criteria: Sequence[Judged]) -> tuple[Fraction, Fraction, Fraction]:
    """Points, judged and possible points."""
    possible = added(one.criterion.maximum for one in criteria)
    judged = [one for one in criteria if one.points is not None]
    points = added(one.points for one in judged if one.points is not None)
    if len(judged) == len(criteria):
        return points, possible, possible
    return points, added(one.criterion.maximum for one in judged), possible


def _with_level(rules: RuleSet, score: Score) -> Score:
    failed, unknown = _gates(rules, score)
    standing, grade = Standing.OPEN, ""
    if failed:
        standing = Standing.GATE
    elif not unknown:
        # What is missing may be worth nothing or all: the level holds if both lead to it.
        least, most = (_grade(rules.grades, points) for points in _between(score))
        if least == most:
            standing = Standing.BELOW if least is None else Standing.GRADED
            grade = least.name if least else ""
    return Score(
        score.criteria, score.points, score.judged, score.possible, standing, grade, failed, unknown
    )


def _between(score: Score) -> tuple[Fraction, Fraction]:
    missing = added(one.criterion.maximum for one in score.criteria if _may_come(one))
    return score.points, score.points + missing


def _may_come(one: Judged) -> bool:
    """Whether points may still come of a criterion: not of one that has nothing to judge."""
    return one.points is None and one.state != State.NO_CASES


def _grade(grades: Sequence[Grade], points: Fraction) -> Grade | None:
    """The highest level whose least points are reached."""
    reached = [one for one in grades if one.least <= points]
    return reached[-1] if reached else None


def _gates(rules: RuleSet, score: Score) -> tuple[list[str], list[str]]:
    """The codes of the gates that do not hold, and of those that cannot be told."""
    failed, unknown = [], []
    for one in score.criteria:
        held = _criterion_holds(one)
        failed += [one.criterion.code] if held is False else []
        unknown += [one.criterion.code] if held is None else []
    for group in rules.groups:
        held = _group_holds(group, score)
        failed += [group.code] if held is False else []
        unknown += [group.code] if held is None else []
    return failed, unknown


def _criterion_holds(one: Judged) -> bool | None:
    gate = one.criterion.gate
    if gate is None:
        return True
    if one.state == State.NO_CASES:
        return one.points != 0
    return None if one.ratio is None or one.points is None else one.ratio >= gate


def _group_holds(group: Group, score: Score) -> bool | None:
    if group.gate is None:
        return True
    mine = [one for one in score.criteria if one.criterion.group == group.code]
    points = _sums(mine)[0]
    missing = added(one.criterion.maximum for one in mine if _may_come(one))
    if points >= group.gate:
        return True
    return False if points + missing < group.gate else None
