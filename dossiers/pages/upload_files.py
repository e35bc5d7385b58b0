"""The list of uploads, and what is wrong with the rows of one, as sheets."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dossiers.checking.problems import FIELD_LABELS, sentence
from dossiers.models import Problem, Upload, UploadState
from dossiers.pages.upload_list import uploader
from dossiers.preview.kept import COUNTS
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Fact, Kind, Sheet

_AT_ONCE = 2000


def uploads_sheet(found: QuerySet[Upload], facts: list[Fact]) -> Sheet:
    """All uploads of the list, newest first; their counts where their rows were read."""
    labels = {
        "rows": _("Rows"),
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "rejected": _("Rejected"),
        "warnings": _("Warnings"),
    }
    said: list[Said[Upload]] = [
        Said("upload", _("Number"), lambda one: str(one.pk)),
        Said("file", _("File"), lambda one: one.file_name),
        Said("source", _("Source"), lambda one: one.source.slug),
        Said("source_name", _("Name of the source"), lambda one: one.source.name),
        Said("uploaded_by", _("Uploaded by"), uploader),
        Said("uploaded_at", _("Uploaded"), lambda one: one.uploaded_at, Kind.MOMENT),
        Said("state", _("State"), lambda one: one.state),
        Said("in_words", _("In words"), lambda one: str(UploadState(one.state).label)),
        Said("exported_at", _("Time of the export"), lambda one: one.exported_at, Kind.MOMENT),
        Said("period_from", _("Period, from"), lambda one: one.period_from, Kind.DATE),
        Said("period_to", _("Period, to"), lambda one: one.period_to, Kind.DATE),
        *(Said(name, labels[name], _count(name), Kind.COUNT) for name in COUNTS),
        Said("refusal", _("Refused because"), lambda one: one.refusal),
        Said("undone_at", _("Taken back"), lambda one: one.undone_at, Kind.MOMENT),
        Said("undo_reason", _("Reason"), lambda one: one.undo_reason),
    ]
    things = found.order_by("-pk").iterator(chunk_size=_AT_ONCE)
    return list_sheet("uploads", _("Uploads"), facts, said, things, found.count())


def _count(name: str) -> Callable[[Upload], Cell]:
    def of(one: Upload) -> Cell:
        is_read = one.state != UploadState.PENDING and one.rows
        return getattr(one, name) if is_read else None

    return of


def problems_sheet(upload: Upload, facts: list[Fact]) -> Sheet:
    """All problems of an upload's rows, in the order of the file; they hold what the page shows of
    each, no cell of another column (docs/decisions/0006)."""
    found = Problem.objects.filter(upload=upload).order_by("row", "pk")
    said: list[Said[Problem]] = [
        Said("row", _("Row"), lambda one: one.row, Kind.COUNT),
        Said("kind", _("Kind"), lambda one: one.kind),
        Said("field", _("Field"), lambda one: str(FIELD_LABELS.get(one.field, one.field))),
        Said("column", _("Column"), lambda one: one.as_value().column),
        Said("problem", _("Problem"), lambda one: sentence(one.as_value())),
        Said("loaded", _("Loaded all the same"), lambda one: one.is_warning, Kind.YES_NO),
    ]
    title = _("Problems of %(file)s") % {"file": upload.file_name}
    things = found.iterator(chunk_size=_AT_ONCE)
    return list_sheet(f"problems-{upload.pk}", title, facts, said, things, found.count())
