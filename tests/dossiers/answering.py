"""Exports of March 2018 and the answers to their previews, for tests of what people decide."""

from datetime import datetime
from typing import Any

from dossiers.models import Upload, UploadState
from dossiers.preview import deciding
from dossiers.preview.answers import Answers, answered
from dossiers.preview.kept import Preview
from dossiers.source_settings import SourceSettings
from tests.dossiers.queueing import done
from tests.support import dossier
from units.models import AuditEvent

YEN_DO = "Phường Yên Đỗ"


def code(number: int) -> str:
    return f"H21.17-180301-{number:04}"


def march(*numbers: int, unit: str = YEN_DO, due: str = "20/03/2018", finished: str = ""):
    return [dossier(code(n), unit, f"{n:02}/03/2018", due, finished) for n in numbers]


def preview_of(upload: Upload) -> Preview:
    upload.refresh_from_db()
    assert upload.state == UploadState.PREVIEWED, upload.refusal
    return Preview.from_dict(upload.preview)


def answer(
    upload: Upload, answers: Answers, exported_at: datetime | None = None, sheet: str = ""
) -> Upload:
    """The upload after the check that follows its answers."""
    settings = answered(SourceSettings.from_dict(upload.settings), answers)
    job = deciding.answer(
        upload=upload,
        settings=settings,
        exported_at=exported_at,
        sheet=sheet,
        by="test",
        send_message=False,
    )
    return done(job)


def events(action: str) -> list[tuple[Any, Any]]:
    """Old and new of the audit events of an action."""
    return list(AuditEvent.objects.filter(action=action).values_list("old", "new").order_by("pk"))
