"""The frame of every change of units: one at a time, paths and generation in step."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import connection, transaction

from units.differences import affected, difference
from units.models import AuditEvent, Generation, Unit, UnitChange
from units.paths import rebuild_paths
from units.queries import generation, newest_hierarchy
from units.signals import hierarchy_changed, hierarchy_to_be_followed

# The triggers take the same lock (migration 0002).
LOCK = 7660001

_rehearsed: ContextVar[bool] = ContextVar("rehearsed", default=False)


@dataclass
class Change:
    """A change under way: the units touched so far, the event that tells of it if it may be
    undone, and then, at its end, its row."""

    touched: set[int] = field(default_factory=set)
    event: AuditEvent | None = None
    row: UnitChange | None = None


@contextmanager
def changing_units(*, at_once: bool = False) -> Iterator[Change]:
    """A transaction that changes units; its body adds the ids of those that it touches.

    If it touched any, the paths are rebuilt, other processes are told to read again, and
    `hierarchy_changed` is sent, all in the same transaction. `at_once`: what follows from the
    change is done within it, too.
    """
    change, is_followed = Change(), not _rehearsed.get()
    with transaction.atomic():
        _hold(ahead=at_once and is_followed)
        before = newest_hierarchy()
        yield change
        if not change.touched:
            return
        rebuild_paths()
        Generation.objects.update_or_create(id=1, defaults={"token": uuid4()})
        after = newest_hierarchy()
        changed = difference(before, after, change.touched)
        elsewhere = affected(before, after, changed)
        if change.event is not None:
            change.row = UnitChange.objects.create(
                event=change.event,
                went=changed.went.to_json(),
                came=changed.came.to_json(),
                unit_ids=sorted(changed.unit_ids),
                affected=sorted(elsewhere),
            )
        if is_followed:
            hierarchy_changed.send(sender=Unit, affected=elsewhere, at_once=at_once)


@contextmanager
def rehearsing() -> Iterator[None]:
    """A transaction that is taken back: nobody follows the changes of units within it."""
    token = _rehearsed.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _rehearsed.reset(token)


@contextmanager
def units_as_shown(tried_on: str, *, at_once: bool = False) -> Iterator[bool]:
    """A transaction in which units change by its body alone; whether they are still as they were in
    the state of the hierarchy that somebody was shown. `at_once` as for `changing_units`."""
    with transaction.atomic():
        _hold(ahead=at_once)
        yield tried_on == str(generation())


def _hold(*, ahead: bool) -> None:
    """Wait until nobody else changes units, to the end of the transaction; `ahead`: with those
    who follow at once before."""
    if ahead:
        hierarchy_to_be_followed.send(sender=Unit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
