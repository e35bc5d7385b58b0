"""Points, levels and what is not judged, on rule sets small enough to work out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.judging import Input, Standing, State, judge
from indicators.scoring.rules import (
    Criterion,
    Grade,
    Group,
    NoCases,
    Rule,
    RuleSet,
    Step,
    added,
)


def card(*criteria: Criterion, grades=(), gate=None) -> RuleSet:
    total = sum((one.maximum for one in criteria), start=Fraction(0))
    return RuleSet(
        code="card",
        maximum=total,
        levels=("commune",),
        groups=(Group("1", "One", total, gate),),
        criteria=criteria,
        grades=grades,
    )


def criterion(code: str = "1.1", *, maximum: int = 6, **more) -> Criterion:
    inputs = more.pop("inputs", (f"indicator:{code}",))
    return Criterion(code, code, "1", Fraction(maximum), inputs, **more)


GRADES = (Grade("I", Fraction(4)), Grade("II", Fraction(8)))
STEPS = (Step(Fraction(1, 2), Fraction(2)), Step(Fraction(1), Fraction(6)))


def threshold(at: Fraction) -> Criterion:
    return criterion(rule=Rule.THRESHOLD, threshold=at)


def points_of(one: Criterion, *inputs: Input) -> Fraction | None:
    given = dict(zip(one.inputs, inputs, strict=True))
    return judge(card(one), "commune", given).criteria[0].points


@pytest.mark.parametrize(
    ("one", "given", "points"),
    [
        (criterion(), Input(45, 100), Fraction(27, 10)),  # 6 x 45%
        (criterion(), Input(120, 100), Fraction(6)),  # the whole is the most
        (threshold(Fraction(1, 2)), Input(25, 100), Fraction(3)),  # half of 50%
        (threshold(Fraction(1, 2)), Input(50, 100), Fraction(6)),
        (threshold(Fraction(4, 5)), Input(1, 3), Fraction(5, 2)),  # 6 x 1/3 / 80%
        (criterion(rule=Rule.STEPS, steps=STEPS), Input(1, 2), Fraction(2)),
        (criterion(rule=Rule.STEPS, steps=STEPS), Input(49, 100), Fraction(0)),
        (criterion(rule=Rule.YES_NO), Input(1), Fraction(6)),
        (criterion(rule=Rule.YES_NO), Input(0), Fraction(0)),
        (criterion(rule=Rule.POINTS), Input(Fraction("5.25")), Fraction("5.25")),
        (criterion(complement=True), Input(1, 4), Fraction("4.5")),  # 6 x (100% - 25%)
    ],
)
def test_a_rule(one: Criterion, given: Input, points: Fraction) -> None:
    assert points_of(one, given) == points


def test_what_is_counted_down_from_the_whole_by_two_inputs_is_never_less_than_nothing() -> None:
    one = criterion(inputs=("indicator:late", "indicator:petitions"), complement=True)
    assert points_of(one, Input(10, 100), Input(15, 100)) == Fraction("4.5")
    assert points_of(one, Input(80, 100), Input(40, 100)) == 0


@pytest.mark.parametrize(
    ("answer", "points", "judged"),
    [(NoCases.FULL, 6, 6), (NoCases.ZERO, 0, 6), (NoCases.SKIP, None, 0)],
)
def test_without_cases(answer: NoCases, points: int | None, judged: int) -> None:
    score = judge(card(criterion(no_cases=answer)), "commune", {"indicator:1.1": Input(0, 0)})
    assert score.criteria[0].state == State.NO_CASES
    assert score.criteria[0].points == points
    assert [score.points, score.judged, score.possible] == [points or 0, judged, 6]


@pytest.mark.parametrize("answer", NoCases)
@pytest.mark.parametrize("without", ["indicator:late", "indicator:petitions"])
def test_cases_in_one_of_two_inputs_are_no_reason_for_the_answer_without_cases(
    answer: NoCases, without: str
) -> None:
    one = criterion(
        inputs=("indicator:late", "indicator:petitions"),
        complement=True,
        no_cases=answer,
        gate=Fraction(1, 2),
    )
    given = dict.fromkeys(one.inputs, Input(1, 20)) | {without: Input(0, 0)}
    score = judge(card(one, criterion("1.2"), grades=GRADES), "commune", given)
    judged = score.criteria[0]
    assert (judged.state, judged.points) == (State.NO_CASES, None)
    assert [score.points, score.judged, score.possible] == [0, 0, 12]
    # What cannot be told is no gate that failed either.
    assert list(score.failed) == []


def test_what_is_missing_is_named_and_not_zero() -> None:
    rules = card(criterion("1.1"), criterion("1.2", maximum=4))
    score = judge(rules, "commune", {"indicator:1.2": Input(1, 2)})
    assert score.criteria[0].state == State.MISSING
    assert list(score.criteria[0].missing) == ["indicator:1.1"]
    assert [score.points, score.judged, score.possible] == [2, 4, 10]
    assert score.share == Fraction(1, 2)


def test_more_points_than_there_are_count_nothing() -> None:
    score = judge(card(criterion(rule=Rule.POINTS)), "commune", {"indicator:1.1": Input(7)})
    assert score.criteria[0].state == State.REFUSED
    assert [score.points, score.judged] == [0, 0]


def test_a_criterion_reads_another_one_that_stands_after_it() -> None:
    first = criterion("1.1", maximum=2, inputs=("criterion:1.2",))
    score = judge(card(first, criterion("1.2")), "commune", {"indicator:1.2": Input(1, 4)})
    assert [one.points for one in score.criteria] == [Fraction(1, 2), Fraction(3, 2)]


@pytest.mark.parametrize(
    ("given", "states", "points"),
    [
        # Who had nothing to do is asked for nothing more.
        ((Input(0, 0), Input(0, 0)), (State.NO_CASES, State.NO_CASES), (6, None)),
        # A sum of which a part cannot be told is no lack of cases, as a missing input is none.
        ((Input(0, 0), Input(1, 2)), (State.MISSING, State.NO_CASES), (None, None)),
        ((Input(), Input(0, 0)), (State.MISSING, State.MISSING), (None, None)),
    ],
)
def test_a_criterion_that_reads_one_without_cases_has_none_either(
    given: tuple[Input, Input],
    states: tuple[State, State],
    points: tuple[int | None, int | None],
) -> None:
    first = criterion("1.1", inputs=("criterion:1.2",), no_cases=NoCases.FULL)
    second = criterion("1.2", inputs=("indicator:a", "indicator:b"))
    inputs = dict(zip(second.inputs, given, strict=True))
    found = judge(card(first, second), "commune", inputs).criteria
    assert tuple(one.state for one in found) == states
    assert tuple(one.points for one in found) == points


def test_a_criterion_of_other_levels_is_left_out() -> None:
    rules = card(criterion(), criterion("1.2", levels=frozenset({"district"})))
    assert [one.criterion.code for one in judge(rules, "commune", {}).criteria] == ["1.1"]


@pytest.mark.parametrize(
    ("share", "standing", "grade"),
    [
        (10, Standing.BELOW, ""),
        (40, Standing.GRADED, "I"),
        (79, Standing.GRADED, "I"),
        (80, Standing.GRADED, "II"),
    ],
)
def test_levels(share: int, standing: Standing, grade: str) -> None:
    rules = card(criterion(maximum=10), grades=GRADES)
    score = judge(rules, "commune", {"indicator:1.1": Input(share, 100)})
    assert (score.standing, score.grade) == (standing, grade)


def test_a_gate_outweighs_any_result() -> None:
    rules = card(criterion(gate=Fraction(1)), criterion("1.2", maximum=94), grades=GRADES)
    score = judge(
        rules, "commune", {"indicator:1.1": Input(221, 222), "indicator:1.2": Input(1, 1)}
    )
    assert (score.standing, score.grade, list(score.failed)) == (Standing.GATE, "", ["1.1"])


def test_the_gate_of_a_group() -> None:
    rules = card(criterion(maximum=10), grades=GRADES, gate=Fraction(6))
    score = judge(rules, "commune", {"indicator:1.1": Input(1, 2)})
    assert (score.standing, list(score.failed)) == (Standing.GATE, ["1"])
    unknown = judge(rules, "commune", {})
    assert (unknown.standing, list(unknown.unknown)) == (Standing.OPEN, ["1"])


def test_a_level_holds_in_spite_of_missing_inputs_if_they_could_not_change_it() -> None:
    rules = card(criterion("1.1", maximum=9), criterion("1.2", maximum=1), grades=GRADES)
    sure = judge(rules, "commune", {"indicator:1.1": Input(1, 2)})  # 4.5 to 5.5
    assert (sure.standing, sure.grade) == (Standing.GRADED, "I")
    open_ = judge(rules, "commune", {"indicator:1.1": Input(5, 6)})  # 7.5 to 8.5
    assert (open_.standing, open_.grade) == (Standing.OPEN, "")


@given(st.lists(st.fractions(max_denominator=1000), max_size=12))
def test_fractions_are_added_exactly(values):
    assert added(values) == sum(values, start=Fraction(0))
