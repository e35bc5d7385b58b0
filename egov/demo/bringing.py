"""The demo from nothing to figures, with one progress bar over all of its files."""

import time
from collections.abc import Mapping, Sequence
from threading import Event

from django.utils.translation import gettext as _

from dossiers.loading import running as work
from dossiers.models import Job, JobState
from egov.demo.bar import Bar
from egov.demo.errors import Failed
from egov.demo.loading import (
    bring_units_and_accounts,
    hand_in,
    missing_files,
    unfinished_jobs,
)
from egov.demo.stretches import STRETCHES, Stretch

_LOOK_SECONDS = 0.25
_PATIENCE = 4.0  # seconds; a worker that lives takes a job up within this


def bring(
    *,
    bar: Bar,
    stretches: Sequence[Stretch] = STRETCHES,
    one_in: int = 1,
    here: bool = False,
    stop: Event | None = None,
) -> bool:
    """Load what is missing of the stretches, one dossier in so many; whether anything was.

    `here`: in this process, without a worker. `stop`: once set, nobody waits any more (what was
    handed in goes on). Raises Failed, UnitError, AccountError, ActionError.
    """
    stop = stop or Event()
    missing = [(one, name) for one in stretches for name in missing_files(one)]
    if missing:
        bring_units_and_accounts(stretches)
    under_way = dict(unfinished_jobs(stretches).values_list("pk", "upload__file_name"))
    if not missing and not under_way:
        return False
    books = {one.slug: one.make(one_in) for one in stretches}
    of_file = {
        name: books[one.slug].rows(month) for one in stretches for name, month in one.files.items()
    }
    rows = {pk: of_file[name] for pk, name in under_way.items()}
    total = sum(rows.values()) + sum(of_file[name] for _one, name in missing)
    for one, name in missing:
        bar.show(_done(rows), total, _("writing files"))
        job = None
        if not stop.is_set():
            job = hand_in(one, books[one.slug], name, send_message=not here)
        if job is not None:
            rows[job.pk] = of_file[name]
    if here:
        _work_here(rows, bar)
    else:
        _wait(rows, bar, stop)
    bar.end()
    _check(rows)
    return True


def _work_here(rows: Mapping[int, int], bar: Bar) -> None:
    """Do the jobs, oldest first, in this process."""
    total, before = sum(rows.values()), 0
    for pk in sorted(rows):

        def progress(done: int, _of: int, before: int = before) -> None:
            bar.show(before + done, total)

        def waiting(before: int = before) -> None:
            bar.show(before, total, _("another process is at it"))

        work.run_here(Job.objects.get(pk=pk), progress=progress, waiting=waiting)
        before += rows[pk]
    bar.show(total, total)


def _wait(rows: Mapping[int, int], bar: Bar, stop: Event) -> None:
    """Show how the worker gets on until all jobs have ended."""
    worked_at = time.monotonic()
    while not stop.wait(_LOOK_SECONDS):
        states = set(Job.objects.filter(pk__in=rows).values_list("state", flat=True))
        if not states & {JobState.QUEUED, JobState.RUNNING}:
            bar.show(_done(rows), sum(rows.values()))
            break
        if JobState.RUNNING in states:
            worked_at = time.monotonic()
        nobody = time.monotonic() - worked_at > _PATIENCE
        bar.show(_done(rows), sum(rows.values()), _("waiting for the worker") if nobody else "")


def _done(rows: Mapping[int, int]) -> int:
    """Rows read so far, by the rows of the jobs."""
    states = Job.objects.filter(pk__in=rows).values_list("pk", "state", "rows_done")
    unread = (JobState.QUEUED, JobState.RUNNING)
    return sum(min(done, rows[pk]) if state in unread else rows[pk] for pk, state, done in states)


def _check(rows: Mapping[int, int]) -> None:
    failed = Job.objects.filter(pk__in=rows, state__in=(JobState.FAILED, JobState.CANCELLED))
    for job in failed.select_related("upload")[:1]:
        name = job.upload.file_name if job.upload else ""
        reason = job.reason or job.get_state_display()
        raise Failed(f"{name}: {reason} " + _("Start again to go on."))
