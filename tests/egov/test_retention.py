"""What is kept for long enough is forgotten, and no figure changes by it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

import dossiers.retention
from dossiers import actions
from dossiers.models import Problem, Upload, UploadState
from egov.settings import CELERY_BEAT_SCHEDULE, _days
from indicators import leftovers
from indicators.leftovers import remove_leftovers
from indicators.models import Evidence, Report, ReportState, Submission, WatchMail
from indicators.reported.actions import discard
from indicators.submitting.actions import verify
from tests.dossiers.standing import standing
from tests.kept_worlds import KeptWorlds
from tests.pages.actors import Actors, kept_actors
from tests.support import dossier, import_file, run, write_csv
from units.models import AuditEvent, SignInAddress, User
from units.retention.forgetting import due, forget
from units.retention.rule import RULES
from units.tasks import forget_old

NAMES = {
    *("addresses", "copies", "quoted-values", "refused-uploads"),
    *("evidence", "mails"),
}
UNKNOWN = "Xã Không Có"


@pytest.fixture
def actors(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Actors:
    """The small province with an upload of which a row was rejected, one that was refused, inputs
    that are verified, and a sign-in that failed."""
    actors = kept_actors(kept_worlds, tmp_path)
    rows = [
        dossier("H21.17-180610-0010", "Phường Yên Đỗ", "10/06/2018", "20/06/2018"),
        dossier("H21.17-180611-0011", UNKNOWN, "11/06/2018", "20/06/2018"),
    ]
    assert import_file(write_csv(tmp_path / "more.csv", rows), source="other")["rejected"] == 1
    broken = write_csv(tmp_path / "broken.csv", rows[1:])
    assert run("import_dossiers", broken, "--source", "other").status == 2
    submission = Submission.objects.get(pk=actors.place.submission)
    verify(submission=submission, seen=submission.version, by="test")
    actors.visitor.post("/accounts/login/", {"login": "insider", "password": "-"})
    return actors


def after(days: float) -> dict[str, int]:
    """Rule -> how much it would forget in so many days."""
    return {one.rule.name: one.count for one in due(timezone.now() + timedelta(days=days))}


def gone(days: float) -> dict[str, int]:
    now = timezone.now() + timedelta(days=days)
    return {one.rule.name: one.count for one in forget(by="test", now=now)}


def read(address: str) -> Any:
    """The answer to a keeper who signs in."""
    client = Client()
    client.force_login(User.objects.get(username="keeper"))
    return client.get(address)


def test_every_rule_is_there_once_and_asked_for_several_times_a_day():
    assert sorted(rule.name for rule in RULES) == sorted(NAMES)
    task: dict[str, Any] = CELERY_BEAT_SCHEDULE["forget-old"]
    assert task["task"] == forget_old.name
    assert task["schedule"] <= 12 * 3600


@pytest.mark.parametrize(
    ("name", "days", "count"),
    [
        ("addresses", 365, 1),
        ("copies", 730, 2),
        ("quoted-values", 730, 2),
        ("refused-uploads", 90, 1),
        ("evidence", 1825, 2),
    ],
)
def test_each_goes_when_its_days_are_over_and_not_before(actors, name, days, count):
    assert after(days - 0.1)[name] == 0
    assert after(days + 0.1)[name] == count
    assert gone(days + 0.1)[name] == count
    assert after(days + 0.1)[name] == 0


def test_mails_of_long_ago_go(actors):
    """That of the small province is of 2018."""
    assert WatchMail.objects.count() == 1
    assert gone(0) == dict.fromkeys(NAMES, 0) | {"mails": 1}
    assert WatchMail.objects.count() == 0


def test_no_figure_changes_and_what_was_loaded_can_be_taken_back(actors):
    before = standing()
    assert all(gone(5000).values())
    after_it = standing()
    told = {name for name in before if before[name] != after_it[name]}
    assert told == {"problems"}
    assert UNKNOWN in str(before["problems"])
    assert UNKNOWN not in str(after_it["problems"])
    assert run("recount", "--all").status == 0
    assert standing() == after_it
    for upload in Upload.objects.filter(state=UploadState.LOADED):
        assert run("undo_upload", upload.pk).status == 0
    assert standing()["dossiers"] == []


def test_what_has_lost_its_copy_says_so(actors):
    upload = Upload.objects.get(file_name="more.csv")
    page = f"/uploads/{upload.pk}/"
    assert UNKNOWN in read(f"{page}rejected.csv").getvalue().decode()
    path = Path(upload.file.path)
    gone(5000)
    assert not path.exists()
    rows = read(f"{page}rejected.csv").getvalue().decode().splitlines()
    assert rows[1].startswith("3,")
    assert UNKNOWN not in "".join(rows)
    assert read(page).status_code == 200
    told = run("accept_rejected", upload.pk)
    assert (told.status, told.stderr.count("\n")) == (2, 1)


def test_files_of_reports_and_inputs_go_and_what_they_were_stays(actors):
    evidence, report = Evidence.objects.get(), Report.objects.get()
    paths = [Path(report.file.path), Path(report.file.storage.path(evidence.file))]
    addresses = [f"/evidence/{evidence.pk}/", f"/reports/{report.pk}/file/"]
    pages = [f"/submissions/{evidence.submission_id}/", f"/reports/{report.pk}/"]
    for address in addresses:
        answer = read(address)
        assert (answer.status_code, len(answer.getvalue()) > 0) == (200, True)
    assert all(path.exists() for path in paths)
    before = {page: read(page).content.decode() for page in pages}
    gone(5000)
    assert not any(path.exists() for path in paths)
    assert [read(address).status_code for address in addresses] == [404, 404]
    for address, page in zip(addresses, pages, strict=True):
        assert address in before[page]
        answer = read(page)
        assert (answer.status_code, address in answer.content.decode()) == (200, False)
    assert "12-2018.pdf" in read(pages[0]).content.decode()
    assert (Evidence.objects.get().sha256, Report.objects.get().sha256) == (
        evidence.sha256,
        report.sha256,
    )


def test_what_was_killed_before_the_files_went_is_swept(actors, monkeypatch):
    """The rows have let go of them by then."""
    names = [str(Report.objects.get().file), Evidence.objects.get().file]
    paths = [Path(default_storage.path(name)) for name in names]
    monkeypatch.setattr(leftovers, "_LEFT_AFTER", -1)
    assert remove_leftovers() == 0
    assert all(path.exists() for path in paths)
    Report.objects.update(file="")
    Evidence.objects.update(file="")
    assert remove_leftovers() == 2
    assert not any(path.exists() for path in paths)


def test_evidence_of_inputs_that_are_not_decided_stays(actors):
    Submission.objects.update(state="submitted")
    path = Path(Evidence.objects.get().file)
    gone(5000)
    assert Path(Evidence.objects.get().file) == path
    assert remove_leftovers() == 0


def test_what_an_acceptance_reads_stays_until_it_has_ended(actors):
    upload = Upload.objects.get(file_name="more.csv")
    actions.accept_rejected(upload=upload, by="test", send_message=False)
    assert gone(5000)["copies"] == 1
    assert Path(upload.file.path).exists()


def test_a_copy_that_was_gone_when_its_run_was_killed_is_let_go_of_by_the_next(actors):
    upload = Upload.objects.get(file_name="more.csv")
    Path(upload.file.path).unlink()
    assert gone(5000)["copies"] == 2
    upload.refresh_from_db()
    assert upload.file.name == ""


def test_a_backup_does_not_look_for_what_was_forgotten(actors, tmp_path):
    """Of nothing of it a backup says that it is missing, or could not be read."""
    assert run("backup", tmp_path / "before").status == 0
    gone(5000)
    told = run("backup", tmp_path / "after")
    assert (told.status, told.stderr) == (0, "")
    assert told.stdout.endswith(" 0 files.\n")


def test_files_of_reports_that_nobody_confirmed_go_as_well(actors):
    Report.objects.update(state=ReportState.PREVIEWED)
    report = Report.objects.get()
    path = Path(report.file.path)
    assert path.exists()
    gone(5000)
    assert not path.exists()
    discard(report=report, by="test")
    assert not Report.objects.exists()


def test_a_rule_that_fails_keeps_no_other_from_its_work(actors, monkeypatch):
    monkeypatch.setattr(dossiers.retention, "AT_ONCE", 1)
    due_ones = dossiers.retention._copies(timezone.now() + timedelta(days=5000)).order_by("pk")
    second = Path(due_ones[1].file.path)
    second.unlink()
    second.mkdir()  # what no process can remove as a file
    with pytest.raises(OSError, match=second.name):
        gone(5000)
    left = after(5000)
    assert [left[name] for name in ("copies", "quoted-values", "evidence", "mails")] == [1, 0, 0, 0]
    told = AuditEvent.objects.get(action="forget", label="copies").new
    assert told is not None
    assert told["rows"] == 1, "what went before"


def test_some_at_a_time(actors, monkeypatch):
    monkeypatch.setattr(dossiers.retention, "AT_ONCE", 1)
    rule = next(rule for rule in RULES if rule.name == "quoted-values")
    later = timezone.now() + timedelta(days=1)
    assert [rule.forget_some(later) for _turn in range(3)] == [1, 1, 0]


def test_the_command_tells_and_writes_down_what_went(actors, monkeypatch, settings):
    settings.KEEP_EVIDENCE_DAYS = None
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=800))
    told = run("retention", "--dry-run")
    assert told.status == 0
    assert (
        "copies of the mapped columns of loaded files: kept for 730 days, 2 would go\n"
        in told.stdout
    )
    assert re.search(r"^evidence .*: kept for good$", told.stdout, re.MULTILINE)
    assert not AuditEvent.objects.filter(action="forget").exists()
    assert Problem.objects.exclude(value="").exists()
    told = run("retention")
    assert "values that problems of uploads quote: kept for 730 days, 2 gone\n" in told.stdout
    events = AuditEvent.objects.filter(action="forget").order_by("pk")
    assert [event.label for event in events] == [
        *("copies", "quoted-values", "refused-uploads", "mails"),
    ]
    assert all(event.actor.startswith("retention (") for event in events)
    assert events[0].new is not None
    assert events[0].new["rows"] == 2
    forget_old()
    assert events.count() == 4


def test_addresses_of_today_stay(actors):
    gone(0)
    assert SignInAddress.objects.count() == 1


@pytest.mark.parametrize("text", ["0", "-1", "ten", "1.5", "١"])
def test_days_that_are_none_are_refused_at_the_start(monkeypatch, text):
    monkeypatch.setenv("EGOV_KEEP_MAILS_DAYS", text)
    with pytest.raises(ImproperlyConfigured, match="EGOV_KEEP_MAILS_DAYS"):
        _days("EGOV_KEEP_MAILS_DAYS", 90)


def test_days_are_those_of_the_environment_and_empty_is_for_good(monkeypatch):
    assert _days("EGOV_KEEP_MAILS_DAYS", 90) == 90
    monkeypatch.setenv("EGOV_KEEP_MAILS_DAYS", " 7 ")
    assert _days("EGOV_KEEP_MAILS_DAYS", 90) == 7
    monkeypatch.setenv("EGOV_KEEP_MAILS_DAYS", "")
    assert _days("EGOV_KEEP_MAILS_DAYS", 90) is None
