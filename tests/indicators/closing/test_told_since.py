"""What was reported or entered after a closing is a cause of its own, with who and when."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from indicators.closing.actions import close_period
from indicators.closing.steps import Step
from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredMeasure, Indicator, Publication, Report
from indicators.periods import parse_period
from indicators.reported.actions import count, take_back
from tests.indicators.closing.test_publishing import (
    JUNE,
    differences,
    live,
    load,
    more,
    published,
    told,
)
from tests.indicators.reported.files import form_csv, report
from tests.pages.actors import administrator
from tests.pages.small_province import DIEN_HONG, YEN_DO, id_of, looking_from
from tests.support import figures
from units.actions import move_unit
from units.models import User

# Of 25 resolved ones 20 on time; a unit that has no dossiers in June.
PARTS, LESS = (10, 20, 2, 8, 12, 5, 6, 1), (10, 20, 2, 3, 12, 10, 6, 1)
IA_BANG = "Xã Ia Băng"


@pytest.fixture
def closed(small_province: None) -> Publication:
    return close_period(period=JUNE, reason="QĐ 12", by="test")


def handed_in(folder: Path, name: str = "first.csv", parts: tuple[int, ...] = PARTS) -> Report:
    file = form_csv(folder / name, {IA_BANG: parts})
    found = report(file, "--under", "622", "--period", "2018-06")
    return Report.objects.get(pk=found["report"])


def put(code: str, unit: str, value: str | None, rank: int | None = None, period=JUNE) -> None:
    one = NewValue(
        EnteredMeasure.objects.get(code=code),
        id_of(unit),
        period,
        None if value is None else Decimal(value),
        rank,
    )
    enter(values=[one], by=User.objects.filter(username="clerk").first() or "test")


def made(code: str, numerator: str, *denominator: str) -> Indicator:
    return Indicator.objects.create(
        code=code,
        name=code,
        direction="higher",
        numerator=[numerator],
        denominator=list(denominator),
        display="percent" if denominator else "number",
        minimum_cases=1,
        definition="…",
    )


@pytest.fixture
def share(small_province: None) -> Iterator[Indicator]:
    one = made("whole_share", "entered:services_whole", "entered:services")
    yield one
    one.delete()


@pytest.fixture
def letters_share(small_province: None) -> Iterator[Indicator]:
    """Apology letters, which are entered, of late dossiers, which are counted."""
    one = made("letters_share", "entered:apology_letters", "resolved_late")
    yield one
    one.delete()


@pytest.fixture
def sipas(small_province: None) -> Iterator[Indicator]:
    one = made("satisfaction", "entered:sipas")
    yield one
    one.delete()


def test_a_report_that_is_counted_and_taken_back(closed: Publication, tmp_path: Path):
    before = published()
    one = handed_in(tmp_path)
    assert published() == before != live()
    assert told(differences()[IA_BANG]) == [(Step.REPORT, 20, 25)]
    assert told(differences("on_time", "province")["Tỉnh Gia Lai"]) == [(Step.REPORT, 20, 25)]
    take_back(report=one, by="test", reason="The wrong month.")
    assert differences() == {}
    load(tmp_path, more(DIEN_HONG, 1, 0))
    assert told(differences("on_time", "province")["Tỉnh Gia Lai"]) == [
        (Step.CHANGE, 1, 1),
        (Step.REPORT, 20, 25),
        (Step.REPORT, -20, -25),
    ]


def test_a_report_of_before_that_is_replaced_or_taken_back(small_province: None, tmp_path: Path):
    first = handed_in(tmp_path)
    close_period(period=JUNE, reason="QĐ 12", by="test")
    assert differences() == {}
    second = handed_in(tmp_path, "second.csv", LESS)
    assert told(differences()[IA_BANG]) == [(Step.REPORT, -5, 0)]
    take_back(report=second, by="test", reason="…")
    assert IA_BANG not in differences()
    take_back(report=first, by="test", reason="…")
    assert told(differences("received")[IA_BANG])[-1] == (Step.REPORT, -30, 0)


def test_a_report_gives_way_where_dossiers_came(small_province: None, tmp_path: Path):
    handed_in(tmp_path)
    close_period(period=JUNE, reason="QĐ 12", by="test")
    load(tmp_path, more("103", 2, 1))
    assert told(differences()[IA_BANG]) == [(Step.CHANGE, 2, 3), (Step.GIVES_WAY, -20, -25)]


def test_values_that_are_entered_corrected_and_taken_back(share: Indicator, small_province: None):
    put("services", "101", "40")
    put("services_whole", "101", "10")
    put("services", "102", "40")
    close_period(period=JUNE, reason="QĐ 12", by="test")
    assert differences("whole_share") == {}
    put("services_whole", "101", "12")
    put("services_whole", "102", "30")
    assert told(differences("whole_share")[YEN_DO]) == [(Step.ENTERED, 2, 0)]
    assert told(differences("whole_share")[DIEN_HONG]) == [(Step.ENTERED, 30, 40)]
    assert told(differences("whole_share", "district")["Thành phố Pleiku"]) == [
        (Step.ENTERED, 32, 40)
    ]
    put("services", "101", None)
    assert told(differences("whole_share")[YEN_DO]) == [(Step.ENTERED, -10, -40)]


def test_beside_entered_values_only_dossiers_of_their_units_count(
    letters_share: Indicator, small_province: None, tmp_path: Path
):
    put("apology_letters", "102", "3")
    close_period(period=JUNE, reason="QĐ 12", by="test")
    load(tmp_path, [*more(DIEN_HONG, 0, 2), *more(YEN_DO, 0, 5)])
    found = differences("letters_share", "district")
    assert told(found["Thành phố Pleiku"]) == [(Step.CHANGE, 0, 2)]
    put("apology_letters", "101", "4")
    found = differences("letters_share", "district")
    assert told(found["Thành phố Pleiku"]) == [(Step.CHANGE, 0, 2), (Step.ENTERED, 4, 6)]
    move_unit(unit=id_of("101"), parent=id_of("623"), on=date(2018, 1, 1), by="test")
    move_unit(unit=id_of("102"), parent=id_of("623"), on=date(2018, 1, 1), by="test")
    found = differences("letters_share", "district")
    assert (Step.UNITS, -3, -8) in told(found["Thành phố Pleiku"])
    assert (Step.UNITS, 3, 8) in told(found["Thị xã An Khê"])


def test_an_index_keeps_its_published_rank_within_a_unit_as_well(
    sipas: Indicator, small_province: None
):
    put("sipas", "101", "90.1", rank=17)
    put("sipas", "102", "80.5", rank=40)
    close_period(period=JUNE, reason="QĐ 12", by="test")
    within = published("satisfaction", under="622")
    assert within == live("satisfaction", under="622")
    assert [within[one]["rank"] for one in ("101", "102")] == [17, 40]
    put("sipas", "101", "90.1", rank=18)
    assert told(differences("satisfaction")[YEN_DO]) == [(Step.ENTERED, 0, 0)]


def test_a_period_that_only_reports_tell_of_can_be_closed(small_province: None, tmp_path: Path):
    file = form_csv(tmp_path / "f.csv", {IA_BANG: PARTS})
    report(file, "--under", "622", "--period", "2016-03")
    close_period(period=parse_period("2016-03"), reason="QĐ 12", by="test")
    kept = figures("on_time", "commune", "2016-03", **{"as": "published"})
    assert (kept["103"]["numerator"], kept["103"]["denominator"]) == (20, 25)


def test_pages_say_which_file_and_who(
    share: Indicator, closed: Publication, tmp_path: Path, clerk: User
):
    one = handed_in(tmp_path)
    take_back(report=one, by=clerk, reason="The wrong month.")
    second = handed_in(tmp_path, "second.csv", LESS)
    count(report=second, by=clerk)
    for code in ("services", "services_whole"):
        put(code, "101", "40")
    site = looking_from("64")
    text = _text(site, f"/figure/?indicator=on_time&period=2018-06&unit={id_of('103')}")
    assert "The report “first.csv” was counted on" in text
    assert "“first.csv” was taken back on" in text
    assert "by clerk. The wrong month." in text
    assert "by report_figures" in text
    text = _text(site, "/league/?indicator=whole_share&level=commune&under=64&period=2018-06")
    assert "Values were entered on" in text
    assert "by clerk." in text


@pytest.fixture
def clerk(small_province: None) -> User:
    return administrator("clerk", [id_of("64")])


def _text(site: Client, address: str) -> str:
    return site.get(f"{address}&as=published").content.decode()
