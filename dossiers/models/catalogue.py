"""The catalogue of procedures (danh mục TTHC): what may be applied for, where, within what time,
and how far online."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Level


class Authority(models.TextChoices):
    """Who decides on a procedure (cấp thực hiện)."""

    MINISTRY = "ministry", _("ministry")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")
    OTHER = "other", _("another body")


class TermUnit(models.TextChoices):
    """What a statutory term is counted in."""

    WORKING_DAY = "working_day", _("working days")
    DAY = "day", _("days")
    MONTH = "month", _("months")
    WORKING_HOUR = "working_hour", _("working hours")
    HOUR = "hour", _("hours")


class OnlineLevel(models.TextChoices):
    """How far a procedure can be done online: levels 2 to 4 until 2022, then in part or whole."""

    INFORMATION = "information", _("information only")
    LEVEL_2 = "2", _("level 2")
    LEVEL_3 = "3", _("level 3")
    LEVEL_4 = "4", _("level 4")
    PART = "part", _("one part")
    WHOLE = "whole", _("whole process")


class CatalogueProcedure(models.Model):
    """A procedure as the catalogue has it. What dossiers name is a `Procedure`, which points here.

    Its statutory terms are kept as the catalogue writes them, each with the number and unit that
    were read from it (`dossiers.catalogue.terms`), null and "" where it could not be.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=2000)
    name_key = models.CharField(max_length=1000, editable=False)
    field = models.CharField(_("field"), max_length=300, blank=True)
    authority = ArrayField(
        models.CharField(max_length=10, choices=Authority),
        verbose_name=_("decided at the level"),
        default=list,
    )
    in_person_term = models.CharField(_("term, in person"), max_length=500, blank=True)
    in_person_number = models.DecimalField(
        null=True, max_digits=6, decimal_places=2, editable=False
    )
    in_person_unit = models.CharField(max_length=12, choices=TermUnit, blank=True, editable=False)
    online_term = models.CharField(_("term, online"), max_length=500, blank=True)
    online_number = models.DecimalField(null=True, max_digits=6, decimal_places=2, editable=False)
    online_unit = models.CharField(max_length=12, choices=TermUnit, blank=True, editable=False)
    postal_term = models.CharField(_("term, by post"), max_length=500, blank=True)
    postal_number = models.DecimalField(null=True, max_digits=6, decimal_places=2, editable=False)
    postal_unit = models.CharField(max_length=12, choices=TermUnit, blank=True, editable=False)

    class Meta:
        verbose_name = _("procedure of the catalogue")
        verbose_name_plural = _("catalogue of procedures")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:300]

    def term(self, channel: str) -> tuple[str, Decimal | None, str]:
        """Text, number and unit of the term for "in_person", "online" or "postal"."""
        return (
            getattr(self, f"{channel}_term"),
            getattr(self, f"{channel}_number"),
            getattr(self, f"{channel}_unit"),
        )


class ServiceLevel(models.Model):
    """How far a procedure can be done online at the units of a tier, from a day until the next."""

    procedure = models.ForeignKey(
        CatalogueProcedure,
        on_delete=models.CASCADE,
        related_name="service_levels",
        verbose_name=_("procedure"),
    )
    tier = models.CharField(
        _("tier"),
        max_length=10,
        choices=[(one.value, one.label) for one in Level if one != Level.COUNTRY],
    )
    level = models.CharField(_("online-service level"), max_length=11, choices=OnlineLevel)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("online-service level")
        verbose_name_plural = _("online-service levels")
        ordering = ("tier", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "tier", "valid_from"], name="service_level_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()}: {self.get_level_display()}"


class CatalogueGeneration(models.Model):
    """One row that changes with every change of the catalogue (as `units.models.Generation`)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="catalogue_generation_one_row")
        ]
