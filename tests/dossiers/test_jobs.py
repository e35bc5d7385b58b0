"""The job row decides who works: claims, heartbeats, sweeps, and what a lost claim may not do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from redis import Redis

from dossiers import actions, jobs, leftovers, signals
from dossiers.loading import running
from dossiers.models import Dossier, Job, JobState, Problem, Source, Upload, UploadState
from dossiers.preview import deciding
from tests.dossiers.exports import SECOND_ROWS, first_export, second_export
from tests.dossiers.processes import files, lock, staging_tables, until, waits
from tests.dossiers.queueing import at_the_same_moment, claim, fall_silent, hand_in, previewed

pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A load that waits."""
    return hand_in(first_export(tmp_path))


def assert_nothing_is_known() -> None:
    assert not Dossier.objects.exists()
    assert not Problem.objects.exists()
    assert Source.objects.get().data_day is None


def test_of_two_that_claim_at_the_same_moment_one_gets_the_job(job):
    with ThreadPoolExecutor(1) as pool:
        with lock("SELECT FROM dossiers_job FOR UPDATE"):
            claims = pool.submit(at_the_same_moment, *[lambda: jobs.claim(job.pk)] * 2)
            until(lambda: waits('UPDATE "dossiers_job"'))
        winners = [claimed for claimed in claims.result() if claimed]

    assert len(winners) == 1
    job.refresh_from_db()
    assert (job.state, job.token, job.attempts) == (JobState.RUNNING, winners[0].token, 1)


def test_a_job_whose_heart_beats_is_left_alone(job):
    claim(job)

    assert jobs.claim(job.pk) is None


def test_a_silent_job_is_given_to_somebody_else(job):
    lost = claim(job)
    fall_silent(job)

    again = claim(job)

    assert again.token != lost.token
    assert again.attempts == 2


def test_a_job_is_given_up_with_its_upload_or_not_at_all(job, monkeypatch):
    Job.objects.update(attempts=3)
    monkeypatch.setattr(jobs, "Upload", None)
    with pytest.raises(AttributeError):
        jobs.claim(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_after_three_attempts_without_a_word_a_job_has_failed(job):
    for _attempt in range(3):
        claim(job)
        fall_silent(job)

    assert jobs.claim(job.pk) is None

    job.refresh_from_db()
    upload = Upload.objects.get()
    assert (job.state, job.attempts, job.token) == (JobState.FAILED, 3, None)
    assert "3" in job.reason
    assert (upload.state, upload.refusal) == (UploadState.REFUSED, job.reason)
    leftovers.remove()
    assert files() == []


def test_what_was_given_up_keeps_no_counts_of_its_preview(tmp_path):
    upload = previewed(first_export(tmp_path))
    load = deciding.confirm(upload=upload, by="test", send_message=False)
    assert load is not None
    assert upload.new
    for _attempt in range(3):
        claim(load)
        fall_silent(load)

    assert jobs.claim(load.pk) is None

    upload.refresh_from_db()
    assert (upload.state, upload.new, upload.unchanged) == (UploadState.REFUSED, 0, 0)


def test_who_gave_a_job_up_stays_with_what_is_loaded(job, tmp_path):
    running.run(claim(job))
    undo = actions.undo_upload(upload=Upload.objects.get(), by="test", send_message=False)
    for _attempt in range(3):
        claim(undo)
        fall_silent(undo)

    assert jobs.claim(undo.pk) is None
    assert Upload.objects.get().state == UploadState.LOADED


def test_a_lost_claim_writes_nothing(job):
    lost = claim(job)
    fall_silent(job)
    claim(job)

    with pytest.raises(jobs.ClaimLost):
        running.run(lost)

    assert_nothing_is_known()
    assert Upload.objects.get().state == UploadState.PENDING


def test_a_claim_lost_between_two_pieces_does_not_disturb_who_got_it(tmp_path):
    job = hand_in(second_export(tmp_path))
    lost = claim(job)
    done: list[int] = []

    def lose(rows: int, _total: int) -> None:
        if not done:
            fall_silent(job)
            running.run(claim(job))
        done.append(rows)

    with pytest.raises(jobs.ClaimLost):
        running.run(lost, progress=lose)

    assert 0 < done[0] < SECOND_ROWS  # there was more to come
    job.refresh_from_db()
    upload = Upload.objects.get()
    assert (job.state, upload.state) == (JobState.DONE, UploadState.LOADED)
    assert (upload.rows, upload.new, upload.rejected) == (SECOND_ROWS, SECOND_ROWS - 1, 1)
    assert Dossier.objects.count() == SECOND_ROWS - 1
    assert Problem.objects.filter(is_warning=False).count() == 1
    leftovers.remove()
    assert staging_tables() == []
    assert files() == [".parquet"]


def test_a_claim_lost_between_two_pieces_stages_nothing_more(tmp_path):
    job = hand_in(second_export(tmp_path))
    lost = claim(job)

    def lose(_done: int, _total: int) -> None:
        fall_silent(job)
        claim(job)

    with pytest.raises(jobs.ClaimLost):
        running.run(lost, progress=lose)

    assert not Problem.objects.exists()  # there is one in the second piece
    running.run(Job.objects.get())
    assert Problem.objects.filter(is_warning=False).count() == 1


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.CANCELLED])
def test_a_claim_lost_inside_the_merge_takes_the_merge_back(job, state):
    def lose(**_kwargs: object) -> None:
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_job SET token = gen_random_uuid(), state = %s", [state.value]
            )
        other.close()

    signals.after_rebuild.connect(lose)
    try:
        with pytest.raises(jobs.ClaimLost):
            running.run(claim(job))
    finally:
        signals.after_rebuild.disconnect(lose)

    assert_nothing_is_known()
    ended = UploadState.CANCELLED if state == JobState.CANCELLED else UploadState.PENDING
    assert Upload.objects.get().state == ended


def test_a_cancelled_job_is_not_begun(job):
    Job.objects.update(state=JobState.CANCELLED)

    assert jobs.claim(job.pk) is None
    assert jobs.sweep(at_start=True) == []


def test_a_job_and_its_outcome_end_together(job):
    seen: list[tuple[str, str]] = []

    def look(**_kwargs: object) -> None:
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT j.state, u.state FROM dossiers_job j, dossiers_upload u")
            seen.extend(cursor.fetchall())
        other.close()

    signals.after_rebuild.connect(look)
    try:
        running.run(claim(job))
    finally:
        signals.after_rebuild.disconnect(look)

    job.refresh_from_db()
    assert seen == [(JobState.RUNNING, UploadState.PENDING)]
    assert (job.state, job.token, job.rows_done) == (JobState.DONE, None, job.rows_total)
    assert Upload.objects.get().state == UploadState.LOADED


def test_the_heart_beats_while_the_work_runs(job, settings):
    settings.JOB_STALE_SECONDS = 0.12
    claimed = claim(job)

    with jobs.heartbeat(claimed):
        first = Job.objects.get().heartbeat_at
        until(lambda: Job.objects.get().heartbeat_at != first)
    last = Job.objects.get().heartbeat_at
    threading.Event().wait(0.1)

    assert Job.objects.get().heartbeat_at == last


def test_the_heart_does_not_beat_for_somebody_elses_claim(job, settings):
    settings.JOB_STALE_SECONDS = 0.06
    lost = claim(job)
    fall_silent(job)
    before = claim(job).heartbeat_at

    with jobs.heartbeat(lost):
        threading.Event().wait(0.1)

    assert Job.objects.get().heartbeat_at == before


def test_the_sweeper_sends_what_has_no_message_or_went_silent(broker, tmp_path):
    path = first_export(tmp_path)
    now = timezone.now()
    unsent, sent, long_ago, beating, silent, done = (
        hand_in(path, slug=f"s{number}") for number in range(6)
    )
    Job.objects.filter(pk=sent.pk).update(sent_at=now)
    Job.objects.filter(pk=long_ago.pk).update(sent_at=now - timedelta(hours=1))
    claim(beating)
    fall_silent(claim(silent))
    running.run(claim(done))

    swept = jobs.sweep()

    assert {job.pk for job in swept} == {unsent.pk, long_ago.pk, silent.pk}
    with Redis.from_url(broker) as redis:
        assert redis.llen("celery") == 3
    assert not Job.objects.filter(state=JobState.QUEUED, sent_at=None).exists()
    # A worker that starts does not rely on messages that were sent before.
    at_start = {job.pk for job in jobs.sweep(at_start=True)}
    assert at_start == {unsent.pk, sent.pk, long_ago.pk, silent.pk}


def test_a_job_is_sent_when_the_transaction_has_committed(broker, tmp_path):
    job = hand_in(first_export(tmp_path), send_message=True)

    job.refresh_from_db()
    assert job.sent_at is not None
    with Redis.from_url(broker) as redis:
        assert redis.llen("celery") == 1


def test_without_a_broker_a_job_waits_for_the_sweeper(broker, tmp_path, use_broker):
    use_broker("unix:///nowhere/redis.sock")
    job = hand_in(first_export(tmp_path), send_message=True)
    job.refresh_from_db()
    assert (job.state, job.sent_at) == (JobState.QUEUED, None)

    use_broker(broker)
    assert jobs.sweep() == [job]


def test_an_error_nobody_thought_of_ends_the_job_and_quotes_nothing(job, caplog):
    cell = "Ksor H’Blưu"

    def fail(**_kwargs: object) -> None:
        raise ValueError(cell)

    signals.after_rebuild.connect(fail)
    try:
        with pytest.raises(running.Refused, match="ValueError") as refused:
            running.run(claim(job))
    finally:
        signals.after_rebuild.disconnect(fail)

    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.FAILED, str(refused.value))
    assert "test_jobs.py" in caplog.text
    assert cell not in caplog.text + job.reason
    assert_nothing_is_known()
    assert (files(), staging_tables()) == ([], [])


def test_when_the_database_breaks_off_the_job_is_begun_again(tmp_path):
    job = hand_in(second_export(tmp_path))

    def break_off(_done: int, _total: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (own,) = cursor.fetchone()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
        other.close()

    with pytest.raises(running.JobFailed):
        running.run(claim(job), progress=break_off)
    connection.close()

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    fall_silent(job)
    running.run_here(job)
    assert Upload.objects.get().new == SECOND_ROWS - 1
    assert (files(), staging_tables()) == ([".parquet"], [])


def test_who_waits_for_another_process_hears_how_it_ended(job):
    claimed = claim(job)

    def wait() -> str:
        try:
            running.run_here(job)
        except running.Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        jobs.finish(claimed, state=JobState.FAILED, reason="The disk is full.")
        assert waiting.result() == "The disk is full."


def test_a_job_of_a_killed_process_goes_on_within_a_minute_and_a_half(settings):
    """So that a load ends within two minutes: silent for a minute, then seen by the next sweep."""
    schedule = settings.CELERY_BEAT_SCHEDULE["sweep-jobs"]
    assert settings.JOB_STALE_SECONDS + schedule["schedule"] <= 90
    assert schedule["options"]["expires"] <= schedule["schedule"]


def test_a_clock_that_was_set_back_leaves_no_job_waiting(broker, tmp_path):
    queued, begun = hand_in(first_export(tmp_path)), hand_in(second_export(tmp_path))
    claim(begun)
    ahead = timezone.now() + timedelta(hours=1)
    Job.objects.update(sent_at=ahead)
    assert jobs.sweep() == [queued]
    Job.objects.update(sent_at=timezone.now(), heartbeat_at=ahead)
    assert jobs.sweep() == [begun]
    assert claim(begun).attempts == 2
