"""Evidence files: kept under their checksum in the uploads' storage, which nothing serves, and
removed again until the submission is handed in."""

import hashlib
import os
import uuid
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import EnteredMeasure, Evidence, StepKind, Submission, SubmissionStep
from indicators.submitting.actions import SubmissionError, locked
from indicators.submitting.kinds import endings, fitting
from units import audit
from units.models import User

FOLDER = "evidence"
MOST_FILES = 20


def limit() -> int:
    """How many bytes one file may have."""
    return int(settings.MAX_EVIDENCE_BYTES)


def add(
    *,
    submission: Submission,
    file: BinaryIO,
    name: str,
    measure: EnteredMeasure | None,
    by: User | str,
) -> Evidence:
    """Keep a file with a submission that can still be changed. The same file again is the one that
    is there. Raises SubmissionError, also where that is for another measure; OSError if it cannot
    be stored, and then nothing of it is."""
    allowed = endings(file)
    if not allowed:
        raise SubmissionError(
            _(
                "“%(name)s” is no PDF, picture (JPEG, PNG) or office document without macros:"
                " no other files are taken."
            )
            % {"name": name[:60]}
        )
    digest = _digest(file)
    size = file.seek(0, os.SEEK_END)
    if size > limit():
        raise SubmissionError(too_large())
    file.seek(0)
    stored = f"{FOLDER}/{digest[:2]}/{digest}-{uuid.uuid4().hex[:8]}"
    path = Path(default_storage.path(stored))
    try:
        with transaction.atomic():
            row = _editable(submission)
            known = row.evidence.filter(sha256=digest).first()
            if known is not None:
                _refuse_elsewhere(known, measure)
                return known
            if row.evidence.count() >= MOST_FILES:
                words = {"most": MOST_FILES}
                raise SubmissionError(_("A submission has at most %(most)s files.") % words)
            assert default_storage.save(stored, File(file)) == stored  # noqa: S101
            found = Evidence.objects.create(
                submission=row,
                measure=measure,
                name=fitting(name, allowed),
                size=size,
                sha256=digest,
                file=stored,
                added_by=by if isinstance(by, User) else None,
            )
            _step(row, StepKind.ADD_FILE, found, by)
            new = {"name": found.name, "sha256": digest, "submission": row.pk}
            audit.record(by=by, action="add-evidence", obj=found, new=new, unit_id=row.unit_id)
            return found
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def remove(*, evidence: Evidence, by: User | str) -> None:
    """Remove a file from a submission that can still be changed. Raises SubmissionError."""
    with transaction.atomic():
        row = _editable(evidence.submission)
        there = row.evidence.filter(pk=evidence.pk).first()
        if there is None:  # a second click
            return
        _step(row, StepKind.REMOVE_FILE, there, by)
        old = {"name": there.name, "sha256": there.sha256, "submission": row.pk}
        audit.record(by=by, action="remove-evidence", obj=there, old=old, unit_id=row.unit_id)
        path = Path(default_storage.path(there.file))
        there.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _refuse_elsewhere(known: Evidence, measure: EnteredMeasure | None) -> None:
    """A file bears out one measure, or all."""
    if known.measure != measure:
        of = known.measure.label if known.measure else _("the whole submission")
        raise SubmissionError(
            _(
                "This file is there already, as “%(name)s”, for: %(of)s. Remove it there first;"
                " what bears out several measures is added for the whole submission."
            )
            % {"name": known.name, "of": of}
        )


def too_large() -> str:
    """Why a file is not taken."""
    return _("The file is too large: at most %(most)s MB are taken.") % {
        "most": limit() // 1_000_000
    }


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    return found.hexdigest()


def _editable(submission: Submission) -> Submission:
    row = locked(submission)
    if not row.is_editable:
        words = {"state": row.get_state_display()}
        raise SubmissionError(_("Its files cannot be changed now: %(state)s.") % words)
    return row


def _step(row: Submission, kind: StepKind, evidence: Evidence, by: User | str) -> None:
    """Who did what; the version stays: values that somebody is filling in are not affected."""
    who = by if isinstance(by, User) else None
    SubmissionStep.objects.create(
        submission=row, kind=kind, at=timezone.now(), by=who, text=evidence.name
    )
