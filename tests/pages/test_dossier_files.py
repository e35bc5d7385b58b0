"""The list of dossiers as a file: all of it however long, in bounded memory, and written down."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client

from indicators.opening import cases
from indicators.pages import dossiers
from tests.pages.small_province import id_of, looking_from
from units.models import AuditEvent
from units.sheets import workbook

LIST = "/dossiers/?indicator=received&level=province&period=2018&under=64&part=numerator"


@pytest.fixture
def client(small_province: None) -> Client:
    return looking_from("64")


@pytest.fixture
def address(client: Client) -> str:
    return f"{LIST}&unit={id_of('64')}"


def exports() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="export-dossiers").order_by("pk"))


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"{address}&format=json")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = json.loads(answer.getvalue())["rows"]
    return rows


def test_all_of_it_is_there_where_the_page_shows_a_part(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dossiers, "PER_PAGE", 7)
    monkeypatch.setattr(cases, "_AT_ONCE", 10)
    page = client.get(address)
    assert page.context["pager"]
    rows = rows_of(client, address)
    assert f"{len(rows)} dossiers" in page.context["title"]
    assert len({row["code"] for row in rows}) == len(rows) > 90
    shown = [row["code"] for row in page.context["rows"]]
    assert [row["code"] for row in rows[:7]] == shown
    assert all(row["counted_as"] in ("received_online", "received_other") for row in rows)


def test_it_keeps_the_order_of_the_page(client: Client, address: str):
    down = [row["due"] for row in rows_of(client, f"{address}&sort=-due")]
    assert down == sorted(down, reverse=True)
    assert len(set(down)) > 1


def test_every_format_says_the_same_with_real_days(client: Client, address: str):
    rows = rows_of(client, address)
    text = client.get(f"{address}&format=csv").getvalue().decode("utf-8-sig")
    read = list(csv.DictReader(StringIO(text)))
    assert [row["code"] for row in read] == [row["code"] for row in rows]
    assert [row["received"] for row in read] == [row["received"] for row in rows]
    assert rows[0]["received"] == "2018-05-02"
    book = client.get(f"{address}&format=xlsx").getvalue()
    sheet = pd.read_excel(BytesIO(book), header=None, engine="calamine")
    head = next(n for n, cell in enumerate(sheet[0]) if cell == "Code")
    table = pd.read_excel(BytesIO(book), header=head, engine="calamine")
    assert table["Code"].tolist() == [row["code"] for row in rows]
    assert str(table["Received"].dtype).startswith("datetime64")
    assert table["Received"].dt.date.astype(str).tolist() == [row["received"] for row in rows]


def test_nothing_but_what_mapped_columns_say(client: Client, address: str):
    (row, *_others) = rows_of(client, address)
    assert row.keys() == {
        *("code", "source", "procedure", "procedure_name", "field", "unit", "unit_name", "parent"),
        *("channel", "received", "due", "due_by_term", "finished", "status", "standing"),
        *("standing_words", "days", "counted_as", "counted_as_words", "counted_on", "rewritten"),
        "url",
    }
    assert client.get(row["url"]).status_code == 200


def test_texts_are_sent_while_they_are_made_and_a_workbook_comes_from_the_disk(
    client: Client, address: str
):
    for form in ("csv", "json"):
        answer = client.get(f"{address}&format={form}")
        assert isinstance(answer, StreamingHttpResponse), form
        assert "no-store" in answer["Cache-Control"]
        answer.close()
    answer = client.get(f"{address}&format=xlsx")
    assert isinstance(answer, FileResponse)
    answer.close()


def test_who_saved_what_is_written_down(client: Client, address: str):
    client.get(address)
    client.get(f"{address}&format=pdf")
    assert exports() == []
    rows = rows_of(client, address)
    (event,) = exports()
    assert event.user is not None
    assert event.user.username == "of 64 in en"
    new = event.new or {}
    assert new["format"] == "json"
    assert new["rows"] == len(rows)
    assert event.label.endswith("Tỉnh Gia Lai, year 2018")
    assert client.get(new["selection"]).context["title"] == event.label


def test_more_rows_than_a_worksheet_holds_are_told_and_not_cut(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workbook, "MOST_ROWS", 50)
    answer = client.get(f"{address}&format=xlsx")
    assert answer.status_code == 400
    assert "take CSV or JSON, which hold all of them" in answer.content.decode()
    assert exports() == []
    assert len(rows_of(client, address)) > 50


def test_out_of_sight_there_is_no_file(client: Client, address: str):
    answer = looking_from("622").get(f"{address}&format=csv")
    assert answer.status_code == 404
    assert exports() == []
