"""How long somebody stays signed in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.units.accounts.people import (
    LOGIN,
    NEW,
    OWN_PAGE,
    account,
    administrator,
    leads_to,
    province,
    sign_in,
    signed_in,
)
from units.accounts.actions import change_account, grant, revoke, set_password
from units.models import Role, Unit, User
from units.tasks import clear_sessions

pytestmark = pytest.mark.django_db
HOUR = 3600.0


@pytest.fixture
def an() -> User:
    return account()


def later(client: Client, hours: float, *, idle: bool) -> None:
    """As if so many hours had passed since the sign-in; without a click all the while, or not."""
    session = client.session
    session["signed_in_at"] -= hours * HOUR
    session["seen_at"] -= hours * HOUR if idle else 0
    session.save()


@pytest.mark.parametrize(
    ("hours", "idle", "ends"),
    [(3.9, True, False), (4.1, True, True), (11.9, False, False), (12.1, False, True)],
)
def test_a_session_ends_without_a_click_and_at_the_latest(an, hours, idle, ends):
    client = signed_in(an)
    later(client, hours, idle=idle)
    assert leads_to(client).startswith(LOGIN) is ends
    assert Session.objects.exists() is not ends


def test_each_click_counts_and_is_written_down_now_and_then(an, django_assert_num_queries):
    client = signed_in(an)
    client.get(OWN_PAGE)
    # Session, account, grants; nothing is written.
    with django_assert_num_queries(3):
        client.get(OWN_PAGE)
    for _hour in range(3):
        later(client, 3, idle=True)
        assert leads_to(client) == ""
    assert leads_to(client) == ""


def test_who_is_remembered_is_so_for_two_weeks_at_the_most(an):
    client = Client()
    sign_in(client, remember="on")
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600
    later(client, 13.9 * 24, idle=True)
    assert leads_to(client) == ""
    later(client, 0.2 * 24, idle=False)
    assert leads_to(client).startswith(LOGIN)


def test_the_cookie_of_others_ends_with_the_browser(an):
    client = signed_in(an)
    assert client.cookies["sessionid"]["max-age"] == ""


def test_a_session_of_before_such_limits_is_over(an):
    client = signed_in(an)
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert leads_to(client).startswith(LOGIN)


def test_in_a_part_of_a_page_the_whole_page_is_loaded_anew(an):
    client = signed_in(an)
    later(client, 5, idle=True)
    answer = client.get(OWN_PAGE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")


def test_other_sessions_end_when_the_password_changes(an):
    here, elsewhere = signed_in(an), signed_in(an)
    form = {"oldpassword": "correct horse battery", "password1": NEW, "password2": NEW}
    here.post("/accounts/password/change/", form)
    assert leads_to(here) == ""
    assert leads_to(elsewhere).startswith(LOGIN)


def test_a_password_that_somebody_sets_ends_all(an):
    client = signed_in(an)
    set_password(user=an, password=NEW, by="test")
    assert leads_to(client).startswith(LOGIN)


def test_a_closed_account_is_out_at_once_and_stays_out_when_it_is_opened_again(an):
    client = signed_in(an)
    an.is_active = False
    change_account(user=an, by="test")
    assert leads_to(client).startswith(LOGIN)
    client = signed_in_as(client)
    an.is_active = True
    change_account(user=an, by="test")
    assert leads_to(client).startswith(LOGIN)


def signed_in_as(client: Client) -> Client:
    """A browser with the same cookie: the answer to a closed account does not take it away."""
    copy = Client()
    copy.cookies = client.cookies
    return copy


def test_what_may_be_done_ends_at_once_without_a_sign_in(an):
    admin, unit = administrator(), province_of()
    grant(user=an, role=Role.UPLOADER, unit_id=unit, by=admin)
    client = signed_in(an)
    assert client.get("/uploads/new/").status_code == 200
    revoke(user=an, role=Role.UPLOADER, unit_id=unit, by=admin)
    assert client.get("/uploads/new/").status_code == 403


def test_more_rights_are_signed_in_for(an):
    unit = province()
    client = signed_in(an)
    grant(user=an, role=Role.VIEWER, unit_id=unit, by="test")
    assert leads_to(client) == ""
    grant(user=an, role=Role.ADMINISTRATOR, unit_id=unit, by="test")
    assert leads_to(client).startswith(LOGIN)


def test_who_gives_himself_a_role_stays():
    admin, unit = administrator(), province_of()
    revoke(user=admin, role=Role.ADMINISTRATOR, unit_id=unit, by="test")
    client = signed_in(admin)
    grant(user=admin, role=Role.ADMINISTRATOR, unit_id=unit, by=admin)
    assert leads_to(client) == ""


def province_of() -> int:
    return int(Unit.objects.get().pk)


def test_sessions_that_are_over_are_deleted_daily(an):
    signed_in(an)
    Session.objects.create(
        session_key="old", session_data="", expire_date=timezone.now() - timedelta(1)
    )
    clear_sessions()
    assert Session.objects.count() == 1
