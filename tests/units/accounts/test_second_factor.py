"""The second factor: set up, asked for, required, lost; and its secrets in the database."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from tests.support import client_in, run
from tests.units.accounts.people import (
    CODE,
    LOGIN,
    OWN_PAGE,
    SET_UP,
    account,
    administrator,
    code_of,
    events,
    leads_to,
    province,
    set_up,
    sign_in,
    signed_in,
    text,
)
from units.accounts.actions import create_account, grant, take_second_factor_away
from units.accounts.second_factor import SecondFactorAdapter
from units.errors import AccountError
from units.models import Role, User

# What owners are told is queued when a transaction ends.
pytestmark = pytest.mark.usefixtures("transactional_db", "work_off")


@pytest.fixture
def an() -> User:
    return account()


def asked_for_a_code(user: User) -> Any:
    """A browser that stands before the code, after the password."""
    client = client_in("en")
    assert sign_in(client, user.username).url == CODE
    return client


def test_anybody_may_set_it_up_and_is_asked_for_it_from_then_on(an):
    page = signed_in(an).get(SET_UP)
    assert 'src="data:image/svg+xml;base64,' in text(page)
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<style|<script>|\sstyle=|\son\w+=", text(page))
    secret = set_up(signed_in(an))
    client = asked_for_a_code(an)
    assert leads_to(client).startswith(LOGIN)
    assert "Incorrect code." in text(client.post(CODE, {"code": "000000"}))
    assert client.post(CODE, {"code": code_of(secret, 1)}).url == "/"
    assert leads_to(client) == ""
    assert [event.action for event in events("set-up-second-factor", "second-factor-failed")] == [
        "set-up-second-factor",
        "second-factor-failed",
    ]


def test_the_key_can_be_typed(an):
    page = signed_in(an).get(SET_UP)
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", text(page))
    assert shown
    assert shown[1].replace(" ", "") == page.context["form"].secret


@pytest.mark.parametrize("clock", [-1, 0, 1])
def test_clocks_may_differ_by_half_a_minute(an, clock):
    secret = set_up(signed_in(an))
    assert asked_for_a_code(an).post(CODE, {"code": code_of(secret, clock)}).status_code == 302


def test_a_code_signs_in_once_for_as_long_as_it_holds(an):
    secret = set_up(signed_in(an))
    code = code_of(secret, 1)
    assert asked_for_a_code(an).post(CODE, {"code": code}).status_code == 302
    again = asked_for_a_code(an)
    for written in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        assert "Incorrect code." in text(again.post(CODE, {"code": written}))


def test_each_recovery_code_signs_in_once(an):
    client = signed_in(an)
    set_up(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert all(code in text(page) for code in codes)
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.content.decode().split() == codes
    assert asked_for_a_code(an).post(CODE, {"code": codes[3]}).status_code == 302
    assert asked_for_a_code(an).post(CODE, {"code": codes[3]}).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))
    assert asked_for_a_code(an).post(CODE, {"code": codes[4]}).status_code == 200


def test_codes_cannot_be_tried_out(an):
    secret = set_up(signed_in(an))
    for _guess in range(5):
        asked_for_a_code(an).post(CODE, {"code": "000000"})
    client = asked_for_a_code(an)
    assert "Too many failed login attempts" in text(client.post(CODE, {"code": code_of(secret)}))
    assert signed_in(account("binh")).get(OWN_PAGE).status_code == 200


def test_setting_it_up_ends_other_sessions_and_keeps_this_one(an):
    here, elsewhere = signed_in(an), signed_in(an)
    set_up(here)
    assert leads_to(here) == ""
    assert leads_to(elsewhere).startswith(LOGIN)


def test_it_is_switched_off_by_its_owner(an):
    client = signed_in(an)
    set_up(client)
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not Authenticator.objects.exists()
    assert sign_in(client_in("en")).url == "/"
    assert events("remove-second-factor")


def test_who_signed_in_long_ago_confirms_first(an):
    client = signed_in(an)
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()
    assert leads_to(client, SET_UP).startswith("/accounts/reauthenticate/")


def test_secrets_lie_encrypted(an, settings):
    secret = set_up(signed_in(an))
    (totp,) = Authenticator.objects.filter(type="totp")
    assert secret not in str(totp.data)
    assert SecondFactorAdapter().decrypt(totp.data["secret"]) == secret
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert SecondFactorAdapter().decrypt(seed) != seed


def test_under_another_secret_key_a_sentence_says_what_to_do(an, settings):
    secret = set_up(signed_in(an))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    page = asked_for_a_code(an).post(CODE, {"code": code_of(secret, 1)})
    assert "Ask an administrator to take it away" in text(page)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert asked_for_a_code(an).post(CODE, {"code": code_of(secret, -1)}).status_code == 302


@pytest.mark.parametrize(
    ("setting", "role", "asked"),
    [
        ("off", Role.ADMINISTRATOR, False),
        ("administrators", Role.ADMINISTRATOR, True),
        ("administrators", Role.UPLOADER, False),
        ("all", Role.UPLOADER, True),
        ("all", "", True),
    ],
)
def test_whom_the_setting_means_sets_it_up_before_anything_else(settings, setting, role, asked):
    settings.REQUIRE_SECOND_FACTOR = setting
    client = signed_in(account(role=role))
    assert (leads_to(client) == SET_UP) is asked
    if asked:
        assert leads_to(client, "/admin/") == SET_UP
        assert client.get(OWN_PAGE, headers={"HX-Request": "true"}).headers["HX-Refresh"]
        assert "Until it is set up no other page opens." in text(client.get(SET_UP))
        set_up(client)
        assert leads_to(client) == ""


def test_a_superuser_is_an_administrator_here(settings):
    settings.REQUIRE_SECOND_FACTOR = "administrators"
    user = account()
    user.is_superuser = True
    user.save()
    assert leads_to(signed_in(user)) == SET_UP


def test_what_is_required_is_not_switched_off(settings):
    settings.REQUIRE_SECOND_FACTOR = "administrators"
    client = signed_in(administrator())
    set_up(client)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "your rights here require it" in text(page)
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_becomes_an_administrator_signs_in_again_for_it(settings):
    settings.REQUIRE_SECOND_FACTOR = "administrators"
    user = account()
    client = signed_in(user)
    grant(user=user, role=Role.ADMINISTRATOR, unit_id=province(), by="test")
    assert leads_to(client).startswith(LOGIN)
    assert leads_to(signed_in(user)) == SET_UP


def test_setting_it_up_works_at_the_first_sign_in_too(settings):
    """Both duties one after the other."""
    settings.REQUIRE_SECOND_FACTOR = "all"
    user = account()
    user.password_given_at = timezone.now()
    user.save()
    client = signed_in(user)
    assert leads_to(client, SET_UP) == "/accounts/password/change/"
    user.password_given_at = None
    user.save()
    assert leads_to(client) == SET_UP


def test_a_lost_one_is_taken_away_by_an_administrator(an, settings):
    session = signed_in(an)
    set_up(session)
    admin = signed_in(administrator())
    chosen = {"action": "take_second_factor", "_selected_action": [an.pk]}
    page = admin.post("/admin/units/user/", chosen, follow=True)
    assert "An has no second factor any more" in text(page)
    assert leads_to(session).startswith(LOGIN)
    assert sign_in(client_in("en")).url == "/"
    (event,) = events("take-second-factor")
    assert (event.actor, event.label) == ("quan", "an")
    again = admin.post("/admin/units/user/", chosen, follow=True)
    assert "An had no second factor." in text(again)
    assert len(events("take-second-factor")) == 1


def test_nobody_takes_away_his_own_or_a_superuser_s(an):
    admin = administrator()
    with pytest.raises(AccountError, match="on its own page"):
        take_second_factor_away(user=admin, by=admin)
    an.is_superuser = True
    an.save()
    with pytest.raises(AccountError, match="Only a superuser"):
        take_second_factor_away(user=an, by=admin)


def test_the_operator_helps_the_last_administrator(an):
    set_up(signed_in(an))
    said = run("take_second_factor", "AN")
    assert (said.status, said.stderr) == (0, "")
    assert "signed out everywhere" in said.stdout
    assert run("take_second_factor", "an").stdout == "an had no second factor.\n"
    assert run("take_second_factor", "nobody").status == 2
    assert events("take-second-factor")[0].actor.startswith("take_second_factor (")


def test_secrets_are_not_shown_in_the_admin(an):
    set_up(signed_in(an))
    user = create_account(username="r", password=None, full_name="", email="", by="test")
    user.is_superuser = True
    user.save()
    client = client_in("en")
    client.force_login(user)
    assert client.get("/admin/mfa/authenticator/").status_code == 404
    assert client.get("/admin/units/user/").status_code == 200
