"""A password that somebody else knows opens nothing but the page on which it is changed."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from egov.demo.accounts import create_missing
from tests.support import client_in
from tests.units.accounts.people import (
    CHANGE,
    NEW,
    OWN_PAGE,
    PASSWORD,
    account,
    administrator,
    events,
    leads_to,
    province,
    signed_in,
    text,
)
from units.accounts.actions import add_account, password_was_set, set_password
from units.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def given() -> User:
    """An account as an administrator makes it."""
    user = User(username="an", full_name="Nguyễn An")
    user.set_password(PASSWORD)
    add_account(user=user, by=administrator())
    return user


def change(client, old=PASSWORD, new=NEW):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_every_page_leads_to_the_change_until_it_is_done(given):
    client = signed_in(given)
    for page in (OWN_PAGE, "/", "/league/?level=commune", "/accounts/second-factor/", "/admin/"):
        assert leads_to(client, page) == CHANGE, page
    assert client.post("/watch/mail/", {"wanted": "yes"}).url == CHANGE
    assert "for the first sign-in alone" in text(client.get(CHANGE))
    assert change(client).status_code == 302
    assert leads_to(client) == ""
    given.refresh_from_db()
    assert not given.must_change_password
    assert [event.actor for event in events("change-password")] == ["an"]


def test_the_same_password_again_is_no_other_one(given):
    client = signed_in(given)
    assert "Choose another password" in text(change(client, new=PASSWORD))
    assert leads_to(client) == CHANGE


def test_a_part_of_a_page_makes_the_whole_page_lead_there(given):
    answer = signed_in(given).get(OWN_PAGE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
    assert answer.content == b""


def test_one_can_leave_and_read_it_in_another_language(given):
    client = signed_in(given)
    assert client.post("/language/", {"language": "vi"}).url != CHANGE
    assert "chỉ dùng cho lần đăng nhập đầu tiên" in text(client.get(CHANGE))
    assert client.post("/accounts/logout/").status_code == 302
    assert leads_to(client).startswith("/accounts/login/")


def test_so_does_a_password_that_an_administrator_sets_anew():
    user, admin = account(), administrator()
    client = signed_in(user)
    set_password(user=user, password=NEW, by=admin)
    assert leads_to(client).startswith("/accounts/login/"), "sessions end with a password"
    (event,) = events("set-password")
    assert event.new == {"must_change_password": True}
    user.refresh_from_db()
    assert user.must_change_password


def test_one_s_own_and_a_command_s_are_no_first_ones():
    admin = administrator()
    password_was_set(user=admin, by=admin)
    set_password(user=account(), password=NEW, by="a command")
    assert not User.objects.filter(must_change_password=True).exists()


def test_a_mail_s_link_ends_it_too(given, work_off):
    given.email = "an@gialai.vn"
    given.save()
    client = client_in("en")
    client.post("/accounts/password/reset/", {"email": "an@gialai.vn"})
    work_off()
    (message,) = mail.outbox
    link = next(word for word in str(message.body).split() if "/reset/key/" in word).removeprefix(
        "http://testserver"
    )
    here = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(here, {"password1": NEW, "password2": NEW})
    given.refresh_from_db()
    assert given.check_password(NEW)
    assert not given.must_change_password


def test_a_superuser_s_own_password_is_no_first_one(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    options = {"username": "root", "email": "r@gialai.vn", "interactive": False}
    call_command("createsuperuser", stdout=StringIO(), **options)
    assert leads_to(signed_in(User.objects.get(username="root"))) == ""


def test_the_demo_s_accounts_need_none():
    province()
    create_missing()
    assert User.objects.count() == 4
    assert not User.objects.filter(must_change_password=True).exists()
