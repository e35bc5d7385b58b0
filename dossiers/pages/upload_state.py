"""What an upload is in, in words, with the tone in which a page says it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dossiers.models import Job, JobKind, JobState, Upload, UploadState
from dossiers.progress.in_words import percent_of


@dataclass(frozen=True)
class StateInWords:
    """`label` in a word or two; `detail`: why, by whom; `tone`: good, bad, soon, or "" for none."""

    label: str
    detail: str = ""
    tone: str = ""


def state_in_words(upload: Upload, unfinished: Job | None) -> StateInWords:
    """The state of an upload, given its job that waits or runs, if there is one."""
    if unfinished is not None and unfinished.kind == JobKind.UNDO:
        return StateInWords(_("being taken back"), undo_detail(upload), "brand")
    if unfinished is not None and unfinished.kind == JobKind.ACCEPT:
        return StateInWords(_("accepting rows"), tone="brand")
    if upload.state == UploadState.LOADED:
        return StateInWords(_("loaded"), tone="good")
    if upload.state == UploadState.REFUSED:
        return StateInWords(_("refused"), upload.refusal, "bad")
    if upload.state == UploadState.UNDONE:
        return StateInWords(_("taken back"), undo_detail(upload))
    if upload.state == UploadState.CANCELLED:
        return StateInWords(_("cancelled"), upload.refusal)
    if upload.state == UploadState.PREVIEWED:
        return StateInWords(_("to be confirmed"), tone="warn")
    if unfinished is not None and unfinished.kind == JobKind.PREVIEW:
        return _checking(unfinished)
    if unfinished is None or unfinished.state == JobState.QUEUED:
        return StateInWords(_("waiting"), tone="warn")
    percent = percent_of(unfinished)
    if percent is None:
        return StateInWords(_("loading"), tone="brand")
    return StateInWords(_("loading, %(percent)s %%") % {"percent": percent}, tone="brand")


def _checking(job: Job) -> StateInWords:
    percent = percent_of(job)
    if job.state == JobState.QUEUED:
        return StateInWords(_("waiting"), tone="warn")
    if percent is None:
        return StateInWords(_("checking"), tone="brand")
    return StateInWords(_("checking, %(percent)s %%") % {"percent": percent}, tone="brand")


def undo_detail(upload: Upload) -> str:
    """Who took it back, or asked for it, and why."""
    who = upload.undone_by.get_short_name() if upload.undone_by else _("a command")
    if not upload.undo_reason:
        return _("by %(who)s") % {"who": who}
    return _("by %(who)s: %(reason)s") % {"who": who, "reason": upload.undo_reason}
