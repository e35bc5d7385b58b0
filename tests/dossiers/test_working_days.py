"""Working days, and when terms end that run on them; day by day they are found by a second way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dossiers.catalogue.terms import Term
from dossiers.models import SpecialDay, TermUnit
from dossiers.working_days import Reckoned, Runs, WorkingDays, months_later, reckon, special_days
from units.models import AuditEvent, User

FIRST, LAST = date(2018, 1, 1), date(2021, 12, 31)
PLAIN = WorkingDays(FIRST, LAST, {})


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2018-06-29", True),
        ("2018-06-30", False),  # a Saturday
        ("2018-04-25", False),  # the Hùng kings, by the moon
        ("2018-02-14", False),  # Tết
        ("2018-02-21", True),
        ("2018-09-02", False),
        ("2018-09-03", False),  # since the day before was a Sunday
        ("2018-12-31", False),  # exchanged
        ("2019-01-05", True),  # for this Saturday
    ],
)
def test_public_holidays_are_known_with_their_exchanges(day: str, works: bool) -> None:
    assert PLAIN.is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("number", "unit", "runs", "whole"),
    [
        ("5", TermUnit.WORKING_DAY, Runs.WORKING_DAYS, 5),
        ("1.5", TermUnit.WORKING_DAY, Runs.WORKING_DAYS, 2),
        ("30", TermUnit.DAY, Runs.DAYS, 30),
        ("3", TermUnit.MONTH, Runs.MONTHS, 3),
        ("8", TermUnit.WORKING_HOUR, Runs.WORKING_DAYS, 1),
        ("9", TermUnit.WORKING_HOUR, Runs.WORKING_DAYS, 2),
        ("1", TermUnit.HOUR, Runs.DAYS, 1),
        ("24", TermUnit.HOUR, Runs.DAYS, 1),
        ("28", TermUnit.HOUR, Runs.DAYS, 2),
    ],
)
def test_a_term_is_counted_in_whole_days(
    number: str, unit: TermUnit, runs: Runs, whole: int
) -> None:
    assert reckon(Term(Decimal(number), unit)) == Reckoned(runs, whole)


@pytest.mark.parametrize(
    ("received", "runs", "number", "ends"),
    [
        ("2018-06-29", Runs.WORKING_DAYS, 1, "2018-07-02"),  # Friday to Monday
        ("2018-06-30", Runs.WORKING_DAYS, 1, "2018-07-02"),  # and so a Saturday
        ("2018-02-13", Runs.WORKING_DAYS, 1, "2018-02-21"),  # over Tết
        ("2018-08-31", Runs.WORKING_DAYS, 5, "2018-09-10"),
        ("2018-06-01", Runs.DAYS, 10, "2018-06-11"),
        ("2018-06-01", Runs.DAYS, 30, "2018-07-02"),  # 1 July is a Sunday
        ("2018-01-31", Runs.MONTHS, 1, "2018-02-28"),
        ("2018-01-30", Runs.MONTHS, 12, "2019-01-30"),
    ],
)
def test_a_term_ends_on_a_working_day(received: str, runs: Runs, number: int, ends: str) -> None:
    found = PLAIN.ends(date.fromisoformat(received), Reckoned(runs, number))
    assert found.isoformat() == ends


def test_special_days_say_otherwise() -> None:
    monday, saturday = date(2018, 7, 2), date(2018, 6, 30)
    days = WorkingDays(FIRST, LAST, {monday: False, saturday: True})
    assert days.ends(date(2018, 6, 29), Reckoned(Runs.WORKING_DAYS, 1)) == saturday
    assert days.ends(date(2018, 6, 29), Reckoned(Runs.WORKING_DAYS, 2)) == date(2018, 7, 3)
    assert days.ends(date(2018, 6, 29), Reckoned(Runs.DAYS, 3)) == date(2018, 7, 3)


days_of_2019 = st.dates(date(2019, 1, 1), date(2019, 12, 31))


@given(
    special=st.dictionaries(days_of_2019, st.booleans(), max_size=20),
    received=days_of_2019,
    number=st.integers(1, 60),
)
def test_numbers_agree_with_a_walk_from_day_to_day(
    special: dict[date, bool], received: date, number: int
) -> None:
    days = WorkingDays(FIRST, LAST, special)
    day, left = received, number
    while left:
        day += timedelta(days=1)
        left -= days.is_working(day)
    assert days.ends(received, Reckoned(Runs.WORKING_DAYS, number)) == day
    rows = {row[0]: row for row in days.rows()}
    (by_number,) = [
        row[0] for row in rows.values() if row[2] and row[1] == rows[received][1] + number
    ]
    assert by_number == day
    day = received + timedelta(days=number)
    while not days.is_working(day):
        day += timedelta(days=1)
    assert days.ends(received, Reckoned(Runs.DAYS, number)) == day
    assert rows[received + timedelta(days=number)][3] == day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2018-11-30", 3, "2019-02-28"),
        ("2019-11-30", 3, "2020-02-29"),
        ("2018-12-31", 1, "2019-01-31"),
        ("2018-10-15", 2, "2018-12-15"),
        ("2018-06-30", 120, "2028-06-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months).isoformat() == later


@pytest.mark.django_db
def test_the_admin_keeps_the_table_with_audit_events(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    address = "/admin/dossiers/specialday/"
    form = {"day": "30/06/2018", "works": "on", "note": "làm bù"}
    assert client.post(f"{address}add/", form).status_code == 302
    assert client.post(f"{address}add/", form).status_code == 200, "there is one of that day"
    made = SpecialDay.objects.get()
    assert special_days() == {date(2018, 6, 30): True}
    assert client.post(f"{address}{made.pk}/change/", {"day": "30/06/2018"}).status_code == 302
    assert special_days() == {date(2018, 6, 30): False}
    assert "30/06/2018" in client.get(address).content.decode()
    assert client.post(f"{address}{made.pk}/delete/", {"post": "yes"}).status_code == 302
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert [one for one in actions if one.endswith("specialday")] == [
        "create-specialday",
        "change-specialday",
        "delete-specialday",
    ]
