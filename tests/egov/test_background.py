"""The worker leaves the processors to pages, in the database too."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from honcho.environ import parse_procfile  # type: ignore[import-untyped]

from tests.dossiers.processes import environment

PRIORITIES = """
import os
from pathlib import Path
from django.db import connection
connection.ensure_connection()
both = (os.getpid(), connection.connection.info.backend_pid)
of = lambda pid: os.getpriority(os.PRIO_PROCESS, pid)
def of_session(pid):
    try:
        return Path(f"/proc/{pid}/autogroup").read_text().split()[-1]
    except (OSError, IndexError):  # of no session, or none is weighed
        return ""
with connection.cursor() as cursor:
    cursor.execute("SHOW max_parallel_workers_per_gather")
    (beside,) = cursor.fetchone()
print(*map(of, both), beside)
print(*map(of_session, both))
"""


def priorities(*before: str, own_session: bool = False) -> tuple[list[int], list[int]]:
    """Those of a process started behind these words, and of the one that works for it, and how
    many others may work beside that one; and those of both their sessions."""
    typed = [*before, sys.executable, "manage.py", "shell", "--no-imports", "-c", PRIORITIES]
    ended = subprocess.run(
        typed,
        cwd=settings.BASE_DIR,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        start_new_session=own_session,
    )
    alone, of_sessions = ended.stdout.splitlines()
    return [int(word) for word in alone.split()], [int(word) for word in of_sessions.split()]


@pytest.fixture
def database_here() -> None:
    if urlsplit(os.environ["DATABASE_URL"]).hostname:
        pytest.skip("the database may be on another machine")


@pytest.fixture
def our_session() -> int:
    """The priority of the session that the tests run in."""
    try:
        *_name, priority = Path("/proc/self/autogroup").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        pytest.skip("this system does not weigh sessions")
    return int(priority)


@pytest.mark.django_db
@pytest.mark.usefixtures("database_here")
def test_the_database_steps_back_with_who_asks_it():
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    alone, _sessions = priorities("nice", "-n", "7")
    assert alone == [ours + 7, ours + 7, 0]
    (*both, beside), _sessions = priorities()
    assert both == [ours, ours]
    assert (beside == 0) == (ours > 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("database_here", "our_session")
def test_so_do_their_sessions_among_which_linux_shares_the_processors_first():
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    _alone, sessions = priorities("nice", "-n", "7", own_session=True)
    assert sessions == [ours + 7, ours + 7]


@pytest.mark.django_db
@pytest.mark.usefixtures("database_here")
def test_a_session_in_which_others_work_too_stays_as_it_is(our_session: int):
    _alone, sessions = priorities("nice", "-n", "7")
    assert sessions[0] == our_session


def test_only_the_worker_does():
    procfile = parse_procfile((settings.BASE_DIR / "Procfile").read_text(encoding="utf-8"))
    steps_back = {name: line.startswith("nice ") for name, line in procfile.processes.items()}
    assert steps_back == {"web": False, "worker": True, "beat": False}
