"""What each upload said of a dossier (DESIGN.md section 4), newest export first.

An upload that was taken back says nothing any more: what it said is gone from the tables, and so
nobody can tell whether it named the dossier.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dossiers.loading.rewriting import Rewritten, rewritten
from dossiers.models import Dossier, Facts, Rewriting, Saying, State, Upload, UploadState

# What is compared; a due date with and without its time are two.
FIELDS = (
    "status",
    "unit_id",
    "receiving_unit_id",
    "procedure_id",
    "service_level",
    "channel",
    "submitted_at",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "status_at",
    "return_channel",
    "fee",
    "paid_online",
    "result_due",
    "e_result",
    "digitised",
    "apology_at",
)


@dataclass(frozen=True)
class Change:
    """A field that is other than in the export before; `old` and `new` hold both states."""

    field: str
    old: Facts
    new: Facts


@dataclass(frozen=True)
class Said:
    """What one upload says, in which row of its file, and how that differs from the export
    before; `is_first` where there is none before, `is_present` for the one that decides, and
    what of it is a date rewritten."""

    upload: Upload
    row: int
    changes: tuple[Change, ...]
    is_first: bool
    is_present: bool
    rewritten: Rewritten | None = None


def history(dossier: Dossier) -> list[Said]:
    """What the live uploads say of a dossier, the greatest (export time, upload id) first: that
    one's state is the present one. Three queries."""
    states: dict[int, Facts] = {
        state.number: state for state in State.objects.filter(dossier_id=dossier.pk)
    }
    states[dossier.state] = dossier
    sayings = list(
        Saying.objects.filter(dossier_id=dossier.pk)
        .select_related("upload")
        .order_by("upload__exported_at", "upload_id")
    )
    rewritings = {
        row.upload_id: rewritten(row, states)
        for row in Rewriting.objects.filter(dossier_id=dossier.pk)
    }
    found = []
    before: Facts | None = None
    for saying in sayings:
        state = states[saying.state]
        found.append(
            Said(
                upload=saying.upload,
                row=saying.row,
                changes=() if before is None else changes(before, state),
                is_first=before is None,
                is_present=saying is sayings[-1],
                rewritten=rewritings.get(saying.upload_id),
            )
        )
        before = state
    return found[::-1]


def changes(old: Facts, new: Facts) -> tuple[Change, ...]:
    """The fields in which two states of a dossier differ."""
    return tuple(
        Change(name, old, new) for name in FIELDS if _content(old, name) != _content(new, name)
    )


def taken_back(dossier: Dossier) -> QuerySet[Upload]:
    """The uploads of the dossier's source that were taken back, newest export first: one of them
    may have named it."""
    undone = Upload.objects.filter(source_id=dossier.source_id, state=UploadState.UNDONE)
    return undone.order_by("-exported_at", "-pk")


def _content(facts: Facts, name: str) -> Any:
    if name == "due_at":
        return facts.due_at, facts.due_has_time
    return getattr(facts, name)
