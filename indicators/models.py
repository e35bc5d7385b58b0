"""Counts per half month, written by `indicators.counting` alone, and indicators as rows."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers.models import Procedure, Source
from indicators.measures import MEASURES, READABLE, REWRITTEN, STOCKS
from units.models import Level, Unit


class Counts(models.Model):
    """All measures of one unit's own counter in one half month (`indicators.half_months`).

    A measure without dossiers is null: most rows have three or four of them, and nulls take no
    room.
    """

    source = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    half = models.IntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)

    class Meta:
        abstract = True


for _measure in MEASURES:
    Counts.add_to_class(_measure, models.IntegerField(null=True))


class UnitCount(Counts):
    """Counts over all procedures: what league tables read."""

    pk = models.CompositePrimaryKey("source_id", "half", "unit_id")


class ProcedureCount(Counts):
    """Counts per procedure."""

    pk = models.CompositePrimaryKey("source_id", "half", "unit_id", "procedure_id")
    procedure = models.ForeignKey(
        Procedure, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )


class Direction(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NONE = "none", _("no judgement")


class Display(models.TextChoices):
    PERCENT = "percent", _("per cent")
    NUMBER = "number", _("number of dossiers")


def _readable(names: list[str]) -> None:
    unknown = sorted(set(names) - READABLE)
    if unknown:
        raise ValidationError(_("Not a measure: %(names)s") % {"names": ", ".join(unknown)})


class Indicator(models.Model):
    """A figure's definition: sums of measures over sums of measures, never an average of rates."""

    code = models.SlugField(_("code"))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    numerator = ArrayField(
        models.CharField(max_length=60), verbose_name=_("numerator"), validators=[_readable]
    )
    denominator = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("denominator"),
        default=list,
        blank=True,
        validators=[_readable],
        help_text=_("empty for a plain count, which has no rank"),
    )
    needs = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("columns needed"),
        default=list,
        blank=True,
        help_text=_("a source whose files lack one of these takes no part"),
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    display = models.CharField(_("unit of display"), max_length=10, choices=Display)
    minimum_cases = models.IntegerField(
        _("minimum of cases"), default=10, help_text=_("below it a unit has no rank")
    )
    definition = models.TextField(_("definition"))
    definition_en = models.TextField(_("definition in English"), blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="indicator_code_from", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, where it has one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def explanation(self) -> str:
        """The definition in the reader's language, where it has one."""
        in_english = self.definition_en and get_language() == "en"
        return self.definition_en if in_english else self.definition

    @property
    def uses_stocks(self) -> bool:
        return not STOCKS.isdisjoint([*self.numerator, *self.denominator])

    @property
    def compares(self) -> bool:
        """Whether it tells what an export says otherwise than the one before."""
        return REWRITTEN in [*self.numerator, *self.denominator]


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
