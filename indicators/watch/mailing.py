"""Sending the daily mails: each account has at most one a day, whoever sends, however often, and
whenever it is killed; and what becomes of one mail is nothing to the others.

A mail is worked out first, then claimed by one conditional statement, then sent. What is not known
to have failed is never sent again that day: a process that dies between claim and end leaves
"being sent", a connection that breaks off while the mail goes out "broken off".
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from indicators.models import MailState, WatchMail, WatchSubscription
from indicators.results import Results
from indicators.watch.mail import message_for
from units.queries import one_hierarchy

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
_LONGEST = 200
# The server said no: nothing was delivered.
_REFUSED = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPResponseException)


@dataclass(frozen=True)
class Outcome:
    """What became of one account's mail; `message` where it was worked out, None for a state where
    there is nothing to tell of."""

    username: str
    state: MailState | None
    reason: str = ""
    message: EmailMultiAlternatives | None = None


def send_all(*, dry_run: bool = False) -> Iterator[Outcome]:
    """Send the mails of today that nobody has sent or is sending, one after the other; those that
    failed are tried again, three times a day at most. With `dry_run` they are only worked out."""
    today = timezone.localdate()
    for subscription in _waiting(today):
        yield _send_one(subscription, today, dry_run=dry_run)


def _waiting(today: date) -> list[WatchSubscription]:
    """Of active accounts with an address."""
    done = WatchMail.objects.filter(day=today).exclude(
        state=MailState.FAILED, attempts__lt=MOST_ATTEMPTS
    )
    return list(
        WatchSubscription.objects.select_related("user")
        .filter(user__is_active=True)
        .exclude(user__email="")
        .exclude(user__in=done.values("user"))
        .order_by("user__username")
    )


def _send_one(subscription: WatchSubscription, today: date, *, dry_run: bool) -> Outcome:
    name, message = subscription.user.get_username(), None
    try:
        with one_hierarchy():
            message = message_for(subscription, Results())
    except Exception as error:
        # One account's figures must not take the others' mails away; the log has the place.
        logger.exception("the daily mail of account %s could not be made", subscription.user_id)
        return _failed_to_make(subscription, today, error, dry_run=dry_run)
    if message is None or dry_run:
        return Outcome(name, None, message=message)
    claimed = _claim(subscription.user_id, today)
    if claimed is None:
        return Outcome(name, None)
    state, reason = _deliver(message)
    _end(claimed, state, reason)
    if state != MailState.SENT:
        logger.error("daily mail %s: %s, %s", claimed, state, reason)
    return Outcome(name, state, reason, message)


def _failed_to_make(
    subscription: WatchSubscription, today: date, error: Exception, *, dry_run: bool
) -> Outcome:
    reason = type(error).__name__
    claimed = None if dry_run else _claim(subscription.user_id, today)
    if claimed is not None:
        _end(claimed, MailState.FAILED, reason)
    return Outcome(subscription.user.get_username(), MailState.FAILED, reason)


def _claim(user_id: int, today: date) -> int | None:
    """The id of the mail's row, if it is ours to send now. Committed before anything is sent."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO indicators_watchmail AS m
                (user_id, day, state, attempts, claimed_at, reason)
            VALUES (%(user)s, %(day)s, %(sending)s, 1, now(), '')
            ON CONFLICT (user_id, day) DO UPDATE SET state = %(sending)s,
                attempts = m.attempts + 1, claimed_at = now(), ended_at = NULL, reason = ''
            WHERE m.state = %(failed)s AND m.attempts < %(most)s
            RETURNING id
            """,
            {
                "user": user_id,
                "day": today,
                "sending": MailState.SENDING,
                "failed": MailState.FAILED,
                "most": MOST_ATTEMPTS,
            },
        )
        row = cursor.fetchone()
        return None if row is None else int(row[0])


def _end(mail_id: int, state: MailState, reason: str) -> None:
    WatchMail.objects.filter(pk=mail_id).update(
        state=state, reason=reason[:_LONGEST], ended_at=_now()
    )


def _now() -> datetime:
    return timezone.now()


def _deliver(message: EmailMultiAlternatives) -> tuple[MailState, str]:
    """Send by a connection of its own. The reason names no address: a server's own words may."""
    backend = get_connection()
    try:
        backend.open()
    except Exception as error:  # whatever a backend raises, nothing has been sent
        return MailState.FAILED, _why(error)
    try:
        sent = backend.send_messages([message])
    except _REFUSED as error:
        return MailState.FAILED, _why(error)
    except Exception as error:  # the connection broke off: perhaps the mail is there
        return MailState.UNKNOWN, _why(error)
    finally:
        _close(backend)
    return (MailState.SENT, "") if sent else (MailState.FAILED, "not sent")


def _close(backend: object) -> None:
    try:
        backend.close()  # type: ignore[attr-defined]
    except OSError:
        logger.info("the mail server closed the connection first")


def _why(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    if isinstance(error, SMTPRecipientsRefused):
        code = next((code for code, _text in error.recipients.values()), None)
    detail = error.strerror if isinstance(error, OSError) and error.strerror else ""
    return " ".join(str(part) for part in (type(error).__name__, code, detail) if part)
