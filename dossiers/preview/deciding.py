"""What people decide about an upload that is checked before it is loaded: answer its questions,
confirm it, cancel it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import jobs
from dossiers.access import unit_of
from dossiers.actions import ActionError, follow_timezone, lock_source
from dossiers.models import (
    FILE_JOBS,
    UNFINISHED,
    Job,
    JobKind,
    JobState,
    Problem,
    Upload,
    UploadState,
)
from dossiers.preview.kept import COUNTS, Preview
from dossiers.source_settings import SourceSettings
from units import audit
from units.models import User

WAITS = timedelta(hours=24)  # the original must be gone by then (DESIGN.md section 4)


@transaction.atomic
def answer(
    *,
    upload: Upload,
    settings: SourceSettings,
    exported_at: datetime | None,
    by: User | str,
    sheet: str = "",
    reason: str = "",
    send_message: bool = True,
) -> Job:
    """Check a previewed upload again with the settings and the export time that the answers make
    (see `answers`), and the sheet that was chosen; without one it stays as it is. A second
    click gives the check that is under way. A `reason` that was written waits for the confirmation.

    Raises ActionError if the upload does not wait for answers, or for other ones.
    """
    upload = _locked(upload)
    under_way = upload.jobs.filter(kind=JobKind.PREVIEW, state__in=UNFINISHED).first()
    if under_way:
        asked = (upload.settings, upload.exported_at_given, upload.sheet, upload.reason)
        answers = (settings.to_dict(), exported_at, sheet or upload.sheet, reason or upload.reason)
        if asked == answers:
            return under_way
        raise ActionError(
            _("Somebody else has answered meanwhile, and the file is checked: answer again then.")
        )
    _check_waits(upload)
    before = _told(upload)
    upload.settings = settings.to_dict()
    upload.exported_at_given = exported_at
    upload.sheet = sheet or upload.sheet
    upload.reason = reason
    upload.state = UploadState.PENDING
    upload.save(update_fields=["settings", "exported_at_given", "sheet", "reason", "state"])
    old, new = audit.difference(before, _told(upload))
    _record(upload, "answer", by, old=old, new=new)
    return jobs.queue(
        kind=JobKind.PREVIEW, source=upload.source, upload=upload, send_message=send_message
    )


@transaction.atomic
def confirm(
    *, upload: Upload, by: User | str, reason: str = "", send_message: bool = True
) -> Job | None:
    """Queue the load of a previewed upload; a second click gives the load that is under way, None
    after its end.

    Raises ActionError while something keeps it from being loaded, where the same was loaded from
    the same file before, or where a reason is needed and missing: some of its codes are known under
    another source.
    """
    lock_source(upload.source.slug)
    upload = _locked(upload)
    under_way = upload.jobs.filter(kind=JobKind.LOAD, state__in=UNFINISHED).first()
    if under_way or upload.state == UploadState.LOADED:
        return under_way
    _check_waits(upload)
    preview = Preview.from_dict(upload.preview)
    reason = " ".join(reason.split())
    if preview.blocking:
        raise ActionError(preview.sentence)
    if earlier := _same_loaded(upload):
        raise ActionError(
            _(
                "This very file was loaded already as upload %(id)s, from the same sheet. "
                "Choose another sheet, or cancel."
            )
            % {"id": earlier.pk}
        )
    if preview.needs_reason and not reason:
        raise ActionError(
            _("Some codes are known under another source: say why they are loaded all the same.")
        )
    follow_timezone(upload.source, SourceSettings.from_dict(upload.settings))
    upload.state = UploadState.PENDING
    upload.confirmed_at = timezone.now()
    upload.confirmed_by = by if isinstance(by, User) else None
    upload.reason = reason[:500]
    upload.save(update_fields=["state", "confirmed_at", "confirmed_by", "reason"])
    new = {**preview.counts, "reason": upload.reason}
    _record(upload, "confirm", by, new=new)
    return jobs.queue(
        kind=JobKind.LOAD, source=upload.source, upload=upload, send_message=send_message
    )


def cancel(*, upload: Upload, by: User | str, reason: str = "") -> None:
    """Give an upload up that is being checked, waits for its confirmation, or is being loaded: its
    original goes at once, and whoever works on it stops without a trace. Twice is once.

    Raises ActionError if the upload is loaded, or has come to nothing already.
    """
    who = by.get_short_name() if isinstance(by, User) else by
    reason = reason or _("Cancelled by %(who)s.") % {"who": who}
    with transaction.atomic():
        stopped = jobs.cancel(upload, reason=reason)
        if stopped:
            _record(upload, "cancel", by, new={"reason": reason})
    state = Upload.objects.values_list("state", flat=True).get(pk=upload.pk)
    if state == UploadState.PREVIEWED and _cancel_preview(upload, by, reason):
        return
    if state in (UploadState.PREVIEWED, UploadState.PENDING) and _is_at_work(upload):
        cancel(upload=upload, by=by, reason=reason)  # it was confirmed meanwhile
    elif state in (UploadState.CANCELLED, UploadState.PENDING):
        settle_cancelled()
    else:
        raise ActionError(
            _("Upload %(id)s cannot be cancelled any more (%(state)s).")
            % {"id": upload.pk, "state": UploadState(state).label}
        )


def _is_at_work(upload: Upload) -> bool:
    return upload.jobs.filter(kind__in=FILE_JOBS, state__in=UNFINISHED).exists()


@transaction.atomic
def _cancel_preview(upload: Upload, by: User | str, reason: str) -> bool:
    """Cancel an upload that waits to be confirmed; False if it does so no more."""
    upload = _locked(upload)
    if upload.state != UploadState.PREVIEWED:
        return False
    _give_up(upload, reason)
    _record(upload, "cancel", by, new={"reason": reason})
    return True


@transaction.atomic
def settle_cancelled() -> None:
    """Let uploads follow whose work was cancelled. One that a merge still holds is left to whoever
    calls this next: the process that does the merge, or a sweep."""
    of_upload = Job.objects.filter(upload=OuterRef("pk"), kind__in=FILE_JOBS)
    waiting = Upload.objects.filter(
        Exists(of_upload.filter(state=JobState.CANCELLED)),
        ~Exists(of_upload.filter(state__in=UNFINISHED)),
        state=UploadState.PENDING,
    )
    for upload in waiting.select_for_update(skip_locked=True, of=("self",)):
        cancelled = upload.jobs.filter(state=JobState.CANCELLED).latest("pk")
        _give_up(upload, cancelled.reason)


def cancel_forgotten() -> None:
    """Cancel what has waited for a day to be confirmed."""
    since = timezone.now() - WAITS
    forgotten = Upload.objects.filter(state=UploadState.PREVIEWED, uploaded_at__lt=since)
    for upload in forgotten:
        _cancel_preview(upload, "sweep", _("Not confirmed within a day."))


def forget_counts(upload: Upload) -> None:
    """Let an upload say nothing of its rows any more."""
    for name in COUNTS:
        setattr(upload, name, 0)


def _give_up(upload: Upload, reason: str) -> None:
    """Cancel a locked upload: nothing stays of its file and of what was found in it."""
    Problem.objects.filter(upload=upload).delete()
    upload.state, upload.refusal, upload.preview = UploadState.CANCELLED, reason, None
    forget_counts(upload)
    upload.save(update_fields=["state", "refusal", "preview", *COUNTS])
    original = Path(upload.file.path)
    transaction.on_commit(lambda: original.unlink(missing_ok=True))


def _record(upload: Upload, action: str, by: User | str, *, new: Any, old: Any = None) -> None:
    unit_id = unit_of(upload.source)
    audit.record(by=by, action=action, obj=upload, old=old, new=new, unit_id=unit_id)


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).select_related("source").get(pk=upload.pk)


def _same_loaded(upload: Upload) -> Upload | None:
    """The live upload that says all that this one would."""
    return upload.source.uploads.filter(
        state=UploadState.LOADED,
        sha256=upload.sha256,
        settings=upload.settings,
        sheet=upload.sheet,
        exported_at=upload.exported_at,
    ).last()


def _check_waits(upload: Upload) -> None:
    """Raises ActionError unless the upload waits for a decision."""
    if upload.state != UploadState.PREVIEWED:
        raise ActionError(
            _("Upload %(id)s does not wait for a confirmation (%(state)s).")
            % {"id": upload.pk, "state": upload.get_state_display()}
        )


def _told(upload: Upload) -> dict[str, Any]:
    """What was answered about an upload, for the audit log."""
    at = upload.exported_at_given
    sheet = upload.sheet or upload.settings["sheet"]
    return {**upload.settings, "sheet": sheet, "exported_at": at.isoformat() if at else None}
