"""Handing in and claiming as pages, commands and workers do, for tests of jobs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from dossiers import actions, jobs
from dossiers.models import Job, JobKind

T = TypeVar("T")


def hand_in(
    path: Path, *, kind: JobKind = JobKind.LOAD, send_message: bool = False, slug: str = "igate"
) -> Job:
    job = actions.hand_in(
        file=BytesIO(path.read_bytes()),
        file_name=path.name,
        slug=slug,
        settings=None,
        exported_at=None,
        by="test",
        kind=kind,
        send_message=send_message,
    ).job
    assert job is not None
    return job


def claim(job: Job) -> Job:
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    return claimed


def fall_silent(job: Job) -> None:
    """As if the process that holds the job had been killed, or stood still, for long."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))


def at_the_same_moment(*calls: Callable[[], T]) -> list[T]:
    """The results of calls, each made by a thread with a connection of its own."""
    barrier = threading.Barrier(len(calls))

    def call_with_the_others(call: Callable[[], T]) -> T:
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call_with_the_others, calls))
