"""The whole demo as it is after loading: known answers, and what a second start does."""

import json
from calendar import monthrange
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.utils.timezone import localtime
from python_calamine import CalamineWorkbook

from dossiers.models import Dossier, Job, Procedure, Source, Upload, UploadState
from egov.demo.accounts import ACCOUNTS, PASSWORD
from egov.demo.people import FAMILIES
from indicators import worked_example
from indicators.indicator_versions import indicators_on
from indicators.periods import parse_period
from indicators.writing import count
from tests.support import contents, figures, run
from units.access import access_of
from units.models import Grant, Role, User
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("demo")

PROVINCE = {"level": "province", "period": "2018"}


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator"),
    [
        ("on_time_all", 225_745, 238_610),
        ("on_time", 207_635, 216_738),
        ("late_share", 9_103, 216_738),
        ("overdue_share", 3_762, 21_872),
        ("rewritten_share", 0, 238_610),  # its exports rewrite nothing
        ("received", 232_325, None),
        ("resolved", 216_738, None),
        ("in_progress", 21_872, None),
        ("overdue", 3_762, None),
    ],
)
def test_published_totals_come_out(indicator, numerator, denominator):
    row = figures(indicator, **PROVINCE)["64"]
    assert row["numerator"] == numerator
    if denominator:
        assert row["denominator"] == denominator
        assert row["value"] == numerator / denominator


def test_page_and_file_say_the_same_as_the_command():
    client = Client()
    client.force_login(User.objects.get(username="lanhdao"))
    for code in ("on_time_all", "on_time", "late_share", "overdue_share"):
        printed = figures(code, **PROVINCE)["64"]
        address = f"/league/?indicator={code}&level=province&under=64&period=2018"
        (row,) = json.loads(client.get(f"{address}&format=json").content)["rows"]
        assert {name: row[name] for name in printed} == printed
        shown = client.get(row["url"]).context["page"]
        assert shown["sides"][0].table.totals[1].text == count(printed["numerator"])
        assert shown["sides"][1].table.totals[1].text == count(printed["denominator"])


def test_the_worked_example_has_the_demos_rates():
    found = worked_example.rates(indicators_on(["on_time", "on_time_all"], parse_period("2018")))
    for code, value in found.by_code.items():
        printed = figures(code, **PROVINCE)["64"]
        assert (value.numerator, value.denominator) == (
            printed["numerator"],
            printed["denominator"],
        )


def test_the_form_of_the_year_has_the_published_totals(tmp_path):
    for by in ("field", "unit"):
        file = tmp_path / f"{by}.xlsx"
        options = ("--unit", "64", "--period", "2018", "--by", by, "--output", file)
        assert run("form_ii06", *options).status == 0
        rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        (total,) = (row for row in rows if row[1] == "Tổng số")
        assert (total[2], total[5], total[6], total[9]) == (238_610, 6_285, 216_738, 9_103)
        assert (total[10], total[12]) == (21_872, 3_762)


def test_the_two_rates_on_time():
    rates = [figures(code, **PROVINCE)["64"]["value"] for code in ("on_time_all", "on_time")]
    assert [round(rate, 4) for rate in rates] == [0.9461, 0.9580]


def test_what_was_carried_over_was_in_progress_the_year_before():
    assert figures("in_progress", "province", "2017-12")["64"]["numerator"] == 6_285


@pytest.mark.parametrize(
    ("level", "count"), [("district", 17), ("commune", 222), ("department", 20)]
)
def test_every_office_is_listed(level, count):
    rows = figures("received", level, "2018", scope="own")
    assert len(rows) == count
    assert all(row["numerator"] for row in rows.values())


def test_offices_add_up_to_the_province():
    own = [
        figures("received", level, "2018", scope="own")
        for level in ("department", "district", "commune")
    ]
    assert sum(row["numerator"] for rows in own for row in rows.values()) == 232_325


def test_small_offices_have_no_rank_in_a_month():
    ranks = [row["rank"] for row in figures("on_time", "commune", "2018-03").values()]
    assert 1 in ranks
    assert 10 < ranks.count(None) < 80


def test_today_s_map_holds_the_same_dossiers():
    today = figures("on_time_all", "province", "2018", map="2026-11-01")
    assert [(code, row["numerator"]) for code, row in today.items()] == [("52", 225_745)]
    communes = figures("received", "commune", "2018", scope="own", map="2026-11-01")
    then = figures("received", "commune", "2018", scope="own")
    assert len(communes) == 77
    assert sum(row["numerator"] for row in communes.values()) == sum(
        row["numerator"] for row in then.values()
    )


def test_every_row_was_loaded_and_none_is_odd():
    uploads = Upload.objects.order_by("file_name")
    assert len(uploads) == 12
    assert {(u.state, u.rejected, u.warnings) for u in uploads} == {("loaded", 0, 0)}
    assert [f"{localtime(u.exported_at):%m-%d %H:%M}" for u in uploads] == [
        f"{month:02}-{monthrange(2018, month)[1]} 23:59" for month in range(1, 13)
    ]
    assert {u.uploaded_by.username for u in uploads if u.uploaded_by} == {"cntt"}
    assert Dossier.objects.count() == 238_610
    assert Source.objects.get().data_day == date(2018, 12, 31)


def test_procedures_are_told_apart_by_code_or_name():
    assert Procedure.objects.exclude(code="").count() > 120
    assert Procedure.objects.filter(code="").count() > 60
    assert not Procedure.objects.filter(name="").exists()


def test_nothing_of_people_is_kept():
    kept = contents("dossiers_state", "dossiers_saying")
    people = kept.pop("units_user")
    assert len(people) == len(ACCOUNTS)
    texts = "\n".join(line for lines in kept.values() for line in lines)
    assert "000.00.17.H21-18" in texts
    for family in FAMILIES:
        assert f"{family} Văn" not in texts
        assert f"{family} Thị" not in texts
    assert "đường X" not in texts
    assert "0000000042" not in texts


def test_each_account_has_its_role_for_the_province_then_and_today():
    for account in ACCOUNTS:
        user = authenticate(username=account.username, password=PASSWORD)
        assert isinstance(user, User)
        assert user.email.endswith(".invalid"), "asks for the daily mail, which reaches nobody"
        access = access_of(user)
        for code, day in (("64", date(2018, 6, 1)), ("52", date(2026, 1, 1))):
            assert access.may(account.role, hierarchy().resolve(code, on=day), day)
    assert {grant.role for grant in Grant.objects.all()} == {*Role.values}


def test_a_second_start_changes_nothing():
    before = contents()
    outcome = run("demo", "--stretch", "2018")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert "is loaded already" in outcome.stdout
    assert contents() == before


def test_what_was_taken_back_or_removed_stays_so():
    upload = Upload.objects.get(file_name="gia-lai-2018-12.csv")
    assert run("undo_upload", upload.pk).status == 0
    User.objects.filter(username="kiemtra").update(is_active=False)
    jobs = Job.objects.count()
    outcome = run("demo", "--stretch", "2018")
    assert "1 file was taken back and stays so." in outcome.stdout
    assert "kiemtra" not in outcome.stdout
    assert Job.objects.count() == jobs
    assert Upload.objects.get(pk=upload.pk).state == UploadState.UNDONE
