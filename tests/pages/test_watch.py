"""The watch page: each number opens to as many dossiers, and what is not there is said so."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.pages.small_province import id_of, looking_from
from tests.pages.watched_province import (
    AN_BINH,
    APOLOGY,
    DIEN_HONG,
    SETTINGS,
    YEN_DO,
    load_watched,
    merge_wards,
    rows,
)
from tests.support import dossier, import_file, run, write_csv, write_text
from units.actions import NewUnit, close_unit, move_unit, split_unit


@pytest.fixture
def province(gia_lai: None, tmp_path: Path) -> Client:
    load_watched(tmp_path)
    return looking_from("64")


def sections(client: Client, query: str):
    """What is shown, by its name; what there is nothing of by its title."""
    page = client.get(f"/watch/?{query}").context["page"]
    return {one.name: one for one in page["sections"]} | {
        fact.term: fact.text for fact in page["quiet"]
    }


def section(client: Client, name: str, query: str = "period=2018-06"):
    page = client.get(f"/watch/?{query}")
    assert page.status_code == 200
    return {one.name: one for one in page.context["page"]["sections"]}[name]


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def opened(client: Client, url: str) -> int:
    """How many dossiers a number opens to."""
    page = client.get(url)
    assert page.status_code == 200, url
    number = re.match(r"[\d,.]+", page.context["title"])
    assert number
    assert len(page.context["rows"]) == int(number[0])
    return int(number[0])


def test_overdue_and_due_soon_are_counted_from_the_data_date(province: Client):
    found = section(province, "open")
    assert texts(found.table) == [
        [DIEN_HONG, "2", "2", "3", "4"],
        [YEN_DO, "1", "0", "0", "0"],
    ]
    assert [cell.text for cell in found.table.totals] == ["All together", "3", "2", "3", "4"]
    assert found.heading == "Overdue and due soon (7)"
    lead = province.get("/watch/").context["page"]["lead"]
    assert lead[0] == "as of the data date, 20 Jul 2018"


def test_every_number_opens_its_dossiers(province: Client):
    for name in ("open", "apologies"):
        table = section(province, name).table
        for row in [*[row.cells for row in table.rows], table.totals]:
            for cell in row[1:]:
                assert (cell.url != "") == (cell.text != "0")
                if cell.url:
                    assert opened(province, cell.url) == int(cell.text)


def test_the_list_of_what_is_due_says_so(province: Client):
    row = section(province, "open").table.rows[0]
    page = province.get(row.cells[3].url)
    title = f"3 dossiers due within 7 days, {DIEN_HONG}, month 7/2018, own counter only"
    assert page.context["title"] == title
    assert [one["due"] for one in page.context["rows"]] == [
        "20 Jul 2018", "23 Jul 2018", "27 Jul 2018",
    ]  # fmt: skip


def test_late_without_an_apology(province: Client):
    found = section(province, "apologies")
    assert texts(found.table) == [[YEN_DO, "20", "1"], [DIEN_HONG, "1", "2"]]


def test_below_target_and_fell_beyond_noise(province: Client):
    short = section(province, "short")
    # 95% of 60 are 57.
    assert texts(short.table) == [[YEN_DO, "50.0%", "27"]]
    assert short.table.rows[0].cells[0].note == "Thành phố Pleiku · On time, resolved"
    moves = section(province, "moves")
    told = {
        (row.cells[0].text, row.cells[0].note.split(" · ")[-1]): row.cells[2].text
        for row in moves.table.rows
    }
    assert told[YEN_DO, "On time, resolved"] == "\u221250.0 points, worse"
    assert not any(unit in ("Thị xã An Khê", DIEN_HONG) for unit, _indicator in told)


def test_exports_that_are_missing(province: Client):
    found = section(province, "exports")
    assert texts(found.table) == [[AN_BINH, "6/2018"]]
    link = found.table.rows[0].cells[1].url
    assert [row["name"] for row in province.get(link).context["page"]["rows"]] == [AN_BINH]


def test_who_sees_one_district_sees_no_other(province: Client):
    client = looking_from("623")
    page = client.get("/watch/").context["page"]
    assert page["title"] == "Watch, Thị xã An Khê"
    units = {row.cells[0].text for one in page["sections"] if one.table for row in one.table.rows}
    assert units == {AN_BINH}
    assert client.get("/watch/?under=622").status_code == 404


def test_a_unit_that_came_into_sight_has_its_past_on_a_map_alone(province: Client):
    """As in the league table: as it was then, it is not the account's."""
    move_unit(unit=id_of("201"), parent=id_of("622"), on=date(2018, 9, 1), by="test")
    client, query = looking_from("622"), "under=201&period=2018-06"
    for page in ("/watch/?", "/league/?level=commune&"):
        assert client.get(f"{page}{query}").status_code == 404
        assert client.get(f"{page}{query}&map=today").status_code == 200
        assert client.get(f"{page}{query}&map=2018-07-01").status_code == 404


@pytest.fixture
def merged(province: Client) -> str:
    """The name of the ward that the two of Pleiku became in July."""
    return merge_wards("101", "102", on=date(2018, 7, 1))


def test_on_todays_map_a_unit_has_the_past_of_those_that_it_came_from(
    province: Client, merged: str
):
    query = "period=2018-06&map=today"
    page = province.get(f"/watch/?{query}").context["page"]
    assert page["title"] == "Watch, Tỉnh Gia Lai, today's map"
    assert texts(section(province, "open", query).table) == [[merged, "3", "2", "3", "4"]]
    assert texts(section(province, "apologies", query).table) == [[merged, "21", "3"]]
    # 90 of 121 in time, after 120 of 120; 95% of 121 are 115.
    short = section(province, "short", query).table
    assert texts(short) == [[merged, "74.4%", "25"]]
    moves = section(province, "moves", query).table
    assert [merged, "74.4%", "\u221225.6 points, worse"] in texts(moves)
    for name in ("open", "apologies"):
        for cell in section(province, name, query).table.rows[0].cells[1:]:
            assert opened(province, cell.url) == int(cell.text)
    then = texts(section(province, "short").table)
    assert then == [[YEN_DO, "50.0%", "27"]], "as they were"


def end_town(on: date) -> None:
    """The town ends, and with it what nothing says the whereabouts of: its own counter."""
    for code in ("201", "202", "203"):
        move_unit(unit=id_of(code), parent=id_of("64"), on=on, by="test")
    close_unit(unit=id_of("623"), on=on, by="test")
    assert run("recount").status == 0


TOWN = "Thị xã An Khê"


def town_rows(tmp_path: Path) -> None:
    """Two dossiers of the town itself: one resolved late in June, one overdue."""
    ends = (("1", "05/06/2018", "10/06/2018", "20/06/2018"), ("2", "05/06/2018", "10/06/2018", ""))
    late = [dossier(f"town-{n}", TOWN, *days) for n, *days in ends]
    settings = write_text(tmp_path / "town.toml", SETTINGS)
    written = write_csv(tmp_path / "town.csv", [row | {APOLOGY: ""} for row in late])
    import_file(written, "--exported-at", "2018-07-20", "--config", settings)


@pytest.mark.parametrize("name", ["open", "apologies"])
def test_what_has_no_place_on_a_map_is_no_unit_that_needs_a_look(
    province: Client, tmp_path: Path, name: str
):
    town_rows(tmp_path)
    end_town(date(2018, 8, 1))
    query = "period=2018-06&map=today"
    table = section(province, name, query).table
    *units, last = [row.cells for row in table.rows]
    assert TOWN in {row[0] for row in texts(section(province, name).table)}, "as they were"
    assert [cells[0].text for cells in units] == [DIEN_HONG, YEN_DO][:: 1 if name == "open" else -1]
    assert last[0].text == "Not comparable on this map"
    assert last[0].note == f"{TOWN}: ended on 31 Jul 2018, without a successor"
    assert [cell.text for cell in last[1:]] == (
        ["1", "0", "0", "0"] if name == "open" else ["1", "1"]
    )
    for cell in last[1:]:
        assert (cell.url != "") == (cell.text != "0")
        assert not cell.url or opened(province, cell.url) == int(cell.text)
    parts = province.get(last[0].url).context["page"]["contributions"]
    assert last[0].note.split(": ")[1] in {row.cells[0].note for row in parts.rows}
    for place, total in enumerate(table.totals[1:], start=1):
        assert int(total.text) == sum(int(row.cells[place].text) for row in table.rows)
    rows = json.loads(province.get(f"/watch/?{query}&format=json&table={name}").content)["rows"]
    assert [row["unit"] for row in rows][-1] is None


def test_of_a_unit_whose_past_is_no_exact_sum_no_dossiers_are_told(province: Client):
    """What a part of which went elsewhere had before is neither one's; the day says why."""
    on, parts = date(2018, 7, 10), [NewUnit("105", "Phường Mới", "commune", id_of("622"))]
    split_unit(unit=id_of("102"), parts=parts, on=on, by="test", ends=False)
    assert run("recount").status == 0
    query = "period=2018-06&map=today"
    names = [row[0] for row in texts(section(province, "apologies", query).table)]
    assert names == [YEN_DO, "Not comparable on this map"]
    last = section(province, "apologies", query).table.rows[-1].cells
    assert last[0].note.startswith(f"{DIEN_HONG}: On 10 Jul 2018 a part of {DIEN_HONG} went to")
    assert opened(province, last[1].url) == int(last[1].text) == 1


def test_missing_exports_are_named_by_the_units_that_owed_them(province: Client):
    close_unit(unit=id_of("201"), on=date(2018, 7, 1), by="test", successor=id_of("202"))
    assert run("recount").status == 0
    (row,) = section(province, "exports", "period=2018-06&map=today").table.rows
    assert (row.cells[0].text, row.cells[1].text) == (AN_BINH, "6/2018")
    assert row.cells[0].note.endswith("up to 30 Jun 2018")


def test_what_there_is_nothing_of_is_said(province: Client):
    # The ward was told of in May alone: what is open there, and how it does in July, nobody knows.
    unknown = "Not known: no export tells of this unit in that time."
    ward = looking_from("201")
    found = sections(ward, "period=2018-07")
    assert {title for title, text in found.items() if text == unknown} == {
        "Overdue and due soon", "Below target", "Fell or rose", "Late without an apology",
        "Rewritten dates",
    }  # fmt: skip
    found = sections(looking_from("103"), "period=2018-06")
    assert found["Overdue and due soon"] == unknown, "no file ever named it"
    found = sections(ward, "period=2018-05")
    assert found["Overdue and due soon"] == unknown
    assert found["Below target"] == "Every unit reaches its targets."
    early = sections(province, "period=2018-05")
    assert early["Fell or rose"] == "The files do not tell of the period before."
    assert early["Below target"] == "Every unit reaches its targets."


def test_without_columns_or_targets_it_says_that_nobody_knows(gia_lai, tmp_path):
    written = write_csv(tmp_path / "may.csv", rows(5, YEN_DO, 3, 0))
    import_file(written, "--exported-at", "2018-05-31")
    client = looking_from("64")
    found = sections(client, "")
    without = "The export files have no column for letters of apology."
    assert found["Late without an apology"] == without
    assert found["Below target"] == "No target holds in this period."
    assert found["Rewritten dates"] == "There are no two exports to compare."
    stale = client.get("/watch/").context["page"]["stale"]
    assert len(stale) == 1
    assert stale[0].startswith("igate: no export since 31 May 2018, ")
    june = write_csv(tmp_path / "june.csv", rows(6, YEN_DO, 3, 0))
    import_file(june, "--exported-at", "2018-06-30")
    found = sections(client, "period=2018-06")
    assert found["Rewritten dates"] == "No export shows rewritten dates."
    assert found["Overdue and due soon"].startswith("Nothing is overdue")


def test_long_lists_are_cut_and_open_whole(gia_lai, tmp_path, monkeypatch):
    monkeypatch.setattr("indicators.pages.watch.frame._TOP", 1)
    june = rows(6, YEN_DO, 0, 0, "10/06/2018") + rows(6, DIEN_HONG, 0, 0, "11/06/2018")
    import_file(write_csv(tmp_path / "june.csv", june), "--exported-at", "2018-06-30")
    client = looking_from("64")
    cut = section(client, "open")
    assert (len(cut.table.rows), cut.link["label"]) == (1, "All 2 lines")
    whole = client.get(cut.link["url"]).context["page"]
    assert [one.name for one in whole["sections"]] == ["open"]
    assert len(whole["sections"][0].table.rows) == 2
    assert client.get("/watch/?all=nothing").status_code == 400


def test_an_old_source_that_ended_is_not_called_stale(gia_lai, tmp_path):
    settings = write_text(tmp_path / "source.toml", "until = 2018-05-31\n")
    written = write_csv(tmp_path / "may.csv", rows(5, YEN_DO, 3, 0))
    import_file(written, "--exported-at", "2018-05-31", "--config", settings)
    assert looking_from("64").get("/watch/").context["page"]["stale"] == []


def test_the_overview_leads_to_it(province: Client):
    page = province.get("/?period=2018-06")
    link = {"label": "All that is watched", "url": "/watch/?under=64"}
    assert page.context["attention"].link == link


def test_its_queries(province: Client, django_assert_num_queries):
    with django_assert_num_queries(36):
        province.get("/watch/")
    with django_assert_num_queries(10):
        province.get("/watch/?all=open")
