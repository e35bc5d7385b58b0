"""Half months: the 1st to the 14th and the 15th to the end, the same in Python and in SQL."""

from datetime import date, timedelta

import pytest
from django.db import connection

from indicators.half_months import first_day, half_month, last_day


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2018, 1, 1), date(2018, 1, 1), date(2018, 1, 14)),
        (date(2018, 1, 14), date(2018, 1, 1), date(2018, 1, 14)),
        (date(2018, 1, 15), date(2018, 1, 15), date(2018, 1, 31)),
        (date(2020, 2, 29), date(2020, 2, 15), date(2020, 2, 29)),
        (date(2019, 2, 28), date(2019, 2, 15), date(2019, 2, 28)),
        (date(2018, 12, 31), date(2018, 12, 15), date(2018, 12, 31)),
    ],
)
def test_a_half_month_and_its_days(day: date, first: date, last: date) -> None:
    half = half_month(day)
    assert (first_day(half), last_day(half)) == (first, last)


def test_half_months_follow_each_other_without_gap() -> None:
    begun = half_month(date(2019, 12, 1))
    for half in range(begun, begun + 60):
        assert last_day(half) + timedelta(days=1) == first_day(half + 1)


@pytest.mark.django_db
def test_the_database_has_the_same_functions() -> None:
    days = [date(2019, 1, 1) + timedelta(days=number) for number in range(1500)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT half_month(day), half_month_end(half_month(day)) FROM unnest(%s::date[]) day",
            [days],
        )
        assert cursor.fetchall() == [(half_month(d), last_day(half_month(d))) for d in days]
