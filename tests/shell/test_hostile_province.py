"""A province whose every name and note is an attack, on every page and in every file of it.

Files can bring any name, and an account of one office any note; who reads them sits in another one.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models
from django.http.response import HttpResponseBase
from lxml import html

from tests.kept_worlds import KeptWorlds
from tests.pages.actors import Actors, kept_actors
from tests.pages.asking import Kind, Request
from tests.pages.test_every_address import requests

ATTACK = """=cmd|'"><img src=x onerror=alert(1)>{{7*1337}}"""
# What the code looks for again, or gives a form of its own.
KEYS = {
    *("code", "slug", "key", "action", "sha256", "file", "query", "name_key", "search"),
    *("indicator", "scorecard", "password", "digest", "sort_key", "name_folded", "timezone"),
}
SHORTEST = 60
QUERY = (
    *("indicator", "level", "period", "calendar", "scope", "map", "under", "unit", "units"),
    *("part", "sort", "page", "field", "procedure", "source", "state", "q", "in", "format"),
    *("table", "by", "as", "scorecard", "template", "all", "place", "kind", "next", "version"),
)
INJECTIONS = {
    "page and SQL": f"{ATTACK}' OR 1=1; DROP TABLE units_unit; --",
    "NUL": "\x00",
    "header": "64\r\nSet-Cookie: a=b",
}


@pytest.fixture
def actors(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Actors:
    return kept_actors(kept_worlds, tmp_path)


@pytest.fixture
def hostile(actors: Actors) -> Actors:
    changed = sum(1 for field in free_texts() if _attack(field))
    assert changed > 25
    return actors


def free_texts() -> Iterator[Any]:
    """The columns of all tables that hold what somebody wrote."""
    for app in ("units", "dossiers", "indicators"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField)
                is_long = (field.max_length or SHORTEST) >= SHORTEST  # no period, no level
                if is_text and is_long and not field.choices and field.name not in KEYS:
                    yield field


def _attack(field: Any) -> bool:
    """Whether the column had texts, which are attacks now; each another one, as some must be."""
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name
        table, column = quoted(field.model._meta.db_table), quoted(field.column)
        most = field.max_length or 200
        changed = f"UPDATE {table} SET {column} = left(%s || ctid::text, %s) WHERE {column} <> ''"
        try:
            cursor.execute(changed, [ATTACK, most])
        except IntegrityError:  # what the database lets nobody change: audited, published
            return False
        return bool(cursor.rowcount > 0)


def pages(actors: Actors) -> Iterator[tuple[Request, Any]]:
    for request in requests(actors.place):
        if request.reach.method == "get" and "logout" not in request.name:
            # What is kept from the insider is refused to him on one and the same page.
            is_kept = request.reach.kind == Kind.KEPT
            for client in [actors.keeper, *([] if is_kept else [actors.insider])]:
                answer = client.get(request.url)
                yield request, answer
                answer.close()


def is_page(answer: HttpResponseBase) -> bool:
    return answer.headers["Content-Type"].startswith("text/html")


def check_page(content: bytes, where: str) -> None:
    """Nothing that the attack wrote is an element or an attribute of the page."""
    if not content:
        return
    for element in html.fromstring(content).iter("*"):
        attacks = [name for name in element.attrib if name.lower().startswith("on")]
        assert not attacks, (where, html.tostring(element)[:300])
        for name in ("href", "src", "action", "formaction"):
            assert not element.get(name, "").lower().startswith(("javascript:", "data:text")), where
        if element.tag == "script":
            is_data = element.get("type") == "application/json"
            assert element.get("src") or is_data, (where, html.tostring(element)[:300])
    assert b">9359" not in content, where


def test_no_page_takes_a_name_for_a_part_of_it(hostile: Actors):
    shown = 0
    for request, answer in pages(hostile):
        if is_page(answer):
            check_page(answer.content, request.url)
            shown += b"onerror=alert" in answer.content
    assert shown > 60, "the attacks are to be seen"


def test_no_file_has_a_formula(hostile: Actors):
    place = hostile.place
    listed = "indicator=on_time&level=commune&period=2018-06&under=64"
    asked = [request.url for request in requests(place) if "format=csv" in request.url]
    asked += [
        f"/uploads/{place.upload}/rejected.csv",
        f"/uploads/{place.upload}/?format=csv",
        f"/dossiers/?{listed}&unit={place.province}&part=received&format=csv",
        f"/league/?{listed}&format=csv",
        f"/?{listed}&format=csv",
    ]
    seen = 0
    for url in asked:
        answer = hostile.insider.get(url)
        if answer.status_code != 200 or is_page(answer):
            answer.close()
            continue
        text = b"".join(answer) if answer.streaming else answer.content
        answer.close()
        for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(("=", "@", "\t", "\r"))], url
        seen += b"onerror" in text
    assert seen > 3


@pytest.mark.parametrize("injected", INJECTIONS.values(), ids=INJECTIONS)
def test_an_address_is_an_address_whatever_stands_in_it(actors: Actors, injected: str):
    """Each parameter in turn, at each address: understood or refused, and never taken for more."""
    asked = {
        request.url.partition("?")[0]: request.url
        for request in requests(actors.place)
        if request.reach.method == "get" and request.reach.kind != Kind.KEPT
    }
    for path, whole in asked.items():
        given = [part.split("=")[0] for part in whole.partition("?")[2].split("&") if part]
        client = actors.visitor if "logout" in path else actors.insider
        anywhere = dict.fromkeys(("q", "next"), injected)
        everything = dict.fromkeys(QUERY, injected)
        for query in [everything, anywhere, *({name: injected} for name in {*given, "under"})]:
            answer = client.get(path, query)
            assert answer.status_code < 500, (path, query)
            assert "a" not in answer.cookies, (path, query)
            if is_page(answer):
                check_page(answer.content, path)
            answer.close()


def test_headers_are_no_part_of_a_page_either(actors: Actors):
    for name in ("referer", "user-agent", "accept-language", "hx-target", "hx-current-url"):
        for path in ("/", "/nowhere/", "/league/", "/search/?q=ho"):
            answer = actors.insider.get(path, headers={name: ATTACK, "hx-request": "true"})
            check_page(answer.content, f"{path} {name}")


def test_what_was_changed_is_of_all_rooms():
    names = {f"{field.model._meta.label}.{field.name}" for field in free_texts()}
    assert {"units.User.full_name", "dossiers.Upload.file_name"} <= names
    assert ContentType._meta.label not in names
