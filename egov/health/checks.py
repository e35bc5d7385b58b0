"""What the site needs to do its work, each as a word: nothing about versions or addresses, since
strangers may ask."""

from enum import StrEnum
from functools import cache

from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import RedisError

from egov.health.heard import BEAT, WORKER, last_heard

_MOST_MILLISECONDS = 3000


class State(StrEnum):
    OK = "ok"
    UNREACHABLE = "unreachable"
    READ_ONLY = "read-only"
    PENDING = "pending"
    SILENT = "silent"
    UNKNOWN = "unknown"  # what it is read from is unreachable


def check_all() -> dict[str, State]:
    """Each part of the site with its state; raises nothing."""
    return {**_of_database(), **_of_broker()}


def _of_database() -> dict[str, State]:
    try:
        # A server that hangs must not hang the question as well.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {_MOST_MILLISECONDS}")
            cursor.execute("SHOW transaction_read_only")
            read_only = cursor.fetchone() == ("on",)
            migrations = State.OK if _is_migrated() else State.PENDING
    except Error:
        return {"database": State.UNREACHABLE, "migrations": State.UNKNOWN}
    return {"database": State.READ_ONLY if read_only else State.OK, "migrations": migrations}


def _of_broker() -> dict[str, State]:
    try:
        heard = last_heard()
    except RedisError:
        return {"broker": State.UNREACHABLE, WORKER: State.UNKNOWN, BEAT: State.UNKNOWN}
    alive = {name: State.OK if heard[name] else State.SILENT for name in (WORKER, BEAT)}
    return {"broker": State.OK, **alive}


def _is_migrated() -> bool:
    """Whether the last migration of every app is in the database."""
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return False
    applied = set(recorder.migration_qs.values_list("app", "name"))
    return _last_migrations() <= applied


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """They are a part of the code: read once in the life of a process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
