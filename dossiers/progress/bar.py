"""Work under way as a page shows it: a bar, and what is known of it in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from dossiers.models import Job, JobKind
from dossiers.pages.upload_state import StateInWords
from dossiers.progress.in_words import in_words, progress_of


@dataclass(frozen=True)
class Bar:
    """Work under way (components/progress.html); `total` is "" where nobody knows how much."""

    title: str
    state: str
    badge: str
    done: str = ""
    total: str = ""
    details: tuple[str, ...] = ()
    reason: str = ""


def bar_of(job: Job, state: StateInWords, now: datetime) -> Bar:
    """The bar of an unfinished job, whose upload is in that state."""
    progress = progress_of(job, now)
    titles = {
        JobKind.UNDO: _("Taking back"),
        JobKind.PREVIEW: _("Checking"),
        JobKind.ACCEPT: _("Accepting rejected rows"),
    }
    title = titles.get(JobKind(job.kind), _("Loading"))
    if progress.waits:
        return Bar(title, "waiting", _("waiting"), reason=progress.sentence)
    details = [progress.sentence]
    if progress.rows_total:
        rows = {"done": _number(progress.rows_done), "total": _number(progress.rows_total)}
        details.append(_("%(done)s of about %(total)s rows") % rows)
    if progress.rate is not None:
        details.append(_("%(rate)s rows per second") % {"rate": _number(progress.rate)})
    if progress.left:
        details.append(_("%(time)s left") % {"time": progress.left})
    if progress.heartbeat_at:
        ago = in_words((now - progress.heartbeat_at).total_seconds())
        details.append(_("last sign of life %(time)s ago") % {"time": ago})
    percent = progress.percent
    return Bar(
        title=title,
        state="running",
        badge=state.label,
        done="" if percent is None else str(percent),
        total="" if percent is None else "100",
        details=tuple(details),
    )


def _number(number: int) -> str:
    return formats.number_format(number, force_grouping=True)
