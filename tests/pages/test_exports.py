"""Tables as files: the numbers of page and command, complete, typed, and with what they mean."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
from django.test import Client

from indicators.models import Target
from indicators.pages import league
from tests.pages.small_province import DIEN_HONG, YEN_DO, id_of, looking_from
from tests.support import figures
from units.sheets.sheet import Column, Fact, Format, Kind, Sheet, file_name
from units.sheets.writing import write

LEAGUE = "/league/?indicator=on_time&level=commune&under=64&period=2018-06"
NAMES = ["unit", "name", "numerator", "denominator", "value", "rank", "ranked"]


@pytest.fixture
def client(small_province: None) -> Client:
    return looking_from("64")


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"{address}&format=json")
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = json.loads(answer.content)["rows"]
    return rows


def test_the_league_is_the_commands(client: Client):
    printed = list(figures("on_time", "commune", "2018-06", under="64").values())
    assert [{name: row[name] for name in NAMES} for row in rows_of(client, LEAGUE)] == printed


def test_and_the_pages(client: Client):
    Target.objects.create(indicator="on_time", value="0.95", valid_from="2018-01-01")
    page = client.get(LEAGUE)
    shown = {row["name"]: row for row in page.context["rows"]}
    assert len(shown) >= 3
    for row in rows_of(client, LEAGUE):
        if row["rank"] is None:
            continue
        cells = shown[row["name"]]
        assert cells["rank"] == row["rank"]
        assert cells["value"] == f"{row['value']:.1%}"
        assert (cells["joins"] in ("below", "both")) == row["alike_next"]
        if row["short"]:
            assert cells["target"]["text"] == f"{row['short']} short"
        if row["to_next"]:
            assert cells["next"] == f"+{row['to_next']} → rank {row['next_rank']}"
        assert urlsplit(row["url"])._replace(scheme="", netloc="").geturl() == cells["value_url"]


def test_its_links_open_the_figures(client: Client):
    for row in rows_of(client, LEAGUE):
        assert row["url"] is not None or row["value"] is None
        if row["value"] is not None:
            page = client.get(row["url"])
            assert page.context["page"]["value"]["text"] == f"{row['value'] * 100:.1f}"


def test_what_changed_stands_in_it(client: Client):
    rows = {row["name"]: row for row in rows_of(client, LEAGUE)}
    assert (rows[DIEN_HONG]["rank_before"], rows[DIEN_HONG]["rank_change"]) == (1, -2)
    assert rows[DIEN_HONG]["value_before"] == 15 / 20
    assert rows[DIEN_HONG]["value_change"] == pytest.approx(14 / 20 - 15 / 20)
    assert rows[DIEN_HONG]["is_new"] is False
    a_year_earlier = {row["name"]: row for row in rows_of(client, f"{LEAGUE}&compare=year")}
    assert a_year_earlier[DIEN_HONG]["value_before"] is None, "no file tells of 2017"


def test_it_is_complete_where_the_page_is_cut(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(league, "PAGE_ROWS", 2)
    page = client.get(LEAGUE)
    assert page.context["pager"]
    assert len(rows_of(client, LEAGUE)) == page.context["listed"] == 6


def test_csv_has_texts_in_quotes_and_numbers_without(client: Client):
    answer = client.get(f"{LEAGUE}&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == (
        'attachment; filename="on_time-commune-64-2018-06-data-2018-06-30.csv"'
    )
    text = answer.content.decode("utf-8-sig")
    first = text.splitlines()[1]
    assert first.startswith('"201","Phường An Bình",10,10,1.0,1,3,')
    read = list(csv.DictReader(StringIO(text)))
    assert [row["unit"] for row in read] == [row["unit"] for row in rows_of(client, LEAGUE)]


def test_xlsx_says_what_it_is_and_has_numbers_as_numbers(client: Client):
    answer = client.get(f"{LEAGUE}&format=xlsx")
    sheet = pd.read_excel(BytesIO(answer.content), header=None, engine="calamine")
    assert sheet.iat[0, 0] == "On time, resolved, commune level, Tỉnh Gia Lai, month 6/2018"
    facts = dict(zip(sheet[0][1:6], sheet[1][1:6], strict=True))
    assert facts["Definition"] == "Resolved early and on time / resolved in the period"
    assert facts["Data date"] == "data up to 30 Jun 2018"
    assert facts["Selection"].endswith(LEAGUE)
    assert facts["Compared with"] == "month 5/2018"
    table = pd.read_excel(
        BytesIO(answer.content), header=7, engine="calamine", dtype={"Code": object}
    )
    assert table["Code"].tolist() == [row["unit"] for row in rows_of(client, LEAGUE)]
    assert table["Value"][0] == 1.0
    assert table["Value"][table["Unit"] == "Xã Ia Băng"].isna().all(), "no value is no 0"


def test_what_each_unit_adds_makes_up_the_figure(client: Client):
    address = f"/figure/?indicator=on_time&level=province&period=2018&unit={id_of('64')}"
    rows = rows_of(client, address)
    figure = figures("on_time", "province", "2018")["64"]
    assert sum(row["numerator"] for row in rows) == figure["numerator"]
    assert sum(row["denominator"] for row in rows) == figure["denominator"]
    assert client.get(rows[0]["url"]).status_code == 200


def test_a_units_procedures(client: Client):
    rows = rows_of(client, f"/units/{id_of('101')}/?period=2018")
    assert [(row["procedure"], row["late"], row["on_time"]) for row in rows] == [
        ("1.000001", 11, 22),
        ("2.000002", 0, 7),
    ]
    assert YEN_DO in client.get(f"/units/{id_of('101')}/?period=2018&format=json").content.decode()
    assert client.get(rows[0]["url"]).status_code == 200


def test_the_pages_link_to_them(client: Client):
    page = client.get(f"{LEAGUE}&sort=-rank").content.decode()
    for form in Format:
        assert f"format={form}" in page
    assert client.get(f"{LEAGUE}&format=pdf").status_code == 400


def test_who_may_not_see_the_page_gets_no_file(client: Client):
    assert looking_from("622").get(f"{LEAGUE}&format=json").status_code == 404


SHEET = Sheet(
    "name",
    "=title",
    [Fact("definition", "Definition", "=1+1")],
    [
        Column("unit", "Code", Kind.TEXT),
        Column("value", "Value", Kind.SHARE),
        Column("new", "New", Kind.YES_NO),
    ],
    [["=1+1", -0.5, True], ["01", None, False], ["@x", 1.0, None], ['a "b"', 0.25, None]],
)


def test_no_text_is_taken_for_a_formula():
    text = write(SHEET, Format.CSV).decode("utf-8-sig")
    assert text.splitlines()[1:] == [
        '"\'=1+1",-0.5,1',
        '"01","",0',
        '"\'@x",1.0,""',
        '"a ""b""",0.25,""',
    ]
    read = pd.read_excel(BytesIO(write(SHEET, Format.XLSX)), header=3, engine="calamine")
    assert read["Code"].tolist()[:3] == ["=1+1", "01", "@x"]


def test_json_keeps_what_is_nothing():
    document = json.loads(write(SHEET, Format.JSON))
    assert document["title"] == "=title"
    assert document["definition"] == "=1+1"
    assert document["rows"][1] == {"unit": "01", "value": None, "new": False}


def test_names_of_files():
    assert file_name(["on_time", "", "64@2018-01-01", "Đất đai", "2018-01..2018-05"]) == (
        "on_time-64_2018-01-01-t_ai-2018-01..2018-05"
    )
