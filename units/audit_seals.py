"""Seals on audit events, so that it shows if somebody with the database's password changes them.

Triggers refuse changes to everybody, but who owns the tables can take triggers away. So events are
numbered in the order in which they are found, and each seal holds a digest of the one before and of
the event. They are sealed by a task some minutes later and not with their own transactions: those
would then wait for each other, as a sign-in for a merger of units, and could block one another for
good. Why, and what it does not show: docs/privacy.md.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction
from django.utils.translation import gettext as _

from units.models import AuditEvent, AuditSeal

_LOCK = 7660006
_AT_ONCE = 5000


@dataclass(frozen=True)
class Verdict:
    """What came of a verification: how many seals hold, the last of them, how many events are not
    sealed yet. `broken` says what is wrong with the first one that does not hold."""

    sealed: int
    last: str
    waiting: int
    broken: str = ""


def seal_events() -> int:
    """Seal all events that are not yet; how many there were."""
    count = 0
    while sealed := _seal_some():
        count += sealed
    return count


def newest_seal() -> str:
    """Number and digest of the last seal, to be noted outside of the database; "" of none."""
    last = AuditSeal.objects.order_by("-number").first()
    return str(last) if last else ""


def verify(noted: str = "") -> Verdict:
    """Go through all seals from the first on; `noted` is one that was kept elsewhere
    (`newest_seal`) and must be among them."""
    digest, number, found = "", 0, False
    for seal in _seals():
        if seal.number != number + 1:
            return Verdict(number, "", 0, _("seal %(number)d is gone") % {"number": number + 1})
        digest, number = digest_of(digest, seal.event), seal.number
        if seal.digest != digest:
            return Verdict(number - 1, "", 0, _changed(seal.event))
        found = found or str(seal) == noted
    last = f"{number}:{digest}" if number else ""
    waiting = AuditEvent.objects.filter(seal=None).count()
    broken = "" if found or not noted else _("the seal that was noted is not among them")
    return Verdict(number, last, waiting, broken)


def _changed(event: AuditEvent) -> str:
    text = _("event %(event)d of %(at)s is not what was sealed")
    return text % {"event": event.pk, "at": event.at.isoformat()}


def digest_of(before: str, event: AuditEvent) -> str:
    """The digest of a sealed event after that of the one before it."""
    told = (
        *(event.pk, event.at.astimezone(UTC).isoformat(), event.user_id, event.actor),
        *(event.action, event.object_type, event.object_id, event.label, event.unit_id),
        *(event.old, event.new),
    )
    text = json.dumps([before, *told], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _seal_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditSeal.objects.order_by("-number").first()
    number, digest = (last.number, last.digest) if last else (0, "")
    made = []
    for event in AuditEvent.objects.filter(seal=None).order_by("pk")[:_AT_ONCE]:
        number, digest = number + 1, digest_of(digest, event)
        made.append(AuditSeal(number=number, event=event, digest=digest))
    AuditSeal.objects.bulk_create(made)
    return len(made)


def _seals() -> Iterator[AuditSeal]:
    seals = AuditSeal.objects.select_related("event").order_by("number")
    return seals.iterator(chunk_size=_AT_ONCE)
