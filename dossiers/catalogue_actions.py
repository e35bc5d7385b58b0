"""All writes to the catalogue of procedures and the days off, on which statutory terms run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import connection, transaction

from dossiers import actions, statutory
from dossiers.catalogue.files import read_catalogue
from dossiers.catalogue.loading import Unread, derive, write_lines
from dossiers.catalogue.matching import LOCK, match
from dossiers.models import (
    CatalogueGeneration,
    CatalogueProcedure,
    Procedure,
    ServiceLevel,
    SpecialDay,
)
from units import audit
from units.models import AuditEvent, User
from units.row_actions import delete_row, save_row

Row = CatalogueProcedure | ServiceLevel | SpecialDay


@dataclass(frozen=True)
class Loaded:
    """What a file of the catalogue brought: lines that were new, changed, unchanged; the terms
    that it gives and those that could not be read; how many procedures there are now."""

    lines: int
    new: int
    changed: int
    unchanged: int
    terms: int
    unread: Sequence[Unread]
    procedures: int


def load_catalogue(*, file: Path, by: User | str) -> Loaded:
    """Load a file of the catalogue; what it does not name stays. Raises CatalogueError, and then
    nothing was changed."""
    lines = read_catalogue(file)
    with _changing() as changes:
        written = write_lines(lines)
        numbers = {"new": written.new, "changed": written.changed, "unchanged": written.unchanged}
        if written.new or written.changed:
            changes.append(
                audit.record(
                    by=by,
                    action="load-catalogue",
                    object_type=CatalogueProcedure._meta.label_lower,
                    label=file.name[:300],
                    new={"lines": len(lines), **numbers},
                )
            )
    return Loaded(
        lines=len(lines),
        terms=written.terms,
        unread=written.unread,
        procedures=CatalogueProcedure.objects.count(),
        **numbers,
    )


def save_catalogue_row(*, row: Row, by: User | str) -> None:
    """Save a new or changed procedure, one of its online-service levels, or a special day."""
    if isinstance(row, CatalogueProcedure):
        derive(row)
    with _changing() as changes:
        event = save_row(row=row, by=by)
        changes += [event] if event else []


def delete_catalogue_row(*, row: Row, by: User | str) -> None:
    """Delete a procedure with its online-service levels, one of these, or a special day."""
    with _changing() as changes:
        changes.append(delete_row(row=row, by=by))


def renew_generation() -> None:
    """Give the catalogue's state a name that no state had before, so that nothing that was kept
    under an earlier one is shown."""
    CatalogueGeneration.objects.update_or_create(id=1, defaults={"token": uuid4()})


@contextmanager
def _changing() -> Iterator[list[AuditEvent]]:
    """A transaction that changes the catalogue; its body adds the audit events of its changes.

    If there are any, the procedures that dossiers name are matched again, pages are told, and the
    sources whose statutory due dates may be other ones now are counted anew.
    """
    changes: list[AuditEvent] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield changes
        if changes:
            match(Procedure.objects.all())
            renew_generation()
            for source in statutory.outdated():
                actions.recount(source=source)
