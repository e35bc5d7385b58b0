"""Opening a row of a league table: the unit's detail in place, under the same selection."""

from typing import Any

import pytest
from django.test import Client

from indicators.models import Target
from indicators.pages import league
from indicators.pages.detail import Detail
from tests.pages.small_province import AN_BINH, DIEN_HONG, TU_AN, YEN_DO, id_of, looking_from

LEAGUE = "/league/?indicator=on_time&level=commune&under=64&period=2018-06"
SCORES = "/scores/?scorecard=small&level=commune&period=2018-06&under=64"
TABLES = pytest.mark.parametrize("address", [LEAGUE, SCORES])


@pytest.fixture
def site(scored_province: None) -> Client:
    return looking_from("64")


def opened(site: Client, address: str, unit: int) -> Any:
    """The answer to a row that was opened."""
    asked = {"hx-request": "true", "hx-target": f"unit-{unit}"}
    return site.get(f"{address}&open={unit}", headers=asked)


def detail(site: Client, address: str, code: str) -> Detail:
    found = opened(site, address, id_of(code)).context["detail"]
    assert isinstance(found, Detail)
    return found


def tables(found: Detail) -> dict[str, list[list[str]]]:
    return {
        one.table.caption: [[cell.text for cell in row.cells] for row in one.table.rows]
        for one in found.parts
        if one.table is not None
    }


def links(found: Detail) -> list[str]:
    cells = [
        cell for one in found.parts if one.table for row in one.table.rows for cell in row.cells
    ]
    if found.months is not None:
        cells += [cell for row in found.months.table.rows for cell in row.cells]
    urls = [one.url for one in cells] + [one.url for one in found.links]
    return [url for url in urls + [one.url for one in found.facts] if url]


@TABLES
def test_the_row_below_is_the_answer_and_not_the_page(site: Client, address: str) -> None:
    unit = id_of("101")
    text = opened(site, address, unit).content.decode()
    assert text.lstrip().startswith(f'<tr class="league__details" id="detail-{unit}">')
    assert "<h1" not in text
    assert text.count("<table") >= 2


def test_what_a_figure_is_made_of_and_held_against(site: Client) -> None:
    Target.objects.create(indicator="on_time", value="0.97", valid_from="2018-01-01")
    found = detail(site, LEAGUE, "101")
    facts = {one.term: (one.text, one.note) for one in found.facts}
    # In June 19 of 20; in May 10 of 20.
    assert facts["In this period"] == ("95.0%", "19 of 20 dossiers")
    assert facts["Target 97.0%"][0] == "1 dossier short"
    assert facts["Against month 5/2018"] == ("+45.0 points", "50.0% (10 / 20)")
    assert facts["Commune level, Tỉnh Gia Lai"][0] == "rank 2 of 3"
    assert "as in month 5/2018" in facts["Commune level, Tỉnh Gia Lai"][1]
    made_of = tables(found)
    assert made_of["Numerator"] == [["Resolved early", "19"], ["Resolved on time", "0"]]
    assert made_of["Fields with most late dossiers"] == [["Đất đai", "1", "4"]]
    assert found.months is not None
    months = [[cell.text for cell in row.cells] for row in found.months.table.rows]
    assert months == [["Share", "50.0%", "95.0%"], ["Denominator", "20", "20"]]
    assert [one.label for one in found.months.table.columns] == ["Month", "5/2018", "6/2018"]


def test_the_detail_is_of_the_selection_of_the_table(site: Client) -> None:
    of_a_field = f"{LEAGUE}&field=Chứng thực"
    facts = {one.term: one.note for one in detail(site, of_a_field, "101").facts}
    assert facts["In this period"] == "7 of 7 dossiers"
    counted = LEAGUE.replace("on_time", "overdue")
    found = detail(site, counted, "101")
    assert {one.term: one.text for one in found.facts}["In this period"] == "4"
    assert "Numerator" not in tables(found)


@TABLES
@pytest.mark.parametrize("code", ["101", "201", "103"])
def test_every_link_of_a_detail_opens(site: Client, address: str, code: str) -> None:
    found = detail(site, address, code)
    assert len(found.links) >= 2
    for url in links(found):
        assert site.get(url).status_code == 200, url


def test_a_unit_goes_beside_others(site: Client) -> None:
    (link,) = [one for one in detail(site, LEAGUE, "101").links if "/compare/" in one.url]
    page = site.get(link.url).context["page"]
    assert page["units"] == str(id_of("101"))
    assert {one["name"] for one in page["offered"]} >= {AN_BINH}


def test_without_a_value_the_reason_stands_there(site: Client) -> None:
    found = detail(site, LEAGUE.replace("2018-06", "2016"), "101")
    assert found.none == "The loaded files tell nothing of this period."
    assert found.parts == []


def test_points_by_group_and_criterion_and_what_would_bring_most(site: Client) -> None:
    found = detail(site, SCORES, "101")
    told = tables(found)
    (group,) = told["Points by group"]
    assert group[1:] == ["14.58", "20"]
    assert [row[2] for row in told["Criterion by criterion"]] == ["11.08", "3.5"]
    gains = told["What would bring most points"]
    assert gains[0][1:] == ["1.1", "+2.92"]
    facts = {one.term: one.text for one in found.facts}
    assert facts["Commune level, Tỉnh Gia Lai"].startswith("rank 3 of 4")


@TABLES
def test_without_a_script_the_button_sends_the_form_and_the_row_is_open(
    site: Client, address: str
) -> None:
    unit = id_of("102")
    sent = site.get(f"{address}&q=&columns=none&columns=change&open={unit}")
    assert sent.status_code == 302
    assert sent["Location"].endswith(f"&columns=change&open={unit}#unit-{unit}")
    page = site.get(sent["Location"])
    text = page.content.decode()
    assert text.count('aria-expanded="true"') == 1
    assert text.count('class="league__details"') == 1
    shown: list[dict[str, Any]] = [row for row in page.context["rows"] if row["detail"]]
    assert [row["name"] for row in shown] == [DIEN_HONG]


def test_an_open_row_brings_its_page_along(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(league, "PAGE_ROWS", 2)
    page = site.get(f"{LEAGUE}&open={id_of('202')}")
    names = [row["name"] for group in page.context["unranked"] for row in group["rows"]]
    assert TU_AN in names
    assert YEN_DO not in [row["name"] for row in page.context["rows"]]


@TABLES
def test_who_may_not_see_a_unit_gets_no_detail_of_it(site: Client, address: str) -> None:
    other = looking_from("623")
    elsewhere = address.replace("&under=64", "")
    assert opened(other, elsewhere, id_of("101")).status_code == 404
    assert opened(other, elsewhere, id_of("201")).status_code == 200
    assert opened(site, address, id_of("622")).status_code == 404, "no commune"
    assert opened(site, address, 999999).status_code == 404
    text = site.get(f"{address}&open=999999").content.decode()
    assert "league__details" not in text


@TABLES
def test_a_detail_reads_a_bounded_number_of_times(
    site: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    site.get(address)
    with django_assert_max_num_queries(80):
        opened(site, address, id_of("101"))
    with django_assert_max_num_queries(30):
        opened(site, address, id_of("101"))
