"""Indicators as rows: what a figure counts is data, not code."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators.measures import READABLE, REWRITTEN, STOCKS
from indicators.models.entered import PREFIX, EnteredMeasure, MeasureKind


class Direction(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NONE = "none", _("no judgement")


class Display(models.TextChoices):
    PERCENT = "percent", _("per cent")
    NUMBER = "number", _("number of dossiers")


def _readable(names: list[str]) -> None:
    entered = {one.key for one in EnteredMeasure.objects.all()}
    unknown = sorted(set(names) - READABLE - entered)
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

    def clean(self) -> None:
        """What cannot be added up, or divided, is refused with a sentence."""
        if not self.numerator:  # refused already
            return
        measures = {one.code: one for one in EnteredMeasure.objects.filter(code__in=self.entered)}
        names = [*self.numerator, *self.denominator]
        if any(one.kind == MeasureKind.INDEX for one in measures.values()) and len(names) > 1:
            raise ValidationError(
                _(
                    "An index stands alone: it is of exactly one unit and period, and adds up to"
                    " nothing."
                )
            )
        if self.denominator and any(one.decimals for one in measures.values()):
            raise ValidationError(
                _("A share is made of whole numbers: choose measures without decimals.")
            )
        if self.denominator and self.display == Display.NUMBER:
            raise ValidationError(_("A share is shown in per cent."))
        if not self.denominator and self.display == Display.PERCENT:
            raise ValidationError(_("A plain count is shown as a number: it has no denominator."))

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
    def entered(self) -> list[str]:
        """The codes of the entered measures that it reads, each once."""
        names = [*self.numerator, *self.denominator]
        return list(dict.fromkeys(n.removeprefix(PREFIX) for n in names if n.startswith(PREFIX)))

    @property
    def is_entered(self) -> bool:
        """Whether nothing of it is counted from dossiers."""
        return bool(self.entered) and not self.counted

    @property
    def counted(self) -> list[str]:
        """The measures that it reads of what is counted from dossiers."""
        return [n for n in (*self.numerator, *self.denominator) if not n.startswith(PREFIX)]

    @property
    def compares(self) -> bool:
        """Whether it tells what an export says otherwise than the one before."""
        return REWRITTEN in [*self.numerator, *self.denominator]
