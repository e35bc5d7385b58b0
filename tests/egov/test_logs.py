"""The log says what happened in which request and task, and nothing that somebody typed."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from dossiers.models import Job, JobState
from egov.logs.config import config
from tests.dossiers.exports import first_export, second_export
from tests.dossiers.processes import environment, until, worker
from tests.dossiers.queueing import hand_in
from tests.pages.uploading import NEW, a_browser, a_user, export, uploaded
from tests.support import client_in
from units.accounts.actions import create_account
from units.models import Role

Log = pytest.LogCaptureFixture


class Written:
    """What loggers have written in one of the formats."""

    def __init__(self, format_name: str) -> None:
        self._stream = StringIO()
        of_it = config(format_name=format_name, level="INFO")
        made = logging.config.DictConfigurator(of_it)  # type: ignore[attr-defined]
        formatter = made.configure_formatter(of_it["formatters"][format_name])
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(formatter)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def documents(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict[str, object]]:
        return [document for document in self.documents if document["logger"] == logger]


def _writing(format_name: str) -> Iterator[Written]:
    written, root = Written(format_name), logging.getLogger()
    before = root.level
    root.addHandler(written.handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(written.handler)
    root.setLevel(before)


@pytest.fixture
def documents() -> Iterator[Written]:
    yield from _writing("json")


@pytest.fixture
def lines() -> Iterator[Written]:
    yield from _writing("line")


@pytest.fixture
def reader(db) -> Client:
    client = client_in("en")
    account = create_account(username="an", password=None, full_name="Nguyễn An", email="", by="t")
    client.force_login(account)
    client.reader = account.pk  # type: ignore[attr-defined]
    return client


def test_a_request_is_one_line_without_names_and_what_was_searched(
    reader, documents: Written, settings
):
    settings.SLOW_SECONDS = 600  # whatever else this machine does
    response = reader.get("/search/?q=Nguyễn+Văn+Bình")
    (line,) = documents.of("egov.access")
    assert line.pop("request") == response.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9]{4}-[0-9-]{5}T[0-9:]{8}[+-][0-9]{4}", str(line.pop("timestamp")))
    assert int(str(line.pop("milliseconds"))) >= 0
    assert line == {
        "level": "info",
        "logger": "egov.access",
        "event": "answer",
        "method": "GET",
        "path": "/search/",
        "status": 200,
        "user": reader.reader,
    }
    assert "Bình" not in documents.text
    assert "Nguyễn" not in documents.text


@pytest.mark.parametrize(
    "given", ["0123456789abcdef0123456789abcdef", "f47ac10b-58cc-4372-a567-0e02b2c3d479"]
)
def test_the_id_of_a_proxy_goes_on(db, given: str, documents: Written):
    response = Client().get("/accounts/login/", headers={"x-request-id": given})
    assert response.headers["X-Request-ID"] == given
    assert documents.of("egov.access")[0]["request"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 70, "0123456789abcdef\nforged", "<b>12345678"]
)
def test_what_is_no_id_is_not_taken_for_one(db, given: str, documents: Written):
    response = Client().get("/accounts/login/", headers={"x-request-id": given})
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["X-Request-ID"])
    assert "forged" not in documents.text


def test_the_way_to_a_new_password_is_no_ones_to_read(db, documents: Written):
    Client().get("/accounts/password/reset/key/1-c0ffee-secret/")
    assert documents.of("egov.access")[0]["path"] == "/accounts/password/reset/key/..."


def test_nobody_writes_lines_of_his_own(db, lines: Written):
    Client().get("/nothing%0A2026-11-30T08:00:00+0700 ERROR egov: forged\r\x1b[31m/")
    begun = [line for line in lines.text.split("\n") if line[:1].isdigit()]
    assert not [line for line in begun if "ERROR egov: forged" in line and "/nothing" not in line]
    assert "\x1b" not in lines.text
    assert "\r" not in lines.text


def test_a_trace_is_set_in(lines: Written):
    try:
        raise RuntimeError("one\n2026-11-30T08:00:00+0700 ERROR egov: forged")
    except RuntimeError:
        logging.getLogger("egov").exception("it failed")
    first, *rest = lines.text.rstrip("\n").split("\n")
    assert first.endswith("ERROR egov: it failed")
    assert len(rest) > 3
    assert all(line.startswith("    ") for line in rest)


def test_a_trace_quotes_no_row(db, documents: Written):
    add = "INSERT INTO django_session VALUES ('of somebody', '', now()), ('of somebody', '', now())"
    refused = pytest.raises(IntegrityError, match="of somebody")
    with refused as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(add)
    logging.getLogger("egov").error("it failed", exc_info=raised.value)
    (told,) = documents.documents
    assert "UniqueViolation: duplicate key" in str(told["exception"])
    assert "of somebody" not in str(told)


def test_what_takes_long_is_a_warning(reader, documents: Written, settings):
    settings.SLOW_SECONDS = 0
    reader.get("/style/")
    (line,) = documents.of("egov.access")
    assert (line["level"], line["event"]) == ("warning", "slow answer")


@pytest.mark.urls("tests.pages.failing_urls")
def test_the_page_of_an_error_tells_the_beginning_of_the_id(reader, documents: Written):
    reader.raise_request_exception = False
    response = reader.get("/fails/?q=Bình")
    (told,) = re.findall(r"Reference <b>([0-9A-F]{8})</b>", response.content.decode())
    request_id = response.headers["X-Request-ID"]
    assert told == request_id[:8].upper()
    failed = [one for one in documents.documents if "a fault made for a test" in str(one)]
    assert {one["request"] for one in failed} == {request_id}
    assert "Bình" not in documents.text


def test_a_worker_says_of_which_job_and_upload_it_speaks(gia_lai, broker, tmp_path, capfd):
    with worker(EGOV_LOG_FORMAT="json"):
        job = hand_in(first_export(tmp_path), send_message=True)
        missing = job.upload
        assert missing is not None
        Path(missing.file.path).unlink()
        until(lambda: Job.objects.filter(pk=job.pk, state=JobState.FAILED).exists())
        # By when the next has begun, the task of the first has said its last word.
        second = hand_in(second_export(tmp_path), send_message=True)
        until(lambda: Job.objects.filter(pk=second.pk, state=JobState.DONE).exists())
    said = [json.loads(one) for one in capfd.readouterr().out.splitlines() if one[:1] == "{"]
    (failed,) = [one for one in said if one["logger"] == "dossiers.loading.running"]
    assert (failed["job"], failed["upload"], failed["level"]) == (job.pk, missing.pk, "error")
    assert failed["task"] == "dossiers.tasks.run_job"
    ended = [one for one in said if one["logger"] == "celery.app.trace"]
    assert failed["task_id"] in {one["task_id"] for one in ended}
    # What comes after the job is not said of it any more.
    assert not [one for one in ended if "job" in one]


def test_a_worker_says_which_request_sent_its_task(gia_lai, broker, tmp_path, capfd):
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR))
    asked = "0123456789abcdef0123456789abcdef"
    with worker(EGOV_LOG_FORMAT="json"):
        sent_by_nobody(first_export(tmp_path))
        form = {"source": "igate", "file": uploaded(export(tmp_path))}
        assert browser.post(NEW, form, headers={"x-request-id": asked}).status_code == 302
        until(lambda: not Job.objects.exclude(state=JobState.DONE).exists())
        sent_by_nobody(second_export(tmp_path))
    said = [json.loads(one) for one in capfd.readouterr().out.splitlines() if one[:1] == "{"]
    ended = [one for one in said if one["logger"] == "celery.app.trace"]
    of_jobs = [one.get("request") for one in ended if one["task"] == "dossiers.tasks.run_job"]
    # A sweep may send a job once more.
    assert (set(of_jobs), of_jobs.count(asked)) == ({None, asked}, 1)
    assert asked not in {one.get("request") for one in ended if "sweep" in str(one["task"])}


def sent_by_nobody(path: Path) -> None:
    """Hand a file in outside of a request, and wait until it is loaded."""
    job = hand_in(path, send_message=True)
    until(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists())


def test_an_address_that_cannot_be_meant_is_one_line(db, lines: Written):
    assert Client().get("/league/?unit=%00").status_code == 400
    (told,) = [line for line in lines.text.splitlines() if "answer" not in line]
    assert "Bad Request: /league/" in told


@pytest.mark.usefixtures("transactional_db")
def test_a_format_that_is_none_is_refused():
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment(EGOV_LOG_FORMAT="xml"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert 'EGOV_LOG_FORMAT must be line or json: "xml".' in ended.stderr
