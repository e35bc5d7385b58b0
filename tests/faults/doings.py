"""What goes on in a round: somebody asks for something, and may see it answered or not.

What was answered is a promise, to which `tests.faults.promises` holds the site; what was not
answered may have been done or not.
"""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from dossiers import actions
from dossiers.models import UNFINISHED, Job, Source, Upload, UploadState
from dossiers.source_settings import parse_source_settings
from indicators.models import Publication
from indicators.tasks import keep_scores
from tests.faults.exports import MONTHS, UNKNOWN, exported_at, write_export
from tests.real.browser import Browser
from units.outages import outage_of

SOURCE = "igate"
_NEW = "/uploads/new/"
_FOUND = 302


@dataclass
class World:
    """Who asks, what was sent, and what was answered: the states that are promised by upload."""

    browser: Browser
    folder: Path
    random: Random = field(default_factory=Random)
    sent: int = 0
    promised: dict[int, set[str]] = field(default_factory=dict)
    accepted: set[int] = field(default_factory=set)
    closed: dict[str, bool] = field(default_factory=dict)

    def file(self, number: int) -> Path:
        return self.folder / f"{number:03}.csv"


Doing = Callable[[World], bool]  # whether it was answered that it was done


def choose(world: World) -> tuple[str, Doing]:
    """What is asked for next: its words, and what does it."""
    loaded = list(Upload.objects.filter(state=UploadState.LOADED).order_by("pk"))
    waiting = list(Upload.objects.filter(state=UploadState.PREVIEWED).order_by("pk"))
    closed = list(Publication.objects.filter(reopened_at=None).order_by("pk"))
    unread = [upload for upload in loaded if upload.rejected]
    possible: list[tuple[str, Doing]] = [("upload", upload)] * 3
    if loaded:
        one, month = world.random.choice(loaded), world.random.choice(MONTHS)
        possible += [(f"undo of upload {one.pk}", lambda world: undo(world, one))] * 2
        possible += [(f"closing of {month}", lambda world: close(world, month)), ("scores", score)]
    if waiting:
        last = waiting[-1]
        possible += [(f"load of upload {last.pk}", lambda world: confirm(world, last))] * 2
    if closed:
        shut = closed[0]
        possible.append((f"opening of {shut.period}", lambda world: reopen(world, shut)))
    if unread:
        odd = world.random.choice(unread)
        possible.append((f"acceptance in upload {odd.pk}", lambda world: accept(world, odd)))
    return world.random.choice(possible)


def upload(world: World) -> bool:
    """Send a file that was not sent before, and have it loaded as soon as it is shown."""
    number = world.sent
    world.sent += 1
    path = write_export(world.file(number), world.random)
    fields = {"source": SOURCE, "exported_at": f"{exported_at(number):%Y-%m-%dT%H:%M}"}
    answer = world.browser.post(_NEW, fields, file=path)
    if answer.status != _FOUND:
        return False
    pk = int(answer.location.rstrip("/").rpartition("/")[2])
    world.promised[pk] = {UploadState.PREVIEWED}
    end = time.monotonic() + 10
    while time.monotonic() < end:
        sent = Upload.objects.get(pk=pk)
        if sent.state == UploadState.PREVIEWED:
            return confirm(world, sent)
        time.sleep(0.05)
    return False


def confirm(world: World, sent: Upload) -> bool:
    """Load what is shown; if the source has changed since, it may be shown once more."""
    page, action = f"/uploads/{sent.pk}/", f"/uploads/{sent.pk}/preview/"
    form = world.browser.form(page, action)
    if not form:
        return False
    world.promised[sent.pk] = {UploadState.LOADED, UploadState.PREVIEWED}
    is_fresh = sent.previewed_generation == Source.objects.get(pk=sent.source_id).generation
    answer = world.browser.post(action, form | {"do": "load"})
    if answer.status != _FOUND:
        return False
    if is_fresh:
        world.promised[sent.pk] = {UploadState.LOADED}
    return True


def undo(world: World, one: Upload) -> bool:
    world.promised[one.pk] = {UploadState.LOADED, UploadState.UNDONE}
    answer = world.browser.post(f"/uploads/{one.pk}/undo/", {"reason": "a fault is tried"})
    if answer.status != _FOUND:
        return False
    world.promised[one.pk] = {UploadState.UNDONE}
    return True


def accept(world: World, one: Upload) -> bool:
    answers = parse_source_settings(f'[values.channel]\nonline = ["{UNKNOWN}"]\n'.encode())
    actions.accept_rejected(upload=one, by="faults", answers=answers)
    world.accepted.add(one.pk)
    return True


def close(world: World, month: str) -> bool:
    fields = {"period": month, "calendar": "month", "reason": "a fault is tried"}
    return _published(world, "/closed/new/", fields, month, closed=True)


def reopen(world: World, shut: Publication) -> bool:
    fields = {"reason": "a fault is tried"}
    return _published(world, f"/closed/{shut.pk}/reopen/", fields, shut.period, closed=False)


def _published(
    world: World, address: str, fields: dict[str, str], period: str, *, closed: bool
) -> bool:
    world.closed.pop(period, None)
    if world.browser.post(address, fields).status != _FOUND:
        return False
    world.closed[period] = closed
    return True


def score(_world: World) -> bool:
    keep_scores.delay()
    return True


def attempt(doing: Doing, world: World) -> bool:
    """Ask, whatever becomes of the answer: the site may be killed meanwhile."""
    try:
        return doing(world)
    except (OSError, http.client.HTTPException, Upload.DoesNotExist, Job.DoesNotExist):
        return False
    except Exception as error:
        if outage_of(error) is None:
            raise
        return False


def number_of(upload: Upload) -> int:
    """Which of the generated files it is."""
    return int(Path(upload.file_name).stem)


def is_quiet() -> bool:
    """Whether no job waits or runs."""
    return not Job.objects.filter(state__in=UNFINISHED).exists()
