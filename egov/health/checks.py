"""What the site needs to do its work, each as a word: nothing about versions or addresses, since
strangers may ask."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from functools import cache
from threading import Timer

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import RedisError

from egov.health.heard import BEAT, WORKER, last_heard

# For a connection, and then for all answers: less than probes wait.
_PATIENCE = 3  # seconds


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
    """Asked by a connection of its own: those of pages wait longer for a server."""
    own = connection.copy()
    own.settings_dict["OPTIONS"]["connect_timeout"] = _PATIENCE
    try:
        with closing(own), hung_up_on_after(own, _PATIENCE):
            with own.cursor() as cursor:  # nor does the server work for who has hung up
                cursor.execute(f"SET statement_timeout = {_PATIENCE * 1000}")
            return states_of(own)
    except Error:
        return {"database": State.UNREACHABLE, "migrations": State.UNKNOWN}


def states_of(database: BaseDatabaseWrapper) -> dict[str, State]:
    """What a database says of itself. Raises Error."""
    with database.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        read_only = cursor.fetchone() == ("on",)
    migrations = State.OK if _is_migrated(database) else State.PENDING
    return {"database": State.READ_ONLY if read_only else State.OK, "migrations": migrations}


@contextmanager
def hung_up_on_after(database: BaseDatabaseWrapper, seconds: float) -> Iterator[None]:
    """A server that is frozen keeps its connections and keeps to no timeout of its own: the line is
    cut here, and what waits for an answer raises Error."""
    database.ensure_connection()
    # A duplicate, which nobody else closes: its number is not another file's by then.
    with socket.socket(fileno=os.dup(database.connection.fileno())) as line:

        def cut() -> None:
            with suppress(OSError):  # the server was quicker
                line.shutdown(socket.SHUT_RDWR)

        timer = Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _of_broker() -> dict[str, State]:
    try:
        heard = last_heard()
    except RedisError:
        return {"broker": State.UNREACHABLE, WORKER: State.UNKNOWN, BEAT: State.UNKNOWN}
    alive = {name: State.OK if heard[name] else State.SILENT for name in (WORKER, BEAT)}
    return {"broker": State.OK, **alive}


def _is_migrated(database: BaseDatabaseWrapper) -> bool:
    """Whether the last migration of every app is in the database."""
    recorder = MigrationRecorder(database)
    if not recorder.has_table():
        return False
    applied = set(recorder.migration_qs.values_list("app", "name"))
    return _last_migrations() <= applied


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """They are a part of the code: read once in the life of a process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
