"""An upload is given up while it is checked, waits, or is loaded."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from dossiers import actions, jobs, leftovers
from dossiers.loading import running
from dossiers.models import (
    Dossier,
    Job,
    JobKind,
    JobState,
    Problem,
    Source,
    Upload,
    UploadState,
)
from dossiers.preview import deciding
from dossiers.preview.kept import COUNTS
from dossiers.preview.previewing import counts_of
from tests.dossiers.answering import events, march
from tests.dossiers.processes import files, lock, staging_tables, until, waits
from tests.dossiers.queueing import (
    at_the_same_moment,
    claim,
    confirmed,
    done,
    fall_silent,
    hand_in,
    previewed,
)

pytestmark = pytest.mark.usefixtures("gia_lai")


def cancel(upload: Upload) -> None:
    deciding.cancel(upload=upload, by="test")
    upload.refresh_from_db()


def assert_no_trace(upload: Upload) -> None:
    upload.refresh_from_db()
    assert (upload.state, upload.preview) == (UploadState.CANCELLED, None)
    assert upload.refusal == "Cancelled by test."
    assert counts_of(upload) == dict.fromkeys(COUNTS, 0)
    assert not Dossier.objects.exists()
    assert not Problem.objects.exists()
    assert (files(), staging_tables()) == ([], [])
    assert len(events("cancel")) == 1


def test_a_preview_that_is_not_wanted_goes_with_its_file(write):
    upload = previewed(write([*march(1), *march(2, unit="Xã Lạ")]))
    for _click in range(2):
        cancel(upload)
    assert_no_trace(upload)
    with pytest.raises(actions.ActionError):
        deciding.confirm(upload=upload, by="test")


@pytest.mark.parametrize("kind", [JobKind.PREVIEW, JobKind.LOAD])
def test_what_waits_for_a_worker_is_cancelled_and_never_begun(write, kind):
    job = hand_in(write(march(1)), kind=kind)
    upload = Upload.objects.get()
    for _click in range(2):
        cancel(upload)
    assert jobs.claim(job.pk) is None
    assert_no_trace(upload)


@pytest.mark.parametrize("kind", [JobKind.PREVIEW, JobKind.LOAD])
def test_who_reads_a_file_that_is_cancelled_stops_without_a_trace(write, kind):
    job = hand_in(write([*march(1), *march(2, unit="Xã Lạ")]), kind=kind)

    def cancel_meanwhile(_done: int, _total: int) -> None:
        deciding.cancel(upload=Upload.objects.get(), by="test")

    with pytest.raises(jobs.ClaimLost):
        running.run(claim(job), progress=cancel_meanwhile)
    assert_no_trace(Upload.objects.get())


@pytest.mark.parametrize("kind", [JobKind.PREVIEW, JobKind.LOAD])
def test_a_merge_that_is_cancelled_is_taken_back_and_nobody_waits_for_it(write, kind):
    job = hand_in(write(march(1)), kind=kind)

    def work() -> str:
        try:
            running.run(claim(job))
        except jobs.ClaimLost:
            return "stopped"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as pool:
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            working = pool.submit(work)
            until(lambda: waits("INSERT INTO dossiers_saying"))
            deciding.cancel(upload=Upload.objects.get(), by="test")
            deciding.cancel(upload=Upload.objects.get(), by="test")
        assert working.result() == "stopped"
    assert_no_trace(Upload.objects.get())


def test_a_confirmed_load_is_cancelled_too(write):
    upload = previewed(write(march(1)))
    job = deciding.confirm(upload=upload, by="test", send_message=False)
    cancel(upload)
    assert job is not None
    assert jobs.claim(job.pk) is None
    assert_no_trace(upload)


def test_what_is_loaded_or_being_taken_back_is_not_cancelled(write):
    upload = confirmed(previewed(write(march(1))))
    undo = actions.undo_upload(upload=upload, by="test", send_message=False)
    with pytest.raises(actions.ActionError, match="cannot be cancelled any more"):
        cancel(upload)
    undo.refresh_from_db()
    assert undo.state == JobState.QUEUED
    assert not events("cancel")


def test_a_file_that_was_cancelled_can_be_handed_in_again(write):
    upload = previewed(write(march(1)))
    cancel(upload)
    again = previewed(write(march(1)))
    assert again.pk != upload.pk
    assert confirmed(again).new == 1


def test_a_preview_waits_for_a_day(write):
    upload = previewed(write(march(1)))
    for hours, state in ((23, UploadState.PREVIEWED), (25, UploadState.CANCELLED)):
        uploaded_at = timezone.now() - timedelta(hours=hours)
        Upload.objects.update(uploaded_at=uploaded_at)
        leftovers.remove()
        upload.refresh_from_db()
        assert upload.state == state
    assert upload.refusal == "Not confirmed within a day."
    assert files() == []


def test_what_is_confirmed_at_the_last_moment_is_loaded(write, monkeypatch):
    """Also where a sweep had just found that it waits for too long."""
    upload = previewed(write(march(1)))
    yesterday = timezone.now() - timedelta(hours=25)
    Upload.objects.update(uploaded_at=yesterday)
    os.utime(upload.file.path, times=(yesterday.timestamp(),) * 2)
    locked = deciding._locked

    def meanwhile(found: Upload) -> Upload:
        monkeypatch.undo()
        at_the_same_moment(lambda: deciding.confirm(upload=found, by="test", send_message=False))
        return locked(found)

    monkeypatch.setattr(deciding, "_locked", meanwhile)
    leftovers.remove()

    assert done(Job.objects.get(kind=JobKind.LOAD)).state == UploadState.LOADED


def test_the_copy_of_a_load_that_was_killed_before_its_commit_goes_with_its_cancel(write):
    upload = hand_in(write(march(1))).upload
    assert upload is not None
    Path(upload.file.path).with_suffix(".parquet").touch()
    cancel(upload)
    leftovers.remove()
    assert files() == []


@pytest.mark.parametrize("has_ended", [True, False])
def test_a_dry_run_whose_process_is_gone_leaves_nothing(write, has_ended):
    check = hand_in(write(march(1)), kind=JobKind.CHECK)
    if has_ended:
        done(check)
        jobs.sweep()
        leftovers.remove()
        assert Upload.objects.exists(), "somebody reads what came of it"
    else:
        claim(check)
    fall_silent(check)
    assert jobs.sweep() == []
    leftovers.remove()
    assert not Source.objects.exists()
    assert files() == []
