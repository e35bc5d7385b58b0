"""What is backed up comes back whole, into an empty database of its own, or not at all."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models
from django.test import override_settings

from dossiers.models import JobState, Upload, UploadState
from egov.backup.content import tables_of
from egov.backup.manifest import read
from indicators.models import Evidence, Report
from tests.dossiers.exports import first_export
from tests.dossiers.processes import environment, lock, until, waits
from tests.dossiers.queueing import hand_in
from tests.kept_worlds import KeptWorlds
from tests.pages.actors import kept_actors
from tests.support import Outcome, run, run_as_process, write_text
from units.audit_seals import seal_events
from units.models import AuditEvent, Unit

FIGURES = ("--indicator", "on_time", "--level", "commune", "--period", "2018-06")


@pytest.fixture
def elsewhere(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of another site, with an empty database of its own on the same server."""
    name = f"egov_restored_{token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    yield {"DATABASE_URL": url, "REDIS_URL": broker, "EGOV_DATA_DIR": str(tmp_path / "elsewhere")}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def back_up(folder: Path, *options: object) -> Path:
    """The backup that the command made."""
    outcome = run("backup", folder, *options)
    assert (outcome.status, outcome.stderr) == (0, ""), outcome
    (made,) = sorted(folder.glob("egov-*"))[-1:]
    assert outcome.stdout.startswith(f"{made}: ")
    return made


def restored(backup: Path, site: dict[str, str]) -> Outcome:
    return run_as_process("restore", backup, **site)


def verified_ones() -> list[str]:
    """The databases in which backups of this site are tried."""
    like = f"egov_verify_{connection.settings_dict['NAME']}%"
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
        return [name for (name,) in cursor.fetchall()]


def changed(backup: Path, **told: object) -> Path:
    """The backup, saying something else of itself."""
    path = backup / "manifest.json"
    write_text(path, json.dumps(json.loads(path.read_text(encoding="utf-8")) | told))
    return backup


@contextmanager
def at(site: dict[str, str]) -> Iterator[None]:
    """This process works on the other site meanwhile; a process of its own takes seconds to begin.
    Nothing may be restored so to its end, which empties the one Redis of all tests."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = urlsplit(site["DATABASE_URL"]).path.strip("/")
    try:
        with override_settings(MEDIA_ROOT=Path(site["EGOV_DATA_DIR"]) / "uploads"):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def refusal(backup: Path, site: dict[str, str]) -> str:
    """Why a backup is not restored; nothing of it is then."""
    with at(site):
        outcome = run("restore", backup)
        assert connection.introspection.table_names() == []
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
    return outcome.stderr


def test_all_comes_back(elsewhere: dict[str, str], kept_worlds: KeptWorlds, tmp_path: Path):
    kept_actors(kept_worlds, tmp_path)
    waiting = hand_in(first_export(tmp_path), slug="other")
    assert seal_events() > 0
    made = back_up(tmp_path / "backups", "--verify")

    outcome = restored(made, elsewhere)
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("Đã khôi phục ")
    ours, theirs = (
        run_as_process("figures", *FIGURES, "--format", "json", **site).document
        for site in ({}, elsewhere)
    )
    assert ours == theirs != []

    # The files that rows name, and no original: it may hold names of citizens.
    theirs_dir = Path(elsewhere["EGOV_DATA_DIR"]) / "uploads"
    named = {*Upload.objects.filter(state=UploadState.LOADED).values_list("file", flat=True)}
    named |= {*Evidence.objects.values_list("file", flat=True)}
    named |= {*Report.objects.values_list("file", flat=True)}
    found = {str(path.relative_to(theirs_dir)) for path in theirs_dir.rglob("*") if path.is_file()}
    assert found == named
    assert {Path(name).suffix for name in named} >= {".parquet", ""}
    for name in found:
        assert (theirs_dir / name).read_bytes() == (Path(settings.MEDIA_ROOT) / name).read_bytes()

    # What waited for its load has no file any more, and says so.
    there = connection.copy()
    there.settings_dict["NAME"] = urlsplit(elsewhere["DATABASE_URL"]).path.strip("/")
    with there.cursor() as cursor:
        cursor.execute("SELECT state, upload_id FROM dossiers_job WHERE id = %s", [waiting.pk])
        assert cursor.fetchone() == (JobState.CANCELLED, waiting.upload_id)
        cursor.execute("SELECT state FROM dossiers_upload WHERE id = %s", [waiting.upload_id])
        assert cursor.fetchone() == (UploadState.CANCELLED,)
        cursor.execute("SELECT actor, label FROM units_auditevent ORDER BY id DESC LIMIT 1")
        actor, label = cursor.fetchone()
        assert (actor.startswith("restore ("), label) == (True, made.name)
        # The audit log is as closed there as it was here, and its seals hold.
        with pytest.raises(DatabaseError, match="audit"):
            cursor.execute("DELETE FROM units_auditevent")
    there.close()
    assert run_as_process("verify_audit", **elsewhere).status == 0


def test_only_the_account_that_made_it_can_read_it(small_province: None, tmp_path: Path):
    made = back_up(tmp_path / "new" / "backups")
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor.startswith("backup (")) == ("back-up", True)
    for path in (made, *made.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077 or not path.is_file(), path
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_every_field_that_names_a_file_is_known():
    fields = {
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) or field.name == "file"
    }
    assert {field.model for field in fields} == {Upload, Report, Evidence}


def test_sessions_stay_behind(small_province: None, elsewhere: dict[str, str], tmp_path: Path):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
    made = back_up(tmp_path / "backups")
    assert "django_session" not in read(made).tables
    assert restored(made, elsewhere).status == 0


@pytest.mark.usefixtures("small_province")
def test_what_happens_meanwhile_is_not_in_it(tmp_path: Path):
    units = Unit.objects.count()
    outcomes: list[Outcome] = []
    folder = tmp_path / "backups"
    backing = Thread(target=lambda: outcomes.append(run_as_process("backup", folder, "--verify")))
    with lock("LOCK TABLE units_unit IN ACCESS EXCLUSIVE MODE"):
        backing.start()
        until(lambda: waits("LOCK TABLE"))
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
            cursor.execute("DELETE FROM indicators_unitcount")
    backing.join()
    (outcome,) = outcomes
    assert outcome.status == 0, outcome
    (made,) = folder.glob("egov-*")
    tables = read(made).tables
    assert tables["units_unit"].rows == units
    assert tables["indicators_unitcount"].rows > 0


@pytest.mark.usefixtures("small_province")
def test_a_row_more_or_another_value_is_noticed(tmp_path: Path):
    def told() -> object:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                return tables_of(connection)["dossiers_dossier"]
            finally:
                cursor.execute("ROLLBACK")

    before = told()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_dossier SET status = 7 WHERE id = 1")
    assert told() != before


def test_what_cannot_be_restored_is_refused_with_a_sentence(
    small_province: None, elsewhere: dict[str, str], tmp_path: Path
):
    made = back_up(tmp_path / "backups")
    whole = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert str(tmp_path) in refusal(tmp_path, elsewhere)
    assert "PostgreSQL 99" in refusal(changed(made, postgres=99), elsewhere)
    newer = [*whole["migrations"], "units.9999_tomorrow"]
    newer_made = changed(made, postgres=whole["postgres"], migrations=newer)
    assert "units.9999_tomorrow" in refusal(newer_made, elsewhere)
    changed(made, migrations=whole["migrations"])

    (copy,) = made.rglob("*.parquet")
    kept = copy.read_bytes()
    copy.write_bytes(kept[:-1] + b"?")
    assert copy.name in refusal(made, elsewhere)
    copy.write_bytes(kept)

    tables = whole["tables"] | {"units_unit": {"rows": 1, "digest": "1"}}
    with at(elsewhere):
        outcome = run("restore", changed(made, tables=tables))
    assert outcome.status == 2
    assert "units_unit" in outcome.stderr
    # Now something is there.
    outcome = restored(changed(made, tables=whole["tables"]), elsewhere)
    assert outcome.status == 2
    assert urlsplit(elsewhere["DATABASE_URL"]).path.strip("/") in outcome.stderr


@pytest.mark.usefixtures("small_province")
def test_a_backup_that_cannot_be_restored_is_told_at_once(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("egov.backup.restoring.tables_of", lambda _database: {})
    outcome = run("backup", tmp_path / "backups", "--verify")
    assert outcome.status == 2
    assert "units_unit" in outcome.stderr
    assert verified_ones() == []


@pytest.mark.usefixtures("small_province")
def test_a_copy_that_a_killed_try_left_goes_with_the_next(tmp_path: Path):
    name = connection.ops.quote_name(f"egov_verify_{connection.settings_dict['NAME']}")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    back_up(tmp_path / "backups", "--verify")
    assert verified_ones() == []


@pytest.mark.usefixtures("small_province")
def test_only_the_newest_are_kept(tmp_path: Path):
    folder = tmp_path / "backups"
    for name in ("egov-20260101-000000", "egov-20260102-000000", "notes", "egov-2026"):
        (folder / name).mkdir(parents=True)
    (folder / "egov-20260103-000000.part").mkdir()  # of one that was killed
    made = back_up(folder, "--keep", "2")
    there = {path.name for path in folder.iterdir()}
    assert there == {".lock", "egov-20260102-000000", "notes", "egov-2026", made.name}
    (event,) = AuditEvent.objects.filter(action="remove-backup")
    assert event.label == "egov-20260101-000000"
    assert event.actor.startswith("backup (")


@pytest.mark.usefixtures("small_province")
def test_a_full_disk_leaves_nothing(tmp_path: Path):
    # What measures coverage would have to write its file too.
    uncovered = {k: v for k, v in environment().items() if not k.startswith("COVERAGE_")}
    ended = subprocess.run(
        [
            "bash",
            "-c",
            'ulimit -f 8; exec "$@"',
            "bash",
            sys.executable,
            "manage.py",
            "backup",
            str(tmp_path / "backups"),
        ],
        cwd=settings.BASE_DIR,
        env=uncovered,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert {path.name for path in (tmp_path / "backups").iterdir()} == {".lock"}


@pytest.mark.usefixtures("small_province")
def test_files_that_are_gone_are_told(tmp_path: Path):
    upload = Upload.objects.get()
    Path(upload.file.path).unlink()
    outcome = run("backup", tmp_path / "backups")
    assert outcome.status == 1
    assert str(upload.file.name) in outcome.stderr
    (made,) = (tmp_path / "backups").glob("egov-*")
    assert read(made).missing == [upload.file.name]


@pytest.mark.usefixtures("small_province")
def test_two_at_a_time_do_not_meet(tmp_path: Path):
    folder = tmp_path / "backups"
    outcomes: list[Outcome] = []
    backing = Thread(target=lambda: outcomes.append(run_as_process("backup", folder)))
    with lock("LOCK TABLE units_unit IN ACCESS EXCLUSIVE MODE"):
        backing.start()
        until(lambda: waits("LOCK TABLE"))
        outcome = run("backup", folder)
    backing.join()
    assert outcome.status == 2
    assert str(folder) in outcome.stderr
    assert outcomes[0].status == 0
