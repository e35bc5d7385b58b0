"""Signing in and out, passwords, and what is written down of it; in the look of the site."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.support import client_in
from units.accounts.actions import change_account, create_account
from units.models import AuditEvent, User

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
OWN_PAGE = "/accounts/password/change/"
PASSWORD = "correct horse battery"
NEW = "staple correct horse"


@pytest.fixture
def client() -> Client:
    return client_in("en")


@pytest.fixture
def an() -> User:
    return create_account(
        username="an", password=PASSWORD, full_name="Nguyễn An", email="an@gialai.vn", by="test"
    )


def sign_in(client: Client, username: str = "an", password: str = PASSWORD, **rest):
    return client.post(LOGIN, {"login": username, "password": password} | rest)


def text(response) -> str:
    return str(response.content.decode())


def done() -> list[tuple[str, str, str]]:
    """Action, actor and object of what was written down since the account was made."""
    rows = AuditEvent.objects.exclude(action="create-account").order_by("id")
    return list(rows.values_list("action", "actor", "label"))


def test_who_signs_in_comes_to_the_page_that_was_asked_for(client, an):
    asked = client.get("/league/?level=commune")
    assert asked.status_code == 302
    assert asked.url == f"{LOGIN}?next=/league/%3Flevel%3Dcommune"
    page = client.get(asked.url)
    assert 'value="/league/?level=commune"' in text(page)
    assert sign_in(client, next="/league/?level=commune").url == "/league/?level=commune"
    assert done() == [("sign-in", "an", "an")]


def test_nobody_is_sent_to_another_site(client, an):
    assert sign_in(client, next="https://example.org/").url == reverse("indicators:overview")


def test_the_session_ends_with_the_browser_unless_asked_otherwise(client, an):
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    sign_in(client, remember="on")
    assert not client.session.get_expire_at_browser_close()


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, an):
    wrong, unknown = sign_in(client, password="guess"), sign_in(client, "nobody", "guess")
    assert wrong.status_code == unknown.status_code == 200
    plain = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+', "", text(page))
        for page in (wrong, unknown)
    ]
    assert plain[0].replace('value="an"', "") == plain[1].replace('value="nobody"', "")
    assert "The username and/or password you specified are not correct." in plain[0]


def test_failures_are_written_down_without_what_was_typed(client, an):
    sign_in(client, password="my secret")
    sign_in(client, username="my secret typed as a name", password="-")
    assert done() == [("sign-in-failed", "anonymous", "an"), ("sign-in-failed", "anonymous", "")]
    assert not [e for e in AuditEvent.objects.all() if "secret" in f"{e.label}{e.old}{e.new}"]
    assert AuditEvent.objects.latest("id").sign_in_address.address == "127.0.0.1"


def test_guessing_is_limited_by_account_not_by_the_address_of_an_office(client, an):
    create_account(username="binh", password=PASSWORD, full_name="", email="", by="test")
    for _guess in range(5):
        sign_in(client, password="guess")
    page = sign_in(client)
    assert page.status_code == 200
    assert "Too many failed login attempts. Try again later." in text(page)
    assert sign_in(Client(), "AN").status_code == 200
    assert sign_in(Client(), "binh").status_code == 302


def test_too_many_requests_are_answered_with_a_friendly_page(client, an, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _attempt in range(2):
        sign_in(client, password="guess")
    page = sign_in(client)
    assert page.status_code == 429
    assert "Wait a few minutes and try again." in text(page)


def test_an_inactive_account_is_told_from_a_wrong_password_only_by_who_knows_it(client, an):
    an.is_active = False
    change_account(user=an, by="test")
    assert sign_in(client, password="guess").status_code == 200
    answer = sign_in(client)
    assert answer.url == "/accounts/inactive/"
    assert "This account is closed" in text(client.get(answer.url))
    assert client.get("/league/").status_code == 302


def test_signing_out_asks_first_and_ends_at_the_login(client, an):
    sign_in(client)
    assert 'action="/accounts/logout/"' in text(client.get("/accounts/logout/"))
    assert client.get(OWN_PAGE).status_code == 200
    assert client.post("/accounts/logout/").url == LOGIN
    assert client.get(OWN_PAGE).status_code == 302
    assert done()[-1] == ("sign-out", "an", "an")


def test_a_password_is_changed_by_who_knows_the_old_one(client, an):
    sign_in(client)
    form = {"oldpassword": "guess", "password1": NEW, "password2": NEW}
    page = client.post("/accounts/password/change/", form)
    assert "Please type your current password." in text(page)
    assert "<li>Your password must contain at least 12 characters.</li>" in page.content.decode()
    form["oldpassword"] = PASSWORD
    assert client.post("/accounts/password/change/", form).url == reverse("indicators:overview")
    assert client.get(OWN_PAGE).status_code == 200
    an.refresh_from_db()
    assert an.check_password(NEW)
    assert done()[-1] == ("change-password", "an", "an")
    assert AuditEvent.objects.latest("id").new is None


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234", "nguyen an"])
def test_a_poor_password_is_refused(client, an, password):
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", form).status_code == 200
    an.refresh_from_db()
    assert an.check_password(PASSWORD)


def test_a_forgotten_password_is_set_anew_by_mail(client, an, work_off):
    asked = client.post("/accounts/password/reset/", {"email": "an@gialai.vn"})
    assert asked.url == "/accounts/password/reset/done/"
    work_off()
    (message,) = mail.outbox
    assert message.to == ["an@gialai.vn"]
    assert "an" in message.body
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(message.body))
    assert link
    form = client.get(link[1], follow=True)
    here = form.redirect_chain[-1][0]
    assert 'name="password1"' in text(form)
    answer = client.post(here, {"password1": NEW, "password2": NEW})
    assert answer.url == "/accounts/password/reset/key/done/"
    an.refresh_from_db()
    assert an.check_password(NEW)
    assert done() == [("reset-password", "an", "an")]
    assert client.get("/league/").status_code == 302
    again = client.get(link[1], follow=True)
    assert "This link is not valid any more" in text(again)


def test_all_accounts_of_a_mailbox_get_a_link_however_its_address_is_written(client, an, work_off):
    create_account(username="binh", password=None, full_name="", email="An@GiaLai.vn", by="test")
    client.post("/accounts/password/reset/", {"email": "AN@gialai.vn"})
    work_off()
    assert [message.to for message in mail.outbox] == [["an@gialai.vn"], ["An@GiaLai.vn"]]
    assert "Your name for signing in is binh." in mail.outbox[1].body


def test_the_link_comes_in_the_language_that_was_read(an, work_off):
    client_in("vi").post("/accounts/password/reset/", {"email": "an@gialai.vn"})
    work_off()
    (message,) = mail.outbox
    assert message.subject == "Mật khẩu mới cho tài khoản của quý vị"


def test_an_account_without_a_password_sets_one_and_does_not_change_it(client, an):
    an.set_unusable_password()
    an.save()
    client.force_login(an)
    assert client.get("/accounts/password/change/").url == "/accounts/password/set/"
    assert "password1" in text(client.get("/accounts/password/set/"))
    client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    assert done()[-1] == ("change-password", "an", "an")


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "confirm-email/", "confirm-email/key/", "login/code/", "2fa/"]
)
def test_there_is_no_sign_up_and_no_other_page_of_allauth(client, an, address):
    assert client.get(f"/accounts/{address}").status_code == 404
    client.force_login(an)
    assert client.get(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"],
)
def test_the_pages_before_the_door_are_in_our_look(client, address):
    page = client.get(f"/accounts/{address}")
    assert page.status_code == 200
    assert 'class="card stack"' in text(page)
    assert re.search(r'class="brand__name">\w', text(page))
    assert "placeholder" not in text(page)
    assert not re.search(r"<style|<script>|\sstyle=|\son\w+=", text(page))
