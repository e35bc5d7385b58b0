"""The worker leaves the processors to pages, in the database too."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from honcho.environ import parse_procfile  # type: ignore[import-untyped]

from tests.dossiers.processes import environment

PRIORITIES = """
import os
from django.db import connection
connection.ensure_connection()
of = lambda pid: os.getpriority(os.PRIO_PROCESS, pid)
with connection.cursor() as cursor:
    cursor.execute("SHOW max_parallel_workers_per_gather")
    (beside,) = cursor.fetchone()
print(of(0), of(connection.connection.info.backend_pid), beside)
"""


def priorities(*before: str) -> list[int]:
    """Those of a process started behind these words, and of the one that works for it; and how
    many others may work beside that one."""
    typed = [*before, sys.executable, "manage.py", "shell", "--no-imports", "-c", PRIORITIES]
    ended = subprocess.run(
        typed,
        cwd=settings.BASE_DIR,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(word) for word in ended.stdout.split()]


@pytest.mark.django_db
def test_the_database_steps_back_with_who_asks_it():
    if urlsplit(os.environ["DATABASE_URL"]).hostname:
        pytest.skip("the database may be on another machine")
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert priorities("nice", "-n", "7") == [ours + 7, ours + 7, 0]
    *both, beside = priorities()
    assert both == [ours, ours]
    assert (beside == 0) == (ours > 0)


def test_only_the_worker_does():
    procfile = parse_procfile((settings.BASE_DIR / "Procfile").read_text(encoding="utf-8"))
    steps_back = {name: line.startswith("nice ") for name, line in procfile.processes.items()}
    assert steps_back == {"web": False, "worker": True, "beat": False}
