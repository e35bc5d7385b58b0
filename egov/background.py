"""What goes on in the background leaves the processors to pages, in the database too."""

import os
from contextlib import suppress
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def connect() -> None:
    """A process of lower priority (`nice`) lowers that of whatever works for it in the database,
    where both are on one machine, and it may; there half of a load's work is done."""
    connection_created.connect(_step_back)


def _step_back(connection: BaseDatabaseWrapper, **_named: object) -> None:
    priority = os.getpriority(os.PRIO_PROCESS, 0)
    info = connection.connection.info
    if priority <= 0 or not info.host.startswith("/"):
        return
    with suppress(OSError):
        # By its title, since another container has other numbers.
        if Path(f"/proc/{info.backend_pid}/cmdline").read_bytes().startswith(b"postgres:"):
            os.setpriority(os.PRIO_PROCESS, info.backend_pid, priority)
