"""kill -9 of one of the site's processes, at a moment drawn beforehand."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from django.conf import settings
from redis import Redis, RedisError

from tests.real.programs import Programs

TARGETS = (
    "worker child",
    "worker",
    "web child",
    "web",
    "beat",
    "Redis",
    "PostgreSQL",
    "PostgreSQL backend",
)
# Statements by which the stages of what goes on are known, as they begin.
_PHASES = (
    "COPY dossiers_staging",
    "INSERT INTO dossiers_saying",
    "INSERT INTO dossiers_dossier",
    "INSERT INTO indicators_",
    "DELETE FROM",
    'UPDATE "dossiers_job"',
    'INSERT INTO "indicators_published',
    "DROP TABLE",
)
_LONGEST_WAIT = 4.0  # seconds for a phase to come


@dataclass(frozen=True)
class Kill:
    """What is killed, and when: so many seconds after the beginning, or with a statement."""

    target: str
    seconds: float
    phase: str

    def __str__(self) -> str:
        return f"{self.target} at {self.phase or f'{self.seconds:.2f} s'}"


def draw(random: Random) -> Kill:
    """Half of them at any moment of the first three seconds, half in a known phase."""
    phase = random.choice(_PHASES) if random.random() < 0.5 else ""
    return Kill(random.choice(TARGETS), random.uniform(0, 3), phase)


def carry_out(kill: Kill, programs: Programs, random: Random) -> bool:
    """Wait for the moment, and kill; False where there was nobody to kill."""
    _wait_for(kill)
    for pid in _pids(kill.target, programs, random):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
    return False


def _wait_for(kill: Kill) -> None:
    if not kill.phase:
        time.sleep(kill.seconds)
        return
    end = time.monotonic() + _LONGEST_WAIT
    query = "SELECT FROM pg_stat_activity WHERE state = 'active' AND starts_with(query, %s)"
    with _connection() as own:
        while time.monotonic() < end and not own.execute(query, [kill.phase]).fetchone():
            time.sleep(0.002)


def _pids(target: str, programs: Programs, random: Random) -> list[int]:
    """Who may be meant, the first choice first."""
    name = target.partition(" ")[0]
    if target == "Redis":
        with suppress(RedisError), Redis.from_url(settings.REDIS_URL) as redis:
            return [int(redis.info("server")["process_id"])]
        return []
    if name == "PostgreSQL":
        return _of_postgres(backend="backend" in target, random=random)
    if target.endswith("child"):
        children = programs.children(name)
        random.shuffle(children)
        return children
    return [programs.pid(name)]


def _of_postgres(*, backend: bool, random: Random) -> list[int]:
    with _connection() as own:
        if not backend:
            (folder,) = own.execute("SHOW data_directory").fetchone() or ("",)
            return [int(Path(folder, "postmaster.pid").read_text().split()[0])]
        busy = own.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC, pid"
        ).fetchall()
        return [pid for (pid,) in busy]


def _connection() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
