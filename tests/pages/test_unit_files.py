"""The tables of a unit's page as files: they hold what the page shows, whole and typed."""

from typing import Any

import pytest
from django.test import Client

from indicators.models import Target
from tests.pages.small_province import id_of, looking_from
from tests.pages.test_unit import JUNE, opened
from tests.support import figures


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def rows_of(site: Client, code: str, table: str, query: str = JUNE) -> list[dict[str, Any]]:
    answer = site.get(f"/units/{id_of(code)}/?{query}&format=json&table={table}")
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def test_places_have_their_parts_and_the_target(site: Client):
    Target.objects.create(indicator="on_time", value="0.97", valid_from="2018-01-01")
    row = next(one for one in rows_of(site, "101", "ranks") if one["indicator"] == "on_time")
    told = figures("on_time", "commune", "2018-06", under="64")["101"]
    for name in ("numerator", "denominator", "value", "rank", "ranked"):
        assert row[name] == told[name]
    assert (row["kind"], row["target"], row["short"]) == ("share", 0.97, 1)
    assert (row["places"], row["change"]) == (0, pytest.approx(0.45))
    assert site.get(row["url"]).status_code == 200
    alone = rows_of(looking_from("622"), "622", "ranks")
    assert {one["rank"] for one in alone} == {None}


@pytest.mark.parametrize("table", ["procedures", "fields"])
def test_numbers_by_procedure_and_field_make_up_the_unit_s(site: Client, table: str):
    rows, page = rows_of(site, "622", table, "period=2018"), opened(site, "622", "period=2018")
    totals = [cell.text for cell in page["fields"]["table"].totals]
    assert str(sum(row["received"] for row in rows)) == totals[1]
    assert str(sum(row["late"] for row in rows)) == totals[4]
    assert sum(row["of_all_late"] for row in rows) == pytest.approx(1)
    assert all(0 <= row["late_share"] <= 1 for row in rows if row["late_share"] is not None)


def test_months_hold_the_whole_identity(site: Client):
    rows = rows_of(site, "64", "flow", "period=2018&indicator=on_time")
    assert len(rows) == len(opened(site, "64", "period=2018&indicator=on_time")["flow"].table.rows)
    for row in rows:
        came = row["carried_over"] + row["received"] + row["moved_in"]
        gone = row["resolved"] + row["withdrawn"] + row["stopped"] + row["moved_out"]
        assert came == gone + row["in_progress"]


def test_what_is_overdue_adds_up(site: Client):
    rows, page = rows_of(site, "101", "overdue"), opened(site, "101")
    assert sum(row["dossiers"] for row in rows) == page["overdue"].total
    assert sum(row["share"] for row in rows) == pytest.approx(1)


def test_a_table_that_the_page_does_not_have_is_refused(site: Client):
    address = f"/units/{id_of('103')}/?period=2016&format=csv"
    assert site.get(address).status_code == 200, "no procedures"
    assert site.get(f"{address}&table=flow").status_code == 400
