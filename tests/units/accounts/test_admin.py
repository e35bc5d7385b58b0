"""Accounts in the admin: made, changed, closed, and granted units, each with its audit event."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from units.accounts.actions import change_account, create_account, grant
from units.actions import add_identifier, close_unit, create_unit
from units.errors import AccountError
from units.models import AuditEvent, Grant, Role, User

pytestmark = pytest.mark.django_db

D2018, D2020 = date(2018, 1, 1), date(2020, 1, 1)
ACCOUNTS = "/admin/units/user/"
PASSWORD = "correct horse battery"


@pytest.fixture
def units() -> dict[str, int]:
    made: dict[str, int] = {}
    for code, name, level, parent in (
        ("64", "Tỉnh Gia Lai", "province", ""),
        ("622", "Thành phố Pleiku", "district", "64"),
        ("23845", "Xã Ia Băng", "commune", "622"),
        ("23846", "Xã Thuỷ An", "commune", "622"),
    ):
        made[code] = create_unit(
            code=code, name=name, level=level, parent=made.get(parent), on=D2018, by="test"
        ).pk
    return made


@pytest.fixture
def admin(units) -> User:
    """An administrator of everything, who is no superuser."""
    user = create_account(
        username="admin", password=PASSWORD, full_name="Trần Admin", email="", by="test"
    )
    grant(user=user, role=Role.ADMINISTRATOR, unit_id=units["64"], by="test")
    return user


@pytest.fixture
def an() -> User:
    return create_account(
        username="an", password=PASSWORD, full_name="Nguyễn An", email="an@gialai.vn", by="test"
    )


@pytest.fixture
def browser(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def superuser(units) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="root", is_superuser=True))
    return client


def page_of(user: User) -> str:
    return reverse("admin:units_user_change", args=[user.pk])


def post(browser: Client, user: User, grants: Sequence[Any] = (), **changes):
    """Send the account's form; `grants` are its rows: (id of the grant or "", role, unit), or
    (id,) to take it away."""
    kept = Grant.objects.filter(user=user).count()
    values: dict[str, Any] = {
        "username": user.username,
        "full_name": user.full_name,
        "email": user.email,
    }
    if user.is_active:
        values["is_active"] = "on"
    values |= {"grants-TOTAL_FORMS": len(grants), "grants-INITIAL_FORMS": kept}
    for number, row in enumerate(grants):
        values |= {f"grants-{number}-id": row[0], f"grants-{number}-user": user.pk}
        if len(row) == 1:
            values[f"grants-{number}-DELETE"] = "on"
        else:
            values |= {f"grants-{number}-role": row[1], f"grants-{number}-unit": row[2]}
    response = browser.post(page_of(user), values | changes)
    if response.status_code == 200:
        form = response.context["adminform"].form
        assert response.context["errors"], form.errors
    return response


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("id"))


def test_an_account_is_made_and_written_down(browser, admin):
    form = {"username": "binh", "full_name": "Lê Bình", "email": "binh@gialai.vn"}
    form |= {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    response = browser.post(f"{ACCOUNTS}add/", form)
    made = User.objects.get(username="binh")
    assert response.url == page_of(made)
    assert made.check_password(PASSWORD)
    assert (made.full_name, made.email) == ("Lê Bình", "binh@gialai.vn")
    assert not made.is_superuser
    event = events("create-account")[-1]
    assert (event.user, event.label) == (admin, "binh")
    assert event.new is not None
    assert "password" not in event.new


def test_a_poor_password_or_a_name_that_is_taken_is_refused(browser, an):
    form = {"username": "AN", "usable_password": "true", "password1": "short", "password2": "short"}
    response = browser.post(f"{ACCOUNTS}add/", form)
    assert response.status_code == 200
    assert {"username", "password2"} >= set(response.context["adminform"].form.errors) != set()
    assert User.objects.filter(username__iexact="an").count() == 1


def test_nobody_takes_another_s_name_in_other_letters(browser, superuser, an):
    """Neither of the two could sign in then, a superuser neither."""
    root = User.objects.get(username="root")
    assert post(browser, an, username="ROOT").status_code == 200
    an.refresh_from_db()
    assert an.username == "an"
    an.username = "Root"
    with pytest.raises(AccountError, match="“Root”"):
        change_account(user=an, by="test")
    with pytest.raises(AccountError, match="“ROOT”"):
        create_account(username="ROOT", password=None, full_name="", email="", by="test")
    root.username = "Root"
    change_account(user=root, by="test")


def test_a_change_is_written_down_with_old_and_new_values(browser, an, admin):
    assert post(browser, an, full_name="Nguyễn Văn An").status_code == 302
    (event,) = events("change-account")
    assert (event.user, event.label) == (admin, "an")
    assert event.old == {"full_name": "Nguyễn An"}
    assert event.new == {"full_name": "Nguyễn Văn An"}


def test_grants_are_given_and_taken_on_the_account_s_page(browser, an, admin, units):
    post(
        browser, an,
        grants=(("", "viewer", units["622"]), ("", "uploader", units["23845"])),
    )  # fmt: skip
    assert set(an.grants.values_list("role", "unit_id")) == {
        ("viewer", units["622"]),
        ("uploader", units["23845"]),
    }
    assert [event.new and event.new["unit"] for event in events("grant")[1:]] == [
        "Thành phố Pleiku (622), Tỉnh Gia Lai",
        "Xã Ia Băng (23845), Thành phố Pleiku",
    ]
    first, second = an.grants.order_by("id")
    shown = browser.get(page_of(an)).content.decode()
    assert "Thành phố Pleiku (622)" in shown
    post(browser, an, grants=((first.pk,), (second.pk, "administrator", units["64"])))
    assert [(g.role, g.unit_id) for g in an.grants.all()] == [("uploader", units["23845"])]
    (event,) = events("revoke")
    assert event.old is not None
    assert (event.user, event.old["role"], event.new) == (admin, "viewer", None)


def test_a_grant_is_not_given_twice(browser, an, units):
    row = ("", "viewer", units["622"])
    assert post(browser, an, grants=(row, row)).status_code == 200
    assert not an.grants.exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ia bang", ["Xã Ia Băng (23845), Thành phố Pleiku"]),
        ("THUY AN", ["Xã Thuỷ An (23846), Thành phố Pleiku"]),
        ("H21.17", ["Thành phố Pleiku (622), Tỉnh Gia Lai"]),
        ("gia lai", ["Tỉnh Gia Lai (64)"]),
        ("nothing", []),
    ],
)
def test_units_to_grant_are_found_without_accents(browser, units, text, found):
    add_identifier(unit=units["622"], scheme="h", value="H21.17", on=D2018, by="test")
    query = {"app_label": "units", "model_name": "grant", "field_name": "unit", "term": text}
    response = browser.get("/admin/autocomplete/", query)
    assert [row["text"] for row in response.json()["results"]] == found


def test_only_units_of_today_are_suggested(browser, units):
    close_unit(unit=units["23845"], on=D2020, by="test")
    query = {"app_label": "units", "model_name": "grant", "field_name": "unit", "term": ""}
    response = browser.get("/admin/autocomplete/", query)
    assert {int(row["id"]) for row in response.json()["results"]} == {
        units[code] for code in ("64", "622", "23846")
    }


def test_accounts_whose_units_have_ended_can_be_listed(browser, an, units):
    grant(user=an, role=Role.VIEWER, unit_id=units["23845"], by="test")
    assert list(browser.get(ACCOUNTS, {"units": "ended"}).context["cl"].result_list) == []
    close_unit(unit=units["23845"], on=D2020, by="test")
    found = browser.get(ACCOUNTS, {"units": "ended"}).context["cl"].result_list
    assert [(user.username, user.grant_count) for user in found] == [("an", 1)]


def test_an_account_is_closed_and_never_deleted(browser, an):
    assert browser.get(f"{ACCOUNTS}{an.pk}/delete/").status_code == 403
    assert browser.post(f"{ACCOUNTS}{an.pk}/delete/", {"post": "yes"}).status_code == 403
    values = {"action": "delete_selected", "_selected_action": an.pk, "post": "yes"}
    browser.post(ACCOUNTS, values)
    an.is_active = False
    assert post(browser, an).status_code == 302
    assert not User.objects.get(pk=an.pk).is_active


def test_nobody_closes_the_own_account(browser, admin, units):
    admin.is_active = False
    post(browser, admin, grants=((Grant.objects.get(user=admin).pk, "administrator", units["64"]),))
    assert User.objects.get(pk=admin.pk).is_active


def test_an_administrator_touches_and_makes_no_superuser(browser, an):
    root = User.objects.create_superuser("root2", password=PASSWORD)
    assert post(browser, root, full_name="Mine").status_code == 403
    new = {"password1": "mine mine mine", "password2": "mine mine mine"}
    new |= {"usable_password": "true", "set-password": "1"}
    assert browser.post(f"{ACCOUNTS}{root.pk}/password/", new).status_code == 403
    assert post(browser, an, is_superuser="on").status_code == 302
    assert not User.objects.get(pk=an.pk).is_superuser
    root.refresh_from_db()
    assert (root.full_name, root.check_password(PASSWORD)) == ("", True)


def test_a_superuser_makes_another_one(superuser, an):
    assert post(superuser, an, is_superuser="on").status_code == 302
    assert User.objects.get(pk=an.pk).is_superuser
    assert events("change-account")[-1].new == {"is_superuser": True}


def test_a_password_set_in_the_admin_is_written_down_without_it(browser, an, admin):
    new = {"usable_password": "true", "set-password": "1"}
    poor = new | {"password1": "short", "password2": "short"}
    assert browser.post(f"{ACCOUNTS}{an.pk}/password/", poor).status_code == 200
    assert events("set-password") == []
    good = new | {"password1": "another good one", "password2": "another good one"}
    assert browser.post(f"{ACCOUNTS}{an.pk}/password/", good).status_code == 302
    assert User.objects.get(pk=an.pk).check_password("another good one")
    (event,) = events("set-password")
    assert (event.user, event.label, event.old) == (admin, "an", None)
    assert event.new == {"must_change_password": True}


@pytest.mark.parametrize("before", ["0", "%20", "+"])
def test_however_the_account_s_number_is_written(browser, an, before):
    """The admin reads " 1" and "+1" as 1; nobody sets a password past the audit log."""
    new = {"usable_password": "true", "set-password": "1"}
    new |= {"password1": "another good one", "password2": "another good one"}
    assert browser.post(f"{ACCOUNTS}{before}{an.pk}/password/", new).status_code == 302
    an.refresh_from_db()
    assert (an.check_password("another good one"), an.must_change_password) == (True, True)
    assert len(events("set-password")) == 1


def test_one_s_own_password_asks_for_the_present_one(browser, admin):
    new = {"usable_password": "true", "set-password": "1"}
    new |= {"password1": "another good one", "password2": "another good one"}
    answer = browser.post(f"{ACCOUNTS}{admin.pk}/password/", new)
    assert answer.url == "/accounts/password/change/"
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)


@pytest.mark.parametrize("number", ["999999", "x"])
def test_an_account_that_there_is_not_has_no_password(browser, number):
    assert browser.get(f"{ACCOUNTS}{number}/password/").status_code in (302, 404)


def test_the_list_of_accounts_needs_no_query_per_row(browser, units):
    browser.get(ACCOUNTS)
    with CaptureQueriesContext(connection) as alone:
        assert len(browser.get(ACCOUNTS).context["cl"].result_list) == 1
    for number in range(20):
        user = User.objects.create(username=f"user{number}")
        grant(user=user, role=Role.VIEWER, unit_id=units["622"], by="test")
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get(ACCOUNTS).context["cl"].result_list) == 21
    assert len(many) == len(alone)


def test_the_admin_s_own_ways_in_and_out_lead_to_the_site_s(browser):
    assert browser.get("/admin/login/").url == "/admin/"
    assert browser.get("/admin/password_change/").url == "/accounts/password/change/"
    assert browser.get("/admin/logout/").url == "/accounts/logout/"
    assert browser.post("/admin/logout/").url == "/accounts/login/"
    assert browser.get("/admin/units/unit/").url == "/accounts/login/?next=/admin/units/unit/"
    login = browser.get("/admin/login/?next=/admin/units/unit/")
    assert login.url == "/accounts/login/?next=/admin/units/unit/"


def test_roles_stand_in_grants_and_addresses_in_accounts(browser):
    text = browser.get("/admin/").content.decode()
    assert "/admin/units/user/" in text
    assert "/admin/auth/group/" not in text
    assert "/admin/account/emailaddress/" not in text
