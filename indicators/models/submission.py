"""What units hand in for a scorecard and a period, with evidence, until somebody else verified it
(docs/decisions/0025). `indicators.submitting` says what becomes of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.entered import DECIMALS, EnteredMeasure
from units.models import Unit

_USER = settings.AUTH_USER_MODEL


class SubmissionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("submission", "draft")
    SUBMITTED = "submitted", _("submitted")
    SENT_BACK = "sent_back", _("sent back")
    VERIFIED = "verified", _("verified")
    DISCARDED = "discarded", _("thrown away")


# Of these a scorecard, unit and period have one at most.
OPEN = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.SENT_BACK)
EDITABLE = (SubmissionState.DRAFT, SubmissionState.SENT_BACK)


class StepKind(models.TextChoices):
    """What somebody did with a submission."""

    SAVE = "save", _("saved")
    ADD_FILE = "add_file", _("added a file")
    REMOVE_FILE = "remove_file", _("removed a file")
    SUBMIT = "submit", _("submitted")
    WITHDRAW = "withdraw", _("withdrawn")
    SEND_BACK = "send_back", _("sent back")
    VERIFY = "verify", _("verified")
    DISCARD = "discard", _("thrown away")


class Submission(models.Model):
    """The inputs of one unit for a scorecard (its code: the version is that of the period) and a
    calendar period.

    `version` is the id of the newest step: whoever changes it says which one he has seen.
    """

    scorecard = models.SlugField(_("scorecard"))
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    period = models.CharField(_("period"), max_length=20)
    first = models.IntegerField()
    last = models.IntegerField()
    state = models.CharField(
        _("state"), max_length=9, choices=SubmissionState, default=SubmissionState.DRAFT
    )
    version = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        _USER, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes: ClassVar = [
            models.Index(
                fields=["scorecard", "first", "last", "unit", "-id"], name="submission_newest"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scorecard", "unit", "first", "last"],
                condition=models.Q(state__in=OPEN),
                name="submission_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} {self.unit_id} {self.period} ({self.pk})"

    @property
    def is_editable(self) -> bool:
        """Whether values and files can still be changed."""
        return self.state in EDITABLE

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done with it."""
        return self.state in OPEN


class SubmittedValue(models.Model):
    """What a submission says of a measure; null takes back what holds. What it leaves open has no
    row."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="values")
    measure = models.ForeignKey(EnteredMeasure, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=18, decimal_places=DECIMALS, null=True)
    rank = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "measure"], name="submitted_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.value}"


class SubmissionStep(models.Model):
    """Who did what with a submission, and when; `text` is the comment, or a file's name."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=11, choices=StepKind)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.kind}"


class Evidence(models.Model):
    """A file that bears a submission out, or one of its measures; it lies in the storage under its
    checksum, and is handed out as a download alone."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidence")
    measure = models.ForeignKey(
        EnteredMeasure, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("file"), max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "sha256"], name="evidence_once")
        ]

    def __str__(self) -> str:
        return self.name
