"""An upload as its page shows it: where its work stands, what came of it, what can be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.checking.problems import FIELD_LABELS
from dossiers.checking.words import FIELDS
from dossiers.models import FILE_JOBS, UNFINISHED, Job, JobKind, JobState, Upload, UploadState
from dossiers.pages.acceptances import Acceptances, acceptances
from dossiers.pages.problem_groups import Group, problem_groups
from dossiers.pages.upload_list import uploader
from dossiers.pages.upload_state import StateInWords, state_in_words
from dossiers.preview.form import PreviewForm
from dossiers.preview.kept import Preview
from dossiers.preview.page import PreviewPage, preview_page
from dossiers.preview.wording import number, time_facts
from dossiers.progress.bar import Bar, bar_of
from units.components import Fact

_POLLED_SECONDS = 2


@dataclass(frozen=True)
class Tile:
    """A count of the result (components/tile.html)."""

    label: str
    value: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class UploadPage:
    """`bar` while work is under way, which the account may cancel or not; `preview` where it waits
    to be confirmed; `may_tell`: the words or units that are not known; `failed_undo`: why the last
    undo came to nothing."""

    by: str
    state: StateInWords
    bar: Bar | None
    failed_undo: str
    acceptances: Acceptances
    summary: str
    tiles: list[Tile]
    facts: list[Fact]
    groups: list[Group]
    period: str
    has_rejected: bool
    may_undo: bool
    may_tell: bool
    may_decide: bool
    may_cancel: bool
    preview: PreviewPage | None
    seconds: int


def upload_page(
    upload: Upload, now: datetime, *, may_decide: bool, form: PreviewForm | None = None
) -> UploadPage:
    """All that the page of an upload shows; five queries at most. `may_decide`: whether the
    account may load, cancel and undo it; `form`: the answers that were not right."""
    job = _last_job(upload)
    unfinished = job if job is not None and job.state in UNFINISHED else None
    settled = upload.state not in (UploadState.PENDING, UploadState.PREVIEWED)
    preview = None
    if upload.state == UploadState.PREVIEWED:
        preview = preview_page(upload, form or _form(upload, job, None))
    state = state_in_words(upload, unfinished)
    groups = problem_groups(upload) if settled or preview else []
    may_undo = may_decide and upload.state == UploadState.LOADED and unfinished is None
    return UploadPage(
        by=uploader(upload),
        state=state,
        bar=_bar(upload, job, state, now),
        failed_undo=_failed_undo(upload, job),
        acceptances=acceptances(upload, job, may_accept=may_decide),
        summary=_summary(upload) if settled or preview else "",
        tiles=_tiles(upload) if settled or (preview and preview.can_load) else [],
        facts=_facts(upload) if settled else [],
        groups=groups,
        period=period_of_figures(upload) if upload.state == UploadState.LOADED else "",
        has_rejected=settled and upload.rejected > 0,
        may_undo=may_undo,
        may_tell=may_undo and any(group.can_be_told for group in groups),
        may_decide=may_decide,
        may_cancel=may_decide and unfinished is not None and unfinished.kind in FILE_JOBS,
        preview=preview,
        seconds=_POLLED_SECONDS,
    )


def preview_form(upload: Upload, data: Any) -> PreviewForm:
    """The form of an upload that waits to be confirmed, filled in."""
    return _form(upload, _last_job(upload), data)


def _form(upload: Upload, job: Job | None, data: Any) -> PreviewForm:
    checked = str(job.pk) if job else ""
    preview = Preview.from_dict(upload.preview)
    return PreviewForm(data, upload=upload, preview=preview, checked=checked)


def _last_job(upload: Upload) -> Job | None:
    return upload.jobs.exclude(kind=JobKind.CHECK).order_by("-pk").first()


def _bar(upload: Upload, job: Job | None, state: StateInWords, now: datetime) -> Bar | None:
    """The work under way: that of the last job, or its end where it was cancelled and somebody is
    still at it."""
    if job is not None and job.state in UNFINISHED:
        return bar_of(job, state, now)
    if upload.state == UploadState.PENDING:
        return Bar(_("Cancelling"), "waiting", _("cancelling"), reason=_("The work is stopped."))
    return None


def period_of_figures(upload: Upload) -> str:
    """The period in which to look at what the upload says, as the pages of figures write it: the
    months of its title, else the month of its export; empty where nobody knows."""
    first = upload.period_from or upload.exported_on
    last = upload.period_to or upload.exported_on
    if first is None or last is None:
        return ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%Y-%m}"
    return f"{first:%Y-%m}..{last:%Y-%m}"


def _confirmed(upload: Upload) -> str:
    """Who confirmed the load, and when."""
    who = upload.confirmed_by.get_short_name() if upload.confirmed_by else _("a command")
    at = formats.date_format(timezone.localtime(upload.confirmed_at), "SHORT_DATETIME_FORMAT")
    return f"{who}, {at}"


def _failed_undo(upload: Upload, job: Job | None) -> str:
    failed = job is not None and job.kind == JobKind.UNDO and job.state == JobState.FAILED
    return job.reason if job and failed and upload.state == UploadState.LOADED else ""


def _summary(upload: Upload) -> str:
    """How many rows the file has, and how many of them warnings, if they were read."""
    if not upload.rows:
        return ""
    rows = ngettext("%(count)s row in the file", "%(count)s rows in the file", upload.rows) % {
        "count": number(upload.rows)
    }
    if not upload.warnings:
        return rows
    warnings = ngettext(
        "%(count)s of them with a warning", "%(count)s of them with warnings", upload.warnings
    )
    return ", ".join((rows, warnings % {"count": number(upload.warnings)}))


def _tiles(upload: Upload) -> list[Tile]:
    """What became of the rows: the four add up to all of them."""
    if upload.state in (UploadState.REFUSED, UploadState.CANCELLED):
        return []
    return [
        Tile(_("New"), number(upload.new), (_("dossiers not known before"),)),
        Tile(_("Changed"), number(upload.changed), (_("known, now with another state"),)),
        Tile(
            _("Unchanged"),
            number(upload.unchanged),
            (_("nothing new, or older than what is known"),),
        ),
        Tile(_("Rejected"), number(upload.rejected), (_("not loaded"),)),
    ]


def _facts(upload: Upload) -> list[Fact]:
    """What was understood of the file; of a refused one as far as that went."""
    facts = time_facts(upload)
    if upload.confirmed_at and upload.state in (UploadState.LOADED, UploadState.UNDONE):
        facts.append(Fact(_("Confirmed"), _confirmed(upload), upload.reason))
    if upload.columns:
        found = [str(FIELD_LABELS[field]) for field in FIELDS if field in upload.columns]
        absent = [str(FIELD_LABELS[field]) for field in FIELDS if field not in upload.columns]
        facts.append(Fact(_("Columns found"), ", ".join(found)))
        facts.append(Fact(_("Not in the file"), ", ".join(absent)))
    return facts
