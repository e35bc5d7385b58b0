"""Documents with pictures of charts, made in the background: rows that tell where they stand.

As `dossiers.jobs` does it: the row decides, a claim gives a token, and the sweeper sends again what
was lost. A document takes some seconds, and no step more than a minute: each step is a heartbeat.
"""

import logging
import uuid
from datetime import timedelta
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _
from redis import RedisError

from dossiers.models import UNFINISHED, JobState
from indicators.briefing.chromium import DrawingError, pictures_of
from indicators.briefing.names import file_name
from indicators.briefing.report import report_of
from indicators.briefing.word.document import made
from indicators.models import BriefingDocument, BriefingTemplate
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from units.models import User
from units.queries import one_hierarchy

logger = logging.getLogger(__name__)

STEPS = 3  # figures, pictures, document
_SILENT = timedelta(seconds=120)
KEPT = timedelta(days=1)


def ask(
    *, selection: Selection, template: BriefingTemplate | None, language: str, by: User
) -> BriefingDocument:
    """Ask for a document. One that is being made of the same for the same account is that one."""
    query = selection.query()
    with transaction.atomic():
        known = BriefingDocument.objects.filter(
            asked_by=by, query=query, template=template, language=language, state__in=UNFINISHED
        ).first()
        if known is not None:
            return known
        row = BriefingDocument.objects.create(
            asked_by=by,
            query=query,
            template=template,
            language=language,
            file_name=file_name(selection, "docx"),
        )
        transaction.on_commit(lambda: send(row))
        return row


def send(row: BriefingDocument) -> None:
    """Tell the workers; without a broker the sweeper does so later."""
    from indicators.tasks import make_briefing

    try:
        make_briefing.delay(row.pk)
    except (make_briefing.OperationalError, RedisError) as error:
        logger.warning("document %s waits for the broker: %s", row.pk, error)
    else:
        BriefingDocument.objects.filter(pk=row.pk).update(sent_at=Now())


def make(pk: int) -> None:
    """Make a document, unless somebody else does or it has ended."""
    row = _claim(pk)
    if row is None:
        return
    try:
        with translation.override(row.language), one_hierarchy():
            _make(row)
    except SelectionError as error:
        _end(row, state=JobState.FAILED, reason=str(error))
    except Exception as error:
        logger.exception("document %s failed", row.pk)
        with translation.override(row.language):
            text = _("An error that should not happen: %(kind)s. The log says where.")
        _end(row, state=JobState.FAILED, reason=text % {"kind": type(error).__name__})


def _make(row: BriefingDocument) -> None:
    selection = Selection.parse(dict(parse_qsl(row.query)))
    report = report_of(selection, Results())
    pictures: dict[str, bytes] = {}
    without = ""
    if not _step(row, 1):
        return
    try:
        pictures = pictures_of(report.charts)
    except DrawingError as error:
        logger.warning("document %s has no pictures: %s", row.pk, error)
        without = str(error)
    if _step(row, 2):
        content = made(report, row.template, pictures)
        _end(row, state=JobState.DONE, content=content, without_pictures=without, step=STEPS)


def _claim(pk: int) -> BriefingDocument | None:
    token = uuid.uuid4()
    free = BriefingDocument.objects.filter(Q(state=JobState.QUEUED) | _silent(), pk=pk)
    free.filter(attempts__gte=settings.JOB_MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        ended_at=Now(),
        reason=_("Given up after %(count)s attempts that ended without a word.")
        % {"count": settings.JOB_MAX_ATTEMPTS},
    )
    free.update(
        state=JobState.RUNNING,
        token=token,
        attempts=F("attempts") + 1,
        heartbeat_at=Now(),
        step=0,
    )
    return BriefingDocument.objects.select_related("template").filter(pk=pk, token=token).first()


def _step(row: BriefingDocument, step: int) -> bool:
    """Write how far it has come; False where it is not ours any more."""
    return bool(_ours(row).update(step=step, heartbeat_at=Now()))


def _end(row: BriefingDocument, **fields: object) -> None:
    _ours(row).update(ended_at=Now(), token=None, **fields)


def _ours(row: BriefingDocument):  # type: ignore[no-untyped-def]
    return BriefingDocument.objects.filter(pk=row.pk, token=row.token, state=JobState.RUNNING)


def _silent() -> Q:
    return Q(state=JobState.RUNNING, heartbeat_at__lt=Now() - _SILENT)


def sweep() -> None:
    """Send again what was lost or went silent, and delete what was kept for a day."""
    BriefingDocument.objects.filter(asked_at__lt=Now() - KEPT).delete()
    lost = Q(state=JobState.QUEUED) & (Q(sent_at=None) | Q(sent_at__lt=Now() - _SILENT))
    for row in BriefingDocument.objects.filter(lost | _silent()).order_by("pk"):
        send(row)
