"""Values that are entered or imported per unit and period, beside what is counted from dossiers."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from units.models import Unit

# What an indicator's lists of measures name an entered one by.
PREFIX = "entered:"
DECIMALS = 4


class MeasureKind(models.TextChoices):
    FLOW = "flow", _("adds up over time and units")
    STOCK = "stock", _("taken at the end of the period, adds up over units")
    INDEX = "index", _("of exactly one unit and period, never added up")


class EnteredMeasure(models.Model):
    """What is entered: how it adds up, in which unit it is told, and between which bounds."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=5, choices=MeasureKind)
    told_in = models.CharField(_("unit of measurement"), max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(DECIMALS)]
    )
    least = models.DecimalField(
        _("least"), max_digits=18, decimal_places=DECIMALS, null=True, blank=True, default=0
    )
    most = models.DecimalField(
        _("most"), max_digits=18, decimal_places=DECIMALS, null=True, blank=True
    )
    definition = models.TextField(_("definition"), blank=True)
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("the total against which the values of its parts are checked"),
    )

    class Meta:
        verbose_name = _("entered measure")
        verbose_name_plural = _("entered measures")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Parts are of the kind and unit of measurement of their total, and of no part of their
        own."""
        relatives = list(self.parts.all()) if self.pk else []
        total = self.part_of
        if total is not None:
            relatives.append(total)
        above = {self.pk} if self.pk else set()
        while total is not None:
            if total.pk in above:
                raise ValidationError({"part_of": _("A measure is no part of its own part.")})
            above.add(total.pk)
            total = total.part_of
        mine = (self.kind, self.told_in)
        if any((one.kind, one.told_in) != mine for one in relatives):
            raise ValidationError(
                _("A total and its parts have one kind and one unit of measurement.")
            )

    @property
    def label(self) -> str:
        """The name in the reader's language, where it has one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def told_in_words(self) -> str:
        """The unit of measurement beside the label: it is in Vietnamese alone."""
        return self.told_in if self.label == self.name else ""

    @property
    def key(self) -> str:
        """What an indicator names it by."""
        return PREFIX + self.code


class EnteredValue(models.Model):
    """A value of a unit and period as somebody entered it; null takes the earlier one back.

    The newest of the same measure, unit and period holds, the others stay to be looked at.
    """

    SAME: ClassVar = ("measure_id", "unit_id", "first", "last")

    measure = models.ForeignKey(
        EnteredMeasure,
        on_delete=models.PROTECT,
        related_name="values",
        verbose_name=_("measure"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    period = models.CharField(_("period"), max_length=20)
    calendar = models.CharField(_("calendar"), max_length=10)
    first = models.IntegerField()
    last = models.IntegerField()
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=DECIMALS, null=True)
    rank = models.PositiveIntegerField(_("published rank"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    row = models.IntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # None for what was entered directly.
    submission = models.ForeignKey(
        "indicators.Submission", null=True, on_delete=models.PROTECT, related_name="entered"
    )

    class Meta:
        verbose_name = _("entered value")
        verbose_name_plural = _("entered values")
        indexes: ClassVar = [
            models.Index(fields=["measure", "unit", "first", "last", "-id"], name="entered_newest"),
            # What a period's figures read, and whether anything of it was entered since.
            models.Index(fields=["last", "first", "id"], name="entered_when"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="entered_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.unit_id} {self.period}: {self.value}"

    @property
    def key(self) -> tuple[int, int, int, int]:
        """What the newest version of holds: measure, unit, first and last half month."""
        return self.measure_id, self.unit_id, self.first, self.last

    @property
    def text(self) -> Decimal | None:
        """The value with as many decimals as its measure has."""
        if self.value is None:
            return None
        return self.value.quantize(Decimal(1).scaleb(-self.measure.decimals))
