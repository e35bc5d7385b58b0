"""Nobody is led to another site: not by `next`, not by a host name that somebody makes up."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.support import client_in
from tests.units.accounts.conftest import WorkOff
from units.accounts.actions import create_account

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " https://evil.example/",
    "\thttps://evil.example/",
    "/%09/evil.example",
    "//evil%E3%80%82example/",
]


@pytest.fixture
def client() -> Client:
    create_account(username="an", password=PASSWORD, full_name="An", email="an@x.vn", by="test")
    return client_in("en")


def stays(target: str) -> bool:
    """Whether a browser that follows it stays on this site."""
    plain = re.sub(r"[\t\r\n]", "", target.strip()).replace("\\", "/")
    return plain.startswith("/") and not plain.startswith("//")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_whatever_stands_in_next(client: Client, target: str):
    for path in ("/theme/", "/language/"):
        sent = {"next": target, "theme": "dark", "language": "en"}
        for headers in ({}, {"referer": target}):
            assert stays(client.post(path, sent, headers=headers)["Location"]), path
    answer = client.post("/accounts/login/", {"login": "an", "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert stays(answer["Location"])
    for path in ("/accounts/login/", "/accounts/logout/", "/accounts/reauthenticate/"):
        asked = client.get(path, {"next": target})
        if asked.status_code == 302:
            assert stays(asked["Location"]), path
    out = client.post("/accounts/logout/", {"next": target})
    assert out.status_code == 302
    assert stays(out["Location"])


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "testserver:80@evil.example"},
        {"host": "testserver.evil.example"},
        {"host": "evil.example\\testserver"},
    ],
)
def test_another_host_is_no_host(client: Client, headers: dict[str, str]):
    for path in ("/accounts/login/", "/", "/static/css/tokens.css"):
        answer = client.get(path, headers=headers)
        assert answer.status_code in (400, 404), path
        assert "evil.example" not in answer.content.decode()


def test_a_lost_password_is_mailed_with_the_own_name_alone(client: Client, work_off: WorkOff):
    made_up = {"x-forwarded-host": "evil.example", "x-host": "evil.example", "forwarded": "host=e"}
    client.post("/accounts/password/reset/", {"email": "an@x.vn"}, headers=made_up)
    work_off()
    (sent,) = mail.outbox
    (link,) = re.findall(r"https?://\S+", str(sent.body))
    assert link.startswith("http://testserver/accounts/password/reset/key/")
    assert "evil.example" not in str(sent.message())
    refused = client.post(
        "/accounts/password/reset/", {"email": "an@x.vn"}, headers={"host": "evil.example"}
    )
    assert refused.status_code == 400
    work_off()
    assert len(mail.outbox) == 1


def test_mails_have_no_headers_of_others(client: Client, work_off: WorkOff):
    client.post("/accounts/password/reset/", {"email": "an@x.vn\nBcc: all@evil.example"})
    work_off()
    assert mail.outbox == []
