"""Every table of every page can be saved as files, which hold all of it, typed, in all formats.

The addresses are those of test_every_address.py: whoever adds a page with a table gives its files,
or says here why there are none.
"""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

import lxml.html
import pandas as pd
import pytest
from django.test import Client
from django.utils import timezone

from tests.pages.actors import Actors
from tests.pages.asking import Kind, Request, all_routes
from tests.pages.test_every_address import requests
from units.sheets.guard import unguarded_text

# Tables that have no file of their own, each with its reason: name of the address -> how many.
WITHOUT = {
    "status": "of this very moment, for whoever keeps the site running",
    "style": "components, with made-up values",
    "indicators:profile": "a sheet to be printed: the page of the unit has its tables",
    "indicators:briefing": "a document, which is taken along as such; other pages have its tables",
    "indicators:submissions_verify": "a form: the list and each submission have their files",
    "indicators:briefing_placeholders": "the words that a template may use",
}
# Tables whose file may have no row where the page shows some, each with its reason.
EMPTY = {"indicators:league_compare": "a unit without a score has a row of dashes"}
FORMATS = ("csv", "json", "xlsx")


def pages(actors: Actors) -> Iterator[tuple[Request, Client, Any]]:
    """The pages that are read, each with who reads it, as HTML."""
    for asked in requests(actors.place):
        is_page = asked.reach.method == "get" and asked.reach.status == 200
        if not is_page or asked.name.startswith("admin") or "format=" in asked.url:
            continue
        client = actors.keeper if asked.reach.kind == Kind.KEPT else actors.insider
        answer = client.get(asked.url)
        is_html = answer.get("Content-Type", "").startswith("text/html")
        answer.close()
        if not is_html or not answer.content:
            continue
        yield asked, client, lxml.html.fromstring(answer.content)


def files_of(table: Any) -> list[str]:
    """The addresses of the files that stand nearest to a table."""
    for above in table.iterancestors():
        links: list[str] = above.xpath(".//p[contains(@class, 'downloads')]//a/@href")
        if links:
            return links if len(above.xpath(".//table")) == 1 else []
    return []


def test_every_table_has_files_of_its_own_that_hold_all_of_it(actors: Actors):
    lacking, shared, looked_at = [], [], set()
    for asked, client, page in pages(actors):
        tables = page.xpath("//table")
        if asked.name in WITHOUT:
            continue
        every = page.xpath("//p[contains(@class, 'downloads')]//a/@href")
        shared += [asked.url] if len(set(every)) < len(every) else []
        for table in tables:
            links = dict(zip(FORMATS, in_order(files_of(table)), strict=False))
            if len(links) != len(FORMATS):
                lacking.append((asked.url, " ".join(table.xpath(".//caption//text()"))))
            elif links["json"] not in looked_at:
                looked_at.add(links["json"])
                check(asked, client, links, shown=rows_of(table))
    assert lacking == []
    assert shared == []
    assert len(looked_at) > 25


def test_what_is_left_out_exists():
    assert WITHOUT.keys() | EMPTY.keys() <= {route.name for route in all_routes()}
    assert all(WITHOUT.values())
    assert all(EMPTY.values())


def rows_of(table: Any) -> int:
    """How many rows the page shows, those of groups and sums left out."""
    return len(table.xpath("./tbody/tr[not(contains(@class, 'group')) and ./th]"))


def in_order(links: list[str]) -> list[str]:
    return sorted(links, key=lambda link: link.rpartition("format=")[2])


def check(asked: Request, client: Client, links: dict[str, str], shown: int) -> None:
    document = json.loads(body(client, links["json"]))
    rows = document["rows"]
    assert document["title"], asked.url
    assert "selection" in document, links
    listed = list(csv.reader(StringIO(body(client, links["csv"]).decode("utf-8-sig"))))
    names, texts = listed[0], listed[1:]
    assert all(names), (asked.url, names)
    assert len(set(names)) == len(names), (asked.url, names)
    assert [[as_csv(row[name]) for name in names] for row in rows] == [
        [unguarded_text(cell) for cell in row] for row in texts
    ], links
    assert not any(cell[:1] in ("=", "+", "@") for row in texts for cell in row), links
    if "/form-ii06/" not in asked.url:  # whose workbook is the official form
        assert xlsx_rows(body(client, links["xlsx"]), len(names)) == [
            [as_xlsx(row[name]) for name in names] for row in rows
        ], links
    for name in names:
        kinds = {type(row[name]) for row in rows} - {type(None)}
        assert kinds <= {int, float} or len(kinds) <= 1, (links, name, kinds)
    assert rows or not shown or asked.name in EMPTY, links


def body(client: Client, link: str) -> bytes:
    answer = client.get(link)
    assert answer.status_code == 200, link
    assert "attachment" in answer["Content-Disposition"]
    content: bytes = answer.getvalue()
    answer.close()
    return content


def as_csv(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def as_xlsx(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{value}T00:00:00+07:00"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return pytest.approx(value) if is_number else value


def xlsx_rows(content: bytes, width: int) -> list[list[Any]]:
    """The rows below the header, days and moments as JSON has them."""
    sheet = pd.read_excel(BytesIO(content), header=None, engine="calamine", dtype=object)
    lines = sheet.astype(object).where(sheet.notna(), None).to_numpy().tolist()
    empty = next(n for n, line in enumerate(lines) if all(cell is None for cell in line))
    return [[iso(cell) for cell in line[:width]] for line in lines[empty + 2 :]]


def iso(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return timezone.make_aware(cell).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return iso(datetime.combine(cell, time.min))
    return cell
