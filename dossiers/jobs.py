"""Long work as rows that tell where it stands (DESIGN.md section 7).

The row decides, not the message: a claim is a conditional update that gives a token, a thread
keeps the heartbeat while the work runs, and the sweeper queues again what went silent.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from redis import RedisError

from dossiers.models import (
    FILE_JOBS,
    UNFINISHED,
    Job,
    JobKind,
    JobState,
    Source,
    Upload,
    UploadState,
)

logger = logging.getLogger(__name__)


class ClaimLost(Exception):  # noqa: N818
    """The job was given to somebody else, cancelled, or has ended: stop without a trace."""


def queue(
    *, kind: JobKind, source: Source, upload: Upload | None = None, send_message: bool = True
) -> Job:
    """Write a job row and send its message when the transaction has committed.

    Without a message for who claims the job at once: should that fail, the sweeper sends it.
    """
    job = Job.objects.create(kind=kind, source=source, upload=upload)
    if send_message:
        transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> None:
    """Tell the workers of a queued job; without a broker the sweeper does so later."""
    from dossiers.tasks import run_job

    try:
        run_job.delay(job.pk)
    except (run_job.OperationalError, RedisError) as error:
        logger.warning("job %s waits for the broker: %s", job.pk, error)
    else:
        Job.objects.filter(pk=job.pk).update(sent_at=Now())


def claim(job_id: int) -> Job | None:
    """Claim a queued or silent job for this process; None where somebody else has it.

    A job that has been tried too often is failed with the reason, and its upload refused.
    """
    token = uuid.uuid4()
    free = Q(state=JobState.QUEUED) | _silent()
    _give_up(job_id, free)
    Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        token=token,
        attempts=F("attempts") + 1,
        started_at=Now(),
        heartbeat_at=Now(),
        rows_done=0,
    )
    return Job.objects.select_related("source", "upload").filter(pk=job_id, token=token).first()


def hold(job: Job) -> None:
    """Last statement of a transaction on the way: it commits only if the job is still ours.

    Locks the job's row to the commit, so not earlier: the heartbeat would wait. Raises ClaimLost.
    """
    if not Job.objects.select_for_update().filter(_ours(job)).exists():
        raise ClaimLost


def progress(job: Job, *, done: int, total: int) -> None:
    """Write how far the job has come; ClaimLost if it is not ours any more."""
    if not Job.objects.filter(_ours(job)).update(
        rows_done=done, rows_total=total, heartbeat_at=Now()
    ):
        raise ClaimLost


def finish(job: Job, *, state: JobState = JobState.DONE, reason: str = "") -> None:
    """End a job that is still ours: the last statement of the transaction of its outcome, so that
    both are there or neither. Raises ClaimLost."""
    if not Job.objects.filter(_ours(job)).update(
        state=state, finished_at=Now(), reason=reason, token=None
    ):
        raise ClaimLost


def cancel(upload: Upload, *, reason: str) -> bool:
    """Cancel the check or load of an upload that waits or runs; an undo goes on. Returns whether
    there was one: who works on it finds its claim lost at the next piece, or at the merge's end."""
    under_way = Job.objects.filter(upload=upload, kind__in=FILE_JOBS, state__in=UNFINISHED)
    return bool(
        under_way.update(state=JobState.CANCELLED, finished_at=Now(), token=None, reason=reason)
    )


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Keep the job's heartbeat from a thread with a connection of its own."""
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(job: Job, ended: threading.Event) -> None:
    try:
        while not ended.wait(settings.JOB_STALE_SECONDS / 6):
            try:
                Job.objects.filter(_ours(job)).update(heartbeat_at=Now())
            except Error as error:  # the work itself will fail, or the next beat works
                logger.warning("job %s: no heartbeat: %s", job.pk, type(error).__name__)
                connection.close()
    finally:
        connection.close()


def sweep(*, at_start: bool = False) -> list[Job]:
    """Queue again what is queued without a message or went silent; returns what was sent. A check
    without loading is for the process that asked for it, and for nobody else.

    `at_start`: a starting worker also sends what was queued before, whatever became of its message.
    """
    lost = Q(state=JobState.QUEUED)
    if not at_start:
        lost &= Q(sent_at=None) | _long_ago("sent_at")
    unheard = Job.objects.filter(lost | _silent()).exclude(kind=JobKind.CHECK)
    jobs = list(unheard.order_by("pk"))
    for job in jobs:
        send(job)
    return jobs


def wait_and_claim(job_id: int, *, waiting: Callable[[], None] = lambda: None) -> Job | None:
    """Claim a job, waiting while another process that is alive works on it.

    Calls `waiting` once a second meanwhile. None when the job has ended.
    """
    pause = threading.Event()
    while True:
        job = claim(job_id)
        if job is not None:
            return job
        state = Job.objects.values_list("state", flat=True).get(pk=job_id)
        if state not in UNFINISHED:
            return None
        waiting()
        pause.wait(1)


def _silent() -> Q:
    return Q(state=JobState.RUNNING) & _long_ago("heartbeat_at")


def _long_ago(field: str) -> Q:
    """By the database's clock: those of several hosts may differ by more than a heartbeat. A time
    to come was written before that clock was set back, by somebody who may have ended since."""
    stale = _stale_after()
    return Q(**{f"{field}__lt": Now() - stale}) | Q(**{f"{field}__gt": Now() + stale})


def _stale_after() -> timedelta:
    return timedelta(seconds=settings.JOB_STALE_SECONDS)


def _ours(job: Job) -> Q:
    return Q(pk=job.pk, token=job.token, state=JobState.RUNNING)


@transaction.atomic
def _give_up(job_id: int, free: Q) -> None:
    reason = _("Given up after %(count)s attempts that ended without a word.") % {
        "count": settings.JOB_MAX_ATTEMPTS
    }
    tried = Job.objects.filter(free, pk=job_id, attempts__gte=settings.JOB_MAX_ATTEMPTS)
    if tried.update(state=JobState.FAILED, finished_at=Now(), token=None, reason=reason):
        Upload.objects.filter(jobs=job_id, state=UploadState.PENDING).update(
            state=UploadState.REFUSED,
            refusal=reason,
            preview=None,
            new=0,
            changed=0,
            unchanged=0,
        )
