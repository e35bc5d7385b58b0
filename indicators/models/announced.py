"""What was announced of a unit's score and level, kept beside what is computed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class AnnouncedScore(models.Model):
    """What an office announced of a unit by a scorecard in a period, as its document says; a
    version without points, level and groups takes the earlier one back.

    The newest of the same scorecard (its code: what was announced may be older than any version),
    unit and period holds, the others stay to be looked at.
    """

    SAME: ClassVar = ("scorecard", "unit_id", "first", "last")

    scorecard = models.SlugField(_("scorecard"))
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    period = models.CharField(_("period"), max_length=20)
    first = models.IntegerField()
    last = models.IntegerField()
    points = models.DecimalField(_("points"), max_digits=9, decimal_places=4, null=True)
    grade = models.CharField(_("readiness level"), max_length=20, blank=True)
    is_unranked = models.BooleanField(_("unranked"), default=False)
    # Points by the code of their group, as text.
    groups = models.JSONField(_("points per group"), default=dict)
    document = models.CharField(_("document"), max_length=300, blank=True)
    announced_on = models.DateField(_("announced on"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    row = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("announced score")
        verbose_name_plural = _("announced scores")
        indexes: ClassVar = [
            models.Index(
                fields=["scorecard", "unit", "first", "last", "-id"], name="announced_newest"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="announced_period"
            ),
            models.CheckConstraint(
                condition=models.Q(grade="") | models.Q(is_unranked=False),
                name="announced_one_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} {self.unit_id} {self.period}"

    @property
    def key(self) -> tuple[str, int, int, int]:
        """What the newest version of holds: scorecard, unit, first and last half month."""
        return self.scorecard, self.unit_id, self.first, self.last
