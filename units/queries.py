"""The hierarchy as it stands in the database, read once per change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from uuid import UUID

from django.db import connection

from units.hierarchy import Hierarchy
from units.models import Generation
from units.timeline import Identifier, Link, Version

_held: ContextVar[Hierarchy | None] = ContextVar("hierarchy", default=None)
_lock = Lock()
_cached: tuple[UUID | None, Hierarchy] | None = None


def hierarchy() -> Hierarchy:
    """The present hierarchy; reads the tables only if units changed since this process did."""
    return _held.get() or newest_hierarchy()


@contextmanager
def one_hierarchy() -> Iterator[None]:
    """Within it the hierarchy is asked for once and stays as it was then: for work that only
    reads, and must not see units change in between."""
    token = _held.set(hierarchy())
    try:
        yield
    finally:
        _held.reset(token)


def newest_hierarchy() -> Hierarchy:
    """The present hierarchy, also where an older one is held."""
    global _cached
    token = generation()
    with _lock:
        if _cached is not None and _cached[0] == token:
            return _cached[1]
    while True:
        loaded = load_hierarchy()
        # What was read belongs to the token only if nobody committed a change meanwhile.
        if (token_after := generation()) == token:
            break
        token = token_after
    with _lock:
        _cached = (token, loaded)
    return loaded


def load_hierarchy() -> Hierarchy:
    """Read all versions, identifiers and successions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, code, name, level, parent_id, valid_from, valid_to, sort_key"
            " FROM units_unitversion"
        )
        versions = [Version._make(row) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT unit_id, scheme, value, valid_from, valid_to FROM units_unitidentifier"
        )
        identifiers = [Identifier._make(row) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT predecessor_id, successor_id, effective_on, extent FROM units_succession"
            " ORDER BY id"
        )
        links = [Link._make(row) for row in cursor.fetchall()]
    return Hierarchy(versions, identifiers, links)


def generation() -> UUID | None:
    """A token that changes with every change of units; None before the first."""
    return Generation.objects.values_list("token", flat=True).first()
