"""The frame of every page: navigation, account, language, light and dark."""

import re

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.pages.actors import kept_actors
from tests.support import client_in
from units.accounts.actions import create_account, grant
from units.models import Role, User
from units.queries import hierarchy

STYLE = "/style/"


@pytest.fixture
def reader(db) -> Client:
    client = client_in("en")
    client.force_login(
        create_account(username="reader", password=None, full_name="Nguyễn An", email="", by="test")
    )
    return client


def text_of(client: Client, address: str = STYLE) -> str:
    return client.get(address).content.decode()


def test_it_names_who_is_signed_in_and_where_he_is(reader):
    assert "Nguyễn An" in text_of(reader)
    current = re.findall(r'href="([^"]+)" aria-current="page"', text_of(reader, "/"))
    assert current == ["/", "/"]  # in the row, and in the menu of a phone


@pytest.mark.usefixtures("gia_lai")
@pytest.mark.parametrize(("role", "sees"), [(Role.VIEWER, False), (Role.UPLOADER, True)])
def test_uploads_are_offered_to_who_may_see_them(role, sees):
    user = User.objects.create(username="somebody")
    grant(user=user, role=role, unit_id=hierarchy().resolve("64", on=localdate()), by="test")
    client = client_in("en")
    client.force_login(user)
    assert ('href="/uploads/"' in text_of(client)) == sees


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_light_or_dark_is_kept_and_comes_back_to_the_page(reader, theme):
    response = reader.post("/theme/", {"theme": theme, "next": "/style/?a=1"})
    assert (response.status_code, response.url) == (302, "/style/?a=1")
    assert response.cookies["theme"]["httponly"]
    assert f'<html lang="en" data-theme="{theme}">' in text_of(reader)
    assert re.search(rf'value="{theme}" aria-pressed="true"', text_of(reader))


@pytest.mark.parametrize("theme", ["", "pink", '"><script>'])
def test_anything_else_is_as_the_device_has_it(reader, theme):
    reader.post("/theme/", {"theme": "dark"})
    reader.post("/theme/", {"theme": theme})
    assert '<html lang="en">' in text_of(reader)


def test_a_cookie_that_we_did_not_write_changes_nothing(reader):
    reader.cookies["theme"] = "pink"
    assert '<html lang="en">' in text_of(reader)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_switch_leads_nowhere_else(reader, target):
    assert reader.post("/theme/", {"theme": "dark", "next": target}).url == "/"


def test_a_typed_address_of_the_switch_changes_nothing(reader):
    response = reader.get("/theme/?theme=dark")
    assert response.status_code == 302
    assert "theme" not in response.cookies


def test_the_language_is_switched_and_comes_back_to_the_page(reader):
    response = reader.post("/language/", {"language": "vi", "next": STYLE})
    assert response.url == STYLE
    assert '<html lang="vi">' in text_of(reader)


def test_who_administers_all_finds_the_admin_and_the_audit_log(
    transactional_db, kept_worlds, tmp_path
):
    actors = kept_actors(kept_worlds, tmp_path)
    insider = text_of(actors.insider)
    assert 'href="/admin/"' not in insider
    assert 'href="/audit/"' in insider, "of the own units"
    keeper = text_of(actors.keeper)
    assert 'href="/admin/"' in keeper
    assert 'href="/audit/"' in keeper


def test_the_brand_is_the_province_of_the_account(transactional_db, kept_worlds, tmp_path):
    actors = kept_actors(kept_worlds, tmp_path)
    assert '<span class="brand__name">Tỉnh Gia Lai</span>' in text_of(actors.insider)
    assert '<span class="brand__name">Tỉnh Bình Định</span>' in text_of(actors.outsider)
