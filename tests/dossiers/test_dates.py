"""Dates as exports write them, against Python's own datetime."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.checking.dates import ends_of_days, parse_dates

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read(text, zone=HANOI, *, day_first=True):
    dates = parse_dates(pa.array([text]), zone, day_first=day_first)
    if not dates.read[0]:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(dates.instant[0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/07/2018", (2018, 7, 31)),
        ("1/7/2018", (2018, 7, 1)),
        ("01-07-2018", (2018, 7, 1)),
        ("01.07.2018", (2018, 7, 1)),
        ("2018-07-31", (2018, 7, 31)),
        ("20180731", (2018, 7, 31)),
        ("31/07/2018 08:05", (2018, 7, 31, 8, 5)),
        ("31/07/2018  08:05:09", (2018, 7, 31, 8, 5, 9)),
        ("31/07/2018\u00a008:05:09", (2018, 7, 31, 8, 5, 9)),
        ("08:05:09, 31/07/2018", (2018, 7, 31, 8, 5, 9)),
        ("08:05:09,31/07/2018", (2018, 7, 31, 8, 5, 9)),
        ("31/07/2018,08:05", (2018, 7, 31, 8, 5)),
        ("31/07/2018\n08:05", (2018, 7, 31, 8, 5)),
        ("31/07/2018 \r\n 08:05", (2018, 7, 31, 8, 5)),
        ("08:05\n31/07/2018", (2018, 7, 31, 8, 5)),
        ("08:05 31/07/2018", (2018, 7, 31, 8, 5)),
        ("31/07/2018 8:05:09 CH", (2018, 7, 31, 20, 5, 9)),
        ("31/07/2018 12:05:09 AM", (2018, 7, 31, 0, 5, 9)),
        ("2018-07-31T08:05:09.123", (2018, 7, 31, 8, 5, 9, 123000)),
        ("20180731080509", (2018, 7, 31, 8, 5, 9)),
        ("  31/07/2018 ", (2018, 7, 31)),
    ],
)
def test_forms_without_offset_are_local(text, expected):
    assert read(text) == datetime(*expected).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("Z", 0), ("+07:00", 7), ("+0700", 7), ("-05:00", -5), (" +0200", 2), ("+07", 7)],
)
def test_a_stated_offset_counts(text, hours):
    expected = datetime(2018, 7, 31, 10, 0, 0, 250000, tzinfo=timezone(timedelta(hours=hours)))
    assert read(f"2018-07-31T10:00:00.250{text}") == expected


def test_offsets_of_one_column_may_differ():
    texts = pa.array(["2018-07-31T10:00:00+0700", "2018-07-31T03:00:00Z", "31/07/2018 10:00"])
    dates = parse_dates(texts, HANOI, day_first=True)
    assert len(set(dates.instant.tolist())) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("31/02/2018", "00/01/2018", "01/13/2018", "29/02/2019", "31/07/2018 24:00"),
        *(
            "31/07/2018 10:60",
            "01/07/18",
            "31/7",
            "abc",
            "12345",
            "0912345678",
            "2018",
            "31/07-2018",
        ),
        "1" * 50,
    ],
)
def test_what_is_no_date_is_unreadable(text):
    dates = parse_dates(pa.array([text]), HANOI, day_first=True)
    assert (bool(dates.unreadable[0]), bool(dates.read[0])) == (True, False)


@pytest.mark.parametrize("text", ["", "  ", "-", "NULL"])
def test_blank_cells_are_neither_read_nor_unreadable(text):
    dates = parse_dates(pa.array([text]), HANOI, day_first=True)
    assert not dates.unreadable[0]
    assert not dates.read[0]


def test_years_outside_1990_to_2100_are_told_apart():
    texts = pa.array(["31/12/1989", "01/01/1990", "31/12/2100", "01/01/2101", "0001-01-01"])
    dates = parse_dates(texts, HANOI, day_first=True)
    assert dates.odd_year.tolist() == [True, False, False, True, True]
    assert dates.read.tolist() == [False, True, True, False, False]


def test_month_first_sources():
    assert read("07/31/2018", day_first=False) == datetime(2018, 7, 31, tzinfo=HANOI)
    assert read("31/07/2018", day_first=False) is None
    assert read("2018-07-31", day_first=False) == datetime(2018, 7, 31, tzinfo=HANOI)


def test_the_local_day_of_an_instant_given_in_another_zone():
    dates = parse_dates(pa.array(["2018-07-31T20:00:00Z"]), HANOI, day_first=True)
    assert date(1970, 1, 1) + timedelta(days=int(dates.day[0])) == date(2018, 8, 1)


def test_the_end_of_a_day_knows_summer_time():
    days = np.array([(date(2023, 3, 26) - date(1970, 1, 1)).days])
    end = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
        microseconds=int(ends_of_days(days, AMSTERDAM)[0])
    )
    assert end == datetime(2023, 3, 26, 21, 59, 59, 999999, tzinfo=UTC)


FORMS = (
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%H:%M:%S, %d/%m/%Y",
    "%d/%m/%Y",
    "%Y%m%d%H%M%S",
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31))


@given(st.lists(st.tuples(moments, st.sampled_from(FORMS)), max_size=20))
def test_local_times_are_those_of_python_also_where_clocks_change(cells):
    texts = [moment.strftime(form) for moment, form in cells]
    dates = parse_dates(pa.array(texts, pa.string()), AMSTERDAM, day_first=True)
    for index, (text, (_moment, form)) in enumerate(zip(texts, cells, strict=True)):
        local = datetime.strptime(text, form)
        expected = local.replace(tzinfo=AMSTERDAM) - datetime(1970, 1, 1, tzinfo=UTC)
        assert int(dates.instant[index]) == expected // timedelta(microseconds=1)
        assert int(dates.day[index]) == (local.date() - date(1970, 1, 1)).days
        assert bool(dates.has_time[index]) == ("%H" in form)


@given(st.lists(st.tuples(moments, st.integers(-12 * 60, 14 * 60)), max_size=20))
def test_offsets_mixed_in_one_column_are_exact(cells):
    aware = [
        moment.replace(tzinfo=timezone(timedelta(minutes=minutes))) for moment, minutes in cells
    ]
    texts = [moment.isoformat(timespec="microseconds") for moment in aware]
    dates = parse_dates(pa.array(texts, pa.string()), AMSTERDAM, day_first=True)
    for index, moment in enumerate(aware):
        since = moment - datetime(1970, 1, 1, tzinfo=UTC)
        assert int(dates.instant[index]) == since // timedelta(microseconds=1)
        local = moment.astimezone(AMSTERDAM).date()
        assert int(dates.day[index]) == (local - date(1970, 1, 1)).days


@given(st.lists(st.text(max_size=45), max_size=60))
def test_no_text_whatever_breaks_the_reading(texts):
    dates = parse_dates(pa.array(texts, pa.string()), HANOI, day_first=True)
    assert len(dates.read) == len(texts)
    assert not (dates.read & dates.unreadable).any()
