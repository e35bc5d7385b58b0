"""Events of the audit log as tests write them, and change them as only a superuser can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from units import audit


def wrote(*labels: str) -> None:
    for label in labels:
        audit.record(by="test", action="undo", label=label, new={"reason": label, "rows": 3})


def query(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def without_triggers() -> Iterator[None]:
    """What only a superuser of the database can do."""
    query("SET session_replication_role = replica")
    try:
        yield
    finally:
        query("SET session_replication_role = DEFAULT")
