"""What every answer of every address says to the browser, and what no address takes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from tests.kept_worlds import KeptWorlds
from tests.pages.actors import Actors, kept_actors
from tests.pages.asking import Kind, Request
from tests.pages.test_every_address import requests

# What we send, and nothing that an uploaded file says of itself.
OURS = {
    "text/csv",
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/octet-stream",
}
# Words of Django's own admin for its scripts; a list of choices for them.
FOR_SCRIPTS = {"admin:jsi18n": "text/javascript", "admin:autocomplete": "application/json"}

# Dossiers, what rows of files said, evidence: no browser keeps them.
HOLD_DOSSIERS = {
    *("dossiers:dossier", "dossiers:upload", "dossiers:upload_rejected"),
    *("indicators:dossiers", "indicators:search"),
    *("indicators:evidence_file", "indicators:report_file", "indicators:submission"),
}


@pytest.fixture
def actors(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Actors:
    return kept_actors(kept_worlds, tmp_path)


def answers(actors: Actors, *methods: str) -> Iterator[tuple[Request, str, HttpResponseBase]]:
    """What each address answers to everybody; `methods` in place of its own."""
    for request in requests(actors.place):
        for client in (actors.keeper, actors.insider, actors.visitor):
            for method in methods or (request.reach.method,):
                # Who signs out would be a visitor from then on.
                if "logout" in request.name and client is not actors.visitor:
                    continue
                answer = getattr(client, method)(request.url)
                yield request, method, answer
                answer.close()


def policy(answer: HttpResponseBase) -> dict[str, list[str]]:
    """The directives of its Content-Security-Policy."""
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def check_headers(answer: HttpResponseBase, where: str) -> None:
    directives = policy(answer)
    assert directives["default-src"] == ["'none'"], where
    assert directives["script-src"] == ["'self'"], where
    assert directives["style-src"] == ["'self'"], where
    for name in ("base-uri", "frame-ancestors"):
        assert directives[name] == ["'none'"], where
    assert directives["form-action"] == ["'self'"], where
    lax = {name for name, sources in directives.items() if "'unsafe-inline'" in sources}
    assert lax <= {"style-src-attr"}, where
    assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"], where
    assert "Content-Security-Policy-Report-Only" not in answer.headers, where
    said = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: answer.headers.get(name) for name in said} == said, where
    assert "camera=()" in answer.headers["Permissions-Policy"], where
    assert {"private", "no-store"} & set(re.split(r"[ ,]+", answer.headers["Cache-Control"])), where
    kind = answer.headers["Content-Type"].replace('"', "")
    assert "charset=utf-8" in kind or is_file(answer), where
    for cookie in (one for one in answer.cookies.values() if one["max-age"] != 0):
        assert cookie["httponly"], where
        assert cookie["samesite"] == "Lax", where


def is_file(answer: HttpResponseBase) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment; filename")


def test_every_address_says_what_browsers_may_do(actors: Actors):
    kept_by_none, files = set(), set()
    for request, _method, answer in answers(actors):
        check_headers(answer, request.url)
        kind = answer.headers["Content-Type"].partition(";")[0]
        if is_file(answer):
            assert kind in OURS, request.url
            files.add(request.name)
        elif answer.status_code == 200:
            assert kind == FOR_SCRIPTS.get(request.name, "text/html"), request.url
        if answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]:
            kept_by_none.add(request.name)
    assert kept_by_none >= HOLD_DOSSIERS
    assert files >= {"dossiers:upload_rejected", "indicators:evidence_file"}


def test_every_form_wants_its_token(actors: Actors):
    """Each address that is posted to from elsewhere, by whoever may use it, is refused."""
    for client in (actors.keeper, actors.insider, actors.visitor):
        client.handler.enforce_csrf_checks = True
    seen = 0
    for request, _method, answer in answers(actors, "post"):
        seen += 1
        # Before the token is looked at, some say that nothing is posted there, and strangers are
        # sent to the login.
        if answer.status_code == 302:
            where = ("/accounts/login/", "/admin/login/")
            assert answer.headers["Location"].startswith(where), request.url
            assert not answer.wsgi_request.user.is_authenticated  # type: ignore[attr-defined]
            continue
        assert answer.status_code in (403, 405), (request.url, answer.status_code)
        if answer.status_code == 405:
            assert "POST" not in answer.headers["Allow"], request.url
    assert seen > 300


def test_no_address_takes_another_method(actors: Actors):
    """PUT, PATCH, DELETE and TRACE: the admin takes them for GET, allauth PUT for an empty POST,
    and neither is asked. Each address is asked once, whatever else it may be asked for."""
    asked = {
        request.url.partition("?")[0]: request
        for request in requests(actors.place)
        if not request.name.startswith(("admin", "account_", "mfa_"))
    }
    taken = set()
    for client in (actors.keeper, actors.insider, actors.visitor):
        for request in asked.values():
            for method in ("put", "patch", "delete", "trace"):
                status, _location = request.send(client, method)
                if status < 300:
                    taken.add((request.name, method, status))
    assert taken == set()
    assert len(asked) > 60


def test_addresses_with_an_object_take_no_path(actors: Actors):
    """Nobody names a file of the disk: what is sent is found by its number."""
    actors.keeper.raise_request_exception = False
    for named in ("/evidence/{}/", "/uploads/{}/rejected.csv", "/reports/{}/file/"):
        for path in ("..%2f..%2fetc%2fpasswd", "../../etc/passwd", "1%00", "1.pdf", "-1"):
            assert actors.keeper.get(named.format(path)).status_code in (400, 404), path


@pytest.mark.django_db
def test_errors_say_it_as_well():
    client = Client(raise_request_exception=False)
    by_status = {
        400: client.get("/", headers={"host": "elsewhere.example"}),
        404: client.get("/nowhere/"),
        302: client.get("/"),
    }
    strict = Client(enforce_csrf_checks=True)
    by_status[403] = strict.post("/theme/")
    for status, answer in by_status.items():
        assert answer.status_code == status
        check_headers(answer, str(status))


@pytest.mark.django_db
@pytest.mark.urls("tests.pages.failing_urls")
def test_a_fault_of_ours_says_it_as_well(admin_client: Client):
    admin_client.raise_request_exception = False
    answer = admin_client.get("/fails/")
    assert answer.status_code == 500
    check_headers(answer, "500")


def test_who_may_reach_it_is_said_of_each(actors: Actors):
    """The lists above are of addresses that there are."""
    names = {request.name for request in requests(actors.place)}
    assert HOLD_DOSSIERS | FOR_SCRIPTS.keys() <= names
    assert {request.reach.kind for request in requests(actors.place)} == set(Kind)
