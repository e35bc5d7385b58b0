"""The administrator's own templates of reports, and documents that are made in the background."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models import JobState

_USER = settings.AUTH_USER_MODEL


class BriefingTemplate(models.Model):
    """A Word document with placeholders from the fixed list (`indicators.briefing.placeholders`).
    The file lies in the database: every worker reads it, and it is backed up with it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_active = models.BooleanField(
        _("offered"), default=True, help_text=_("whether the page of a report offers it")
    )
    content = models.BinaryField(editable=False)
    file_name = models.CharField(_("file"), max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    placeholders = ArrayField(
        models.CharField(max_length=60), verbose_name=_("placeholders"), editable=False
    )
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    changed_by = models.ForeignKey(
        _USER,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
        editable=False,
    )

    class Meta:
        verbose_name = _("template of reports")
        verbose_name_plural = _("templates of reports")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class BriefingDocument(models.Model):
    """A document with pictures of charts that somebody asked for, and where it stands; kept for a
    day. `query` is the selection as in an address; `indicators.briefing.jobs` moves it on."""

    asked_by = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    query = models.TextField()
    language = models.CharField(max_length=10)
    template = models.ForeignKey(
        BriefingTemplate, null=True, on_delete=models.CASCADE, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    token = models.UUIDField(null=True, help_text=_("who holds the claim"))
    attempts = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    step = models.IntegerField(default=0)
    reason = models.TextField(blank=True)
    without_pictures = models.TextField(blank=True, help_text=_("why charts are tables in it"))
    content = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["state"],
                name="briefing_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
