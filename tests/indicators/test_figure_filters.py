"""Figures and dates as they are written, and the filters that do so in templates."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators import writing


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(225745, 238610), "94,6%"),
        (Fraction(207635, 216738), "95,8%"),
        (Fraction(1), "100,0%"),
        (Fraction(0), "0,0%"),
        (Fraction(9996, 10000), "99,9%"),
        (Fraction(999999, 1000000), "99,9%"),
        (Fraction(1, 1000000), "0,1%"),
        (Fraction(10001, 10000), "100,1%"),
        (Fraction(-1, 1000000), "−0,1%"),
        (Fraction(1205, 10000), "12,1%"),  # a half goes up
        (Fraction(12049, 100000), "12,0%"),
        (12, "1.200,0%"),
        (0.946, "94,6%"),
        (None, "–"),
    ],
)
def test_a_share_is_rounded_half_up_and_never_onto_all_or_none(value, written):
    assert writing.share(value) == written


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_a_share_says_all_or_none_only_where_it_is_so(whole, part):
    value = Fraction(min(part, whole), whole)
    written = writing.share(value)
    assert (written == "100,0%") == (value == 1)
    assert (written == "0,0%") == (value == 0)
    read = Fraction(written.rstrip("%").replace(",", "."))
    assert abs(read - value * 100) <= Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "written"), [(Fraction(95, 100), "95%"), (Fraction(955, 1000), "95,5%"), (1, "100%")]
)
def test_targets_and_scales_are_written_short(value, written):
    assert writing.share(value, short=True) == written


@pytest.mark.parametrize(
    ("value", "written"), [(232325, "232.325"), (0, "0"), (-1200, "−1.200"), (None, "–")]
)
def test_counts_have_separators(value, written):
    assert writing.count(value) == written


@pytest.mark.parametrize(
    ("difference", "written", "size"),
    [
        (Fraction(19, 1000), "+1,9", "1,9"),
        (Fraction(-187, 10000), "−1,9", "1,9"),
        (Fraction(0), "0,0", "0,0"),
        (Fraction(1, 10000), "+0,0", "0,0"),
        (Fraction(-1, 10000), "−0,0", "0,0"),
        (None, "–", "–"),
    ],
)
def test_points_have_a_sign_or_say_the_size_alone(difference, written, size):
    assert writing.points(difference) == written
    assert writing.points(difference, sign=False) == size


def test_moments_are_written_in_the_time_of_the_place():
    assert writing.moment(datetime(2018, 12, 31, 16, 59, tzinfo=UTC)) == "31/12/2018 23:59"
    assert writing.day(datetime(2018, 12, 31, 18, 0, tzinfo=UTC)) == "01/01/2019"
    assert writing.day(date(2018, 12, 31)) == "31/12/2018"
    assert writing.day(None) == writing.moment(None) == "–"


def test_english_writes_the_same_values_its_way():
    with translation.override("en"):
        assert writing.share(Fraction(225745, 238610)) == "94.6%"
        assert writing.count(232325) == "232,325"
        assert writing.points(Fraction(19, 1000)) == "+1.9"
        assert writing.day(date(2018, 12, 31)) == "31 Dec 2018"


def test_templates_write_by_filters():
    template = Template(
        "{% load figures %}{{ ratio|share }} {{ target|short_share }} {{ cases|count }}"
        " {{ change|points }} {{ day|day }} {{ at|moment }}"
    )
    context = Context(
        {
            "ratio": Fraction(225745, 238610),
            "target": 0.95,
            "cases": 232325,
            "change": 0.019,
            "day": date(2018, 12, 31),
            "at": datetime(2018, 12, 31, 16, 59, tzinfo=UTC),
        }
    )
    assert template.render(context) == "94,6% 95% 232.325 +1,9 31/12/2018 31/12/2018 23:59"
