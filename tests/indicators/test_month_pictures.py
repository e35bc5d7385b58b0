"""Pictures over months: everything lies within, and as high as it is."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.month_pictures import HEIGHT, WIDTH, flow_picture, share_picture

YEAR = [(2018, month) for month in range(1, 13)]


def in_english(draw, *arguments, **more):
    with translation.override("en"):
        return draw("label", *arguments, **more)


def test_a_gap_breaks_the_line_and_every_value_is_a_dot():
    drawn = in_english(share_picture, YEAR[:4], [0.9, None, 0.95, 1.0], [])
    assert len(drawn.lines) == 1
    assert len(drawn.dots) == 3
    assert [tick.text for tick in drawn.ticks] == ["90%", "95%", "100%"]


def test_the_year_stands_below_its_first_month():
    below = in_english(share_picture, [(2017, 12), *YEAR[:2]], [0.5, 0.6, 0.7], []).below
    assert [(one.month, one.year) for one in below] == [("12", "2017"), ("1", "2018"), ("2", "")]
    years = [(year, month) for year in (2017, 2018) for month in range(1, 13)]
    every_third = in_english(share_picture, years, [0.5] * 24, []).below
    assert [one.month for one in every_third] == ["1", "4", "7", "10"] * 2


def test_a_mark_stands_between_two_months_and_the_target_at_its_height():
    drawn = in_english(share_picture, YEAR, [0.9] * 12, [5.5], 0.95)
    assert float(drawn.below[5].x) < float(drawn.marks[0]) < float(drawn.below[6].x)
    assert float(drawn.ticks[2].y) < float(drawn.target) < float(drawn.dots[0][1])


@pytest.mark.parametrize(
    ("most", "top"), [(0, "2"), (1, "2"), (7, "8"), (10, "10"), (11, "20"), (3001, "4,000")]
)
def test_counts_end_with_a_short_number(most: int, top: str):
    drawn = in_english(flow_picture, YEAR[:1], [(most, 0)], [None], [])
    assert drawn.ticks[-1].text == top


numbers = st.none() | st.integers(0, 10**6)


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=12))
def test_bars_and_line_stay_within_and_begin_at_zero(months):
    bars, line = [one[:2] for one in months], [one[2] for one in months]
    drawn = in_english(flow_picture, YEAR[: len(months)], bars, line, [])
    known = [value for pair in bars for value in pair if value is not None]
    assert len(drawn.rects) == len(known)
    assert len(drawn.dots) == sum(value is not None for value in line)
    for rect, value in zip(drawn.rects, known, strict=True):
        x, y, width, height = map(float, (rect.x, rect.y, rect.width, rect.height))
        assert drawn.left <= x <= x + width <= drawn.right + 0.2
        assert y + height == pytest.approx(drawn.bottom, abs=0.11)
        assert (height == 0) == (value == 0) or height < 0.05
    for x, y in drawn.dots:
        assert 0 <= float(x) <= WIDTH
        assert drawn.top - 0.1 <= float(y) <= HEIGHT
