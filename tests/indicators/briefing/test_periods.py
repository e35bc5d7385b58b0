"""Periods as offices write them."""

import pytest
from django.utils import translation

from indicators.briefing.periods import during, named
from indicators.periods import Calendar, parse_period


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("2018", "trong năm 2018", "in 2018"),
        ("2018-H1", "trong 06 tháng đầu năm 2018", "in the first 6 months of 2018"),
        ("2018-H2", "trong 06 tháng cuối năm 2018", "in the last 6 months of 2018"),
        ("2018-Q3", "trong quý III năm 2018", "in quarter III of 2018"),
        ("2018-M9", "trong 09 tháng đầu năm 2018", "in the first 9 months of 2018"),
        ("2018-06", "trong tháng 6 năm 2018", "in June 2018"),
        ("2018-01..2018-05", "trong 05 tháng đầu năm 2018", "in the first 5 months of 2018"),
        ("2018-02..2018-05", "từ tháng 2 đến tháng 5 năm 2018", "from February to May 2018"),
        ("2018-02..2018-04", "từ tháng 2 đến tháng 4 năm 2018", "from February to April 2018"),
        (
            "2017-12..2018-11",
            "từ tháng 12 năm 2017 đến tháng 11 năm 2018",
            "from December 2017 to November 2018",
        ),
    ],
)
def test_periods(text: str, vietnamese: str, english: str):
    for language, words in (("vi", vietnamese), ("en", english)):
        with translation.override(language):
            assert during(parse_period(text)) == words


def test_the_days_of_another_calendar_are_told():
    with translation.override("vi"):
        name = named(parse_period("2018", Calendar.KSTT))
    assert name == "năm 2018 (từ ngày 15/12/2017 đến ngày 14/12/2018)"
