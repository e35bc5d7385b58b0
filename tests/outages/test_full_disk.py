"""A disk that is really full: where uploads lie, where a file comes in, or the database's.

Whoever asked is told so, nothing is half there, and the same is done once there is room.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test import Client

from dossiers.models import Dossier, Job, JobKind, JobState, Upload, UploadState
from tests.dossiers.processes import staging_tables
from tests.dossiers.queueing import confirmed, done, hand_in, previewed
from tests.outages.states import small_disk
from tests.pages.uploading import NEW, a_browser, a_user, export, uploaded
from tests.support import dossier, run, write_csv
from units.models import Role

SENTENCE = "The server has no space left."
ROWS = 30_000
pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def browser() -> Client:
    return a_browser(a_user("quan", Role.ADMINISTRATOR))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Some 3 MB, whose mapped columns do not compress well."""
    stamps = np.random.default_rng(766).integers(10**9, 10**10, ROWS)
    rows = [dossier(f"H21-{stamp}-{stamp * 7919}", "Xã Tú An", "02/06/2018") for stamp in stamps]
    return write_csv(tmp_path / "large.csv", rows)


@pytest.fixture
def uploads(settings, tmp_path: Path) -> Path:
    """Where uploads lie."""
    folder = tmp_path / "uploads"
    settings.MEDIA_ROOT = folder
    return folder


def send(browser: Client, path: Path):
    data = {"source": "+new", "new_slug": "igate", "new_under": "64", "file": uploaded(path)}
    return browser.post(NEW, data)


def is_told(answer) -> bool:
    return answer.status_code == 507 and SENTENCE in answer.content.decode()


def test_an_upload_that_finds_no_room_is_not_taken(browser, uploads, large):
    with small_disk(uploads, 1):
        assert is_told(send(browser, large))
        assert [path for path in uploads.rglob("*") if path.is_file()] == []
        assert not Upload.objects.exists()
        assert send(browser, export(large.parent)).status_code == 302
    assert Upload.objects.count() == 1


def test_a_file_that_finds_no_room_while_it_comes_in_is_not_taken(browser, settings, tmp_path):
    size = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    long = tmp_path / "long.csv"
    long.write_bytes(b"x" * 2 * size)
    with small_disk(tmp_path / "incoming", 1) as incoming:
        settings.FILE_UPLOAD_TEMP_DIR = str(incoming)
        assert is_told(send(browser, long))
        assert list(incoming.iterdir()) == []
    assert not Upload.objects.exists()


def test_a_load_whose_copy_finds_no_room_says_so_and_can_be_done_later(uploads, large):
    with small_disk(uploads, 2 * large.stat().st_size // 1_000_000 + 1):
        upload = previewed(export(large.parent))
        load = hand_in(large)
        fill(uploads)
        refused = done(load)
        assert_refused(load, refused)
        assert SENTENCE in run("import_dossiers", large, "--source", "igate").stderr
        (uploads / "filling").unlink()
        assert confirmed(upload).state == UploadState.LOADED
        assert done(hand_in(large)).state == UploadState.LOADED
    assert Dossier.objects.count() == ROWS + 3


@pytest.mark.parametrize("kind", [JobKind.LOAD, JobKind.PREVIEW])
def test_a_load_that_finds_no_room_in_the_database_says_so_and_can_be_done_later(
    kind, uploads, large
):
    assert done(hand_in(export(large.parent))).state == UploadState.LOADED
    job = hand_in(large, kind=kind)
    with database_disk(1):
        assert_refused(job, done(job))
        outcome = run("import_dossiers", large, "--source", "igate")
        assert (outcome.status, outcome.stderr.count("\n")) == (2, 1)
        assert outcome.stderr.startswith(SENTENCE)
        assert staging_tables() == []
        assert Dossier.objects.count() == 3
    assert done(hand_in(large)).state == UploadState.LOADED
    assert Dossier.objects.count() == ROWS + 3


def assert_refused(job: Job, upload: Upload) -> None:
    """The job has failed with the sentence, and nothing of its upload is there."""
    job.refresh_from_db()
    assert (job.state, upload.state) == (JobState.FAILED, UploadState.REFUSED)
    assert job.reason == upload.refusal
    assert upload.refusal.startswith(SENTENCE)
    assert not Path(upload.file.path).exists()
    assert staging_tables() == []


def fill(folder: Path) -> None:
    """Write until there is no room left."""
    with (folder / "filling").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


@contextmanager
def database_disk(megabytes: int) -> Iterator[None]:
    """New tables of the database lie on a disk of this size meanwhile."""
    # Not below pytest's folder, which the server's account may not enter.
    folder = Path(tempfile.mkdtemp(prefix="egov-disk-", dir="/tmp"))
    folder.chmod(0o711)
    with small_disk(folder / "small", megabytes) as disk:
        shutil.chown(disk, server_account())
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
            cursor.execute("SET default_tablespace = small")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET default_tablespace")
                cursor.execute("DROP TABLESPACE small")
    shutil.rmtree(folder)


def server_account() -> int:
    """The user id under which the database's processes run; the test is skipped where they run
    on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = Path(f"/proc/{cursor.fetchone()[0]}")
    if "postgres" not in (process / "comm").read_text() if process.exists() else "":
        pytest.skip("only a database on this machine can be given a disk that is full")
    return process.stat().st_uid
