"""Procedures (TTHC) that dossiers were handed in for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models.catalogue import CatalogueProcedure


class Procedure(models.Model):
    """A procedure (TTHC) that dossiers were handed in for, as far as the exports name it.

    The key is the code without local suffixes; without a code the folded name; without either the
    folded field alone. `catalogue` is the procedure of the catalogue that it is, as far as that
    can be told (`dossiers.catalogue.matching`).
    """

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=1000, blank=True)
    field = models.CharField(_("field"), max_length=300, blank=True)
    key = models.CharField(max_length=1100, unique=True)
    catalogue = models.ForeignKey(
        CatalogueProcedure,
        null=True,
        on_delete=models.SET_NULL,
        related_name="named",
        verbose_name=_("in the catalogue"),
    )

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [
            # indicators.counting packs it into 22 bits.
            models.CheckConstraint(condition=models.Q(id__lt=1 << 22), name="procedure_id_packs")
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.code, self.name or self.field))) or "–"
