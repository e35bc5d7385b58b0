"""Accounts and grants are changed by actions, each of which says in the audit log what it did."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from units.accounts.actions import change_account, create_account, grant, revoke, set_password
from units.actions import create_unit
from units.errors import AccountError
from units.models import AuditEvent, Grant, Role, Unit, User

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def unit() -> Unit:
    return create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=date(2018, 1, 1), by="t"
    )


def account(username: str = "an", **values) -> User:
    return create_account(
        username=username, password=PASSWORD, by="test",
        **{"full_name": "Nguyễn An", "email": "an@gialai.vn"} | values,
    )  # fmt: skip


def events(*actions: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action__in=actions).order_by("id"))


def test_an_account_is_made_without_any_grant_and_written_down_without_its_password():
    user = account()
    assert user.check_password(PASSWORD)
    assert (user.is_staff, user.is_superuser, user.grants.count()) == (False, False, 0)
    (event,) = events("create-account")
    assert (event.actor, event.label, event.old) == ("test", "an", None)
    assert event.new is not None
    assert event.new["full_name"] == "Nguyễn An"
    assert PASSWORD not in str(event.new)
    assert user.password not in str(event.new)


def test_an_account_without_a_password_cannot_be_typed_into():
    user = create_account(username="an", password=None, full_name="", email="", by="test")
    assert not user.has_usable_password()


@pytest.mark.parametrize("username", ["an", "", "with space", "x" * 151])
def test_a_username_that_cannot_be_is_refused_in_one_sentence(username):
    account()
    with pytest.raises(AccountError) as refused:
        account(username)
    assert str(refused.value)
    assert User.objects.count() == 1
    assert len(events("create-account")) == 1


def test_a_change_keeps_old_and_new_values_of_what_changed(unit):
    user, admin = account(), account("admin")
    user.full_name, user.is_active = "Nguyễn Văn An", False
    change_account(user=user, by=admin)
    (event,) = events("change-account")
    assert event.user == admin
    assert event.old == {"full_name": "Nguyễn An", "is_active": True}
    assert event.new == {"full_name": "Nguyễn Văn An", "is_active": False}
    change_account(user=user, by=admin)
    assert len(events("change-account")) == 1


def test_no_link_for_a_new_password_goes_to_an_old_address():
    user = account()
    EmailAddress.objects.create(user=user, email="an@gialai.vn", primary=True, verified=True)
    user.email = "AN@gialai.vn"
    change_account(user=user, by="test")
    assert EmailAddress.objects.filter(user=user).exists()
    user.email = "an.nguyen@gialai.vn"
    change_account(user=user, by="test")
    assert not EmailAddress.objects.filter(user=user).exists()


def test_nobody_shuts_himself_out():
    root = User.objects.create_superuser("root", password=PASSWORD)
    for field in ("is_active", "is_superuser"):
        root.refresh_from_db()
        setattr(root, field, False)
        with pytest.raises(AccountError):
            change_account(user=root, by=root)
    root.refresh_from_db()
    assert root.is_active
    assert root.is_superuser


def test_only_superusers_touch_or_make_superusers():
    root, admin = User.objects.create_superuser("root", password=PASSWORD), account("admin")
    root.email = "mine@example.org"
    with pytest.raises(AccountError):
        change_account(user=root, by=admin)
    with pytest.raises(AccountError):
        set_password(user=root, password="mine", by=admin)
    admin.is_superuser = True
    with pytest.raises(AccountError):
        change_account(user=admin, by=admin)
    assert User.objects.get(username="root").check_password(PASSWORD)
    assert not User.objects.get(username="admin").is_superuser
    assert User.objects.get(username="root").email == ""
    assert events("change-account", "set-password") == []


def test_a_password_set_by_somebody_else_is_written_down_without_it():
    user, root = account(), User.objects.create_superuser("root", password=PASSWORD)
    set_password(user=user, password="another good one", by=root)
    assert User.objects.get(pk=user.pk).check_password("another good one")
    (event,) = events("set-password")
    assert (event.user, event.label, event.old) == (root, "an", None)
    assert event.new == {"must_change_password": True}


def test_grants_are_given_once_and_taken_once(unit):
    user, admin = account(), account("admin")
    for _again in range(2):
        grant(user=user, role=Role.UPLOADER, unit_id=unit.pk, by=admin)
    given = {"role": "uploader", "unit": "Tỉnh Gia Lai (64)", "unit_id": unit.pk}
    assert [(e.user, e.label, e.old, e.new) for e in events("grant")] == [
        (admin, "an", None, given)
    ]
    revoke(user=user, role=Role.VIEWER, unit_id=unit.pk, by=admin)
    for _again in range(2):
        revoke(user=user, role=Role.UPLOADER, unit_id=unit.pk, by=admin)
    assert [(e.user, e.label, e.old, e.new) for e in events("revoke")] == [
        (admin, "an", given, None)
    ]
    assert not Grant.objects.exists()


def test_there_is_no_other_role_and_no_other_unit(unit):
    user = account()
    with pytest.raises(AccountError, match="emperor"):
        grant(user=user, role="emperor", unit_id=unit.pk, by="test")
    with pytest.raises(AccountError, match="999999"):
        grant(user=user, role=Role.VIEWER, unit_id=999_999, by="test")
    assert events("grant") == []


def test_the_database_keeps_a_grant_once(unit):
    user = account()
    grant(user=user, role=Role.VIEWER, unit_id=unit.pk, by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, role=Role.VIEWER, unit=unit)
