"""The page of the site's state, for who administers all."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from redis import RedisError

from dossiers.models import Job, JobState
from egov.health.checks import State, check_all
from egov.health.heard import BEAT, SWEEP, WORKER, last_heard
from units.access import require_everywhere
from units.models import AuditEvent

_STATES: dict[State, Promise] = {
    State.OK: gettext_lazy("works"),
    State.UNREACHABLE: gettext_lazy("cannot be reached"),
    State.READ_ONLY: gettext_lazy("takes nothing in"),
    State.PENDING: gettext_lazy("older than the program"),
    State.SILENT: gettext_lazy("is not heard"),
    State.UNKNOWN: gettext_lazy("unknown"),
}
_FULL = 0.05  # of the disk left


@dataclass(frozen=True)
class Part:
    """A part of the site: its state in a word (with a tone: good, bad, warn) and more about it."""

    name: str
    state: str
    tone: str
    more: str = ""


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """What runs, what waits, how much room there is, and when the last backup was made."""
    require_everywhere(request)
    response = render(request, "status.html", {"parts": list(parts())})
    response.headers["Cache-Control"] = "no-store"
    return response


def parts() -> Iterator[Part]:
    """All parts, those first that `/readyz` tells of."""
    states, heard = check_all(), _heard()
    yield _checked(_("Database"), states["database"])
    yield _checked(_("Tables"), states["migrations"])
    yield _checked(_("Message broker"), states["broker"])
    yield _checked(_("Worker"), states[WORKER], _last_heard(heard[WORKER]))
    yield _checked(_("Scheduler"), states[BEAT], _last_heard(heard[BEAT]))
    yield _sweep(heard[SWEEP])
    yield _jobs()
    yield _disk()
    yield _backup()


def _checked(name: str, state: State, more: str = "") -> Part:
    return Part(name, str(_STATES[state]), "good" if state == State.OK else "bad", more)


def _heard() -> dict[str, datetime | None]:
    with suppress(RedisError):
        return last_heard()
    return dict.fromkeys((WORKER, BEAT, SWEEP))


def _last_heard(at: datetime | None) -> str:
    return _("heard at %(time)s") % {"time": _written(at)} if at else ""


def _sweep(at: datetime | None) -> Part:
    """Late while all processes of the worker are at long loads, which is no fault."""
    return Part(_("Last sweep"), _written(at) if at else _("none"), "" if at else "warn")


def _jobs() -> Part:
    waiting = Job.objects.filter(state=JobState.QUEUED).order_by("queued_at")
    count, first = waiting.count(), waiting.first()
    more = _("the oldest since %(time)s") % {"time": _written(first.queued_at)} if first else ""
    running = Job.objects.filter(state=JobState.RUNNING).count()
    words = {"waiting": count, "running": running}
    return Part(_("Jobs"), _("%(running)d at work, %(waiting)d waiting") % words, "", more)


def _disk() -> Part:
    usage = shutil.disk_usage(settings.DATA_DIR)
    words = {"free": filesizeformat(usage.free), "total": filesizeformat(usage.total)}
    tone = "bad" if usage.free < usage.total * _FULL else ""
    return Part(_("Room for uploads"), _("%(free)s of %(total)s free") % words, tone)


def _backup() -> Part:
    made = AuditEvent.objects.filter(action="back-up").order_by("-id").first()
    if made is None:
        return Part(_("Last backup"), _("none"), "warn")
    return Part(_("Last backup"), _written(made.at), "", made.label)


def _written(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
