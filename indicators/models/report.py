"""Figures that units report of themselves, and the files that they stand in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models import Unit


class ReportKind(models.TextChoices):
    FORM = "form_ii06", _("form II.06")
    PROGRESS = "progress", _("progress by unit")


class ReportState(models.TextChoices):
    PREVIEWED = "previewed", _("to be confirmed")
    COUNTED = "counted", _("counted")
    TAKEN_BACK = "taken_back", pgettext_lazy("report", "taken back")


# As in `indicators.wording`, for the audit log.
_CALENDARS = [("month", _("Calendar months")), ("kstt", _("KSTT reports (15th to 14th)"))]
_SCOPES = [("whole", _("With all units below")), ("own", _("Own counter only"))]


class Report(models.Model):
    """A file of reported figures: of one unit, or of units below it (`unit`), for one period.

    `own` figures are of the units' own counters, `whole` ones of all below as well. `totals` are
    the numbers of its last row, by column; `findings` what was found while it was read.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=20)
    calendar = models.CharField(max_length=5, choices=_CALENDARS)
    first_half = models.IntegerField()
    last_half = models.IntegerField()
    scope = models.CharField(max_length=5, choices=_SCOPES)
    kind = models.CharField(max_length=10, choices=ReportKind)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.PREVIEWED)
    file_name = models.CharField(max_length=255)
    file = models.FileField(max_length=300)
    sha256 = models.CharField(max_length=64)
    totals = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    handed_in_at = models.DateTimeField(auto_now_add=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    # Changes with every change of state: pages that show its figures depend on it.
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["first_half", "last_half", "state"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class ReportedFigure(models.Model):
    """A row of a report: what it says of a unit, or of one field of it, and where it stands.

    `numbers`: name of a column (`indicators.reported.kinds`) -> number, of the columns that the
    file has.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    row = models.IntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=300, blank=True)
    numbers = models.JSONField()

    class Meta:
        verbose_name = _("reported figure")
        verbose_name_plural = _("reported figures")
        ordering = ["row", "id"]
