"""A site without any data, as an operator sees it on the first day."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from egov.demo.accounts import PASSWORD
from tests.browser.axe import found
from tests.browser.chrome import PHONE, Visitors
from tests.browser.site import Site, manage, serving
from tests.demo import migrated
from tests.dossiers.conftest import own_redis

ADMINISTRATOR = "first"


@pytest.fixture(scope="module")
def empty_site(
    browser_program: str,
    static_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Site]:
    """A site right after `migrate` and `createsuperuser`."""
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"test_empty_{os.getpid()}"
    maintenance = given._replace(path="/postgres").geturl()
    with django_db_blocker.unblock():
        template = migrated()
    with psycopg.connect(maintenance, autocommit=True) as server, own_redis() as redis:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        environment = {
            **os.environ,
            "DATABASE_URL": given._replace(path=f"/{name}").geturl(),
            "REDIS_URL": redis,
            "EGOV_DATA_DIR": str(tmp_path_factory.mktemp("empty")),
            "EGOV_STATIC_DIR": str(static_dir),
            "EGOV_WEB_WORKERS": "1",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        }
        try:
            account = ("--username", ADMINISTRATOR, "--email", "first@example.org")
            manage(environment, "createsuperuser", "--no-input", *account)
            with serving(environment) as site:
                yield site
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="module")
def module_visitors(browser: Browser, empty_site: Site) -> Visitors:
    """Those of the other tests, but on this site."""
    return Visitors(browser, empty_site)


@pytest.mark.parametrize("locale", ["vi-VN", "en-US"])
def test_every_page_has_something_to_say(visitors, locale):
    page = visitors.look(ADMINISTRATOR, locale=locale)
    for address in ("/", "/league/", "/uploads/", "/uploads/new/", "/audit/"):
        answer = page.goto(address)
        assert answer.status == 200, address
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()
        assert found(page) == [], address


def test_the_overview_says_what_to_do_first(visitors):
    page = visitors.look(ADMINISTRATOR, locale="en-US", viewport=PHONE)
    page.goto("/")
    expect(page.locator(".steps__item")).to_have_count(6)
    expect(page.locator(".steps .button:not(.button--quiet)")).to_have_text("Units")
    page.locator("main").get_by_role("link", name="Upload a file").click()
    page.wait_for_url("**/uploads/new/")
