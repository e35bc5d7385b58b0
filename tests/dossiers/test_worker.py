"""A real Celery worker runs what is queued, whatever became of messages and processes."""

import os
import signal
from pathlib import Path

import pytest
from django.utils import timezone

from dossiers import actions, jobs
from dossiers.models import Job, JobKind, JobState, Source, Upload, UploadState
from egov.celery import app
from tests.dossiers.exports import SECOND_ROWS, first_export, second_export
from tests.dossiers.processes import (
    STALE_SECONDS,
    environment,
    files,
    lock,
    staging_tables,
    until,
    waits,
    worker,
)
from tests.dossiers.queueing import hand_in
from tests.support import write_text

pytestmark = pytest.mark.usefixtures("gia_lai", "broker")


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    settings.JOB_STALE_SECONDS = STALE_SECONDS


def all_ended() -> bool:
    return not Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists()


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def test_a_worker_does_what_is_queued(tmp_path):
    with worker():
        june = hand_in(first_export(tmp_path), send_message=True)
        july = hand_in(second_export(tmp_path), send_message=True)
        other = hand_in(first_export(tmp_path), slug="other", send_message=True)
        bad = hand_in(write_text(tmp_path / "bad.csv", "Không có gì\n"), send_message=True)
        until(all_ended)
        source = Source.objects.get(slug="igate")
        undo = actions.undo_upload(upload=Upload.objects.get(jobs=july), by="test")
        recount = actions.recount(source=source)
        until(all_ended)

    ended = dict(Job.objects.values_list("pk", "state"))
    assert ended.pop(bad.pk) == JobState.FAILED
    assert set(ended) == {june.pk, july.pk, other.pk, undo.pk, recount.pk}
    assert set(ended.values()) == {JobState.DONE}
    states = dict(Upload.objects.values_list("jobs__pk", "state"))
    assert (states[june.pk], states[july.pk]) == (UploadState.LOADED, UploadState.UNDONE)
    assert states[bad.pk] == UploadState.REFUSED
    assert Upload.objects.get(jobs=july, jobs__kind=JobKind.LOAD).rows == SECOND_ROWS
    assert Job.objects.get(pk=bad.pk).reason == Upload.objects.get(jobs=bad).refusal != ""


def test_a_worker_that_starts_takes_up_what_waits_whatever_became_of_its_message(tmp_path):
    hand_in(first_export(tmp_path), send_message=False)
    Job.objects.update(sent_at=timezone.now())

    with worker(EGOV_JOB_STALE_SECONDS="600"):
        until(all_ended)

    assert Job.objects.get().state == JobState.DONE


def test_a_job_that_found_no_broker_is_run_after_a_sweep(tmp_path, use_broker, broker):
    use_broker("unix:///nowhere/redis.sock")
    job = hand_in(first_export(tmp_path), send_message=True)
    with worker():
        use_broker(broker)
        jobs.sweep()
        until(all_ended)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_when_the_system_kills_the_working_child_the_job_is_done_by_the_next(tmp_path):
    hand_in(first_export(tmp_path), send_message=True)
    with worker() as process:
        until(all_ended)
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            job = hand_in(second_export(tmp_path), send_message=True)
            until(lambda: waits("INSERT INTO dossiers_saying"))
            for child in children(process.pid):
                os.kill(child, signal.SIGKILL)
        until(lambda: jobs.sweep() or all_ended())  # as beat has it done
        until(all_ended)
        until(lambda: ".original" not in files())
        assert process.poll() is None

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert Upload.objects.get(jobs=job).new == SECOND_ROWS - 30 - 1
    assert staging_tables() == []


def test_an_ended_worker_finishes_its_job_first(tmp_path):
    with worker() as process:
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            job = hand_in(first_export(tmp_path), send_message=True)
            until(lambda: waits("INSERT INTO dossiers_saying"))
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_what_beat_sends_is_known_to_the_workers():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_processes_of_a_test_work_on_its_own_database(broker):
    assert "test_" in environment()["DATABASE_URL"]
    assert environment()["REDIS_URL"] == broker
