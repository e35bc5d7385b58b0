"""Celery tasks: sessions that are over, the seals of the audit log, what is forgotten, and mails
that no answer waits for."""

from datetime import datetime
from smtplib import SMTPException

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from units import audit_seals
from units.accounts import telling
from units.retention.forgetting import forget


@shared_task  # type: ignore[untyped-decorator]
def clear_sessions() -> None:
    """Delete sessions that are over; nobody could use them any more."""
    call_command("clearsessions")


@shared_task  # type: ignore[untyped-decorator]
def seal_audit() -> None:
    """Seal the events that were written since; what a killed worker left, the next run does."""
    audit_seals.seal_events()


@shared_task  # type: ignore[untyped-decorator]
def forget_old() -> None:
    """Forget what is kept for long enough; several times a day, as the beat may be down."""
    for _outcome in forget(by="retention"):
        pass  # each is written down


_MAIL = {"autoretry_for": (OSError, SMTPException), "retry_backoff": 10, "max_retries": 5}


@shared_task(**_MAIL)  # type: ignore[untyped-decorator]
def mail_change(user_id: int, change: str, at: str) -> None:
    """Mail an account's owner that the password or the second factor changed, in the site's own
    language: whoever changed it may read another one. Again for some minutes, as below."""
    with translation.override(settings.LANGUAGE_CODE):
        telling.mail_change(
            user_id=user_id, change=telling.Change(change), at=datetime.fromisoformat(at)
        )


@shared_task(**_MAIL)  # type: ignore[untyped-decorator]
def mail_reset_links(email: str, site: str, language: str) -> None:
    """Mail links that set a password anew; again for some minutes where the mail server fails."""
    with translation.override(language):
        telling.mail_reset_links(email=email, site=site)
