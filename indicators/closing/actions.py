"""Closing a period, and opening it again."""

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.closing import changes, keeping
from indicators.models import CountChange, Publication
from indicators.periods import Period
from indicators.wording import period_name
from units import audit
from units.changing import LOCK as UNITS_LOCK
from units.models import AuditEvent, User


class ClosingError(Exception):
    """A period that cannot be closed or opened; the text is a sentence for the user."""


@transaction.atomic
def close_period(*, period: Period, reason: str, by: User | str) -> Publication:
    """Keep the league tables of a period as they are now; one that is closed already stays as it
    was published.

    Waits for loads under way and keeps later ones waiting, a second or so. Raises ClosingError
    where the period has no figures, or those that it has are about to be counted anew.
    """
    with connection.cursor() as cursor:
        # In the order in which a load takes them.
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [UNITS_LOCK])
    changes.lock(alone=True)
    closed = Publication.objects.filter(
        first=period.first, last=period.last, reopened_at=None
    ).first()
    if closed is not None:
        return closed
    reason = _reason(reason)
    if obstacle := keeping.obstacle(period):
        raise ClosingError(obstacle)
    kept = keeping.to_keep(period)
    publication = Publication.objects.create(
        period=period.text,
        calendar=period.calendar,
        first=period.first,
        last=period.last,
        published_by=by if isinstance(by, User) else None,
        reason=reason,
        data_at=kept.data_at,
        audit_id=_newest(AuditEvent),
        change_id=_newest(CountChange),
    )
    keeping.keep(publication, kept)
    audit.record(
        by=by,
        action="close-period",
        obj=publication,
        label=period_name(period),
        new={"reason": reason, "data_at": kept.data_at.isoformat()},
    )
    return publication


@transaction.atomic
def reopen_period(*, publication: Publication, reason: str, by: User | str) -> Publication:
    """Open a closed period again: its live figures are the only ones until it is closed anew. What
    was published stays and can be looked at. A second click changes nothing."""
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if publication.reopened_at is not None:
        return publication
    publication.reopened_at = timezone.now()
    publication.reopened_by = by if isinstance(by, User) else None
    publication.reopen_reason = _reason(reason)
    publication.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    audit.record(
        by=by,
        action="reopen-period",
        obj=publication,
        label=period_name(keeping.period_of(publication)),
        new={"reason": publication.reopen_reason},
    )
    return publication


def _reason(text: str) -> str:
    reason = " ".join(text.split())[:500]
    if not reason:
        raise ClosingError(_("Say why, or by which decision."))
    return reason


def _newest(model: type[AuditEvent] | type[CountChange]) -> int:
    return model.objects.aggregate(newest=Max("pk"))["newest"] or 0
