"""Exports that are expected of a unit, or not, because somebody decided so."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossiers.models import Source
from units.models import Unit


class ExpectationKind(models.TextChoices):
    EXPECTED = "expected", _("expected")
    EXEMPT = "exempt", _("not expected")


class Expectation(models.Model):
    """From a day on, exports of a unit are expected though no file has named it yet, or are not
    expected though files did (docs/decisions/0019)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("unit"))
    with_units_below = models.BooleanField(_("with all units below"), default=False)
    kind = models.CharField(_("exports are"), max_length=10, choices=ExpectationKind)
    source = models.ForeignKey(
        Source,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("source"),
        help_text=_("empty: of any source"),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(
        _("to"), null=True, blank=True, help_text=_("the first day on which it no longer holds")
    )
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("expectation of exports")
        verbose_name_plural = _("expectations of exports")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="expectation_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(ExpectationKind(self.kind).label)
