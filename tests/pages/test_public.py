"""What anybody reads where EGOV_PUBLIC is on: every address is asked for by who has no account, and
what opens tells of offices, never of dossiers or people."""

import re
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from django.conf import settings as shipped
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from lxml import html

from dossiers.models import Dossier, Procedure, Upload
from indicators.models import AnnouncedScore, Submission
from indicators.scoring.kept import bring_up_to_date
from indicators.selection import FILTERS
from tests.indicators.scoring import cards
from tests.pages.actors import Actors, kept_actors
from tests.pages.asking import Kind
from tests.pages.test_every_address import OPEN, SELECTION, requests
from tests.support import client_in
from units.access import NOT_PUBLIC, PUBLIC_PAGES
from units.models import User

LOGIN = "/accounts/login/"
IN = "/?period=2018-06&under=64"
NOTE = "Chờ chị Lan xác nhận"


@pytest.fixture
def actors(transactional_db: None, kept_worlds, tmp_path, settings) -> Actors:
    made = kept_actors(kept_worlds, tmp_path)
    cards.put_in_force(cards.COUNTED)
    User.objects.update(full_name="Trần Thị Nhập Liệu")
    AnnouncedScore.objects.update(note=NOTE)
    bring_up_to_date()
    settings.PUBLIC = True
    return made


def test_it_is_off_unless_somebody_turns_it_on():
    assert shipped.PUBLIC is False


def test_every_address_but_the_public_ones_leads_to_the_login(actors: Actors):
    opened, public = set(), set()
    for one in requests(actors.place):
        for method in ("get", "post"):
            status, target = one.send(actors.visitor, method)
            is_open = one.name in PUBLIC_PAGES and method == "get"
            if one.name in OPEN:
                continue
            if not is_open:
                assert status == 302, (one, method, status)
                assert target.startswith((LOGIN, "/admin/login/")), (one, target)
                continue
            public.add(one.name)
            if status == one.reach.status:
                opened.add(one.name)
            assert status in (one.reach.status, 302, 404), (one, status)
    assert public == PUBLIC_PAGES
    assert opened == PUBLIC_PAGES


def test_switched_off_there_is_nothing_of_it(actors: Actors, settings):
    settings.PUBLIC = False
    for one in requests(actors.place):
        if one.name in PUBLIC_PAGES:
            status, target = one.send(actors.visitor)
            assert (status, target.startswith(LOGIN)) == (302, True), one


def pages_in_reach(client: Client, first: str) -> dict[str, str]:
    """Address -> text of all pages and files that links lead to from one, each kind of address
    with each set of parameters once; what leads to the login is not followed."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [first]
    while waiting:
        url = waiting.pop()
        answer: Any = client.get(url, follow=False)
        if answer.status_code == 302:
            if not answer.url.startswith((LOGIN, "/admin/login/")):
                waiting.append(answer.url)
            continue
        assert answer.status_code == 200, url
        content = answer.getvalue()
        found[url] = told(content)
        for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', found[url]):
            link = link.replace("&amp;", "&")
            parts = urlsplit(link)
            if parts.path.startswith(("/static/", "/accounts/")):
                continue
            names = frozenset(re.findall(r"(?:^|&)(\w+)=[^&]", parts.query))
            kind = (resolve(parts.path).view_name, names)
            if kind not in seen:
                seen.add(kind)
                waiting.append(link)
    return found


def told(content: bytes) -> str:
    """The text of a page or a file; of a workbook what its sheets hold."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as book:
        parts = (book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        return "\n".join(map(unescape, parts))


@pytest.fixture
def read(actors: Actors) -> dict[str, str]:
    return pages_in_reach(client_in("vi"), IN)


def test_no_page_names_a_dossier_a_person_or_what_somebody_wrote(read, actors):
    assert len(read) > 30
    assert any("<sheetData" in page for page in read.values())
    assert {resolve(urlsplit(url).path).view_name for url in read} <= PUBLIC_PAGES
    hidden = [
        *Dossier.objects.values_list("code", flat=True),
        *User.objects.values_list("username", flat=True),
        *User.objects.values_list("full_name", flat=True),
        NOTE,
        *Upload.objects.values_list("file_name", flat=True),
        *(f"/submissions/{pk}/" for pk in Submission.objects.values_list("pk", flat=True)),
    ]
    for url, page in read.items():
        assert [one for one in hidden if one and re.search(rf"\b{re.escape(one)}\b", page)] == [], (
            url
        )


def test_no_page_tells_of_one_procedure_of_an_office(read):
    names = set(Procedure.objects.values_list("name", flat=True)) - {""}
    assert names
    for url, page in read.items():
        assert [one for one in names if one in page] == [], url


@pytest.mark.parametrize("name", [*FILTERS, "as"])
@pytest.mark.parametrize("page", ["/league/", "/units/{district}/"])
def test_a_page_of_one_procedure_or_field_or_as_published_asks_for_a_login(actors, page, name):
    """Published tables tell why live figures differ: who entered what, from which file."""
    url = page.format(district=actors.place.district)
    for value in ("1", "published"):
        answer: Any = Client().get(f"{url}?{SELECTION}&{name}={value}")
        assert (answer.status_code, answer.url.startswith(LOGIN)) == (302, True)


def test_every_filter_of_a_selection_is_one_of_those():
    assert {*FILTERS, "as"} == NOT_PUBLIC


BUTTONED = ["/", "/league/", "/league/map/", "/units/{district}/", "/form-ii06/"]


@pytest.mark.parametrize("page", BUTTONED)
def test_no_tab_picker_or_button_leads_the_public_to_the_login(actors, page):
    """July is closed: its tables were published."""
    url = f"{page.format(district=actors.place.district)}?indicator=on_time&period=2018-07"
    inside, public = links(actors.keeper, url), links(Client(), url)
    assert any(map(asks_for_a_login, inside)), "there is something to leave out"
    assert public
    assert [one for one in public if asks_for_a_login(one)] == []


def links(client: Client, url: str) -> list[str]:
    """Where tabs, pickers and buttons of a page lead to."""
    answer: Any = client.get(url, follow=True)
    places = "//nav[@class='tabs'] | //*[@class='filters'] | //*[@class='page-head__actions']"
    return [
        link
        for place in html.fromstring(_text(answer)).xpath(places)
        for link in place.xpath(".//a/@href")
    ]


def asks_for_a_login(link: str) -> bool:
    parts = urlsplit(link)
    is_public = resolve(parts.path).view_name in PUBLIC_PAGES
    return not is_public or not NOT_PUBLIC.isdisjoint(parse_qs(parts.query))


def test_what_is_announced_stands_without_the_note_of_who_entered_it(actors):
    url = f"/scores/small/unit/?unit={actors.place.district}&period=2018"
    assert NOTE in _text(actors.keeper.get(url))
    public = _text(Client(headers={"accept-language": "en"}).get(url))
    assert NOTE not in public
    assert "12/2018" in public, "the decision"


def test_what_needs_a_look_is_for_who_does_something_about_it(actors):
    assert 'id="attention"' in _text(actors.keeper.get(IN))
    page = _text(Client().get(IN))
    assert 'id="attention"' not in page
    assert 'id="movers"' in page


def test_the_header_offers_the_door_and_the_way_back(actors):
    page = client_in("en").get(f"/league/?{SELECTION}")
    assert re.search(r'href="/accounts/login/\?next=%2Fleague%2F[^"]*">Sign in', _text(page))
    assert "Uploads" not in _text(page)


def test_reading_needs_no_cookie_and_nobody_gets_another_s_page(actors):
    url = f"/league/?{SELECTION}"
    public, keeper = Client().get(url), actors.keeper.get(url)
    assert "sessionid" not in public.cookies
    for answer in (public, keeper):
        assert "private" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]
    assert public.headers["ETag"] != keeper.headers["ETag"]
    again = actors.keeper.get(url, headers={"If-None-Match": public.headers["ETag"]})
    assert again.status_code == 200


def test_it_takes_no_more_queries_than_for_who_is_signed_in(actors):
    for url in (IN, f"/league/?{SELECTION}", f"/units/{actors.place.district}/?period=2018-06"):
        numbers = []
        for client in (actors.keeper, Client()):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            numbers.append(len(asked))
        assert numbers[1] <= numbers[0], url


def test_a_closed_account_reads_what_the_public_reads(actors):
    User.objects.filter(username="insider").update(is_active=False)
    assert actors.insider.get(f"/league/?{SELECTION}").status_code == 200
    assert actors.insider.get("/uploads/").status_code == 302


def test_an_empty_site_names_nobody(transactional_db, settings):
    settings.PUBLIC = True
    User.objects.create_superuser("root", password="x", full_name="Trần Quản Trị")
    page = client_in("vi").get("/")
    assert page.status_code == 200
    assert "Trần Quản Trị" not in _text(page)


def test_the_kinds_of_reach_are_still_those(actors):
    """PUBLIC_PAGES are pages that every signed-in account may open or that ask for a unit."""
    kinds = {one.reach.kind for one in requests(actors.place) if one.name in PUBLIC_PAGES}
    assert kinds <= {Kind.PERSONAL, Kind.SCOPED}


def _text(answer: Any) -> str:
    return str(answer.content.decode())
