"""What is said on pages while the database or Redis is out of order, and what goes on."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from dossiers.models import Job, JobState, Upload
from tests.dossiers.processes import files, until, worker
from tests.outages.states import (
    database_away,
    database_read_only,
    redis_away,
    redis_hangs,
)
from tests.pages.uploading import NEW, a_browser, a_user, export, goes_to, uploaded
from tests.support import client_in
from units.accounts.actions import create_account
from units.accounts.sessions import SEEN
from units.models import AuditEvent, Role

PASSWORD = "correct horse battery"
READ = (
    "/",
    "/league/?indicator=on_time&level=commune&period=2018-06",
    "/search/?q=an",
    "/uploads/",
    "/watch/",
    "/scores/",
    "/audit/",
)


@pytest.fixture
def browser(small_province: None) -> Client:
    create_account(username="an", password=PASSWORD, full_name="An", email="", by="test")
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR))
    browser.raise_request_exception = False
    return browser


@pytest.fixture
def visitor() -> Client:
    visitor = client_in("en")
    visitor.raise_request_exception = False
    return visitor


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def hand_in(browser: Client, tmp_path):
    return browser.post(NEW, {"file": uploaded(export(tmp_path)), "source": "igate"})


def sign_in(visitor: Client):
    return visitor.post("/accounts/login/", {"login": "an", "password": PASSWORD})


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_without_a_database_each_page_says_so_and_when_to_ask_again(browser, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    with database_away():
        for address in READ:
            answer = browser.get(address, headers=headers)
            assert (answer.status_code, answer["Retry-After"]) == (503, "30"), address
            assert "The database does not answer at the moment." in text(answer)
            assert "saved" not in text(answer), "nothing was sent"
            assert f'href="{address.replace("&", "&amp;")}"' in text(answer)  # try again
            assert "Traceback" not in text(answer)
    assert browser.get("/").status_code == 200


def test_without_a_database_nobody_is_told_that_something_was_saved(browser, visitor, tmp_path):
    with database_away():
        for answer in (hand_in(browser, tmp_path), sign_in(visitor)):
            assert answer.status_code == 503
            assert "may not have been saved: look before you send it again" in text(answer)
    assert Upload.objects.count() == 1


def test_of_a_database_that_can_only_be_read_all_pages_go_on(browser, settings):
    session = browser.session  # last seen so long ago that it is to be written
    session[SEEN] -= settings.SESSION_IDLE.total_seconds() / 2
    session.save()
    with database_read_only():
        assert [browser.get(address).status_code for address in READ] == [200] * len(READ)


def test_nothing_is_saved_in_a_database_that_can_only_be_read(browser, visitor, tmp_path):
    before = AuditEvent.objects.count()
    pk = Upload.objects.get().pk
    with database_read_only():
        answers = [
            hand_in(browser, tmp_path),
            browser.post(f"/uploads/{pk}/undo/", {"reason": "wrong month"}),
            sign_in(visitor),
        ]
        for answer in answers:
            assert answer.status_code == 503
            assert "Nothing can be saved at the moment" in text(answer)
    assert (Upload.objects.count(), AuditEvent.objects.count()) == (1, before)
    assert stored_originals() == []


@pytest.fixture
def without_redis(
    broker: str, use_broker: Callable[[str], None]
) -> Callable[[], AbstractContextManager[None]]:
    return lambda: redis_away(use_broker)


def test_without_redis_all_pages_go_on(browser, without_redis):
    whole = [page_of(browser, address) for address in READ]
    with without_redis():
        begun = time.monotonic()
        assert [page_of(browser, address) for address in READ] == whole
        assert time.monotonic() - begun < 10


def test_without_redis_an_upload_is_taken_and_loaded_later(
    browser,
    without_redis,
    tmp_path,
    settings,
):
    settings.JOB_STALE_SECONDS = 3
    with without_redis():
        begun = time.monotonic()
        address = goes_to(hand_in(browser, tmp_path))
        assert browser.get(address).status_code == 200
        assert time.monotonic() - begun < 10
    with worker():
        until(lambda: not Job.objects.filter(state=JobState.QUEUED).exists())
        until(lambda: Upload.objects.latest("pk").state == "previewed")


def test_nobody_waits_long_for_a_redis_that_says_nothing(
    browser, broker: str, use_broker: Callable[[str], None], tmp_path
):
    with redis_hangs(use_broker):
        begun = time.monotonic()
        address = goes_to(hand_in(browser, tmp_path))
        # Less than a proxy waits for an answer.
        assert time.monotonic() - begun < 30
        assert browser.get(address).status_code == 200
    assert Job.objects.latest("pk").sent_at is None


def test_without_redis_nobody_signs_in_since_attempts_are_not_counted(
    browser, visitor, without_redis
):
    with without_redis():
        answer = sign_in(visitor)
        assert answer.status_code == 503
        assert "Redis, which counts attempts to sign in" in text(answer)
    assert sign_in(visitor).status_code == 302


def page_of(browser: Client, address: str) -> str:
    """What a page says, without what is new in each answer."""
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().partition("<main")[2].partition("csrfmiddlewaretoken")[0]


def stored_originals() -> list[str]:
    return [name for name in files() if name != ".parquet"]
