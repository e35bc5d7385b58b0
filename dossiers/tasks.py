"""Celery tasks: thin messages, `dossiers.loading.running` works on a claimed job row."""

import logging

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import connection

from dossiers import jobs, leftovers
from dossiers.loading import running

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def run_job(job_id: int) -> None:
    """Do a job, unless somebody else does it or it has ended."""
    job = jobs.claim(job_id)
    if job is None:
        return
    try:
        running.run(job)
    except running.JobFailed as failure:
        logger.info("job %s: %s", job_id, failure)
    except jobs.ClaimLost:
        logger.warning("job %s was given to somebody else", job_id)


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Send again what was lost (twice a minute), and remove what killed attempts left."""
    jobs.sweep()
    leftovers.remove()


@worker_ready.connect  # type: ignore[untyped-decorator]
def sweep_at_start(**_kwargs: object) -> None:
    """A worker that starts takes up what an earlier one left: at once what waits, and what that
    one was at as soon as its heartbeat is too old, without waiting for the next sweep."""
    try:
        jobs.sweep(at_start=True)
    finally:
        connection.close()  # this process only hands tasks to its children
    sweep.apply_async(countdown=settings.JOB_STALE_SECONDS + 1)
