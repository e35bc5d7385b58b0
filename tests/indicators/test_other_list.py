"""When places are compared: both tables are of the same units, but for one or a tenth of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indicators.comparing import OtherList, other_list
from indicators.models import Indicator
from indicators.other_list_words import places_not_compared
from indicators.periods import Calendar, Period, parse_period
from indicators.selection import Selection
from tests.support import run, write_text
from units.models import Level
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("units")

ON_TIME = Indicator(code="on_time", denominator=["resolved_late"], direction="higher")
HEAD = "code,name,level,parent_code,valid_from,valid_to\n"
BOUNDS = {  # number of a commune -> the day on which it ended
    **dict.fromkeys((1, 2), "2018-03-10"),
    **dict.fromkeys((3, 4), "2018-06-10"),
    5: "2018-07-10",
}
UNITS = [
    "64,Tỉnh Một,province,,2004-01-01,",
    "65,Tỉnh Hai,province,,2004-01-01,",
    "66,Tỉnh Ba,province,,2018-11-01,",
    # Of five communes of huyện A two moved, then the whole of huyện B.
    "10,Huyện A,district,64,2004-01-01,",
    "11,Huyện B,district,64,2004-01-01,2018-10-15",
    "11,Huyện B,district,65,2018-10-15,",
    *(f"10{number},Xã A{number},commune,10,2004-01-01," for number in (1, 2, 3)),
    *(f"10{number},Xã A{number},commune,10,2004-01-01,2018-09-05" for number in (4, 5)),
    *(f"10{number},Xã A{number},commune,11,2018-09-05," for number in (4, 5)),
    "20,Huyện C,district,65,2004-01-01,",
    *(
        f"2{number:02},Xã C{number},commune,20,2004-01-01,{BOUNDS.get(number, '')}"
        for number in range(1, 21)
    ),
    "299,Xã C Mới,commune,20,2018-06-10,",
]


@pytest.fixture
def units(transactional_db: None, tmp_path: Path) -> None:
    file = write_text(tmp_path / "units.csv", HEAD + "\n".join(UNITS))
    assert run("load_units", file).status == 0


def asked(
    under: str, period: Period, level: Level = Level.COMMUNE, map_day: date | None = None
) -> Selection:
    unit_id = hierarchy().resolve(under, on=period.ends_on) if under else None
    return Selection(ON_TIME, level, period, under, unit_id, map_day=map_day)


def told(under: str, text: str, calendar: Calendar = Calendar.MONTH, **more) -> OtherList | None:
    period = parse_period(text, calendar)
    return other_list(asked(under, period, **more), period.before)


@pytest.mark.parametrize(
    ("period", "others"),
    [
        ("2018-02", None),
        ("2018-03", None),  # 2 of 20 ended: a tenth
        ("2018-04", None),
        ("2018-06", (3, 19)),  # 2 of 18 ended, one began
        ("2018-07", (4, 19)),  # one ended, and those three were in June for a part of it
        ("2018-08", None),
    ],
)
def test_a_tenth_of_the_units_may_be_others(period: str, others: tuple[int, int] | None):
    found = told("20", period)
    assert (found and (found.others, found.units)) == others


def test_the_day_is_the_one_on_which_most_of_them_changed():
    for period, others, units in (("2018-06", 3, 19), ("2018-07", 4, 19), ("2018-Q3", 4, 19)):
        assert told("20", period) == OtherList(others, units, date(2018, 6, 10), on_map=False)
    assert told("20", "2018-Q4") is None, "but for the one that ended in the quarter before"


def test_a_single_unit_may_be_another_where_they_are_few():
    assert told("", "2018-11", level=Level.PROVINCE) is None


def test_what_moved_is_another_list_on_the_day_of_the_move():
    assert told("10", "2018-09") == OtherList(2, 5, date(2018, 9, 5), on_map=False)
    assert told("64", "2018-09") is None, "they are in the same province as before"
    assert told("64", "2018-10") == OtherList(2, 5, date(2018, 10, 15), on_map=False)


def test_both_calendars():
    """15 May to 14 June, against 15 April to 14 May; then those that it was there for a part."""
    assert told("20", "2018-06", Calendar.KSTT) is not None
    assert told("20", "2018-05", Calendar.KSTT) is None


def test_on_a_map_the_list_is_one_but_for_units_without_an_exact_past():
    day = date(2018, 12, 31)
    for period in ("2018-06", "2018-09", "2018-10"):
        for under in ("10", "20", "64"):
            assert told(under, period, map_day=day) is None


def test_indicators_without_ranks_have_no_places_to_compare():
    june = parse_period("2018-06")
    selection = asked("20", june)
    assert places_not_compared(selection, june.before) == (
        "Places are not compared with month 5/2018: since 10 Jun 2018 the list has other units."
        " Of the 19 units of both tables 3 began, ended or moved."
    )
    assert places_not_compared(selection, None) == ""
    received = Indicator(code="received", direction="none")
    assert places_not_compared(replace(selection, indicator=received), june.before) == ""
