"""With which earlier period a figure may be held against, by what the files tell of."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from indicators.comparing import Against, compared_with
from indicators.coverage import Coverage, Told
from indicators.models import Indicator
from indicators.periods import parse_period

RECEIVED = Indicator(code="received", numerator=["received_online", "received_other"])
OPEN = Indicator(code="in_progress", numerator=["in_progress_overdue"])
SHARE = Indicator(code="late_share", numerator=["resolved_late"], denominator=["resolved_early"])
INDEX = Indicator(code="sipas", numerator=["entered:sipas"])


def told(until: date, ended_on: date | None = None) -> Told:
    at = timezone.make_aware(datetime.combine(until, time.max))
    return Told("igate", date(2018, 1, 1), at, until, ended_on, {})


WHOLE, LATE = told(date(2018, 6, 30)), told(date(2018, 6, 20))
ENDED = told(date(2018, 6, 10), ended_on=date(2018, 6, 10))


@pytest.mark.parametrize(
    ("sources", "is_compared"),
    [((WHOLE,), True), ((LATE,), False), ((WHOLE, LATE), False), ((WHOLE, ENDED), True)],
)
def test_what_comes_in_is_compared_when_all_of_it_is_there(sources, is_compared: bool):
    june, covered = parse_period("2018-06"), Coverage(sources)
    found = compared_with(RECEIVED, june, Against.BEFORE, covered)
    assert found == (parse_period("2018-05") if is_compared else None)
    for one in (OPEN, SHARE):
        assert compared_with(one, june, Against.BEFORE, covered) == parse_period("2018-05")


def test_nothing_is_compared_with_what_no_file_tells_of_but_what_is_entered():
    june, covered = parse_period("2018-06"), Coverage((WHOLE,))
    for one in (RECEIVED, OPEN, SHARE):
        assert compared_with(one, june, Against.YEAR, covered) is None
    for known in (covered, None):
        assert compared_with(INDEX, june, Against.YEAR, known) == parse_period("2017-06")
