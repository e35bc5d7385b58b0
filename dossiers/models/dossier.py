"""Dossiers, and what uploads say of them.

These tables grow by the million and carry no foreign-key constraints in the database: they are
written only by `dossiers.loading.merge`, whose set-based statements make the keys themselves, and a
check per row would double the time of a load.
"""

from datetime import date

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.checking.words import Channel, Status
from dossiers.models.procedure import Procedure
from dossiers.models.source import Source
from dossiers.models.upload import Upload
from units.models import Unit


class Facts(models.Model):
    """What an upload says about a dossier.

    `_at` are instants, `_on` days in the source's time zone. A due date without a time is the end
    of its day; `ended_*` is the date that ends the dossier (DESIGN.md section 4). `unit` and
    `receiving_unit` are the units that were named.
    """

    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    status_at = models.DateTimeField(null=True)
    apology_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    receiving_unit = models.ForeignKey(
        Unit,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text=_("null = the resolving unit"),
    )
    procedure = models.ForeignKey(
        Procedure, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    status = models.SmallIntegerField(choices=[(s.value, s.name) for s in Status])
    channel = models.SmallIntegerField(null=True, choices=[(c.value, c.name) for c in Channel])
    return_channel = models.SmallIntegerField(
        null=True, choices=[(c.value, c.name) for c in Channel]
    )
    service_level = models.SmallIntegerField(null=True)
    due_has_time = models.BooleanField()
    fee = models.BooleanField(null=True)
    paid_online = models.BooleanField(null=True)
    result_due = models.BooleanField(null=True)
    e_result = models.BooleanField(null=True)
    digitised = models.BooleanField(null=True)

    class Meta:
        abstract = True


class Dossier(Facts):
    """One dossier: its key, its present state with that state's number, and where it is counted.

    `received_unit`, `lodged_unit` and `current_unit` are the places of docs/decisions/0001: where
    it was received, handed in, and where it ended or lies now. The present state stands here and
    not in `State`, so that counting and listing read one table.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    code = models.CharField(max_length=100, db_collation="C")
    state = models.SmallIntegerField(help_text=_("number of its present state, from 1"))
    said_on = models.DateField(help_text=_("export day of the first live upload that says so"))
    closed_on = models.DateField(null=True, help_text=_("its end, perhaps estimated; null = open"))
    received_unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    lodged_unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    current_unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    moved = models.BooleanField(help_text=_("has more than one stay, listed in Stay"))
    statutory_due_on = models.DateField(
        null=True, help_text=_("where its state has no due date and the source's rule gives one")
    )
    settled = models.BooleanField(
        help_text=_("ended by the data date: a newer one changes nothing")
    )

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="dossier_source_code")
        ]
        indexes = [
            models.Index(
                fields=["source"], name="dossier_unsettled", condition=models.Q(settled=False)
            ),
            # For the lists behind figures. A load writes a unit's dossiers side by side, so that
            # few pages hold those of a unit and time, and a load hardly feels a BRIN.
            BrinIndex(
                fields=["received_on", "closed_on", "received_unit", "current_unit"],
                opclasses=[*["date_minmax_ops"] * 2, *["int4_minmax_multi_ops"] * 2],
                name="dossier_when_and_where",
                pages_per_range=32,
                autosummarize=True,
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def due_day(self) -> date | None:
        """The day that it is judged by: as its state says, else by the statutory term."""
        return self.due_on or self.statutory_due_on


class State(Facts):
    """A state of a dossier that is not its present one, but is said by a live upload; equal
    states are stored once."""

    pk = models.CompositePrimaryKey("dossier_id", "number")
    dossier_id = models.BigIntegerField()
    number = models.SmallIntegerField()


class Saying(models.Model):
    """An upload says the state of that number of a dossier, in a row of its file."""

    pk = models.CompositePrimaryKey("dossier_id", "upload_id")
    dossier_id = models.BigIntegerField()
    upload = models.ForeignKey(
        Upload, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    state = models.SmallIntegerField()
    row = models.IntegerField()

    class Meta:
        # Sayings of an upload lie together, so a few pages of BRIN find them for an undo.
        indexes = [BrinIndex(fields=["upload"], name="saying_upload", autosummarize=True)]


class Stay(models.Model):
    """A part of the life of a dossier that moved with its unit; to_on is exclusive."""

    pk = models.CompositePrimaryKey("dossier_id", "from_on")
    dossier_id = models.BigIntegerField()
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)


class Rewriting(models.Model):
    """An upload says other dates of a dossier than the export before it (docs/decisions/0011):
    its due date has been moved after it had passed, or its end set back to it.

    `old_state` and `new_state` are the numbers of the two states. Only the first rewriting of a
    dossier is counted, on the day of the export that shows it.
    """

    pk = models.CompositePrimaryKey("dossier_id", "upload_id")
    dossier_id = models.BigIntegerField()
    upload = models.ForeignKey(
        Upload, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    shown_on = models.DateField()
    old_state = models.SmallIntegerField()
    new_state = models.SmallIntegerField()
    due_moved = models.BooleanField()
    end_set_back = models.BooleanField()
    is_first = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["shown_on"], name="rewriting_first", condition=models.Q(is_first=True)
            )
        ]
