"""The geometry of the small pictures."""

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.drawing import Scale, scale, share_line, trend


def test_a_trend_rises_from_the_bottom_left_to_the_top_right():
    drawn = trend([0.1, 0.2], "rises", width=96, height=24)
    assert drawn.lines == ["3.0,21.0 93.0,3.0"]
    assert drawn.last == ("93.0", "3.0")


def test_a_gap_breaks_the_line_and_a_lone_value_is_a_dot():
    drawn = trend([1, None, 2, 3, None], "gaps", width=96, height=24)
    assert drawn.dots == [("3.0", "21.0")]
    assert drawn.lines == ["48.0,12.0 70.5,3.0"]
    assert drawn.last == ("70.5", "3.0")


def test_a_level_trend_runs_in_the_middle_and_nothing_draws_nothing():
    assert trend([5, 5], "level", height=24).lines == ["3.0,12.0 93.0,12.0"]
    nothing = trend([None, None], "nothing")
    assert (nothing.lines, nothing.dots, nothing.last) == ([], [], None)
    assert trend([], "empty").last is None


@given(st.lists(st.none() | st.fractions(0, 1), max_size=24))
def test_a_trend_stays_within_its_box_and_draws_every_value_once(values):
    drawn = trend(values, "any", width=96, height=24)
    points = [point for line in drawn.lines for point in line.split()]
    points += [",".join(dot) for dot in drawn.dots]
    if drawn.last and ",".join(drawn.last) not in points:
        points.append(",".join(drawn.last))
    assert len(points) == sum(value is not None for value in values)
    for point in points:
        x, y = map(float, point.split(","))
        assert 3 <= x <= 93
        assert 3 <= y <= 21


@pytest.mark.parametrize(
    ("values", "target", "expected"),
    [
        ([0.62, 0.99], None, Scale(0.6, 1.0)),
        ([0.7, 0.8], None, Scale(0.7, 0.8)),
        ([0.97], 0.8, Scale(0.8, 1.0)),
        ([0.5], None, Scale(0.5, 0.6)),
        ([1], None, Scale(0.9, 1.0)),
        ([0], None, Scale(0.0, 0.1)),
        ([], None, Scale(0.0, 1.0)),
    ],
)
def test_a_scale_holds_its_values_in_whole_tenths(values, target, expected):
    assert scale(values, target) == expected


@given(st.lists(st.fractions(0, 1), min_size=1))
def test_every_value_stands_on_its_scale(values):
    on = scale(values)
    assert 0 <= on.low < on.high <= 1
    for value in values:
        assert on.low - 1e-6 <= value <= on.high + 1e-6
        assert 0 <= on.place(value) <= 1


def test_a_share_stands_in_per_cent_of_the_line():
    line = share_line(
        Fraction(9, 10), "90%", on=Scale(0.8, 1.0), interval=(0.85, 0.95), target=0.98, tone="bad"
    )
    assert (line.dot, line.low, line.band, line.target) == ("50.00%", "25.00%", "50.00%", "90.00%")


def test_what_lies_outside_stands_at_the_end_and_what_is_unknown_is_not_drawn():
    line = share_line(0.5, "50%", on=Scale(0.8, 1.0))
    assert (line.dot, line.low, line.band, line.target) == ("0.00%", None, None, None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_language_puts_a_comma_into_a_coordinate(language):
    line = share_line(0.9, "90%", on=Scale(0.8, 1.0), interval=(0.85, 0.95), target=0.98)
    with translation.override(language):
        drawn, curve = line.svg, trend([1, 2], "two", width=1200).svg
    assert 'cx="50.00%"' in drawn
    assert 'width="50.00%"' in drawn
    assert 'width="1200"' in curve
    assert 'viewBox="0 0 1200 24"' in curve
