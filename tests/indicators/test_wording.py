"""Selections in plain words, in English; the catalogue has the Vietnamese ones."""

import pytest
from django.utils import translation

from indicators.periods import Calendar, parse_period
from indicators.selection import Selection
from indicators.wording import period_name, short_period_name, title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2018", "year 2018"),
        ("2018-H1", "first half of 2018"),
        ("2018-H2", "second half of 2018"),
        ("2018-Q3", "quarter 3 of 2018"),
        ("2018-07", "month 7/2018"),
        ("2018-M9", "nine months of 2018"),
        ("2018-01..2018-05", "first 5 months of 2018"),
        ("2018-02..2018-05", "months 2/2018 to 5/2018"),
        ("2018-02..2018-04", "months 2/2018 to 4/2018"),
        ("2017-12..2018-11", "months 12/2017 to 11/2018"),
    ],
)
def test_periods(text: str, name: str):
    with translation.override("en"):
        assert period_name(parse_period(text)) == name
        kstt = parse_period(text, Calendar.KSTT)
        assert period_name(kstt).startswith(f"{name} (KSTT, ")
        assert short_period_name(parse_period(text)) == name
        assert short_period_name(kstt) == f"{name} (KSTT)"


@pytest.mark.django_db
def test_a_title_says_the_whole_selection():
    params = {"indicator": "on_time", "level": "commune", "period": "2018-Q3"}
    with translation.override("en"):
        assert title(Selection.parse(params)) == (
            "On time, resolved, commune level, quarter 3 of 2018"
        )
        odd = params | {"scope": "own", "map": "2025-07-01"}
        assert title(Selection.parse(odd)).endswith(", own counter only, map of 1 Jul 2025")
