"""All writes of reports: hand one in, count it, take it back, throw a preview away."""

import hashlib
import uuid
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.reading import ReadError
from indicators.closing import changes
from indicators.models import Report, ReportedFigure, ReportState
from indicators.periods import Period
from indicators.reported.findings import Finding
from indicators.reported.reading import read_report
from indicators.reported.understanding import Understood, understand
from indicators.selection import Scope
from units import audit
from units.errors import UnitError
from units.file_names import kept_name
from units.models import User
from units.queries import hierarchy

FOLDER = "reports"


class ReportError(Exception):
    """A report that cannot be taken; the text is a sentence for the user, `findings` what is wrong
    with its rows."""

    def __init__(self, sentence: str, findings: tuple[Finding, ...] = (), rows: int = 0) -> None:
        super().__init__(sentence)
        self.findings = findings
        self.rows = rows


def hand_in(
    *,
    file: BinaryIO,
    file_name: str,
    unit_id: int,
    period: Period,
    scope: Scope,
    by: User | str,
    look_only: bool = False,
) -> Report:
    """Read a report of a unit, or of the units below it, and keep it to be confirmed: nothing of it
    counts before. The very same file that is counted for the same, or waits to be confirmed, is
    that report. For who wants to `look_only`, and rolls back, no file stays.

    Raises ReportError where no row of it can count; OSError if the file cannot be stored.
    """
    lines = hierarchy()
    if not lines.lives_within(unit_id, period.begins_on, period.ends_on):
        words = {"unit": lines.name(unit_id, period.ends_on)}
        raise ReportError(_("“%(unit)s” was no unit in this period.") % words)
    digest = hashlib.sha256(file.read()).hexdigest()
    known = Report.objects.filter(
        sha256=digest,
        unit=unit_id,
        first_half=period.first,
        last_half=period.last,
        scope=scope,
        state__in=(ReportState.PREVIEWED, ReportState.COUNTED),
    ).last()
    if known is not None and not look_only:
        return known
    file.seek(0)
    stored = default_storage.save(f"{FOLDER}/{period.text[:4]}/{uuid.uuid4()}", File(file))
    path = Path(default_storage.path(stored))
    try:
        with transaction.atomic():
            read = read_report(path)
            report = Report.objects.create(
                unit_id=unit_id,
                period=period.text,
                calendar=period.calendar,
                first_half=period.first,
                last_half=period.last,
                scope=scope,
                kind=read.kind,
                file_name=kept_name(file_name),
                file=stored,
                sha256=digest,
                handed_in_by=by if isinstance(by, User) else None,
            )
            _fill(report, understand(read, unit_id, period))
            audit.record(by=by, action="report", obj=report, new=_told(report))
            if look_only:
                path.unlink()
            return report
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, ReadError):
            raise ReportError(str(error)) from None
        raise


def _fill(report: Report, understood: Understood) -> None:
    if not understood.lines:
        refused = tuple(one for one in understood.findings if one.refuses)
        raise ReportError(
            _("Nothing of the file can be counted: no row of it names a unit and its numbers."),
            refused,
            len({one.row for one in refused}),
        )
    report.totals = understood.totals
    report.findings = [one.to_dict() for one in understood.findings]
    report.save()
    ReportedFigure.objects.bulk_create(
        ReportedFigure(
            report=report,
            row=line.row,
            unit_id=line.unit_id,
            field=line.field,
            numbers=line.numbers,
        )
        for line in understood.lines
    )


@transaction.atomic
def count(*, report: Report, by: User | str) -> None:
    """Let a report count from now on; of several for the same unit and period the last one holds.
    One that counts already is left as it is.

    Raises ReportError if it was taken back.
    """
    report = _locked(report)
    if report.state == ReportState.COUNTED:
        return
    if report.state != ReportState.PREVIEWED:
        raise ReportError(_("The report was taken back: hand the file in again."))
    report.state = ReportState.COUNTED
    report.counted_at = timezone.now()
    report.counted_by = by if isinstance(by, User) else None
    report.save()
    audit.record(by=by, action="count-report", obj=report, new=_told(report))


@transaction.atomic
def take_back(*, report: Report, by: User | str, reason: str) -> None:
    """Let a report count no more. It stays, with its file, to be looked at.

    Raises ReportError if it does not count.
    """
    report = _locked(report)
    if report.state != ReportState.COUNTED:
        raise ReportError(
            _("Report %(id)s cannot be taken back: it does not count (%(state)s).")
            % {"id": report.pk, "state": report.get_state_display()}
        )
    report.state = ReportState.TAKEN_BACK
    report.taken_back_at = timezone.now()
    report.taken_back_by = by if isinstance(by, User) else None
    report.reason = reason[:500]
    report.save()
    audit.record(by=by, action="take-report-back", obj=report, new={"reason": report.reason})


@transaction.atomic
def discard(*, report: Report, by: User | str) -> None:
    """Throw away a report that waits to be confirmed, with its file. Raises ReportError if it does
    not wait."""
    report = _locked(report)
    if report.state != ReportState.PREVIEWED:
        raise ReportError(_("Only a report that waits to be confirmed can be thrown away."))
    path = Path(report.file.path) if report.file else None  # forgotten after some time
    audit.record(by=by, action="discard-report", obj=report, old=_told(report))
    report.delete()
    if path is not None:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def refuse_if_named(*, unit_ids: frozenset[int], **_kwargs: object) -> None:
    """No report names a unit that is to vanish, also none that was taken back: it stays with what
    it says. Raises UnitError."""
    named = Q(unit__in=unit_ids) | Q(figures__unit__in=unit_ids)
    report = Report.objects.filter(named).order_by("pk").first()
    if report is not None:
        words = {"file": report.file_name, "id": report.pk}
        raise UnitError(_("Report %(id)s, “%(file)s”, is of a unit that would vanish.") % words)


def _locked(report: Report) -> Report:
    """The report as it is, for who changes it; a period is closed before or after."""
    changes.lock()
    found = Report.objects.select_for_update().filter(pk=report.pk).first()
    if found is None:
        raise ReportError(_("The report is gone: somebody threw it away."))
    return found


def _told(report: Report) -> dict[str, str | int]:
    return {
        "unit": report.unit_id,
        "period": report.period,
        "calendar": report.calendar,
        "scope": report.scope,
        "sha256": report.sha256,
    }
