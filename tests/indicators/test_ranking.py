"""Ranks: exact, ties share one, the next is skipped; the way to a better one, and which neighbours
chance alone may have parted, against slow and obvious versions."""

from fractions import Fraction
from itertools import pairwise
from operator import truediv

from hypothesis import given
from hypothesis import strategies as st

from indicators.ranking import Step, alike_next, next_step, next_steps, rank
from tests.twin import ranking as twin


def _cases() -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, 60).flatmap(
        lambda cases: st.tuples(st.integers(0, cases), st.just(cases))
    )


def test_ties_share_a_rank_and_the_next_is_skipped():
    shares = {"a": (1, 2), "b": (3, 4), "c": (2, 4), "d": (0, 9)}
    assert rank(shares, higher_is_better=True) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert rank(shares, higher_is_better=False) == {"d": 1, "a": 2, "c": 2, "b": 4}


def test_no_rank_is_won_by_rounding():
    close = {"a": (10**17, 10**17 + 1), "b": (10**17 + 1, 10**17 + 2)}
    assert truediv(*close["a"]) == truediv(*close["b"])
    assert rank(close, higher_is_better=True) == {"b": 1, "a": 2}


def test_nor_where_the_closest_shares_of_the_largest_numbers_are_compared_as_floats():
    most = 2**26 - 1
    close = {"a": (most - 2, most - 1), "b": (most - 1, most)}
    close |= {"c": (1, most - 1), "d": (1, most), "e": (7, 7)}
    assert rank(close, higher_is_better=True) == {"e": 1, "b": 2, "a": 3, "c": 4, "d": 5}
    steps = next_steps(close, higher_is_better=True)
    assert (steps["b"], steps["d"]) == (Step(1, 1), Step(1, 4))


def test_nobody_to_rank():
    assert rank({}, higher_is_better=True) == {}


@given(st.dictionaries(st.integers(), _cases(), max_size=30), st.booleans())
def test_a_rank_is_one_more_than_those_who_are_better(cases, higher_is_better: bool):
    ranks = rank(cases, higher_is_better=higher_is_better)
    shares = {key: Fraction(*one) for key, one in cases.items()}
    for key, value in shares.items():
        better = [v for v in shares.values() if (v > value if higher_is_better else v < value)]
        assert ranks[key] == len(better) + 1


def test_a_tie_is_enough_for_a_better_rank():
    ranked = {"a": (95, 100), "b": (9, 10), "c": (45, 50), "d": (80, 100), "e": (7, 10)}
    assert next_steps(ranked, higher_is_better=True) == {
        "b": Step(1, 1),  # 10 of 10 passes 95 of 100
        "c": Step(3, 1),
        "d": Step(10, 2),
        "e": Step(1, 4),
    }
    assert next_steps(ranked, higher_is_better=False) == {
        "a": Step(5, 3),
        "b": Step(1, 2),
        "c": Step(5, 2),
        "d": Step(10, 1),
    }


@given(st.dictionaries(st.integers(), _cases(), max_size=12), st.booleans())
def test_no_fewer_dossiers_would_do(ranked, higher_is_better: bool):
    found = next_steps(ranked, higher_is_better=higher_is_better)
    assert found == {
        key: Step(*step)
        for key in ranked
        if (step := twin.next_step(ranked, key, higher_is_better=higher_is_better))
    }
    others = ranked.values()
    assert found == {
        key: one
        for key, own in ranked.items()
        if (one := next_step(own, others, higher_is_better=higher_is_better))
    }, "of one unit as of all"


def test_neighbours_that_chance_may_have_parted():
    ordered = [("a", (990, 1000)), ("b", (980, 1000)), ("c", (940, 1000)), ("d", (18, 20))]
    assert alike_next(ordered) == {"a", "c"}
    assert alike_next([("a", (3, 2)), ("b", (1, 2))]) == frozenset(), "no shares, no judgement"
    assert alike_next([]) == frozenset()


@given(st.lists(_cases(), max_size=8))
def test_they_are_told_apart_as_the_slow_version_does(cases):
    ordered = list(enumerate(sorted(cases, key=lambda one: -Fraction(*one))))
    expected = {
        number for (number, one), (_next, other) in pairwise(ordered) if twin.are_alike(one, other)
    }
    assert alike_next(ordered) == expected
