"""A password that somebody else knows opens nothing but the page on which it is changed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone

from egov.demo.accounts import create_missing
from egov.settings import _days
from tests.support import client_in
from tests.units.accounts.people import (
    CHANGE,
    LOGIN,
    NEW,
    OWN_PAGE,
    PASSWORD,
    account,
    administrator,
    events,
    leads_to,
    mailed_link,
    province,
    sign_in,
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


def given_ago(user: User, **ago: float) -> None:
    user.password_given_at = timezone.now() - timedelta(**ago)
    user.save()


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
    assert not User.objects.filter(password_given_at__isnull=False).exists()


def test_a_mail_s_link_ends_it_too(given, work_off):
    given.email = "an@gialai.vn"
    given.save()
    client = client_in("en")
    client.post("/accounts/password/reset/", {"email": "an@gialai.vn"})
    work_off()
    here = client.get(mailed_link(), follow=True).redirect_chain[-1][0]
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
    assert not User.objects.filter(password_given_at__isnull=False).exists()


ENDED = "The password that you were given has ended: it was for the first 7 days alone."


def test_after_a_week_it_opens_nothing_and_says_so_to_who_has_it(given):
    given_ago(given, days=6, hours=23)
    assert leads_to(signed_in(given)) == CHANGE
    given_ago(given, days=7, hours=1)
    client = client_in("en")
    assert ENDED in text(sign_in(client))
    assert leads_to(client).startswith(LOGIN)
    (event,) = events("sign-in-failed")
    assert (event.actor, event.label) == ("anonymous", "an")
    assert ENDED not in text(sign_in(client, password="guess"))
    assert "Mật khẩu được cấp đã hết hạn" in text(sign_in(client_in("vi")))


def test_a_session_that_it_began_ends_with_it(given):
    client = client_in("en")
    assert sign_in(client, remember="on").status_code == 302
    given_ago(given, days=8)
    assert leads_to(client).startswith(LOGIN)
    assert change(client).url.startswith(LOGIN)
    given.refresh_from_db()
    assert given.check_password(PASSWORD)


def test_an_administrator_sees_that_it_ended_and_gives_another_one(given):
    given_ago(given, days=8)
    admin = signed_in(User.objects.get(username="quan"))
    assert "has ended" in text(admin.get("/admin/units/user/"))
    form = {"usable_password": "true", "set-password": "1", "password1": NEW, "password2": NEW}
    assert admin.post(f"/admin/units/user/{given.pk}/password/", form).status_code == 302
    page = text(admin.get("/admin/units/user/"))
    assert "has ended" not in page
    assert "ends at " in page
    client = client_in("en")
    assert sign_in(client, password=NEW).status_code == 302
    assert leads_to(client) == CHANGE


def test_what_its_owner_chose_does_not_end(given):
    client = signed_in(given)
    change(client)
    given.refresh_from_db()
    assert given.first_password_ends is None
    assert sign_in(client_in("en"), password=NEW).status_code == 302


def test_it_holds_for_good_where_the_setting_is_empty(given, settings, monkeypatch):
    monkeypatch.setenv("EGOV_FIRST_PASSWORD_DAYS", "")
    settings.FIRST_PASSWORD_DAYS = _days("EGOV_FIRST_PASSWORD_DAYS", 7)
    given_ago(given, days=800)
    assert leads_to(signed_in(given)) == CHANGE
    monkeypatch.setenv("EGOV_FIRST_PASSWORD_DAYS", "0")
    with pytest.raises(ImproperlyConfigured, match="EGOV_FIRST_PASSWORD_DAYS"):
        _days("EGOV_FIRST_PASSWORD_DAYS", 7)
