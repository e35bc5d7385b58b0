"""Who guesses is slowed down by account; who looks for accounts learns nothing."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.support import client_in
from tests.units.accounts.people import (
    CHANGE,
    LOGIN,
    NEW,
    PASSWORD,
    account,
    administrator,
    events,
    sign_in,
    signed_in,
    text,
)
from units.accounts.actions import change_account
from units.models import User

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"
TOO_MANY = "Too many failed login attempts"


@pytest.fixture
def an() -> User:
    return account()


@pytest.fixture
def closed() -> User:
    user = account("closed")
    user.is_active = False
    change_account(user=user, by="test")
    return user


def same(answer: Any) -> tuple[int, str, str]:
    """Status, target and page, without tokens and what was typed."""
    page = re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", text(answer))
    page = re.sub(r'name="login" value="[^"]*"', "", page)
    return answer.status_code, answer.headers.get("Location", ""), page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_known_unknown_and_closed_accounts_are_answered_alike(an, closed, language):
    names = ("an", "closed", "nobody", "no body", "an\u200b")
    pages = {
        same(client_in(language).post(LOGIN, {"login": name, "password": "guess"}))
        for name in names
    }
    assert len(pages) == 1
    (page,) = pages
    assert page[0] == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_so_are_addresses_that_are_known_and_not(an, closed, language, work_off):
    addresses = ("an@gialai.vn", "closed@gialai.vn", "nobody@gialai.vn")
    answers = {same(client_in(language).post(RESET, {"email": one})) for one in addresses}
    assert len(answers) == 1
    work_off()
    assert [message.to for message in mail.outbox] == [["an@gialai.vn"]]


def test_neither_queries_nor_the_mail_server_tell_which_addresses_are_known(
    an, settings, work_off, django_assert_num_queries
):
    """Who is mailed is looked up, and mailed, by the worker alone."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for address in ("an@gialai.vn", "nobody@gialai.vn"):
        with django_assert_num_queries(0):
            assert Client().post(RESET, {"email": address}).status_code == 302
    with pytest.raises(ConnectionRefusedError):
        work_off()


def test_a_name_that_nobody_has_is_shut_like_one_that_somebody_has(an):
    answers = set()
    for name in ("an", "nobody"):
        for _guess in range(5):
            sign_in(Client(), name, "guess")
        answers.add(same(sign_in(client_in("en"), name, "guess")))
    (answer,) = answers
    assert TOO_MANY in answer[2]


def test_so_is_the_admin_s_door(an):
    answer: Any = Client().post("/admin/login/", {"username": "an", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(an, settings):
    """Both hash once. Compared by the quickest of five, with a hash that takes its time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {}
    an.set_password(PASSWORD)
    an.save()
    known, unknown = (min(_seconds(name) for _again in range(5)) for name in ("an", "nobody"))
    assert 0.5 < known / unknown < 2


def _seconds(name: str) -> float:
    begun = time.perf_counter()
    sign_in(Client(), name, "guess")
    return time.perf_counter() - begun


def test_another_spelling_or_host_name_is_the_same_account(an):
    for spelling, host in (("an", "localhost"), ("AN", "127.0.0.1"), ("aN", "testserver")):
        sign_in(Client(headers={"host": host}), spelling, "guess")
    sign_in(Client(), "An", "guess")
    sign_in(Client(headers={"host": "localhost"}), "an", "guess")
    assert TOO_MANY in text(sign_in(client_in("en")))


def test_every_door_with_a_password_counts_for_the_same_account(an):
    EmailAddress.objects.create(user=an, email=an.email, primary=True)  # as after a mail
    client = signed_in(an)
    session = client.session
    session["signed_in_at"] = time.time() - 3600
    session.save()
    for _guess in range(3):
        sign_in(Client(), "an", "guess")
    for _guess in range(2):
        client.post("/accounts/reauthenticate/", {"password": "guess"})
    assert TOO_MANY in text(sign_in(client_in("en")))


def test_the_old_password_cannot_be_guessed_by_who_found_a_session(an):
    client = signed_in(an)
    form = {"oldpassword": "guess", "password1": NEW, "password2": NEW}
    answers = [client.post(CHANGE, form).status_code for _guess in range(7)]
    assert answers == [200] * 5 + [429] * 2
    an.refresh_from_db()
    assert an.check_password(PASSWORD)


def test_nobody_is_locked_out_for_longer_than_the_window(an, settings):
    """Attempts while it is closed do not make it longer."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/2s/key"}
    for _guess in range(6):
        sign_in(Client(), "an", "guess")
    assert TOO_MANY in text(sign_in(client_in("en")))
    time.sleep(2.1)
    assert sign_in(Client()).status_code == 302


def test_a_success_does_not_open_the_way_for_more_guesses(an):
    for _guess in range(4):
        sign_in(Client(), "an", "guess")
    assert sign_in(Client()).status_code == 302
    sign_in(Client(), "an", "guess")
    assert TOO_MANY in text(sign_in(client_in("en")))


def test_an_administrator_who_is_locked_out_does_not_lock_out_others():
    admin = administrator()
    for _guess in range(6):
        sign_in(Client(), admin.username, "guess")
    assert sign_in(Client(), account().username).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "127.0.0.1"),
        (0, "10.1.1.1", "127.0.0.1"),  # anybody can write that
        (1, "10.1.1.1", "10.1.1.1"),
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (2, "6.6.6.6, 10.1.1.1, 10.9.9.9", "10.1.1.1"),
    ],
)
def test_the_address_of_a_browser_is_what_trusted_proxies_say(
    an, settings, proxies, forwarded, address
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    Client().post(LOGIN, {"login": "an", "password": "guess"}, headers=headers)
    assert events("sign-in-failed")[-1].sign_in_address.address == address


def test_a_request_past_the_proxies_is_answered_by_its_own_address(an, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    headers = {"X-Forwarded-For": "10.1.1.1"}
    answer = Client().post(LOGIN, {"login": "an", "password": "guess"}, headers=headers)
    assert answer.status_code == 200
    assert events("sign-in-failed")[-1].sign_in_address.address == "127.0.0.1"


def test_without_redis_nobody_can_try_and_no_password_is_looked_at(an, settings):
    """No limit could be kept. The page of errors says so."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:9"}}
    client = Client(raise_request_exception=False)
    assert sign_in(client).status_code == 503
    assert not events("sign-in", "sign-in-failed")
