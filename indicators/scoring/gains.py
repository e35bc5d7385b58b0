"""What would bring a unit most points, and what parts it from the next level: plain functions over
one score.

Asked is for the fewest cases more (or, where fewer are better, fewer) in one numerator, everything
else staying as it is, and the whole score is judged again with them: exact, and with what other
criteria make of the same input.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from indicators.scoring.judging import Input, Judged, Score, Standing, State, judge
from indicators.scoring.rules import CRITERION, SCORECARD, Criterion, Rule, RuleSet


@dataclass(frozen=True)
class Gain:
    """`cases` more in the numerator of the input `ref` (fewer where negative) bring `points` more,
    in all criteria that read it; `is_full`: all points of this one. Without `ref` an input is
    missing (`missing`) or was refused, and `points` is the most that it can bring."""

    criterion: Criterion
    points: Fraction
    ref: str = ""
    cases: int = 0
    is_full: bool = False
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class Gap:
    """A gate that does not hold: of a criterion, with the cases that its input lacks (None where
    they cannot be told), or of a group, with the points that it lacks."""

    code: str
    criterion: Criterion | None = None
    ref: str = ""
    cases: int | None = None
    points: Fraction | None = None


@dataclass(frozen=True)
class NextLevel:
    """The next level, the points that lack to it, and the gates that do not hold or cannot be told
    (`unknown`, by code)."""

    grade: str
    points: Fraction
    gaps: Sequence[Gap]
    unknown: Sequence[str]


def gains(rules: RuleSet, level: str, score: Score) -> list[Gain]:
    """The gains of a unit of a level, the greatest first; at equal points the fewest cases."""
    found = [gain for one in score.criteria for gain in _gains_of(rules, level, score, one)]
    return sorted(found, key=lambda gain: (-gain.points, abs(gain.cases), gain.criterion.code))


def next_level(rules: RuleSet, score: Score) -> NextLevel | None:
    """What parts a unit from the next level; None without levels, or at the highest one."""
    if score.standing == Standing.NONE:
        return None
    reached = [one for one in rules.grades if one.least <= score.points]
    above = [one for one in rules.grades if one.least > score.points]
    # Whom a gate or a missing input keeps from the level of its points lacks no points to it.
    is_kept_from_it = reached and score.standing != Standing.GRADED
    if not above and not is_kept_from_it:
        return None
    aim = reached[-1] if is_kept_from_it else above[0]
    return NextLevel(
        grade=aim.name,
        points=max(aim.least - score.points, Fraction(0)),
        gaps=[gap for code in score.failed for gap in _gaps(rules, score, code)],
        unknown=score.unknown,
    )


def _gains_of(rules: RuleSet, level: str, score: Score, one: Judged) -> Iterator[Gain]:
    criterion = one.criterion
    if one.state in (State.MISSING, State.REFUSED):
        yield Gain(criterion, criterion.maximum, missing=one.missing)
    if one.state != State.JUDGED or one.points is None or one.points >= criterion.maximum:
        return
    for place, ref in enumerate(criterion.inputs):
        given = one.inputs[place]
        cases = _cases_to_mark(one, given) if _is_counted(ref, given) else None
        if cases is None:
            continue
        better = judge(rules, level, _with_cases(score, ref, cases))
        same = next(other for other in better.criteria if other.criterion.code == criterion.code)
        gained = better.points - score.points
        if gained > 0:
            yield Gain(criterion, gained, ref, cases, is_full=same.points == criterion.maximum)


def _is_counted(ref: str, given: Input) -> bool:
    """Whether an input has cases that can be more: not what other points are made of."""
    return not ref.startswith((CRITERION, SCORECARD)) and all(
        side is not None and side == int(side)
        for side in (given.numerator, 1 if given.denominator is None else given.denominator)
    )


def _cases_to_mark(one: Judged, given: Input) -> int | None:
    """The fewest cases more (fewer where negative) with which a criterion reaches its mark: all of
    its points, or as many as this input can bring; of steps the next one. None where nothing does.
    """
    criterion, ratio = one.criterion, one.ratio
    has_cases = given.denominator is not None
    # A plain value has no cases that could be more, but steps that it can reach.
    if ratio is None or not (has_cases or criterion.rule in (Rule.STEPS, Rule.YES_NO)):
        return None
    numerator, denominator = int(given.numerator or 0), int(given.denominator or 1)
    if criterion.rule == Rule.YES_NO:
        cases = floor(-ratio * denominator) + 1
    else:
        mark = _next_mark(one)
        if mark is None:
            return None
        cases = ceil((mark - ratio) * denominator)
    if has_cases or criterion.complement:
        room = numerator if criterion.complement else denominator - numerator
        if cases > room and criterion.rule in (Rule.STEPS, Rule.YES_NO):
            return None
        cases = min(cases, room)
    if cases <= 0:
        return None
    return -cases if criterion.complement else cases


def _next_mark(one: Judged) -> Fraction | None:
    """The least ratio that is worth all points, of steps more than now."""
    criterion = one.criterion
    if criterion.rule == Rule.STEPS:
        held = one.points or 0
        return next((step.least for step in criterion.steps if step.points > held), None)
    return {Rule.LINEAR: Fraction(1), Rule.THRESHOLD: criterion.threshold}.get(criterion.rule)


def _with_cases(score: Score, ref: str, cases: int) -> Mapping[str, Input]:
    """The inputs of a score, with more cases in one of them."""
    inputs = {
        name: given
        for one in score.criteria
        for name, given in zip(one.criterion.inputs, one.inputs, strict=True)
        if not name.startswith(CRITERION)
    }
    given = inputs[ref]
    assert given.numerator is not None  # noqa: S101  (it was judged)
    return {**inputs, ref: Input(int(given.numerator) + cases, given.denominator)}


def _gaps(rules: RuleSet, score: Score, code: str) -> Iterator[Gap]:
    """What a failed gate lacks; a group may have the code of a criterion."""
    for one in score.criteria:
        criterion = one.criterion
        if criterion.code == code and criterion.gate is not None and not _holds(one):
            yield _gap_of(one, criterion.gate)
    for group in rules.groups:
        if group.code == code and group.gate is not None:
            lacking = group.gate - score.of_group(code)[0]
            if lacking > 0:
                yield Gap(code, points=lacking)


def _holds(one: Judged) -> bool:
    gate = one.criterion.gate
    return gate is None or (one.ratio is not None and one.ratio >= gate)


def _gap_of(one: Judged, gate: Fraction) -> Gap:
    """The cases that part a criterion from its gate, where one input alone decides."""
    criterion = one.criterion
    if one.ratio is None or len(criterion.inputs) != 1:
        return Gap(criterion.code, criterion)
    ref, given = criterion.inputs[0], one.inputs[0]
    if not _is_counted(ref, given):
        return Gap(criterion.code, criterion)
    cases = ceil((gate - one.ratio) * int(given.denominator or 1))
    return Gap(criterion.code, criterion, ref, -cases if criterion.complement else cases)
