"""The site as it is run behind TLS: Django's own checks, and what gunicorn answers."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.egov.embedded_commands import wait_until
from tests.egov.terminal import free_port
from tests.support import run_as_process

NAME = "kpi.example.vn"
CHECK = ("--deploy", "--fail-level", "WARNING")
ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db
def test_behind_tls_nothing_is_to_be_complained_of():
    outcome = run_as_process("check", *CHECK, EGOV_HTTPS="on", DEBUG="off")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert "no issues" in outcome.stdout


@pytest.mark.django_db
def test_without_tls_it_says_what_is_missing():
    """On a plain network of an office; docs/settings.md names the same."""
    outcome = run_as_process("check", *CHECK, EGOV_HTTPS="off", DEBUG="off")
    assert outcome.status == 1
    found = set(re.findall(r"security\.(W\d+)", outcome.stderr))
    assert found == {"W004", "W008", "W012", "W016"}
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert found == set(re.findall(r"\bW\d{3}\b", documented))


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "a year", "-1", "60; includesubs"])
def test_an_age_that_is_none_is_refused_in_one_line(given: str):
    outcome = run_as_process("check", EGOV_HTTPS="on", EGOV_HSTS=given)
    assert outcome.status == 2
    assert re.fullmatch(r"manage\.py: EGOV_HSTS must be .*\n", outcome.stderr)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "http://localhost:8000"),
        ({"EGOV_PORT": "8001"}, "http://localhost:8001"),
        ({"EGOV_PORT": "8001", "EGOV_BASE_URL": "https://kpi"}, "https://kpi"),
    ],
    ids=["alone", "port", "told"],
)
def test_links_of_mails_lead_to_where_the_site_listens(given: dict[str, str], expected: str):
    environment = {key: os.environ[key] for key in os.environ if key != "EGOV_BASE_URL"}
    environment.pop("EGOV_PORT", None)
    ask = "from egov.settings import BASE_URL; print(BASE_URL)"
    found = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env=environment | given,
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == expected


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What gunicorn writes."""
    return tmp_path_factory.mktemp("log") / "web.log"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[int]:
    """Where gunicorn listens, as the Procfile starts it, with the files of collectstatic."""
    environment = {
        **os.environ,
        "EGOV_HTTPS": "on",
        "EGOV_HSTS": "600; includeSubDomains",
        "ALLOWED_HOSTS": f"{NAME},localhost",
        "EGOV_STATIC_DIR": str(tmp_path_factory.mktemp("collected")),
        "EGOV_WEB_WORKERS": "1",
        "EGOV_PORT": str(free_port()),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    line = re.search(r"(?m)^web: (.*)$", (ROOT / "Procfile").read_text(encoding="utf-8"))
    assert line
    with log.open("wb") as file:
        server = subprocess.Popen(
            ["sh", "-c", f"exec {line[1]}"], cwd=ROOT, env=environment, stderr=file
        )
    try:
        wait_until(lambda: _answers(int(environment["EGOV_PORT"])))
        yield int(environment["EGOV_PORT"])
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    try:
        return ask(port, "/healthz", secure=False)[0] == 200
    except OSError:
        return False


def ask(
    port: int, path: str, *, host: str = NAME, secure: bool = True, method: str = "GET"
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of what is answered to the server that ends TLS."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        scheme = "https" if secure else "http"
        connection.request(method, path, headers={"Host": host, "X-Forwarded-Proto": scheme})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace")


def test_the_web_server_says_in_the_form_of_all_where_it_listens(port: int, log: Path):
    said = log.read_text(encoding="utf-8")
    where = rf"INFO gunicorn\.error: Listening at: http://127\.0\.0\.1:{port} "
    assert re.search(rf"(?m)^20\d\d-\S+ {where}", said)


def test_http_is_sent_to_https_and_told_to_stay_there(port: int):
    status, headers, _text = ask(port, "/league/?a=1", secure=False)
    assert (status, headers["Location"]) == (301, f"https://{NAME}/league/?a=1")
    status, headers, _text = ask(port, "/accounts/login/")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=600; includeSubDomains"
    assert "__Host-csrftoken=" in headers["Set-Cookie"]


def test_a_stranger_who_sends_slowly_is_turned_away_at_once(port: int):
    """Nothing of what he says that he will send is waited for."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.putrequest("POST", "/closed/new/", skip_host=True)
        for name, value in (
            ("Host", NAME),
            ("X-Forwarded-Proto", "https"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Length", "1000"),
        ):
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


def test_probes_are_answered_over_http_and_whatever_the_host(port: int):
    assert ask(port, "/healthz", secure=False, host="10.0.0.3:8000")[0] == 200


def test_files_with_a_hash_are_kept_for_ever_and_as_safe_as_pages(port: int):
    page = ask(port, "/accounts/login/")[2]
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert len(files) > 3
    for file in files:
        status, headers, _text = ask(port, file)
        assert status == 200
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", file)
        assert "immutable" in headers["Cache-Control"]
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"):
            assert name in headers, file
    assert ask(port, "/static/../../../../etc/passwd")[0] == 404
    assert ask(port, "/static/..%2f..%2fmanage.py")[0] == 404


def test_another_name_than_its_own_is_refused(port: int):
    status, headers, text = ask(port, "/accounts/login/", host="evil.example")
    assert status == 400
    assert "evil.example" not in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
