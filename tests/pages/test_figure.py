"""The page of a figure: its parts and those who add to it sum up, and its silence is explained."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossiers.models import MissingDue, Source
from indicators.measure_words import WORDS, measure_name
from indicators.measures import READABLE, WATCHED
from indicators.models import Target
from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, figures, import_file, run, write_csv, write_text

LEVELS = {"64": "province", "622": "district", "101": "commune"}
SHARES = ("on_time", "on_time_all", "late_share", "overdue_share", "online_share")
COUNTS = ("received", "resolved", "in_progress", "overdue")


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def address(code: str, indicator: str, **more: str) -> str:
    rest = "".join(f"&{name}={value}" for name, value in ({"period": "2018-06"} | more).items())
    level = LEVELS.get(code, "commune")
    return f"/figure/?indicator={indicator}&level={level}{rest}&unit={id_of(code)}"


def opened(site: Client, code: str, indicator: str, **more: str) -> dict[str, Any]:
    response = site.get(address(code, indicator, **more))
    assert response.status_code == 200, response.content.decode()
    page: dict[str, Any] = response.context["page"]
    return page


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def last(table: Any) -> list[str]:
    return [cell.text for cell in table.totals]


def test_value_parts_and_contributions_are_the_command_s(site: Client):
    for code, indicator in product(LEVELS, [*SHARES, *COUNTS]):
        adds_up(site, code, indicator)


def adds_up(site: Client, code: str, indicator: str) -> None:
    row = figures(indicator, LEVELS[code], "2018-06")[code]
    page = opened(site, code, indicator)
    sums = [row["numerator"]] + ([row["denominator"]] if indicator in SHARES else [])
    for side, expected in zip(page["sides"], sums, strict=True):
        assert last(side.table)[1] == str(expected)
        assert sum(int(number) for _name, number in cells(side.table)) == expected
    if page["contributions"] is not None:
        for column, expected in enumerate(sums, start=1):
            assert last(page["contributions"])[column] == str(expected)
            rows = cells(page["contributions"])
            assert sum(int(one[column]) for one in rows) == expected
    assert (page["contributions"] is None) == (code == "101")


def test_it_stands_against_the_period_before(site: Client):
    (fact,) = [
        one for one in opened(site, "101", "on_time")["facts"] if one.term.startswith("Against")
    ]
    assert (fact.term, fact.text, fact.note) == (
        *("Against month 5/2018", "+45.0 points", "50.0% (10 / 20)"),
    )
    assert site.get(fact.url).context["page"]["value"]["parts"] == "10 of 20 dossiers"
    counted = {fact.term: fact.text for fact in opened(site, "101", "received")["facts"]}
    assert counted["Against month 5/2018"] == "+4"
    first = opened(site, "101", "on_time", period="2018-05")
    assert "Against" not in str([one.term for one in first["facts"]]), "no file tells of April"


def test_the_value_stands_large_with_its_parts_definition_and_data_date(site: Client):
    page = opened(site, "101", "on_time")
    assert page["title"] == "On time, resolved, Phường Yên Đỗ, month 6/2018"
    assert page["value"] == {"text": "95.0", "unit": "%", "parts": "19 of 20 dossiers"}
    assert page["lead"] == [
        "Resolved early and on time / resolved in the period",
        "exports from 1 of 1 unit",
        "data up to 30 Jun 2018",
    ]
    terms = {fact.term: fact.text for fact in page["facts"]}
    assert terms["95% confidence interval"] == "76.4% to 99.1%"
    assert terms["Legal basis"].startswith("Thông tư 01/2020/TT-VPCP")
    assert terms["Direction"] == "higher is better"
    assert terms["For a rank"] == "at least 10 cases"
    assert [crumb["label"] for crumb in page["crumbs"]] == [
        *("Tỉnh Gia Lai", "Thành phố Pleiku", "Phường Yên Đỗ", "On time, resolved")
    ]


def test_every_number_opens_its_own_dossiers(site: Client):
    numerator, denominator = opened(site, "622", "on_time_all")["sides"]
    links = {
        row.cells[0].text: row.cells[1].url
        for side in (numerator, denominator)
        for row in side.table.rows
        if row.cells[1].url
    }
    assert set(links) == {
        *("Resolved early", "Resolved late", "In progress, overdue"),
    }
    assert links["Resolved late"].endswith("&part=resolved_late")
    assert numerator.table.totals[1].url.endswith("&part=numerator")
    assert denominator.table.totals[1].url.endswith("&part=denominator")
    for url in links.values():
        assert url.startswith("/dossiers/?indicator=on_time_all&level=district&")
        assert f"&unit={id_of('622')}&" in url


def test_the_same_dossiers_by_other_definitions_stand_beside_it(site: Client):
    table = opened(site, "64", "on_time")["siblings"]
    assert cells(table) == [
        ["On time, resolved", "46 / 53", "86.8%"],
        ["On time, with those in progress", "46 / 58", "79.3%"],
        ["Late, of the resolved", "7 / 53", "13.2%"],
        ["Overdue, of those in progress", "5 / 5", "100.0%"],
    ]
    assert [bool(row.cells[0].url) for row in table.rows] == [False, True, True, True]
    other = site.get(table.rows[1].cells[0].url).context["page"]
    assert other["value"]["parts"] == "46 of 58 dossiers"
    assert opened(site, "64", "online_share")["siblings"] is None


def test_the_target_says_how_many_dossiers_are_missing(site: Client):
    Target.objects.create(indicator="on_time", value="0.9", valid_from="2018-01-01")
    short, reached = (opened(site, code, "on_time")["facts"][0] for code in ("64", "101"))
    assert (short.term, short.text, short.tone) == ("Target 90.0%", "2 dossiers short", "bad")
    assert (reached.text, reached.tone) == ("reached", "good")


def test_sources_say_their_rules(site: Client):
    (source,) = opened(site, "64", "on_time")["sources"]
    rules = {fact.term: fact.text for fact in source["facts"]}
    assert source["name"] == "igate"
    assert rules["Late and on time are compared"] == "by day"
    assert rules["Dossiers without a due date"] == "left out"
    assert "Takes no part" not in rules


@pytest.mark.parametrize(
    ("code", "indicator", "more", "reason"),
    [
        ("103", "on_time", {}, "No export tells of this unit in this period"),
        ("101", "digitised_share", {}, "The files of igate lack the columns: digitisation."),
        ("101", "overdue", {"period": "2018-07"}, "after the data date of igate, 30 Jun 2018"),
    ],
)
def test_where_there_is_no_value_it_says_why(
    site: Client, code: str, indicator: str, more: dict[str, str], reason: str
):
    response = site.get(address(code, indicator, **more))
    page = response.context["page"]
    assert reason in page["none"]
    assert "No value" in response.content.decode()
    if code == "101":
        assert page["sides"] == []
        assert page["contributions"] is None
        assert "Takes no part" in {fact.term for fact in page["sources"][0]["facts"]}


def test_a_unit_of_the_map_without_an_exact_past_says_so(transactional_db: None, tmp_path: Path):
    units = write_text(
        tmp_path / "u.csv",
        "code,name,level,parent_code,valid_from,valid_to\n"
        "64,Tỉnh Gia Lai,province,,2004-01-01,\n101,Xã A,commune,64,2004-01-01,\n"
        "102,Xã B,commune,64,2018-06-10,\n",
    )
    links = write_text(
        tmp_path / "s.csv",
        "predecessor_code,successor_code,effective_on,extent\n101,102,2018-06-10,part\n",
    )
    assert run("load_units", units, "--succession", links).status == 0
    rows = [dossier("1", "Xã B", "12/06/2018", "20/06/2018", "13/06/2018")]
    import_file(write_csv(tmp_path / "june.csv", rows), "--exported-at", "2018-06-30")
    site = looking_from("64")
    page = opened(site, "102", "on_time", map="2018-06-30")
    assert page["none"] == (
        "On the map of 30 Jun 2018 the unit cannot be compared in this period. On 10 Jun 2018 only"
        " a part of Xã A came to Xã B, and a part is never guessed."
    )
    own_page = site.get(f"/units/{id_of('102')}/?period=2018-06&map=2018-06-30").context["page"]
    assert own_page["nothing"] == page["none"]
    assert own_page["procedures"] is None, "the dossier of 12 June is not all that there was"
    assert opened(site, "102", "on_time")["none"] == ""


def test_dossiers_without_a_due_date_show_where_the_rule_takes_them(site: Client, tmp_path: Path):
    rows = [dossier("no due", "Phường Yên Đỗ", "02/06/2018", "", "03/06/2018")]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-06-30")
    name = measure_name("resolved_taken_as_on_time")
    assert name not in dict(cells(opened(site, "101", "on_time")["sides"][0].table))
    Source.objects.update(missing_due=MissingDue.ON_TIME, generation=999)
    assert dict(cells(opened(site, "101", "on_time")["sides"][0].table))[name] == "1"


def test_every_measure_has_a_name_of_its_own():
    assert set(WORDS) == READABLE | set(WATCHED)
    assert len({str(name) for name in WORDS.values()}) == len(WORDS)


def test_without_unit_it_is_of_the_one_that_the_selection_is_within(site: Client):
    page = site.get("/figure/?indicator=received&period=2018-06").context["page"]
    assert page["title"] == "Received, Tỉnh Gia Lai, month 6/2018"
    assert page["value"]["text"] == "58"


def test_a_unit_that_is_no_number_gets_a_sentence(site: Client):
    for unit in ("x", "-1", "1.5", "99999999999", "%00"):
        assert site.get(f"/figure/?unit={unit}").status_code == 400, unit


def test_of_units_out_of_sight_there_is_no_figure(site: Client):
    pleiku = looking_from("622")
    assert pleiku.get(address("101", "on_time")).status_code == 200
    for hidden in (address("64", "on_time"), address("201", "on_time"), "/figure/?unit=999999"):
        assert pleiku.get(hidden).status_code == 404


def test_links_to_the_unit_and_the_league_lead_on(site: Client):
    page = opened(site, "101", "on_time")
    for action in page["actions"]:
        assert site.get(action["url"]).status_code == 200
    for row in opened(site, "622", "on_time")["contributions"].rows:
        assert site.get(row.cells[0].url).status_code == 200


def test_every_choice_of_its_pickers_is_the_figure_of_the_same_unit(site: Client):
    page = opened(site, "622", "on_time")
    labels = [picker.label for picker in page["pickers"]]
    assert labels == ["Period", "Scope", "Map of units"]
    for picker in page["pickers"]:
        options = picker.options if hasattr(picker, "options") else picker.years
        for option in [
            *options,
            *(one for part in getattr(picker, "parts", ()) for one in part.options),
        ]:
            answer = site.get(option.url)
            assert answer.status_code == 200, option.url
            assert "Thành phố Pleiku" in answer.context["page"]["title"]
    months = page["pickers"][0].parts[-1].options
    assert "month 5/2018" in site.get(months[4].url).context["page"]["title"]
    of_a_commune = opened(site, "101", "on_time")["pickers"]
    assert [picker.label for picker in of_a_commune] == ["Period", "Map of units"]


def test_figures_are_computed_once(site: Client):
    place = address("64", "on_time")
    with CaptureQueriesContext(connection) as cold:
        site.get(place)
    with CaptureQueriesContext(connection) as warm:
        site.get(place)
    # Session, account, the snapshot (3), version of the data, grants, version of the units; the
    # indicators; the targets.
    assert (len(cold), len(warm)) == (27, 10)


def test_nothing_of_the_page_is_written_into_it_as_script_or_style(site: Client):
    text = site.get(address("64", "on_time")).content.decode()
    assert not re.search(r"<style|style=|onclick=|<script(?![^>]*src=)", text)
