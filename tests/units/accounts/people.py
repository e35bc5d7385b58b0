"""Accounts that sign in as people do, and what the pages answered."""

import time
from datetime import date
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.support import client_in
from units.accounts.actions import create_account, grant
from units.actions import create_unit
from units.models import AuditEvent, Role, User

LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/change/"
SET_UP = "/accounts/second-factor/on/"
CODE = "/accounts/second-factor/code/"
# What a page without any figure asks for nothing but a sign-in.
OWN_PAGE = "/style/"
PASSWORD = "correct horse battery"
NEW = "staple correct horse"


def account(username: str = "an", role: str = "", **values: Any) -> User:
    """An account, with the role for the only province where one is given."""
    user = create_account(
        username=username, password=PASSWORD, by="test",
        **{"full_name": "Nguyễn An", "email": f"{username}@gialai.vn"} | values,
    )  # fmt: skip
    if role:
        grant(user=user, role=role, unit_id=province(), by="test")
    return user


def administrator(username: str = "quan") -> User:
    return account(username, Role.ADMINISTRATOR)


def province() -> int:
    unit = create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=date(2018, 1, 1), by="t"
    )
    return int(unit.pk)


def sign_in(client: Client, username: str = "an", password: str = PASSWORD, **rest: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password} | rest)


def signed_in(user: User) -> Any:
    """A browser in English whose owner has typed the password."""
    client = client_in("en")
    assert sign_in(client, user.username).status_code == 302
    return client


def leads_to(client: Any, address: str = OWN_PAGE, **headers: Any) -> str:
    """Where a page sends the browser; empty where it opens."""
    answer: Any = client.get(address, headers=headers)
    return str(answer.url) if answer.status_code == 302 else ""


def text(response: Any) -> str:
    return str(response.content.decode())


def mailed_link() -> str:
    """The address, below the site's, in the only mail."""
    (message,) = mail.outbox
    link = next(word for word in str(message.body).split() if "/reset/key/" in word)
    return link.removeprefix("http://testserver")


def events(*actions: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action__in=actions).order_by("id"))


def code_of(secret: str, periods: int = 0) -> str:
    """What the app on the phone shows; a period is 30 seconds."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods)))


def set_up(client: Client) -> str:
    """Set the second factor up as a person does; the key that the phone keeps."""
    form = client.get(SET_UP).context["form"]
    answer: Any = client.post(SET_UP, {"code": code_of(form.secret)})
    assert answer.status_code == 302, text(answer)
    assert answer.url == reverse("mfa_view_recovery_codes")
    return str(form.secret)
