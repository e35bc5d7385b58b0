"""The systems that issue dossier codes, with their rules and data dates."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class CompareBy(models.TextChoices):
    DAY = "day", _("by day")
    SECOND = "second", _("by second")


class MissingDue(models.TextChoices):
    EXCLUDE = "exclude", _("left out")
    ON_TIME = "on_time", _("counted as on time")
    STATUTORY = "statutory", _("due by the statutory term, left out where there is none")


class Source(models.Model):
    """The system that issues dossier codes, e.g. a province's one-stop system."""

    id = models.AutoField(primary_key=True)
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    timezone = models.CharField(_("time zone"), max_length=60)
    compare_by = models.CharField(_("comparison"), max_length=10, choices=CompareBy)
    missing_due = models.CharField(_("without due date"), max_length=10, choices=MissingDue)
    settings = models.JSONField(_("settings"), default=dict)
    data_at = models.DateTimeField(
        _("data date"), null=True, help_text=_("newest export time of the live uploads")
    )
    data_day = models.DateField(null=True, help_text=_("the data date's day in the source's zone"))
    stale_units = ArrayField(
        models.IntegerField(),
        default=list,
        null=True,
        help_text=_(
            "units that changed since the dossiers that name them were placed and counted;"
            " null = all are to be"
        ),
    )
    terms_state = models.CharField(
        max_length=32,
        blank=True,
        help_text=_("the statutory terms and working days that due dates were made with"),
    )
    generation = models.BigIntegerField(
        default=0, help_text=_("raised by every load, undo and recount")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name

    @property
    def ended_on(self) -> date | None:
        """The last day of a system that was switched off; not before that of its data."""
        until = self.settings.get("until")
        if not until:
            return None
        last = date.fromisoformat(until)
        return last if self.data_day is None else max(last, self.data_day)
