"""The pages of closed periods: closing and opening again, published beside live, and each cause."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.test import Client
from django.utils.timezone import localdate

from indicators.closing.actions import close_period
from indicators.models import Indicator, Publication
from indicators.periods import parse_period
from indicators.writing import day
from tests.pages.actors import administrator
from tests.pages.small_province import DIEN_HONG, YEN_DO, id_of, looking_from
from tests.support import client_in, dossier, import_file, run, write_csv, write_text
from units.actions import move_unit, rename_unit
from units.models import AuditEvent

LEAGUE = "/league/?indicator=on_time&level=commune&under=64&period=2018-06"
FIGURE = "/figure/?indicator=on_time&level=commune&period=2018-06&unit={}"
UNIT = "/units/{}/?period=2018-06"
JUNE = parse_period("2018-06")


@pytest.fixture
def closed(small_province: None) -> Publication:
    return close_period(period=JUNE, reason="QĐ 12/QĐ-UBND", by="test")


@pytest.fixture
def changed(closed: Publication, tmp_path: Path) -> Publication:
    """Ten dossiers of Diên Hồng came later, eight of them in time; Yên Đỗ has another name."""
    rows = [
        dossier(
            *(f"more-{n}", DIEN_HONG, "03/06/2018", "20/06/2018"),
            "05/06/2018" if n < 8 else "25/06/2018",
        )
        for n in range(10)
    ]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-07-05")
    return closed


@pytest.fixture
def site() -> Client:
    return looking_from("64")


def keeper() -> Client:
    client = client_in("en")
    client.force_login(administrator("keeper", [id_of("64")]))
    return client


def lines(page) -> dict[str, list[str]]:
    return {
        row.cells[0].text: [c.text for c in row.cells[1:]]
        for row in page.context["page"]["table"].rows
    }


@pytest.mark.usefixtures("closed")
def test_a_closed_period_offers_both_and_another_one_neither(site: Client):
    today = day(localdate())
    for address in (
        LEAGUE,
        UNIT.format(id_of("101")),
        FIGURE.format(id_of("101")),
    ):
        page = site.get(address).content.decode()
        assert f"Published on {today}" in page
        assert "Live figures" in page
        assert (
            "Live figures" not in site.get(address.replace("2018-06", "2018-05")).content.decode()
        )
        assert "Live figures" not in site.get(f"{address}&scope=own").content.decode()
        answer = site.get(f"{address}&as=published")
        assert answer.status_code == 200
        assert "published on" in answer.content.decode()
        assert "QĐ 12/QĐ-UBND" in answer.content.decode()


@pytest.mark.usefixtures("closed")
def test_an_indicator_that_was_not_published_offers_live_figures_alone(site: Client):
    made = Indicator.objects.create(
        code="later",
        name="Mới",
        numerator=["withdrawn"],
        direction="none",
        display="number",
        definition="…",
    )
    try:
        page = site.get(LEAGUE.replace("on_time", "later")).content.decode()
        assert "Live figures" not in page
    finally:
        made.delete()


@pytest.mark.usefixtures("closed")
def test_the_published_table_is_the_live_one_until_something_changes(site: Client):
    page = site.get(f"{LEAGUE}&as=published")
    live = site.get(LEAGUE).context["rows"]
    shown = lines(page)
    assert [shown[row["name"]][1] for row in live] == [row["value"] for row in live]
    assert page.context["page"]["summary"] == "All live figures are as they were published."
    assert {cells[-1] for cells in shown.values()} == {""}


@pytest.mark.usefixtures("changed")
def test_each_difference_stands_with_its_cause(site: Client):
    page = site.get(f"{LEAGUE}&as=published")
    today = day(localdate())
    assert lines(page)[DIEN_HONG] == [
        *("3", "70.0%", "3", "73.3%"),
        f"“more.csv” was loaded on {today}. (+8\u00a0/\u00a0+10)",
    ]
    assert page.context["page"]["summary"].startswith("1 unit has other figures now")
    figure = site.get(f"{FIGURE.format(id_of('102'))}&as=published").context["page"]
    assert figure["value"] == "70.0%"
    table = [[cell.text for cell in row.cells] for row in figure["table"].rows]
    assert table == [
        ["Published", "14", "20", "70.0%"],
        [f"“more.csv” was loaded on {today}.", "+8", "+10", ""],
    ]
    assert [cell.text for cell in figure["table"].totals] == ["Live", "22", "30", "73.3%"]
    of_unit = lines(site.get(f"{UNIT.format(id_of('102'))}&as=published"))
    assert of_unit["On time, resolved"] == ["70.0%", "3", "73.3%", "changed"]
    assert (
        of_unit["In progress, overdue" if "In progress, overdue" in of_unit else "Overdue"][-1]
        == "as published"
    )


def test_an_undo_says_why_and_a_rename_what_it_is_called_now(changed: Publication, site: Client):
    assert run("undo_upload", changed.pk + 1).status == 0
    rename_unit(unit=id_of("101"), name="Phường Mới", on=JUNE.begins_on, by="test")
    run("recount")
    shown = lines(site.get(f"{LEAGUE}&as=published"))
    assert shown[DIEN_HONG][-1] == ""
    assert shown[YEN_DO][-1] == "It goes by another name or code now: Phường Mới (101)."


@pytest.mark.usefixtures("closed")
def test_published_is_what_was_published_and_nothing_else(site: Client):
    for query, sentence in (
        ("as=published&scope=own", "Published are whole units"),
        ("as=nonsense", "names no publication"),
        ("as=published&indicator=nothing", "There was no indicator"),
    ):
        answer = site.get(f"{LEAGUE}&{query}")
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
    for address in (
        LEAGUE.replace("/league/", "/"),
        "/dossiers/?indicator=on_time&level=commune&period=2018-06&under=64",
    ):
        answer = site.get(f"{address}&as=published")
        assert answer.status_code == 400
        assert "are kept as published" in answer.content.decode()
    picker = site.get(f"{LEAGUE}&as=published").context["page"]["pickers"][3]
    assert "as=published" not in str(picker)


@pytest.mark.usefixtures("changed")
def test_who_sees_a_part_sees_what_was_published_of_it_alone():
    part = looking_from("622")
    shown = lines(
        part.get("/league/?indicator=on_time&level=commune&under=622&period=2018-06&as=published")
    )
    assert shown.keys() == {YEN_DO, DIEN_HONG, "Xã Ia Băng"}
    assert shown[YEN_DO][0] == "1"
    assert part.get(f"{LEAGUE}&as=published").status_code == 404
    assert part.get(f"{FIGURE.format(id_of('201'))}&as=published").status_code == 404


@pytest.mark.usefixtures("small_province")
def test_an_administrator_closes_a_period_after_seeing_what_is_kept():
    client = keeper()
    page = client.get("/closed/new/", {"period": "2018-06", "calendar": "month"})
    kept = {fact.term: fact.text for fact in page.context["kept"]["facts"]}
    assert kept["Communes, wards and townships"] == "6"
    assert kept["Figures"] == "126"  # 14 indicators of nine units
    asked = {"period": "2018-06", "calendar": "month", "reason": ""}
    refused = client.post("/closed/new/", asked)
    assert refused.status_code == 422
    assert "Say why, or by which decision." in refused.content.decode()
    assert Publication.objects.count() == 0
    for _click in range(2):
        answer = client.post("/closed/new/", asked | {"reason": "QĐ 12"})
        assert (answer.status_code, answer["Location"]) == (302, "/closed/")
    assert Publication.objects.get().reason == "QĐ 12"
    assert AuditEvent.objects.filter(action="close-period").get().actor == "keeper"
    assert "QĐ 12" in client.get("/closed/").content.decode()
    again = client.get("/closed/new/", {"period": "2018-06", "calendar": "month"})
    assert again.context["kept"]["obstacle"].startswith("The period was closed on")
    warned = client.get("/closed/new/", {"period": "2018", "calendar": "kstt"})
    assert "it is not complete" in warned.context["kept"]["warning"]
    assert client.get("/closed/new/", {"period": "x", "calendar": "month"}).status_code == 422


def test_an_administrator_opens_it_again_with_a_reason(closed: Publication):
    client = keeper()
    address = f"/closed/{closed.pk}/reopen/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "A file came late."}).status_code == 302
    assert client.get(address).status_code == 302
    listed = client.get("/closed/").content.decode()
    assert "A file came late." in listed
    assert f"as={closed.pk}" in listed
    assert "Live figures" not in client.get(LEAGUE).content.decode()
    old = client.get(f"{LEAGUE}&as={closed.pk}").content.decode()
    assert "opened again since" in old


@pytest.mark.usefixtures("changed")
def test_their_queries(site: Client, django_assert_num_queries):
    """A page of causes asks for changes, uploads, the definition and sources as well."""
    figure = f"{FIGURE.format(id_of('102'))}&as=published"
    for address, queries in ((LEAGUE, 9), (f"{LEAGUE}&as=published", 15), (figure, 15)):
        site.get(address)
        with django_assert_num_queries(queries):
            assert site.get(address).status_code == 200


def test_the_file_of_a_published_table_is_as_published(changed: Publication, site: Client):
    def told(version: str) -> tuple[str, dict[str, tuple[int, int]]]:
        document = json.loads(site.get(f"{LEAGUE}&as={version}&format=json").content)
        found = {row["unit"]: (row["numerator"], row["denominator"]) for row in document["rows"]}
        return document["data"], found

    words, published = told("published")
    assert words.startswith("published on ")
    assert words.endswith("data up to 30 Jun 2018")
    assert published["102"] == (14, 20)
    assert told("live")[1]["102"] == (22, 30)
    assert "format=xlsx" in site.get(f"{LEAGUE}&as=published").content.decode()


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("indicator", ["on_time", "resolved"])
def test_the_files_tell_live_values_differences_and_causes_as_the_page(
    site: Client, indicator: str
):
    """Diên Hồng has other numbers, Yên Đỗ another name, An Bình came, and Ia Băng left."""
    rename_unit(unit=id_of("101"), name="Phường Mới", on=JUNE.begins_on, by="test")
    for unit, parent in (("201", "622"), ("103", "623")):
        move_unit(unit=id_of(unit), parent=id_of(parent), on=JUNE.begins_on, by="test")
    run("recount")
    address = f"{LEAGUE.replace('on_time', indicator)}&as=published".replace("64", "622")
    page = site.get(address).context["page"]["table"]
    is_share = indicator == "on_time"
    columns = ["value", "rank_live", "value_live", "causes"]
    wanted = {}
    for row in page.rows:
        name, *cells = (cell.text.replace("\u00a0", " ") for cell in row.cells)
        wanted[name] = cells[1:] if is_share else [cells[0], "", *cells[1:]]
    assert len(wanted) == 4
    assert [bool(cells[-1]) for cells in wanted.values()].count(True) == 4

    def written(row: dict[str, Any], name: str) -> str:
        cell = row[name]
        if not name.startswith("value"):
            return "" if cell is None else str(cell)
        return "–" if cell is None else f"{cell:.1%}" if is_share else str(cell)

    rows = json.loads(site.get(f"{address}&format=json").content)["rows"]
    assert {row["name"]: [written(row, one) for one in columns] for row in rows} == wanted
    (hong,) = (row for row in rows if row["name"] == DIEN_HONG)
    difference = 22 / 30 - 14 / 20 if is_share else 10
    assert hong["difference"] == pytest.approx(difference)
    assert (hong["numerator"], hong["numerator_live"]) == ((14, 22) if is_share else (20, 30))
    text = site.get(f"{address}&format=csv").content.decode("utf-8-sig")
    assert [row["causes"] for row in csv.DictReader(StringIO(text))] == [
        row["causes"] or "" for row in rows
    ]
    book = site.get(f"{address}&format=xlsx").content
    sheet = pd.read_excel(BytesIO(book), header=6, engine="calamine")
    assert sheet["Why"].fillna("").tolist() == [row["causes"] or "" for row in rows]
    assert sheet["Live less published"].dropna().tolist() == pytest.approx(
        [row["difference"] for row in rows if row["difference"] is not None]
    )


def test_two_communes_of_one_code_keep_their_own_lines_in_the_file(
    small_province: None, site: Client, tmp_path: Path
):
    """Xã Cũ ended within the month, and on the same day Xã Mới began elsewhere with its code."""
    units = (
        "code,name,level,parent_code,valid_from,valid_to,identifiers\n"
        "104,Xã Cũ,commune,622,2004-01-01,2018-06-16,\n"
        "105,Xã Khác,commune,622,2004-01-01,2018-06-16,\n"
        "104,Xã Mới,commune,622,2018-06-16,,\n"
    )
    links = (
        "predecessor_code,successor_code,effective_on,extent,level\n"
        "104,101,2018-06-16,whole,commune\n"
        "105,104,2018-06-16,whole,commune\n"
    )
    files = write_text(tmp_path / "u.csv", units), write_text(tmp_path / "s.csv", links)
    assert run("load_units", files[0], "--succession", files[1]).status == 0
    rows = [
        dossier(f"{unit}-{n}", unit, f"{day}/06/2018", "29/06/2018", f"{day}/06/2018")
        for unit, day, number in (("Xã Cũ", "05", 11), ("Xã Mới", "20", 22))
        for n in range(number)
    ]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-07-05")
    close_period(period=JUNE, reason="QĐ 12", by="test")
    found = json.loads(site.get(f"{LEAGUE}&as=published&format=json").content)["rows"]
    told = {row["name"]: (row["numerator"], row["numerator_live"]) for row in found}
    assert told["Xã Cũ"] == (11, 11)
    assert told["Xã Mới"] == (22, 22)
