"""What would bring most points: against trying every number of cases, and by hand."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from indicators.scoring.gains import Gain, gains, next_level
from indicators.scoring.judging import Input, Score, judge
from indicators.scoring.rules import Criterion, Grade, Group, Rule, RuleSet, Step

POINTS = Fraction(6)


def criterion(code: str = "1.1", rule: Rule = Rule.LINEAR, **more) -> Criterion:
    inputs = more.pop("inputs", [f"indicator:i{code}"])
    return Criterion(code, code, "1", POINTS, inputs, rule, **more)


def rule_set(*criteria: Criterion, grades: tuple[Grade, ...] = (), **more) -> RuleSet:
    whole = POINTS * len(criteria)
    groups = [Group("1", "1", whole, **more)]
    return RuleSet("r", whole, ["commune"], groups, criteria, grades)


def judged(rules: RuleSet, inputs: Mapping[str, Input]) -> Score:
    return judge(rules, "commune", inputs)


def found(rules: RuleSet, inputs: Mapping[str, Input]) -> list[Gain]:
    return gains(rules, "commune", judged(rules, inputs))


@some.composite
def rules_and_inputs(draw) -> tuple[RuleSet, dict[str, Input]]:
    refs = ["indicator:a", "entered:b"]
    inputs = {}
    for ref in refs:
        denominator = draw(some.integers(1, 30))
        inputs[ref] = Input(draw(some.integers(0, denominator)), denominator)
    steps = [
        Step(Fraction(least, 10), Fraction(points))
        for least, points in zip(
            sorted(draw(some.sets(some.integers(0, 10), min_size=1, max_size=4))),
            sorted(draw(some.lists(some.integers(0, 6), min_size=4, max_size=4))),
            strict=False,
        )
    ]
    criteria = []
    for number in (1, 2):
        rule = draw(some.sampled_from([Rule.LINEAR, Rule.THRESHOLD, Rule.STEPS, Rule.YES_NO]))
        criteria.append(
            criterion(
                f"1.{number}",
                rule,
                inputs=draw(some.lists(some.sampled_from(refs), min_size=1, unique=True)),
                complement=draw(some.booleans()),
                threshold=Fraction(draw(some.integers(1, 10)), 10)
                if rule == Rule.THRESHOLD
                else None,
                steps=steps if rule == Rule.STEPS else (),
            )
        )
    return rule_set(*criteria), inputs


@given(rules_and_inputs())
def test_as_if_every_number_of_cases_were_tried(drawn) -> None:
    rules, inputs = drawn
    score = judged(rules, inputs)
    tried = [
        gain for one in rules.criteria for ref in one.inputs for gain in tries(one, ref, drawn)
    ]
    told = {(one.criterion.code, one.ref): (one.cases, one.points) for one in found(rules, inputs)}
    assert told == {(code, ref): (cases, points) for code, ref, cases, points in tried}
    ordered = [one.points for one in gains(rules, "commune", score)]
    assert ordered == sorted(ordered, reverse=True)


def tries(one: Criterion, ref: str, drawn) -> list[tuple[str, str, int, Fraction]]:
    """The fewest cases with which the criterion has the most points that the input can bring; of
    steps more than now."""
    rules, inputs = drawn
    place = rules.criteria.index(one)
    numerator, denominator = inputs[ref].numerator, inputs[ref].denominator
    possible = range(numerator, -1, -1) if one.complement else range(numerator, denominator + 1)
    scores = [judged(rules, inputs | {ref: Input(cases, denominator)}) for cases in possible]
    points = [score.criteria[place].points for score in scores]
    aims = [value for value in points if value > points[0]]
    if not aims:
        return []
    first = points.index(aims[0] if one.rule == Rule.STEPS else max(aims))
    gained = scores[first].points - scores[0].points
    return [(one.code, ref, possible[first] - numerator, gained)] if gained > 0 else []


def test_full_points_from_a_threshold_on() -> None:
    rules = rule_set(criterion(rule=Rule.THRESHOLD, threshold=Fraction(1, 2)))
    (one,) = found(rules, {"indicator:i1.1": Input(63, 201)})
    # 101 of 201 are the first that are half or more.
    assert (one.cases, one.points, one.is_full) == (
        38,
        6 - Fraction(63, 201) / Fraction(1, 2) * 6,
        True,
    )


def test_what_counts_against_has_to_be_fewer() -> None:
    rules = rule_set(criterion(complement=True))
    (one,) = found(rules, {"indicator:i1.1": Input(3, 30)})
    assert (one.cases, one.points) == (-3, Fraction(3, 30) * 6)


def test_a_missing_input_brings_up_to_all_points() -> None:
    rules = rule_set(criterion("1.1"), criterion("1.2"))
    first, second = found(rules, {"indicator:i1.2": Input(9, 10)})
    assert (first.criterion.code, first.points, list(first.missing)) == (
        "1.1",
        POINTS,
        ["indicator:i1.1"],
    )
    assert (second.criterion.code, second.cases, second.points) == ("1.2", 1, Fraction(6, 10))


def test_who_had_nothing_to_do_can_gain_nothing() -> None:
    assert found(rule_set(criterion()), {"indicator:i1.1": Input(0, 0)}) == []


def test_another_criterion_that_reads_the_same_gains_as_well() -> None:
    rules = rule_set(*(criterion(code, inputs=["indicator:a"]) for code in ("1.1", "1.2")))
    assert [one.points for one in found(rules, {"indicator:a": Input(5, 10)})] == [6, 6]


GRADES = (Grade("I", Fraction(3)), Grade("II", Fraction(9)))


def test_the_way_to_the_next_level() -> None:
    rules = rule_set(criterion("1.1"), criterion("1.2"), grades=GRADES)

    def parted(first: int, second: int):
        inputs = {"indicator:i1.1": Input(first, 6), "indicator:i1.2": Input(second, 6)}
        return next_level(rules, judged(rules, inputs))

    below, held, top = parted(1, 1), parted(2, 3), parted(6, 6)
    assert below is not None
    assert (below.grade, below.points) == ("I", Fraction(1))
    assert held is not None
    assert (held.grade, held.points) == ("II", Fraction(4))
    assert top is None
    assert next_level(rule_set(criterion()), judged(rule_set(criterion()), {})) is None


def test_a_gate_says_what_it_lacks() -> None:
    gated = criterion("1.1", gate=Fraction(4, 5))
    rules = rule_set(gated, criterion("1.2"), grades=GRADES, gate=Fraction(11))
    inputs = {"indicator:i1.1": Input(15, 21), "indicator:i1.2": Input(1, 1)}
    parted = next_level(rules, judged(rules, inputs))
    assert parted is not None
    # Its points are those of II; 17 of 21 are the first that are four fifths.
    assert (parted.grade, parted.points) == ("II", Fraction(0))
    first, second = parted.gaps
    assert (first.code, first.ref, first.cases) == ("1.1", "indicator:i1.1", 2)
    assert (second.code, second.points) == ("1", Fraction(11) - (6 + Fraction(15, 21) * 6))
