"""What this room forgets of files that were handed in: copies and quoted values of those that were
loaded long ago, and all of those that came to nothing.

No figure depends on any of it. Dossiers themselves are not forgotten: docs/privacy.md says why.
"""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from dossiers.models import UNFINISHED, Job, Problem, Upload, UploadState
from units.retention.rule import AT_ONCE, Rule

_CAME_TO_NOTHING = (UploadState.REFUSED, UploadState.CANCELLED)


def _old(before: datetime, states: tuple[UploadState, ...]) -> QuerySet[Upload]:
    """Uploads of which nothing is under way: an acceptance reads the copy."""
    at_work = Job.objects.filter(upload=OuterRef("pk"), state__in=UNFINISHED)
    return Upload.objects.filter(~Exists(at_work), uploaded_at__lt=before, state__in=states)


def _copies(before: datetime) -> QuerySet[Upload]:
    return _old(before, (UploadState.LOADED,)).exclude(file="")


def _count_copies(before: datetime) -> int:
    return _copies(before).count()


def _forget_copies(before: datetime) -> int:
    """A row lets go of its copy when that is gone: who is killed in between finds it here again."""
    gone = []
    try:
        for upload in _copies(before).only("file").order_by("pk")[:AT_ONCE]:
            Path(upload.file.path).unlink(missing_ok=True)
            gone.append(upload.pk)
    finally:
        Upload.objects.filter(pk__in=gone).update(file="")
    return len(gone)


def _values(before: datetime) -> QuerySet[Problem]:
    return Problem.objects.filter(upload__uploaded_at__lt=before).exclude(value="")


def _count_values(before: datetime) -> int:
    return _values(before).count()


def _forget_values(before: datetime) -> int:
    some = list(_values(before).values_list("pk", flat=True)[:AT_ONCE])
    return Problem.objects.filter(pk__in=some).update(value="")


def _count_nothings(before: datetime) -> int:
    return _old(before, _CAME_TO_NOTHING).count()


@transaction.atomic
def _forget_nothings(before: datetime) -> int:
    """Their files went when they came to nothing; the rows go with their problems and jobs."""
    some = list(_old(before, _CAME_TO_NOTHING).values_list("pk", flat=True)[: AT_ONCE // 10])
    Upload.objects.filter(pk__in=some).delete()
    return len(some)


RULES = (
    Rule(
        "copies",
        _("copies of the mapped columns of loaded files"),
        "KEEP_COPIES_DAYS",
        _count_copies,
        _forget_copies,
    ),
    Rule(
        "quoted-values",
        _("values that problems of uploads quote"),
        "KEEP_COPIES_DAYS",
        _count_values,
        _forget_values,
    ),
    Rule(
        "refused-uploads",
        _("uploads that were refused or cancelled"),
        "KEEP_REFUSED_DAYS",
        _count_nothings,
        _forget_nothings,
    ),
)
