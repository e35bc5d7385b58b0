"""What goes on in the background leaves the processors to pages, in the database too."""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)

# Linux lets accounts other than root weigh one session in 0.1 s.
_TRIES, _PAUSE = 10, 0.1


def connect() -> None:
    """A process of lower priority (`nice`) has one process work for it in the database, and lowers
    its priority, where they talk over a socket and it may; there half of a load's work is done.
    Others that PostgreSQL would start beside that one could not be reached."""
    connection_created.connect(_step_back)


def _step_back(connection: BaseDatabaseWrapper, **_named: object) -> None:
    priority = os.getpriority(os.PRIO_PROCESS, 0)
    if priority <= 0:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather TO 0")
    _weigh_session(os.getpid(), priority)
    info = connection.connection.info
    if not info.host.startswith("/"):
        return
    with suppress(OSError):
        # By its title, since another container has other numbers.
        if Path(f"/proc/{info.backend_pid}/cmdline").read_bytes().startswith(b"postgres:"):
            os.setpriority(os.PRIO_PROCESS, info.backend_pid, priority)
            _weigh_session(info.backend_pid, priority)


def _weigh_session(pid: int, priority: int) -> None:
    """Give the session of a process the priority too, if its leader has it, and so what it started.

    Linux shares the processors among sessions first (`sched_autogroup_enabled`; not in a control
    group of the processors, where this changes nothing), and each process of PostgreSQL is one of
    its own, as mostly is what a supervisor starts: a priority says little until they have it.
    """
    with suppress(OSError):
        leader = os.getsid(pid)
        if os.getpriority(os.PRIO_PROCESS, leader) < priority:
            return
        session = Path(f"/proc/{leader}/autogroup")
        for _try in range(_TRIES):
            words = session.read_text(encoding="ascii").split()
            if not words or words[-1] == str(priority):  # none: of no session
                return
            with suppress(BlockingIOError):
                session.write_text(f"{priority}\n", encoding="ascii")
                return
            time.sleep(_PAUSE)
        logger.warning("the session %s stays as it is: others are weighed all the time", leader)
