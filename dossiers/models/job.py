"""Long work in the background, and what it was asked for."""

from django.conf import settings as project_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models.source import Source
from dossiers.models.upload import Upload


class JobKind(models.TextChoices):
    LOAD = "load", _("load")
    PREVIEW = "preview", _("check before loading")
    CHECK = "check", _("check without loading")
    UNDO = "undo", _("take back")
    ACCEPT = "accept", _("accept rejected rows")
    RECOUNT = "recount", _("recount")
    FOLLOW = "follow", _("follow changed units")


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """Long work and where it stands (DESIGN.md section 7); `dossiers.jobs` moves it on."""

    kind = models.CharField(max_length=10, choices=JobKind)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="jobs")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    token = models.UUIDField(null=True, help_text=_("who holds the claim"))
    attempts = models.IntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, help_text=_("when a message was last sent for it"))
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(
                fields=["state"],
                name="job_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}: {self.get_state_display()}"


# Jobs that read an upload's file, and the states in which a job has not ended.
FILE_JOBS = (JobKind.LOAD, JobKind.PREVIEW, JobKind.CHECK)
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Acceptance(models.Model):
    """Rejected rows of a loaded upload taken in later (docs/decisions/0010), or the wish to do so:
    `rows` of them at `accepted_at`, once the job has done it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="acceptances")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="acceptance")
    answers = models.JSONField(
        default=dict, help_text=_("words and units that were told with it, as in SOURCE.toml")
    )
    asked_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("why codes that are known under another source are loaded all the same"),
    )
    rows = models.IntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.upload} {self.pk}"
