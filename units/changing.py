"""The frame of every change of units: one at a time, paths and generation in step."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection, transaction

from units.models import Generation, Unit
from units.paths import rebuild_paths
from units.signals import hierarchy_changed

# The triggers take the same lock (migration 0002).
LOCK = 7660001


@contextmanager
def changing_units() -> Iterator[set[int]]:
    """A transaction that changes units; its body adds the ids of those that it touched.

    If it touched any, the paths are rebuilt, other processes are told to read again, and
    `hierarchy_changed` is sent, all in the same transaction.
    """
    touched: set[int] = set()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield touched
        if touched:
            rebuild_paths()
            Generation.objects.update_or_create(id=1, defaults={"token": uuid4()})
            hierarchy_changed.send(sender=Unit, unit_ids=frozenset(touched))
