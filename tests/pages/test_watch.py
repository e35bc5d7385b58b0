"""The watch page: each number opens to as many dossiers, and what is not there is said so."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from indicators.models import Target
from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, import_file, write_csv, write_text
from units.actions import move_unit

YEN_DO, DIEN_HONG, AN_BINH = "Phường Yên Đỗ", "Phường Diên Hồng", "Phường An Bình"
APOLOGY = "Ngày xin lỗi"
SETTINGS = f'under = "64"\n[columns]\napology_at = "{APOLOGY}"\n'


def rows(month: int, unit: str, good: int, late: int, *due_days: str) -> list[dict[str, str]]:
    """Dossiers received on the 2nd, due on the 12th, ended in time or late, and open ones that
    are due on these days."""
    found = []
    ends = [*[f"05/{month:02}/2018"] * good, *[f"20/{month:02}/2018"] * late, *[""] * len(due_days)]
    for number, end in enumerate(ends):
        still_open = number - good - late
        due = due_days[still_open] if still_open >= 0 else f"12/{month:02}/2018"
        code = f"{unit}-{month}-{number:04}"
        found.append(dossier(code, unit, f"02/{month:02}/2018", due, end))
    return found


@pytest.fixture
def province(gia_lai: None, tmp_path: Path) -> Client:
    """May: all well. June, data up to the 20th of July: the first ward resolves 30 of 60 late, the
    second has open dossiers, the third did not report."""
    may = [row for unit in (YEN_DO, DIEN_HONG, AN_BINH) for row in rows(5, unit, 60, 0)]
    soon = ("19/07/2018", "10/06/2018", "20/07/2018", "23/07/2018", "27/07/2018", "03/08/2018")
    june = rows(6, YEN_DO, 30, 30, "01/07/2018") + rows(6, DIEN_HONG, 60, 1, *soon, "04/08/2018")
    apologies = {f"{YEN_DO}-6-{number:04}": "25/06/2018" for number in range(30, 40)}
    june = [row | {APOLOGY: apologies.get(row["Mã hồ sơ"], "")} for row in june]
    settings = write_text(tmp_path / "source.toml", SETTINGS)
    import_file(titled(tmp_path, 5, 31, may), "--exported-at", "2018-05-31")
    exported = ("--exported-at", "2018-07-20", "--config", settings)
    import_file(titled(tmp_path, 6, 30, june), *exported)
    target = {"indicator": "on_time", "value": "0.95", "valid_from": date(2018, 1, 1)}
    Target.objects.create(level="commune", **target)
    return looking_from("64")


def titled(folder: Path, month: int, last: int, rows: list[dict[str, str]]) -> Path:
    """A month's export, which says so in its first line."""
    path = write_csv(folder / f"{month}.csv", rows)
    title = f"(Từ ngày 01/{month:02}/2018 đến ngày {last}/{month:02}/2018)\n"
    return write_text(path, title + path.read_text(encoding="utf-8"))


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


def test_no_map_brings_back_what_was_not_in_sight_then(province: Client):
    """A unit that came into sight later: its figures of before are not the account's."""
    move_unit(unit=id_of("201"), parent=id_of("622"), on=date(2018, 9, 1), by="test")
    client, query = looking_from("622"), "under=201&period=2018-06"
    assert client.get(f"/watch/?{query}").status_code == 404
    assert client.get(f"/league/?{query}&map=today&level=commune").status_code == 200
    assert client.get(f"/watch/?{query}&map=today").status_code == 404


def test_what_there_is_nothing_of_is_said(province: Client):
    found = sections(looking_from("201"), "period=2018-07")
    nothing = "Nothing is overdue, and nothing is due within 14 days."
    assert found["Overdue and due soon"] == nothing
    assert "open" not in found
    assert found["Rewritten dates"] == "No export shows rewritten dates."
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


def test_long_lists_are_cut_and_open_whole(gia_lai, tmp_path, monkeypatch):
    monkeypatch.setattr("indicators.pages.watch_sections._TOP", 1)
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
    assert page.context["watch"] == {"label": "All that is watched", "url": "/watch/?under=64"}


def test_its_queries(province: Client, django_assert_num_queries):
    with django_assert_num_queries(51):
        province.get("/watch/")
    with django_assert_num_queries(7):
        province.get("/watch/?all=open")
