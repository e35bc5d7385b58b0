"""Handing in and claiming as pages, commands and workers do, for tests of jobs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from dossiers import actions, jobs
from dossiers.loading import running
from dossiers.models import Job, JobKind, Upload
from dossiers.preview import deciding
from dossiers.source_settings import SourceSettings

T = TypeVar("T")


def hand_in(
    path: Path,
    *,
    kind: JobKind = JobKind.LOAD,
    send_message: bool = False,
    slug: str = "igate",
    settings: SourceSettings | None = None,
    exported_at: datetime | None = None,
) -> Job:
    job = actions.hand_in(
        file=BytesIO(path.read_bytes()),
        file_name=path.name,
        slug=slug,
        settings=settings,
        exported_at=exported_at,
        by="test",
        kind=kind,
        send_message=send_message,
    ).job
    assert job is not None
    return job


def previewed(path: Path, **options: Any) -> Upload:
    """A file that was handed in and checked, as a page does it (see hand_in for the options)."""
    job = hand_in(path, kind=JobKind.PREVIEW, **options)
    return done(job)


def confirmed(upload: Upload, *, reason: str = "") -> Upload:
    """The upload after its confirmation and the load that follows."""
    job = deciding.confirm(upload=upload, by="test", reason=reason, send_message=False)
    assert job is not None
    return done(job)


def done(job: Job) -> Upload:
    """The upload of a job that was done, or refused."""
    with suppress(running.JobFailed):
        running.run(claim(job))
    return Upload.objects.get(jobs=job)


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
