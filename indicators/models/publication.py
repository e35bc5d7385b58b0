"""Closed periods: their league tables as they were published, and what changed the counts since.

The tables of a publication stand by themselves, without foreign keys into what may change; the
database refuses to change or delete their rows (migration; docs/decisions/0020).
"""

from typing import ClassVar

from django.conf import settings as project_settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models import JobKind, Source
from indicators.measures import MEASURES
from indicators.models.counts import Counts
from units.models import Level, Unit

_USER = project_settings.AUTH_USER_MODEL


class Publication(models.Model):
    """A period, from a first to a last half month, as it was published; `reopened_at` is null
    while it is closed.

    `data_at` is the earliest data date of the sources then, `audit_id` the newest audit event,
    `change_id` the newest change of published counts: what came later has greater ones.
    """

    period = models.CharField(_("period"), max_length=20)
    calendar = models.CharField(_("calendar"), max_length=10)
    first = models.IntegerField()
    last = models.IntegerField()
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        _USER, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=500)
    data_at = models.DateTimeField(_("data date"))
    audit_id = models.BigIntegerField()
    change_id = models.BigIntegerField()
    reopened_at = models.DateTimeField(_("opened again"), null=True)
    reopened_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    reopen_reason = models.CharField(_("reason for opening it again"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first", "last"],
                condition=models.Q(reopened_at=None),
                name="publication_one_is_closed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.calendar}"


class Published(models.Model):
    """A row of a publication."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PublishedIndicator(Published):
    """An indicator as it was defined: `definition` has all fields of `Indicator` but its id."""

    id = models.AutoField(primary_key=True)
    code = models.SlugField()
    definition = models.JSONField()


class PublishedUnit(Published):
    """A line of the league tables of a level."""

    id = models.AutoField(primary_key=True)
    level = models.CharField(max_length=10, choices=Level)
    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=1000)


class PublishedFigure(models.Model):
    """One figure of a line; null where it had no value, no rank, no target. `untold`: nothing was
    counted, and no export told of the unit."""

    pk = models.CompositePrimaryKey("indicator_id", "line_id")
    indicator = models.ForeignKey(PublishedIndicator, on_delete=models.PROTECT, db_index=False)
    line = models.ForeignKey(PublishedUnit, on_delete=models.PROTECT)
    numerator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    rank = models.IntegerField(null=True)
    untold = models.BooleanField(default=False, db_default=False)
    target = models.DecimalField(max_digits=5, decimal_places=4, null=True)


class PublishedSource(Published):
    """A source as the period saw it then (see `indicators.sums.Participant`)."""

    pk = models.CompositePrimaryKey("publication_id", "source_id")
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, db_constraint=False)
    missing_due = models.CharField(max_length=10)
    columns = ArrayField(models.CharField(max_length=60))
    closing = models.IntegerField(null=True)
    compares = models.BooleanField()


class PublishedCount(Counts):
    """The counts of the period, by which a difference is told to its cause."""

    pk = models.CompositePrimaryKey("publication_id", "source_id", "half", "unit_id")
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class PublishedPath(models.Model):
    """The units above a unit in the period, itself too (see `units.models.UnitPath`)."""

    pk = models.CompositePrimaryKey("publication_id", "unit_id", "ancestor_id", "valid_from")
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    ancestor = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    valid_from = models.DateField()
    valid_to = models.DateField()


class CountChange(models.Model):
    """A load, undo, acceptance or recount (which has no upload) that changed counts of a period
    that was published."""

    source = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=JobKind)
    upload_id = models.IntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)


class ChangedCount(models.Model):
    """By how much it changed a unit's own counts in a half month."""

    pk = models.CompositePrimaryKey("change_id", "half", "unit_id")
    change = models.ForeignKey(CountChange, on_delete=models.CASCADE, db_index=False)
    half = models.IntegerField()
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )


for _measure in MEASURES:
    ChangedCount.add_to_class(_measure, models.IntegerField(null=True))
