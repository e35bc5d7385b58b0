"""What units are to reach by an indicator."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Level, Unit


class Target(models.Model):
    """What a unit, or every unit of a level, is to reach by an indicator from a day on."""

    indicator = models.SlugField(_("indicator"))
    level = models.CharField(
        _("level"), max_length=10, choices=Level, blank=True, help_text=_("empty for all levels")
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("unit"),
        help_text=_("for one unit alone"),
    )
    value = models.DecimalField(
        _("target"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("a share from 0 to 1: 0.95 is 95%"),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "level", "unit", "valid_from"],
                name="target_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(unit=None) | models.Q(level=""), name="target_of_unit_or_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value:.2%}"

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day; a later one of the same unit or level comes before it."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
