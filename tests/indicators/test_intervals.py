"""Wilson's interval, against values of the literature and against its definition."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.intervals import wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (3, 3, 0.4385, 1.0000),
    ],
)
def test_published_intervals(numerator: int, denominator: int, low: float, high: float):
    found = wilson(numerator, denominator)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@pytest.mark.parametrize("cases", [1, 3, 10, 29, 10_000])
def test_none_and_all_are_reached_exactly(cases: int):
    assert wilson(0, cases)[0] == 0
    assert wilson(cases, cases)[1] == 1


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_are_shares_from_which_the_observed_one_is_just_not_too_far(case):
    numerator, denominator = case
    share = numerator / denominator
    low, high = wilson(numerator, denominator)
    assert 0 <= low <= share <= high <= 1 or isclose(low, share) or isclose(high, share)
    for end in (low, high):
        if 1e-9 < end < 1 - 1e-9:
            distance = abs(share - end) / sqrt(end * (1 - end) / denominator)
            assert isclose(distance, 1.959963984540054, rel_tol=1e-6)
