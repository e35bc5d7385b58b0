"""Where a job stands, in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from dossiers.models import Job, JobKind, JobState, Source
from dossiers.progress.in_words import in_words, is_silent, percent_of, progress_of

NOW = datetime(2018, 7, 2, 14, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.JOB_STALE_SECONDS = 60
    with translation.override("en"):
        yield


@pytest.fixture
def source() -> Source:
    return _source("igate")


def _source(slug: str) -> Source:
    return Source.objects.create(slug=slug, name=slug, timezone="Asia/Ho_Chi_Minh")


def a_job(source, state, *, ago=0, kind=JobKind.LOAD, **values):
    """A job that was queued and last heard of so many seconds ago."""
    at = NOW - timedelta(seconds=ago)
    job = Job.objects.create(kind=kind, source=source, state=state)
    Job.objects.filter(pk=job.pk).update(queued_at=at, heartbeat_at=at, **values)
    job.refresh_from_db()
    return job


def test_a_job_that_was_just_queued_waits_to_begin(source):
    progress = progress_of(a_job(source, JobState.QUEUED, ago=1), NOW)
    assert (progress.sentence, progress.waits) == ("Waiting to begin.", True)


def test_without_a_worker_it_says_since_when(source):
    progress = progress_of(a_job(source, JobState.QUEUED, ago=8 * 60), NOW)
    assert progress.sentence.startswith("Waiting for the worker since 14:02.")


def test_since_another_day_it_says_which(source):
    progress = progress_of(a_job(source, JobState.QUEUED, ago=24 * 3600), NOW)
    assert "since 1 Jul 2018 14:10" in progress.sentence


def test_a_silent_job_waits_for_the_worker_since_its_last_sign(source):
    job = a_job(source, JobState.RUNNING, ago=8 * 60, rows_done=10, rows_total=20)
    progress = progress_of(job, NOW)
    assert progress.waits
    assert "since 14:02" in progress.sentence


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "Waiting behind 1 other of this source."),
        (2, "Waiting behind 2 others of this source."),
    ],
)
def test_behind_others_of_the_source(source, number, sentence):
    for _ in range(number):
        a_job(source, JobState.RUNNING, ago=3)
    job = a_job(source, JobState.QUEUED, ago=60)
    a_job(source, JobState.QUEUED, ago=60)
    assert progress_of(job, NOW).sentence == sentence


def test_others_that_are_silent_are_no_sign_of_a_worker(source):
    a_job(source, JobState.RUNNING, ago=600)
    assert "for the worker" in progress_of(a_job(source, JobState.QUEUED, ago=60), NOW).sentence


def test_a_worker_that_is_at_files_of_other_sources(source):
    a_job(_source("other"), JobState.RUNNING, ago=3)
    progress = progress_of(a_job(source, JobState.QUEUED, ago=60), NOW)
    assert progress.sentence == "Waiting since 14:09: the worker is at other files."


def test_a_running_load_tells_rate_and_time_left(source):
    started = NOW - timedelta(seconds=10)
    job = a_job(source, JobState.RUNNING, rows_done=20_000, rows_total=80_000, started_at=started)
    progress = progress_of(job, NOW)
    assert (progress.percent, progress.rate, progress.left) == (25, 2000, "30 seconds")
    assert not progress.waits


def test_a_rate_is_told_only_of_a_while(source):
    job = a_job(source, JobState.RUNNING, rows_done=9, rows_total=99, started_at=NOW)
    assert (progress_of(job, NOW).rate, progress_of(job, NOW).left) == (None, "")


def test_a_load_that_has_read_all_is_not_done(source):
    job = a_job(source, JobState.RUNNING, rows_done=10, rows_total=10, started_at=NOW)
    assert "merged" in progress_of(job, NOW).sentence
    assert percent_of(job) == 99


def test_an_undo_has_no_rows(source):
    progress = progress_of(a_job(source, JobState.RUNNING, kind=JobKind.UNDO), NOW)
    assert (progress.percent, progress.rows_total) == (None, 0)
    assert "taken back" in progress.sentence


def test_a_job_is_silent_after_the_set_time(source):
    assert not is_silent(a_job(source, JobState.RUNNING, ago=60), NOW)
    assert is_silent(a_job(source, JobState.RUNNING, ago=61), NOW)


def test_stretches_of_time_in_words():
    assert [in_words(seconds) for seconds in (0, 1, 59, 90, 3600)] == [
        "1 second",
        "1 second",
        "59 seconds",
        "2 minutes",
        "60 minutes",
    ]
