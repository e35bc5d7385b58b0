"""Ranks: exact, ties share one, the next is skipped."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicators.ranking import rank

values = st.dictionaries(
    st.integers(), st.fractions(min_value=0, max_value=1, max_denominator=7), max_size=30
)


def test_ties_share_a_rank_and_the_next_is_skipped():
    shares = {"a": Fraction(1, 2), "b": Fraction(3, 4), "c": Fraction(2, 4), "d": Fraction(0)}
    assert rank(shares, higher_is_better=True) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert rank(shares, higher_is_better=False) == {"d": 1, "a": 2, "c": 2, "b": 4}


def test_no_rank_is_won_by_rounding():
    close = {"a": Fraction(10**17, 10**17 + 1), "b": Fraction(10**17 + 1, 10**17 + 2)}
    assert float(close["a"]) == float(close["b"])
    assert rank(close, higher_is_better=True) == {"b": 1, "a": 2}


def test_nobody_to_rank():
    assert rank({}, higher_is_better=True) == {}


@given(values, st.booleans())
def test_a_rank_is_one_more_than_those_who_are_better(shares, higher_is_better: bool):
    ranks = rank(shares, higher_is_better=higher_is_better)
    for key, value in shares.items():
        better = [v for v in shares.values() if (v > value if higher_is_better else v < value)]
        assert ranks[key] == len(better) + 1
