"""Periods and half months: every form, both calendars, and the database's own functions."""

from datetime import date, timedelta
from itertools import chain

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from indicators.half_months import first_day, half_month, last_day
from indicators.periods import Calendar, PeriodError, parse_period, to_date

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-H1", "2018-01-01", "2018-06-30"),
        ("2018-H2", "2018-07-01", "2018-12-31"),
        ("2018-Q1", "2018-01-01", "2018-03-31"),
        ("2018-Q4", "2018-10-01", "2018-12-31"),
        ("2018-M9", "2018-01-01", "2018-09-30"),
        ("2018-07", "2018-07-01", "2018-07-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-01..2018-05", "2018-01-01", "2018-05-31"),
        ("2017-11..2018-02", "2017-11-01", "2018-02-28"),
    ],
)
def test_months_of_the_year(text: str, begins: str, ends: str):
    period = parse_period(text)
    assert (f"{period.begins_on}", f"{period.ends_on}") == (begins, ends)
    assert (period.text, period.calendar) == (text, Calendar.MONTH)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2018", "2017-12-15", "2018-12-14"),
        ("2018-H2", "2018-06-15", "2018-12-14"),
        ("2018-Q1", "2017-12-15", "2018-03-14"),
        ("2018-M9", "2017-12-15", "2018-09-14"),
        ("2018-01", "2017-12-15", "2018-01-14"),
        ("2020-03", "2020-02-15", "2020-03-14"),
        ("2018-01..2018-05", "2017-12-15", "2018-05-14"),
    ],
)
def test_months_that_close_on_the_14th(text: str, begins: str, ends: str):
    period = parse_period(text, Calendar.KSTT)
    assert (f"{period.begins_on}", f"{period.ends_on}") == (begins, ends)


@pytest.mark.parametrize(
    "text",
    [
        *("", "18", "2018-00", "2018-13", "2018-7", "2018-Q5", "2018-Q0", "2018-H3", "2018-M6"),
        *("2018-05..2018-01", "2018..2019", "2018-01..", "2018-01...2018-02", " 2018", "2018\n"),
        *("٢٠١٨", "0000", "9999-12", "2018-01-01", "2018-q3"),
    ],
)
def test_what_is_no_period(text: str):
    with pytest.raises(PeriodError):
        parse_period(text)


@pytest.mark.parametrize("calendar", Calendar)
def test_periods_of_a_year_are_made_of_its_months(calendar: Calendar):
    def halves(text: str) -> list[int]:
        period = parse_period(text, calendar)
        return list(range(period.first, period.last + 1))

    months = [halves(f"2019-{month:02}") for month in range(1, 13)]
    assert list(chain(*months)) == halves("2019") == halves("2019-H1") + halves("2019-H2")
    assert halves("2019-Q3") == list(chain(*months[6:9])) == halves("2019-07..2019-09")
    assert halves("2019-M9") == halves("2019-Q1") + halves("2019-Q2") + halves("2019-Q3")
    assert halves("2019-12")[-1] + 1 == halves("2020-01")[0]


@given(days)
def test_a_day_lies_in_its_half_month(day: date):
    half = half_month(day)
    assert first_day(half) <= day <= last_day(half)
    assert first_day(half).day in (1, 15)
    assert first_day(half + 1) == last_day(half) + timedelta(days=1)


@pytest.mark.django_db
def test_the_database_counts_half_months_alike():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::date, half_month(d::date), half_month_end(half_month(d::date))"
            " FROM generate_series('1999-12-01'::date, '2028-03-31', '1 day') AS d"
        )
        for day, half, end in cursor.fetchall():
            assert (half, end) == (half_month(day), last_day(half_month(day)))


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize(
    ("text", "before", "year_earlier"),
    [
        ("2018", "2017", "2017"),
        ("2018-H1", "2017-H2", "2017-H1"),
        ("2018-Q1", "2017-Q4", "2017-Q1"),
        ("2018-M9", "2017-M9", "2017-M9"),
        ("2018-01..2018-05", "2017-01..2017-05", "2017-01..2017-05"),
        ("2018-01..2019-12", "2016-01..2017-12", "2017-01..2018-12"),
        ("2018-01", "2017-12", "2017-01"),
        ("2018-02..2018-05", "2017-10..2018-01", "2017-02..2017-05"),
        ("2018-02..2018-04", "2017-11..2018-01", "2017-02..2017-04"),
    ],
)
def test_the_period_before(text: str, before: str, year_earlier: str, calendar: Calendar):
    period = parse_period(text, calendar)
    assert period.before == parse_period(before, calendar)
    assert period.year_earlier == parse_period(year_earlier, calendar)


@pytest.mark.parametrize("calendar", Calendar)
def test_months_of_a_period(calendar: Calendar):
    quarter = parse_period("2018-Q1", calendar)
    assert [month.text for month in quarter.months()] == ["2018-01", "2018-02", "2018-03"]
    texts = [month.text for month in quarter.months(at_least=4)]
    assert texts == ["2017-12", "2018-01", "2018-02", "2018-03"]
    months = quarter.months()
    assert (months[0].first, months[-1].last) == (quarter.first, quarter.last)


@pytest.mark.parametrize(
    ("on", "calendar", "text"),
    [
        ("2018-05-31", Calendar.MONTH, "2018-01..2018-05"),
        ("2018-05-30", Calendar.MONTH, "2018-01..2018-04"),
        ("2018-09-30", Calendar.MONTH, "2018-M9"),
        ("2018-05-14", Calendar.KSTT, "2018-01..2018-05"),
        ("2018-05-13", Calendar.KSTT, "2018-01..2018-04"),
        ("2018-01-13", Calendar.KSTT, "2018-01"),  # none is over
        ("2017-06-30", Calendar.MONTH, "2018-01"),
        ("2020-01-01", Calendar.MONTH, "2018"),
    ],
)
def test_a_year_to_date_is_its_months_that_are_over(on: str, calendar: Calendar, text: str):
    assert to_date(2018, date.fromisoformat(on), calendar) == parse_period(text, calendar)
