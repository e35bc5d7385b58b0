"""Where a job stands, in words: how far it is, how fast, for how long still, or what it waits for.

The row of the job says it all (dossiers.jobs); whether a worker lives is told by the heartbeats of
the jobs that run, and by nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.models import UNFINISHED, Job, JobKind, JobState

_SOON = timedelta(seconds=4)  # a worker that lives takes a job up within this
_TELLING = timedelta(seconds=2)  # a rate over less says nothing


@dataclass(frozen=True)
class Progress:
    """What to show of an unfinished job.

    `sentence` is the state; `percent` is None where nobody knows; `waits` says that no worker is at
    it. `rate` (rows per second) and `left` (seconds) are None where they cannot be told yet.
    """

    sentence: str
    percent: int | None = None
    rows_done: int = 0
    rows_total: int = 0
    rate: int | None = None
    left: str = ""
    heartbeat_at: datetime | None = None
    waits: bool = False


def progress_of(job: Job, now: datetime) -> Progress:
    """Where an unfinished job stands. Asks once for the other unfinished jobs if it waits."""
    if job.state == JobState.RUNNING and not is_silent(job, now):
        return _running(job, now)
    if job.state == JobState.RUNNING:
        return Progress(_waiting(job.heartbeat_at, now), waits=True)
    others = Job.objects.filter(state__in=UNFINISHED).exclude(pk=job.pk).defer("reason")
    return Progress(_queued(job, others, now), waits=True)


def percent_of(job: Job) -> int | None:
    """How much of its file a running load has read; below 100 until it has ended."""
    if job.state != JobState.RUNNING or not job.rows_total:
        return None
    return min(99, job.rows_done * 100 // job.rows_total)


def is_silent(job: Job, now: datetime) -> bool:
    """Whether a running job's process gave no sign for so long that another may take it over."""
    if job.heartbeat_at is None:
        return True
    return now - job.heartbeat_at > timedelta(seconds=settings.JOB_STALE_SECONDS)


def _running(job: Job, now: datetime) -> Progress:
    if job.kind == JobKind.UNDO:
        sentence = _("What the upload said is being taken back, and the figures are counted again.")
        return Progress(sentence, heartbeat_at=job.heartbeat_at)
    if job.kind == JobKind.ACCEPT and not job.rows_done:
        sentence = _("The rejected rows are being looked at once more.")
        return Progress(sentence, heartbeat_at=job.heartbeat_at)
    if not job.rows_done:
        return Progress(_("The file is being opened."), heartbeat_at=job.heartbeat_at)
    if job.rows_done >= job.rows_total:
        sentence = _("All rows are read. They are being merged with what is known, and counted.")
        if job.kind == JobKind.PREVIEW:
            sentence = _("All rows are read. What their load would change is being worked out.")
        rate, left = None, ""
    else:
        sentence = _("The rows are being read and checked.")
        rate, left = _speed(job, now)
    return Progress(
        sentence,
        percent_of(job),
        rows_done=job.rows_done,
        rows_total=job.rows_total,
        rate=rate,
        left=left,
        heartbeat_at=job.heartbeat_at,
    )


def _speed(job: Job, now: datetime) -> tuple[int | None, str]:
    spent = now - job.started_at if job.started_at else timedelta()
    return speed(job.rows_done, job.rows_total, spent)


def speed(done: int, total: int, spent: timedelta) -> tuple[int | None, str]:
    """Rows per second and the time left in words, once there is enough to tell them."""
    if spent < _TELLING or not done:
        return None, ""
    rate = done / spent.total_seconds()
    return round(rate), in_words((total - done) / rate)


def in_words(seconds: float) -> str:
    """A stretch of time as people say it: 20 seconds, 3 minutes."""
    if seconds < 60:
        count = max(1, round(seconds))
        return ngettext("%(count)s second", "%(count)s seconds", count) % {"count": count}
    count = round(seconds / 60)
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}


def _queued(job: Job, others: Iterable[Job], now: datetime) -> str:
    """Behind others of the source, behind those of other sources, or without any worker."""
    others = list(others)
    ahead = sum(other.source_id == job.source_id and other.pk < job.pk for other in others)
    works = any(other.state == JobState.RUNNING and not is_silent(other, now) for other in others)
    if works and ahead:
        return ngettext(
            "Waiting behind %(count)s other of this source.",
            "Waiting behind %(count)s others of this source.",
            ahead,
        ) % {"count": ahead}
    if works:
        return _("Waiting since %(time)s: the worker is at other files.") % {
            "time": clock(job.queued_at, now)
        }
    if now - job.queued_at < _SOON:
        return _("Waiting to begin.")
    return _waiting(job.queued_at, now)


def _waiting(since: datetime | None, now: datetime) -> str:
    return _(
        "Waiting for the worker since %(time)s. It goes on by itself when the worker is back."
    ) % {"time": clock(since or now, now)}


def clock(at: datetime, now: datetime) -> str:
    """The time of day, with the day where it is not today's."""
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(now).date():
        return formats.date_format(local, "TIME_FORMAT")
    return formats.date_format(local, "SHORT_DATETIME_FORMAT")
