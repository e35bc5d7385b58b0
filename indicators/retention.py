"""What this room forgets: evidence of inputs that are decided, files of reports, and which daily
mail went to whom. What they were, and what was said by them, stays."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Evidence, Report, SubmissionState, WatchMail
from units.retention.rule import AT_ONCE, Rule

_DECIDED = (SubmissionState.VERIFIED, SubmissionState.DISCARDED)


def _evidence(before: datetime) -> QuerySet[Evidence]:
    old = Evidence.objects.filter(submission__state__in=_DECIDED, submission__changed_at__lt=before)
    return old.exclude(file="")


def _reports(before: datetime) -> QuerySet[Report]:
    """Those that were never confirmed, too: they wait with what was read of them."""
    return Report.objects.filter(handed_in_at__lt=before).exclude(file="")


def _count_files(before: datetime) -> int:
    return _evidence(before).count() + _reports(before).count()


@transaction.atomic
def _forget_files(before: datetime) -> int:
    """The rows let go of their files, which go when that is certain; one that a killed process
    leaves is removed with what no row names (`indicators.leftovers`)."""
    evidence = list(_evidence(before)[: AT_ONCE // 10])
    reports = list(_reports(before)[: AT_ONCE // 10])
    paths = [*(one.file for one in evidence), *(str(one.file) for one in reports)]
    Evidence.objects.filter(pk__in=[one.pk for one in evidence]).update(file="")
    Report.objects.filter(pk__in=[one.pk for one in reports]).update(file="")
    transaction.on_commit(lambda: _unlink(paths))
    return len(paths)


def _unlink(names: Iterable[str]) -> None:
    for name in names:
        Path(default_storage.path(name)).unlink(missing_ok=True)


def _mails(before: datetime) -> QuerySet[WatchMail]:
    return WatchMail.objects.filter(day__lt=timezone.localdate(before))


def _count_mails(before: datetime) -> int:
    return _mails(before).count()


def _forget_mails(before: datetime) -> int:
    some = list(_mails(before).values_list("pk", flat=True)[:AT_ONCE])
    return WatchMail.objects.filter(pk__in=some).delete()[0]


RULES = (
    Rule(
        "evidence",
        _("evidence of inputs that are verified or thrown away, and files of reports"),
        "KEEP_EVIDENCE_DAYS",
        _count_files,
        _forget_files,
    ),
    Rule(
        "mails", _("which daily mail went to whom"), "KEEP_MAILS_DAYS", _count_mails, _forget_mails
    ),
)
