"""All writes that people ask for: hand in an upload, take one back, accept its rejected rows, count
sources anew."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, default_storage
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import jobs, statutory
from dossiers.access import unit_of
from dossiers.loading.present import lock
from dossiers.models import (
    FILE_JOBS,
    UNFINISHED,
    Acceptance,
    Job,
    JobKind,
    JobState,
    MissingDue,
    Source,
    Upload,
    UploadState,
)
from dossiers.source_settings import SourceSettings
from units import audit
from units.file_names import kept_name
from units.models import User

_BLOCK = 1 << 20
_MOST_WAITING = 50


class ActionError(Exception):
    """Something that cannot be done; the text is a sentence for the user."""


@dataclass(frozen=True)
class HandedIn:
    """An upload and the job that loads or checks it; no job where the same file is loaded already,
    or waits to be confirmed."""

    upload: Upload
    job: Job | None


def hand_in(
    *,
    file: BinaryIO,
    file_name: str,
    slug: str,
    settings: SourceSettings | None,
    exported_at: datetime | None,
    by: User | str,
    kind: JobKind = JobKind.LOAD,
    send_message: bool = True,
) -> HandedIn:
    """Take an export file in and queue its load, or the check before or without one; an unknown
    source is created.

    Without `settings` the source's own are used. The same bytes, settings and export time as a
    live upload's give that upload, as those of an unfinished one its job; a check without loading
    is always made, and a preview where another sheet may be chosen in it. Raises ActionError;
    OSError if the file cannot be stored.
    """
    stored, sha256, size = _store(default_storage, file)
    path = Path(default_storage.path(stored))
    with transaction.atomic():
        try:
            given = settings
            source, settings = _source(slug, given)
            if kind != JobKind.CHECK:
                known = _same_upload(source, sha256, settings, exported_at)
                if kind == JobKind.PREVIEW and (known is None or _may_hold_more(known)):
                    known = _same_preview(source, sha256, given, exported_at)
                if known:
                    path.unlink()
                    return known
                if kind == JobKind.PREVIEW and isinstance(by, User):
                    _refuse_too_many(by)
            upload = Upload.objects.create(
                source=source,
                file_name=kept_name(file_name),
                file=stored,
                sha256=sha256,
                size=size,
                settings=settings.to_dict(),
                base_settings=source.settings if given is None else None,
                follows_rules=given is None,
                exported_at_given=exported_at,
                uploaded_by=by if isinstance(by, User) else None,
            )
            told = {"source": slug, "sha256": sha256, "size": size}
            audit.record(by=by, action=kind, obj=upload, new=told, unit_id=unit_of(source))
            job = jobs.queue(kind=kind, source=source, upload=upload, send_message=send_message)
            return HandedIn(upload, job)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


@transaction.atomic
def undo_upload(
    *, upload: Upload, by: User | str, reason: str = "", send_message: bool = True
) -> Job:
    """Queue the undo of a loaded upload; a second click gives the job that is under way.

    Raises ActionError if the upload is not loaded.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    under_way = upload.jobs.filter(kind=JobKind.UNDO, state__in=UNFINISHED).first()
    if under_way:
        return under_way
    if upload.state != UploadState.LOADED:
        raise ActionError(
            _("Upload %(id)s cannot be taken back: it is not loaded (%(state)s).")
            % {"id": upload.pk, "state": upload.get_state_display()}
        )
    upload.undone_by = by if isinstance(by, User) else None
    upload.undo_reason = reason[:500]
    upload.save(update_fields=["undone_by", "undo_reason"])
    told = {"reason": upload.undo_reason}
    audit.record(by=by, action="undo", obj=upload, new=told, unit_id=unit_of(upload.source))
    return jobs.queue(
        kind=JobKind.UNDO, source=upload.source, upload=upload, send_message=send_message
    )


@transaction.atomic
def accept_rejected(
    *,
    upload: Upload,
    by: User | str,
    answers: SourceSettings | None = None,
    reason: str = "",
    send_message: bool = True,
) -> Job:
    """Queue another look at the rejected rows of a loaded upload: those whose words and units are
    known by now become part of it. A second click gives the job that is under way.

    The words and units of `answers` are used as well, and become the source's. Without a `reason`,
    or one of the upload, nothing is accepted where codes are known under another source. Raises
    ActionError if the upload is not loaded, or being taken back.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    under_way = {
        job.kind: job
        for job in upload.jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).order_by("pk")
    }
    if JobKind.ACCEPT in under_way:
        return under_way[JobKind.ACCEPT]
    if JobKind.UNDO in under_way:
        raise ActionError(_("Upload %(id)s is being taken back.") % {"id": upload.pk})
    if upload.state != UploadState.LOADED:
        raise ActionError(
            _("Upload %(id)s has no rows to accept: it is not loaded (%(state)s).")
            % {"id": upload.pk, "state": upload.get_state_display()}
        )
    told = (answers or SourceSettings()).to_dict()
    told = {name: told[name] for name in ("values", "units")}
    reason = " ".join(reason.split())[:500]
    audit.record(
        by=by,
        action="accept",
        obj=upload,
        new={**told, "reason": reason},
        unit_id=unit_of(upload.source),
    )
    job = jobs.queue(
        kind=JobKind.ACCEPT, source=upload.source, upload=upload, send_message=send_message
    )
    Acceptance.objects.create(
        upload=upload,
        job=job,
        answers=told,
        reason=reason,
        asked_by=by if isinstance(by, User) else None,
    )
    return job


@transaction.atomic
def recount(*, source: Source, by: User | str | None = None, send_message: bool = True) -> Job:
    """Queue a recount of everything of a source; one that waits already is enough. `by` asked for
    it; None: it follows from a change that is written down itself."""
    return _queue_once(source, JobKind.RECOUNT, by=by, send_message=send_message)


@transaction.atomic
def follow_units(*, source: Source, by: User | str | None = None, send_message: bool = True) -> Job:
    """Queue the placing and counting of what names units that have changed; `by` as above."""
    return _queue_once(source, JobKind.FOLLOW, by=by, send_message=send_message)


def _queue_once(source: Source, kind: JobKind, *, by: User | str | None, send_message: bool) -> Job:
    if by is not None:
        told = {"kind": kind.value}
        audit.record(by=by, action="recount", obj=source, new=told, unit_id=unit_of(source))
    waiting = source.jobs.filter(kind=kind, state=JobState.QUEUED).first()
    return waiting or jobs.queue(kind=kind, source=source, send_message=send_message)


@transaction.atomic
def set_reporting(*, source: Source, covers: str, until: str, by: User | str) -> None:
    """Say of which units each file of a source tells, and on which day its system was switched off
    ("" while it runs); its other settings come with its files. Raises SettingsError."""
    with connection.cursor() as cursor:
        source = lock(cursor, source.pk)  # a load under way writes the settings, too
    old = SourceSettings.from_dict(source.settings)
    new = SourceSettings.from_dict({**old.to_dict(), "covers": covers, "until": until})
    if new == old:
        return
    source.settings = new.to_dict()
    source.save(update_fields=["settings"])
    audit.record(
        by=by,
        action="change-source",
        obj=source,
        old={"covers": old.covers, "until": old.until},
        new={"covers": new.covers, "until": new.until},
        unit_id=unit_of(source),
    )


def rejected_saved(*, upload: Upload, by: User) -> None:
    """Somebody saves the rejected rows of an upload as a file: codes of dossiers leave with it."""
    audit.record(
        by=by,
        action="export-rejected",
        obj=upload,
        new={"rows": upload.rejected},
        unit_id=unit_of(upload.source),
    )


def discard(*, upload: Upload) -> None:
    """Forget an upload of which nothing was loaded, as after a check, and a source without any."""
    lock_source(upload.source.slug)
    deleted, _by_model = (
        Upload.objects.filter(pk=upload.pk).exclude(state=UploadState.LOADED).delete()
    )
    if deleted:
        Path(upload.file.path).unlink(missing_ok=True)
    if not Upload.objects.filter(source=upload.source_id).exists():
        Source.objects.filter(pk=upload.source_id).delete()


def _store(storage: Storage, file: BinaryIO) -> tuple[str, str, int]:
    """Copy the file into the storage; returns its name there, its digest and size."""
    name = f"{timezone.localdate():%Y/%m}/{uuid.uuid4()}.original"
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as stored:
            path.chmod(0o600)
            while block := file.read(_BLOCK):
                digest.update(block)
                stored.write(block)
                size += len(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name, digest.hexdigest(), size


def _source(slug: str, settings: SourceSettings | None) -> tuple[Source, SourceSettings]:
    """The source, locked against another hand-in, and the settings to read its file with."""
    lock_source(slug)
    source = Source.objects.filter(slug=slug).first()
    if settings is None:
        settings = SourceSettings.from_dict(source.settings if source else {})
    if settings.missing_due == MissingDue.STATUTORY and not statutory.has_terms():
        raise ActionError(
            _(
                "missing_due = “statutory” needs a catalogue of procedures with terms, and none is"
                " loaded (load_procedures)."
            )
        )
    if source is None:
        _check_slug(slug)
        built_in = SourceSettings()
        source = Source.objects.create(
            slug=slug,
            name=settings.name or slug,
            timezone=settings.timezone,
            # Rules of counting come with a load, and go with its undo.
            compare_by=built_in.compare_by,
            missing_due=built_in.missing_due,
            settings=settings.counting_as(built_in).to_dict(),
        )
    else:
        follow_timezone(source, settings)
    return source, settings


def lock_source(slug: str) -> None:
    """Wait until nobody else hands a file in for the source, or confirms one, in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"dossiers.hand_in {slug}"])


def _check_slug(slug: str) -> None:
    try:
        Source._meta.get_field("slug").clean(slug, None)
    except ValidationError:
        raise ActionError(
            _("“%(slug)s” cannot name a source: use up to 50 of the signs a-z, A-Z, 0-9, - and _.")
            % {"slug": slug[:60]}
        ) from None


def follow_timezone(source: Source, settings: SourceSettings) -> None:
    """Give the source the time zone of the settings that a file of it is read with: only while
    nothing is or will be loaded, as its days are those of the old one. Raises ActionError."""
    if source.timezone == settings.timezone:
        return
    waits = Q(jobs__kind=JobKind.LOAD, jobs__state__in=UNFINISHED)
    if source.uploads.filter(Q(state=UploadState.LOADED) | waits).exists():
        raise ActionError(
            _("The source “%(source)s” has dossiers in the time zone %(old)s; it cannot change.")
            % {"source": source.slug, "old": source.timezone}
        )
    source.timezone = settings.timezone
    source.save(update_fields=["timezone"])


def _same_upload(
    source: Source, sha256: str, settings: SourceSettings, exported_at: datetime | None
) -> HandedIn | None:
    """What was handed in before with this content: loaded, or still to be loaded. One of which a
    sheet was chosen may have others to be loaded."""
    same = source.uploads.filter(sha256=sha256, settings=settings.to_dict(), sheet="")
    if exported_at is not None:
        same = same.filter(exported_at_given=exported_at)
    loaded = same.filter(state=UploadState.LOADED).last()
    if loaded:
        return HandedIn(loaded, None)
    under_way = Job.objects.filter(
        kind=JobKind.LOAD,
        state__in=UNFINISHED,
        upload__in=same.filter(state=UploadState.PENDING),
    ).last()
    return HandedIn(under_way.upload, under_way) if under_way and under_way.upload else None


def _may_hold_more(known: HandedIn) -> bool:
    """Whether there may be another list in the file of what was loaded."""
    upload = known.upload
    others = upload.settings["sheet"] or upload.problems.filter(kind="other_sheets").exists()
    return known.job is None and bool(others)


def _refuse_too_many(by: User) -> None:
    """Files that nobody decides about lie on the disk. Raises ActionError."""
    waiting = Upload.objects.filter(
        uploaded_by=by, state__in=(UploadState.PENDING, UploadState.PREVIEWED)
    )
    if waiting.count() >= _MOST_WAITING:
        raise ActionError(
            _(
                "%(most)s of your files wait to be checked, confirmed or loaded: confirm or cancel"
                " some of them first."
            )
            % {"most": _MOST_WAITING}
        )


def _same_preview(
    source: Source, sha256: str, given: SourceSettings | None, exported_at: datetime | None
) -> HandedIn | None:
    """What was handed in before with this content and is checked, or waits to be confirmed. Its
    answers may have changed its settings: those that are given decide, the source's own do not."""
    at_work = Job.objects.filter(upload=OuterRef("pk"), kind__in=FILE_JOBS, state__in=UNFINISHED)
    same = source.uploads.filter(
        Q(state=UploadState.PREVIEWED) | Q(Exists(at_work), state=UploadState.PENDING),
        sha256=sha256,
        jobs__kind=JobKind.PREVIEW,
    )
    if given is not None:
        same = same.filter(settings=given.to_dict())
    if exported_at is not None:
        same = same.filter(exported_at_given=exported_at)
    found = same.last()
    if found is None:
        return None
    return HandedIn(found, found.jobs.filter(state__in=UNFINISHED).last())
