"""Signing in by OpenID Connect, at a provider that really answers: the way there and back, whose
account it is, and every answer that is not to be believed."""

import importlib
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import clear_url_caches
from django.utils import timezone

import egov.urls
import units.accounts.urls
from egov import sign_on
from tests.support import client_in
from tests.units.accounts.oidc_provider import ANOTHER_KEY, CLIENT, SECRET, Provider, serving
from tests.units.accounts.people import (
    CODE,
    LOGIN,
    NEW,
    SET_UP,
    account,
    administrator,
    code_of,
    events,
    leads_to,
    set_up,
    sign_in,
    signed_in,
    text,
)
from units.accounts.actions import change_account
from units.models import User

pytestmark = pytest.mark.usefixtures("transactional_db")

DOOR = "/accounts/oidc/"
SET_PASSWORD = "/accounts/password/set/"
DID_NOT_WORK = "Signing in by Province ID did not work"
WHO = {"sub": "8f3a", "preferred_username": "an", "email": "an@gialai.vn", "email_verified": True}


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """The provider of the settings, with Nguyễn An before it."""
    with serving(Provider(dict(WHO))) as made:
        settings.OIDC_ISSUER, settings.OIDC_NAME = made.url, "Province ID"
        settings.SOCIALACCOUNT_PROVIDERS = sign_on.providers(
            made.url, name="Province ID", client_id=CLIENT, client_secret=SECRET
        )
        _addresses_anew()
        yield made
    settings.OIDC_ISSUER = ""
    _addresses_anew()


def _addresses_anew() -> None:
    importlib.reload(units.accounts.urls)
    importlib.reload(egov.urls)
    clear_url_caches()


@pytest.fixture
def an() -> User:
    return account()


def to_the_provider(client: Client, **posted: str) -> str:
    answer: Any = client.post(DOOR, posted)
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


def came_back(client: Client, url: str) -> Any:
    """What the site answers to a browser that went to the provider and signed in there."""
    sent = requests.get(url, allow_redirects=False, timeout=10)
    return client.get(sent.headers["Location"].removeprefix("http://testserver"))


def journey(client: Client | None = None, **posted: str) -> Any:
    client = client or client_in("en")
    return came_back(client, to_the_provider(client, **posted))


def test_who_has_an_account_comes_in_and_to_the_page_that_was_asked_for(provider, an):
    client = client_in("en")
    page = text(client.get(f"{LOGIN}?next=/league/"))
    assert "Sign in by Province ID" in page
    assert page.count('name="next" value="/league/"') == 2
    answer = journey(client, next="/league/")
    assert (answer.status_code, answer.url) == (302, "/league/")
    assert leads_to(client) == ""
    assert [event.actor for event in events("sign-in", "link-sign-on")] == ["an", "an"]


def test_nothing_is_kept_of_what_the_provider_tells_but_its_id(provider, an):
    provider.userinfo = {"phone_number": "0909", "name": "Somebody"}
    journey()
    (kept,) = SocialAccount.objects.all()
    assert kept.extra_data == {"iss": provider.url, "sub": "8f3a"}
    assert len(kept.uid) == 64
    journey()
    assert SocialAccount.objects.get().extra_data == kept.extra_data


def test_the_id_says_who_it_is_from_then_on(provider, an):
    journey()
    account("binh")
    provider.who["preferred_username"] = "binh"  # renamed there
    client = client_in("en")
    journey(client)
    assert client.get("/accounts/password/change/").wsgi_request.user == an


def test_nobody_takes_a_name_over_that_another_had(provider, an):
    journey()
    provider.who["sub"] = "another person"
    answer = journey()
    assert answer.status_code == 403
    assert "no account of this site belongs to that" in text(answer)


def test_another_issuer_s_equal_id_is_somebody_else(provider, an, settings):
    journey()
    kept = SocialAccount.objects.get()
    kept.delete()
    kept.uid = "that of another issuer"
    kept.save(force_insert=True)
    assert journey().status_code == 403


def test_who_has_no_account_gets_none(provider):
    answer = journey()
    assert answer.status_code == 403
    assert "Province ID knows you as “an”" in text(answer)
    assert not User.objects.exists()
    (event,) = events("sign-in-failed")
    assert (event.actor, event.label, event.new) == ("anonymous", "", None)
    assert event.sign_in_address.address == "127.0.0.1"


def test_a_closed_account_is_told_so(provider, an):
    journey()
    an.is_active = False
    change_account(user=an, by="test")
    assert journey().url == "/accounts/inactive/"
    SocialAccount.objects.all().delete()
    assert journey().url == "/accounts/inactive/"
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("linked", [True, False])
def test_a_superuser_signs_in_with_his_password(provider, an, linked):
    if linked:
        journey()
    an.is_superuser = True
    an.save()
    assert journey().status_code == 403


@pytest.mark.parametrize(
    ("told", "comes_in"),
    [
        ({}, True),
        ({"email": "AN@gialai.vn"}, True),
        ({"email_verified": False}, False),
        ({"email_verified": "true"}, False),
        ({"email": "other@gialai.vn"}, False),
        ({"email": ""}, False),
        ({"email": ["an@gialai.vn"]}, False),
    ],
)
def test_an_address_counts_where_it_is_verified(provider, an, settings, told, comes_in):
    settings.OIDC_CLAIM = "email"
    provider.who |= told
    assert (journey().status_code == 302) is comes_in


def test_an_address_that_several_share_names_nobody(provider, an, settings):
    settings.OIDC_CLAIM = "email"
    account("binh", email="an@gialai.vn")
    assert journey().status_code == 403


def test_what_the_id_token_does_not_say_userinfo_does(provider, an):
    provider.leave_out = ("preferred_username",)
    assert journey().status_code == 302


def test_userinfo_of_somebody_else_is_not_believed(provider, an):
    provider.leave_out, provider.userinfo = ("preferred_username",), {"sub": "another"}
    _refused(journey())


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"key": ANOTHER_KEY}, id="another key"),
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"claims": {"nonce": "of another request"}},
        {"leave_out": ("nonce",)},
        {"claims": {"aud": "another client"}},
        {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        {"claims": {"iss": "https://evil.example"}},
        pytest.param({"claims": {"exp": time.time() - 3600}}, id="an hour too late"),
        {"leave_out": ("exp",)},
        {"leave_out": ("sub",)},
        {"issuer": "https://evil.example"},
    ],
    ids=str,
)
def test_an_answer_that_does_not_hold_lets_nobody_in(provider, an, wrong):
    client = client_in("en")
    url = to_the_provider(client)
    for name, value in wrong.items():
        setattr(provider, name, value)
    _refused(came_back(client, url))
    assert leads_to(client).startswith(LOGIN)


def test_a_browser_that_did_not_begin_it_is_refused(provider, an):
    """A stranger's code and state in another one's browser (login CSRF)."""
    url = to_the_provider(client_in("en"))
    _refused(came_back(client_in("en"), url))
    _refused(client_in("en").get(f"{DOOR}back/?code=x&state=made-up"))
    _refused(client_in("en").get(f"{DOOR}back/"))


def test_made_up_answers_do_not_fill_the_audit_log(provider, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    answers = [Client().get(f"{DOOR}back/").status_code for _again in range(5)]
    assert answers == [401] * 3 + [429] * 2
    assert len(events("sign-in-failed")) == 3


def test_nobody_is_sent_to_another_site(provider, an):
    assert journey(next="https://example.org/").url == "/"


def test_an_answer_counts_once(provider, an):
    client = client_in("en")
    url = to_the_provider(client)
    back = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
    back = back.removeprefix("http://testserver")
    assert client.get(back).status_code == 302
    client.post("/accounts/logout/")
    _refused(client.get(back))


@pytest.mark.parametrize("error", ["access_denied", "server_error"])
def test_what_is_broken_off_there_is_told_of_here(provider, an, error):
    provider.error = error
    _refused(journey())


def test_a_provider_that_does_not_answer_leaves_the_password(provider, an):
    provider.down = True
    _refused(client_in("en").post(DOOR))
    assert sign_in(client_in("en")).status_code == 302


def test_nothing_of_the_request_comes_from_the_address(provider, an):
    client = client_in("en")
    answer: Any = client.post(f"{DOOR}?scope=admin&auth_params=prompt%3Dnone&process=connect")
    assert "admin" not in answer.url
    assert "prompt" not in answer.url
    assert came_back(client, answer.url).status_code == 302
    assert client.get(DOOR).status_code == 405


def test_the_second_factor_is_asked_for_on_this_way_too(provider, an):
    set_up(signed_in(an))
    assert journey().url == CODE


def test_a_first_password_that_has_ended_is_none_on_this_way(provider, an):
    an.password_given_at = timezone.now() - timedelta(days=8)
    an.save()
    client = client_in("en")
    journey(client)
    assert leads_to(client) == ""
    assert "has ended" in text(sign_in(client_in("en")))


@pytest.mark.parametrize("page", [SET_PASSWORD, SET_UP])
def test_who_signed_in_long_ago_and_has_nothing_to_confirm_by_signs_in_anew(provider, an, page):
    an.set_unusable_password()
    an.save()
    client = client_in("en")
    journey(client)
    assert client.get(page).status_code == 200
    long_ago(client)
    assert leads_to(client, page) == f"{LOGIN}?next={page}"
    assert "Sign in again before you change how you sign in." in text(client.get(LOGIN))
    assert leads_to(client).startswith(LOGIN)
    posted: Any = client.post(SET_PASSWORD, {"password1": NEW, "password2": NEW})
    assert posted.url.startswith(LOGIN)
    an.refresh_from_db()
    assert not an.has_usable_password()
    assert journey(client, next=page).url == page
    assert client.get(page).status_code == 200


def test_who_has_a_second_factor_confirms_by_it_before_a_password_is_set(provider, an):
    an.set_unusable_password()
    an.save()
    client = client_in("en")
    journey(client)
    secret = set_up(client)
    long_ago(client)
    sent: Any = client.post(SET_PASSWORD, {"password1": NEW, "password2": NEW})
    assert sent.url == SET_PASSWORD
    assert NEW not in unquote_plus(str(dict(client.session))), "what was sent is kept nowhere"
    confirm = leads_to(client, SET_PASSWORD)
    assert confirm.startswith("/accounts/second-factor/confirm/")
    confirmed: Any = client.post(confirm, {"code": code_of(secret, 1)})
    assert confirmed.url == SET_PASSWORD
    assert client.get(SET_PASSWORD).status_code == 200


def long_ago(client: Client) -> None:
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()


def test_browsers_may_follow_the_form_to_the_provider(settings):
    assert sign_on.origin("https://id.gialai.gov.vn/realms/a") == ["https://id.gialai.gov.vn"]
    assert sign_on.origin("") == []


def test_an_administrator_lets_the_id_be_forgotten(provider, an):
    client = client_in("en")
    journey(client)
    chosen = {"action": "forget_sign_on", "_selected_action": [an.pk]}
    page = signed_in(administrator()).post("/admin/units/user/", chosen, follow=True)
    assert "The single sign-on of an is forgotten." in text(page)
    assert leads_to(client).startswith(LOGIN)
    provider.who["sub"] = "the successor"
    assert journey().status_code == 302
    (event,) = events("forget-sign-on")
    assert (event.actor, event.label) == ("quan", "an")


def test_a_superuser_s_id_is_not_an_administrator_s_to_let_forget(provider, an):
    journey()
    an.is_superuser = True
    an.save()
    chosen = {"action": "forget_sign_on", "_selected_action": [an.pk]}
    page = signed_in(administrator()).post("/admin/units/user/", chosen, follow=True)
    assert "Only a superuser" in text(page)
    assert SocialAccount.objects.filter(user=an).exists()


def test_without_the_setting_no_address_of_it_exists(an):
    for address in (DOOR, f"{DOOR}back/", f"{DOOR}openid_connect/login/"):
        assert Client().post(address).status_code in (302, 404), address
        assert signed_in(an).get(address).status_code == 404, address
    assert DOOR not in text(Client().get(LOGIN))
    client = signed_in(administrator())
    for model in ("socialapp", "socialaccount", "socialtoken"):
        assert client.get(f"/admin/socialaccount/{model}/").status_code == 404


def test_an_issuer_is_asked_by_https():
    given = {"name": "", "client_id": CLIENT, "client_secret": ""}
    with pytest.raises(ImproperlyConfigured, match="https"):
        sign_on.providers("http://id.gialai.gov.vn", **given)
    with pytest.raises(ImproperlyConfigured, match="CLIENT_ID"):
        sign_on.providers("https://id.gialai.gov.vn", **given | {"client_id": ""})


def _refused(answer: Any) -> None:
    assert answer.status_code == 401, answer
    assert DID_NOT_WORK in text(answer)
