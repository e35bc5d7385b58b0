"""Who wants to be told daily what is watched, and what became of each mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WatchSubscription(models.Model):
    """The account wants the daily mail, in the language in which it asked for it. A row is there
    as long as it does."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watch_subscription"
    )
    language = models.CharField(_("language"), max_length=10)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user)


class MailState(models.TextChoices):
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("broken off")


class WatchMail(models.Model):
    """The mail of one account on one day, claimed before it is sent: whoever cannot make the row,
    or take a failed one over, does not send (indicators.watch.mailing)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="watch_mails",
        db_index=False,
        verbose_name=_("user"),
    )
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=10, choices=MailState, default=MailState.SENDING
    )
    attempts = models.SmallIntegerField(_("attempts"), default=1)
    claimed_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")
        ordering = ["-day", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="watch_mail_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}"
