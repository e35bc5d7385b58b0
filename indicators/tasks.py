"""Celery tasks: the daily mails at their time, scores when what they are made of changes, and what
killed processes left of files."""

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from indicators.briefing import jobs as briefings
from indicators.leftovers import remove_leftovers
from indicators.scoring.kept import bring_up_to_date
from indicators.watch.mailing import send_all

# How long after the time of day mails still go out that a stopped worker or mail server held up.
CATCH_UP = timedelta(hours=4)


@shared_task  # type: ignore[untyped-decorator]
def send_watch() -> None:
    """Send what is due of today's mails; every few minutes, so that what a killed worker left is
    sent by the next one."""
    if is_time(timezone.localtime()):
        for _outcome in send_all():
            pass  # each is written down in its row


@shared_task  # type: ignore[untyped-decorator]
def keep_scores() -> None:
    """Compute the scores that are not there or old; the next run does what a killed one left."""
    bring_up_to_date()


@shared_task  # type: ignore[untyped-decorator]
def sweep_files() -> None:
    """Remove the files that no submission and no report names; once a day."""
    remove_leftovers()


@shared_task  # type: ignore[untyped-decorator]
def make_briefing(pk: int) -> None:
    """Make a document of a report with pictures of its charts."""
    briefings.make(pk)


@shared_task  # type: ignore[untyped-decorator]
def sweep_briefings() -> None:
    """Send again the documents that were lost, and delete those of yesterday; once a minute."""
    briefings.sweep()


def is_time(now: datetime) -> bool:
    """Whether mails go out at a moment: from the time of day in the settings on, for some hours."""
    if settings.WATCH_MAIL_TIME is None:
        return False
    begins = datetime.combine(now.date(), settings.WATCH_MAIL_TIME, tzinfo=now.tzinfo)
    return begins <= now < begins + CATCH_UP
