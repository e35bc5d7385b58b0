"""What goes on in the background leaves the processors to pages, in the database too."""

import os
from contextlib import suppress
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def connect() -> None:
    """A process of lower priority (`nice`) has one process work for it in the database, and lowers
    its priority, where both are on one machine, and it may; there half of a load's work is done.
    Others that PostgreSQL would start beside that one could not be reached."""
    connection_created.connect(_step_back)


def _step_back(connection: BaseDatabaseWrapper, **_named: object) -> None:
    priority = os.getpriority(os.PRIO_PROCESS, 0)
    if priority <= 0:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather TO 0")
    info = connection.connection.info
    if not info.host.startswith("/"):
        return
    with suppress(OSError):
        # By its title, since another container has other numbers.
        if Path(f"/proc/{info.backend_pid}/cmdline").read_bytes().startswith(b"postgres:"):
            os.setpriority(os.PRIO_PROCESS, info.backend_pid, priority)
