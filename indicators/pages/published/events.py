"""What happened to a closed period since, in words: uploads, reports, entered values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from dossiers.models import JobKind, Upload
from indicators.closing.later import COUNTED
from indicators.closing.steps import Part
from indicators.models import CountChange, EnteredValue, Report
from indicators.writing import day
from units.models import AuditEvent

_FEW = 5


def changes_in(parts: Iterable[Part]) -> dict[int, str]:
    """Number of a change -> what it was."""
    ids = {part.change_id for part in parts if part.change_id}
    changes = list(CountChange.objects.filter(pk__in=ids))
    uploads = Upload.objects.in_bulk({one.upload_id for one in changes if one.upload_id})
    return {one.pk: _change_words(one, uploads) for one in changes}


def _change_words(change: CountChange, uploads: Mapping[int, Upload]) -> str:
    upload = uploads.get(change.upload_id or 0)
    words = {"file": upload.file_name if upload else "–", "day": day(change.at)}
    if change.kind == JobKind.LOAD:
        return _("“%(file)s” was loaded on %(day)s.") % words
    if change.kind == JobKind.ACCEPT:
        return _("Rejected rows of “%(file)s” were accepted on %(day)s.") % words
    if change.kind == JobKind.UNDO:
        sentence = _("“%(file)s” was taken back on %(day)s.") % words
        return f"{sentence} {upload.undo_reason}".strip() if upload else sentence
    return _("Dossiers were counted anew on %(day)s, after a change of units or rules.") % words


def reports_in(parts: Iterable[Part]) -> dict[int, str]:
    """Number of an audit event -> what was done with which report."""
    events = AuditEvent.objects.filter(pk__in={one.event_id for one in parts if one.event_id})
    found = list(events.select_related("user"))
    reports = Report.objects.in_bulk({int(one.object_id) for one in found})
    return {one.pk: _report_words(one, reports[int(one.object_id)]) for one in found}


def _report_words(event: AuditEvent, report: Report) -> str:
    who = event.user.get_short_name() if event.user else event.actor
    words = {"file": report.file_name, "day": day(event.at), "who": who}
    if event.action == COUNTED:
        return _("The report “%(file)s” was counted on %(day)s by %(who)s.") % words
    sentence = _("The report “%(file)s” was taken back on %(day)s by %(who)s.") % words
    return f"{sentence} {report.reason}".strip()


def entered_words(values: Sequence[EnteredValue]) -> str:
    """That values were entered on a day: who, and from which files."""
    who = dict.fromkeys(
        one.entered_by.get_short_name() if one.entered_by else "load_values" for one in values
    )
    files = dict.fromkeys(f"“{one.file_name}”" for one in values if one.file_name)
    words = {"day": day(values[-1].entered_at), "who": _some(who), "files": _some(files)}
    if files:
        return _("Values were entered on %(day)s by %(who)s, from %(files)s.") % words
    return _("Values were entered on %(day)s by %(who)s.") % words


def _some(names: Collection[str]) -> str:
    """The first few of several names."""
    return ", ".join([*islice(names, _FEW), *(["…"] if len(names) > _FEW else [])])
