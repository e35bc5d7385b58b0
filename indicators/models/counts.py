"""Counts per half month, written by `indicators.counting` alone."""

from django.db import models

from dossiers.models import Procedure, Source
from indicators.measures import MEASURES
from units.models import Unit


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
