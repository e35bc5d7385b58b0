"""Export files: what was understood of each, and what became of it."""

from django.conf import settings as project_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.checking import problems
from dossiers.models.source import Source
from units.models import Unit


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
    # Empty where the copy was kept for long enough (dossiers.retention).
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
    covers_from = models.DateField(
        null=True, help_text=_("first and last day that it tells of; null: of none, or not loaded")
    )
    covers_to = models.DateField(null=True)
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


class NamedUnit(models.Model):
    """A unit that loaded rows of a live upload name as the one that resolves
    (dossiers.loading.covering)."""

    pk = models.CompositePrimaryKey("upload_id", "unit_id")
    upload = models.ForeignKey(
        Upload, on_delete=models.CASCADE, db_index=False, related_name="named_units"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )


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
