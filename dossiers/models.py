"""What is kept of the exports: sources, uploads, jobs, dossiers, and what uploads say of them.

The tables that grow by the million (`Dossier`, `State`, `Saying`, `Stay`) carry no foreign-key
constraints in the database: they are written only by `dossiers.loading.merge`, whose set-based
statements make the keys themselves, and a check per row would double the time of a load.
"""

from django.conf import settings as project_settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.checking import problems
from dossiers.checking.words import Channel, Status
from units.models import Unit


class CompareBy(models.TextChoices):
    DAY = "day", _("by day")
    SECOND = "second", _("by second")


class MissingDue(models.TextChoices):
    EXCLUDE = "exclude", _("left out")
    ON_TIME = "on_time", _("counted as on time")


class Source(models.Model):
    """The system that issues dossier codes, e.g. a province's one-stop system."""

    id = models.AutoField(primary_key=True)
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    timezone = models.CharField(_("time zone"), max_length=60)
    compare_by = models.CharField(_("comparison"), max_length=10, choices=CompareBy)
    missing_due = models.CharField(_("without due date"), max_length=10, choices=MissingDue)
    settings = models.JSONField(_("settings"), default=dict)
    data_at = models.DateTimeField(
        _("data date"), null=True, help_text=_("newest export time of the live uploads")
    )
    data_day = models.DateField(null=True, help_text=_("the data date's day in the source's zone"))
    units_generation = models.UUIDField(
        null=True, help_text=_("the state of the hierarchy that the counts were made with")
    )
    generation = models.BigIntegerField(
        default=0, help_text=_("raised by every load, undo and recount")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name


class UploadState(models.TextChoices):
    PENDING = "pending", _("waiting")  # to be checked, or to be loaded
    PREVIEWED = "previewed", _("to be confirmed")
    LOADED = "loaded", _("loaded")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")
    UNDONE = "undone", _("taken back")


class Upload(models.Model):
    """One export file, what was understood of it, and what became of it."""

    id = models.AutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="uploads")
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.PENDING)
    file_name = models.CharField(max_length=255)
    file = models.FileField(
        max_length=300,
        help_text=_("the original until its load ends, then a copy of its mapped columns"),
    )
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    settings = models.JSONField(default=dict)
    base_settings = models.JSONField(
        null=True,
        help_text=_("those of its source that its own change; null while they are told whole"),
    )
    follows_rules = models.BooleanField(
        default=False, help_text=_("its settings leave the rules of counting to its source")
    )
    sheet = models.TextField(blank=True, help_text=_("chosen for this file alone"))
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    exported_at_given = models.DateTimeField(null=True)
    exported_at = models.DateTimeField(null=True)
    exported_on = models.DateField(null=True, help_text=_("its day in the source's zone"))
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    columns = models.JSONField(default=list, help_text=_("fields that the file had"))
    refusal = models.TextField(blank=True, help_text=_("why nothing of it was loaded"))
    preview = models.JSONField(
        null=True, help_text=_("what its load would do, until it is loaded or cancelled")
    )
    previewed_generation = models.BigIntegerField(
        null=True, help_text=_("the source's generation that the preview was worked out on")
    )
    previewed_units = models.UUIDField(
        null=True, help_text=_("the state of the hierarchy that the preview was worked out on")
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("why codes that are known under another source are loaded all the same"),
    )
    rows = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    loaded_at = models.DateTimeField(null=True)
    units_generation = models.UUIDField(
        null=True, help_text=_("the state of the hierarchy that its rows were read with")
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [models.Index(fields=["source", "sha256"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class JobKind(models.TextChoices):
    LOAD = "load", _("load")
    PREVIEW = "preview", _("check before loading")
    CHECK = "check", _("check without loading")
    UNDO = "undo", _("take back")
    ACCEPT = "accept", _("accept rejected rows")
    RECOUNT = "recount", _("recount")


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """Long work and where it stands (DESIGN.md section 7); `dossiers.jobs` moves it on."""

    kind = models.CharField(max_length=10, choices=JobKind)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="jobs")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    token = models.UUIDField(null=True, help_text=_("who holds the claim"))
    attempts = models.IntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, help_text=_("when a message was last sent for it"))
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(
                fields=["state"],
                name="job_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}: {self.get_state_display()}"


# Jobs that read an upload's file, and the states in which a job has not ended.
FILE_JOBS = (JobKind.LOAD, JobKind.PREVIEW, JobKind.CHECK)
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Acceptance(models.Model):
    """Rejected rows of a loaded upload taken in later (docs/decisions/0010), or the wish to do so:
    `rows` of them at `accepted_at`, once the job has done it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="acceptances")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="acceptance")
    answers = models.JSONField(
        default=dict, help_text=_("words and units that were told with it, as in SOURCE.toml")
    )
    asked_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("why codes that are known under another source are loaded all the same"),
    )
    rows = models.IntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.upload} {self.pk}"


class Problem(models.Model):
    """What was wrong or odd with a row of an upload (sentences: dossiers.checking.problems)."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="problems")
    row = models.IntegerField()
    column = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    is_warning = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["upload", "row"]),
            models.Index(fields=["upload", "kind", "field", "row"], name="problem_groups"),
        ]

    def as_value(self) -> problems.Problem:
        """The problem as a value that can be put into a sentence."""
        return problems.Problem(
            row=self.row,
            kind=self.kind,
            column=self.column,
            field=self.field,
            value=self.value,
            params=self.params,
        )


class Procedure(models.Model):
    """A procedure (TTHC) that dossiers were handed in for, as far as the exports name it.

    The key is the code without local suffixes; without a code the folded name; without either the
    folded field alone.
    """

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=1000, blank=True)
    field = models.CharField(_("field"), max_length=300, blank=True)
    key = models.CharField(max_length=1100, unique=True)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [
            # indicators.counting packs it into 22 bits.
            models.CheckConstraint(condition=models.Q(id__lt=1 << 22), name="procedure_id_packs")
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.code, self.name or self.field))) or "–"


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
