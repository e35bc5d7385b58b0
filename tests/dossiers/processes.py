"""Commands and workers in processes of their own on the test's database, which tests may kill."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.forked import Forked, fork

STALE_SECONDS = 3

# A stage: what is locked in turn, and the statement in which the process then waits. A lock is
# taken before the one before it is let go, so that the process gets just from stop to stop.
Stage = list[tuple[Callable[[], str], str]]

TURN = (
    lambda: "SELECT pg_advisory_xact_lock(hashtext('dossiers.source'), id) FROM dossiers_source",
    "SELECT pg_advisory_xact_lock(hashtext('dossiers.source')",
)
SAYINGS = (lambda: "LOCK TABLE dossiers_saying IN SHARE MODE", "INSERT INTO dossiers_saying")
COUNTS = (lambda: "LOCK TABLE indicators_unitcount IN SHARE MODE", "")
END = (lambda: "SELECT FROM dossiers_job FOR UPDATE", 'UPDATE "dossiers_job" SET "state"')


def environment(**more: str) -> dict[str, str]:
    """The environment in which a process works on what the test works on (see `broker`)."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "EGOV_DATA_DIR": str(Path(settings.MEDIA_ROOT).parent),
        "EGOV_JOB_STALE_SECONDS": str(STALE_SECONDS),
        "LOG_LEVEL": "INFO",
        **more,
    }


@contextmanager
def command(name: str, *arguments: object) -> Iterator[Forked]:
    """A management command that runs meanwhile; it is killed at the end."""
    with _process("manage.py", name, *map(str, arguments)) as process:
        yield process


@contextmanager
def worker(**more: str) -> Iterator[Forked]:
    """A Celery worker that runs meanwhile; it is killed at the end."""
    arguments = ("-m", "celery", "-A", "egov", "worker", "--concurrency", "1", "-n", f"w{_name()}")
    with _process(*arguments, "--without-gossip", "--without-mingle", **more) as process:
        yield process


@contextmanager
def beat(**more: str) -> Iterator[Forked]:
    """Celery's beat that runs meanwhile; it is killed at the end."""
    schedule = str(Path(settings.MEDIA_ROOT).parent / "beat")
    arguments = ("-m", "celery", "-A", "egov", "beat", "--pidfile=", "--schedule", schedule)
    with _process(*arguments, **more) as process:
        yield process


@contextmanager
def stopped_at(stage: Stage, process: AbstractContextManager[Forked]) -> Iterator[Forked]:
    """The process, started, meanwhile waits in the last statement of the stage; then it goes on
    to its end."""
    with ExitStack() as running:
        held = ExitStack()
        started = None
        for locking, statement in stage:
            following = ExitStack()
            following.enter_context(lock(locking()))
            held.close()
            held = following
            running.callback(held.close)
            started = started or running.enter_context(process)
            until(lambda: waits(statement))  # noqa: B023
        assert started is not None
        assert started.poll() is None
        yield started
        held.close()
        started.wait(timeout=60)


def kill(process: Forked) -> None:
    """kill -9 of a process and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition: Callable[[], object], *, seconds: float = 90) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{condition} did not come true"
        time.sleep(0.03)


@contextmanager
def lock(statement: str) -> Iterator[None]:
    """What a statement locks is held meanwhile by a connection of its own."""
    own = connection.copy()
    own.set_autocommit(False)
    try:
        with own.cursor() as cursor:
            cursor.execute(statement)
        yield
    finally:
        own.rollback()
        own.close()


def waits(statement: str) -> bool:
    """Whether a connection waits for a lock in a statement that begins so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND starts_with(query, %s)",
            [statement],
        )
        return cursor.fetchone() is not None


def staging_tables() -> list[str]:
    """The staging tables that are there, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'dossiers_staging%%' ORDER BY oid DESC"
        )
        return [name for (name,) in cursor.fetchall()]


def files() -> list[str]:
    """How the names of the stored files end."""
    return sorted(path.suffix for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def _name() -> str:
    return f"{os.getpid()}-{time.monotonic_ns()}"


@contextmanager
def _process(*arguments: str, **more: str) -> Iterator[Forked]:
    log = Path(settings.MEDIA_ROOT).parent / f"{_name()}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    process = fork(*arguments, environment=environment(**more), output=log)
    try:
        yield process
    finally:
        kill(process)
        print(log.read_text(encoding="utf-8"))  # pytest shows it where a test fails
