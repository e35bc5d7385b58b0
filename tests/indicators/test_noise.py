"""What moves further than chance: the test's known values, and how often it cries wolf."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.watch.noise import ALPHA, beyond_noise, p_value


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # z = 2.0519..., by hand: (0.9 - 0.8) / sqrt(0.85 * 0.15 * 2 / 100) = 1.9803
        ((90, 100), (80, 100), 0.04767),
        ((50, 100), (50, 100), 1.0),
        ((10, 10), (20, 20), 1.0),
        ((0, 10), (0, 99), 1.0),
        ((0, 1000), (1000, 1000), 0.0),
    ],
)
def test_known_values(one, other, expected):
    assert p_value(one, other) == pytest.approx(expected, abs=5e-5)
    assert p_value(other, one) == pytest.approx(expected, abs=5e-5)


def test_of_more_units_each_must_move_further():
    moved = (90, 100), (80, 100)
    still = (85, 100), (85, 100)
    assert beyond_noise({"a": moved}) == {"a"}
    assert beyond_noise({"a": moved, "b": still}) == set()
    far = (99, 100), (50, 100)
    # Step by step: once the far one is told, the other has no rival left.
    assert beyond_noise({"a": moved, "b": far}) == {"a", "b"}


def test_what_is_no_sample_is_not_judged():
    assert beyond_noise({"a": ((0, 0), (5, 10)), "b": ((30, 20), (0, 20))}) == set()
    assert beyond_noise({}) == set()


cases = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.dictionaries(st.integers(), st.tuples(cases, cases), max_size=8))
def test_it_is_holms_procedure(pairs):
    """The slow way: the k-th smallest is told if it and all before it are small enough."""
    values = {key: p_value(*pair) for key, pair in pairs.items()}
    ordered = sorted(values, key=lambda key: values[key])
    told = set()
    for place, key in enumerate(ordered):
        if values[key] * (len(ordered) - place) > ALPHA:
            break
        told.add(key)
    assert beyond_noise(pairs) == told


def test_where_nothing_changed_few_lists_name_anybody():
    draw = Random(7)

    def sample(n: int, share: float) -> tuple[int, int]:
        return sum(draw.random() < share for _case in range(n)), n

    lists = 200
    wolves = sum(
        bool(beyond_noise({unit: (sample(80, 0.7), sample(80, 0.7)) for unit in range(30)}))
        for _list in range(lists)
    )
    assert wolves <= 2 * ALPHA * lists
