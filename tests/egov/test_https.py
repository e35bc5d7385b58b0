"""Behind a server that ends TLS, as docs/run.md says to run the site."""

import re
import runpy
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client

from units.accounts.actions import create_account

LOGIN, NAME, PASSWORD = "/accounts/login/", "kpi.example.vn", "correct horse battery"


def sign_in(settings, monkeypatch: pytest.MonkeyPatch, **environment: str):
    """What is answered to a browser that signs in over https, by a site with this environment."""
    for name, value in {"ALLOWED_HOSTS": f"localhost,{NAME}", **environment}.items():
        monkeypatch.setenv(name, value)
    read = runpy.run_path(str(Path(project.BASE_DIR) / "egov" / "settings.py"))
    for name, value in read.items():
        if name == "ALLOWED_HOSTS" or name.startswith("SECURE_") or "_COOKIE_" in name:
            setattr(settings, name, value)
    create_account(username="an", password=PASSWORD, full_name="", email="", by="test")
    # As the server with TLS hands the browser's requests on: over http, and says how they came.
    behind = Client(enforce_csrf_checks=True, headers={"host": NAME, "x-forwarded-proto": "https"})
    found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', behind.get(LOGIN).content.decode())
    assert found
    return behind.post(
        LOGIN,
        {"login": "an", "password": PASSWORD, "csrfmiddlewaretoken": found[1]},
        headers={"origin": f"https://{NAME}"},
    )


@pytest.mark.django_db
def test_with_https_on_one_signs_in_and_the_cookie_is_for_https_only(settings, monkeypatch):
    answer = sign_in(settings, monkeypatch, EGOV_HTTPS="on")
    assert (answer.status_code, answer.url) == (302, "/")
    # With the prefix a browser takes them from this host alone, and over https.
    for name in ("__Host-sessionid", "__Host-csrftoken"):
        cookie = answer.cookies[name]
        told = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"])
        assert told == (True, True, "Lax", "/")
        assert not cookie["domain"]


@pytest.mark.django_db
def test_with_https_off_what_a_stranger_says_of_it_is_not_believed(settings, monkeypatch):
    assert sign_in(settings, monkeypatch, EGOV_HTTPS="off").status_code == 403
