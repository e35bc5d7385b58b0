"""All that may be done with a file, in one data folder: units, load, dry run, worker, undo.

Run under `egov.embedded` by test_privacy: python -m tests.dossiers.whole_folder UNITS FILE OTHER
"""

import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import django

WORKER = ("-m", "celery", "-A", "egov", "worker", "--concurrency=1", "-n", "whole", "-l", "DEBUG")


def main(units: str, file: str, other: str) -> None:
    _python("manage.py", "migrate", "--verbosity", "0")
    _python("manage.py", "load_units", units)
    _python("manage.py", "import_dossiers", file, "--source", "igate", status=1)
    _python("manage.py", "import_dossiers", file, "--source", "igate-2", "--dry-run", status=1)
    _work_on(other)
    _python("manage.py", "undo_upload", "1")


def _python(*arguments: str, status: int = 0) -> None:
    ended = subprocess.run([sys.executable, *arguments], check=False)
    assert ended.returncode == status, arguments


def _work_on(file: str) -> None:
    """Queue a file as the site does, and let a worker load it."""
    django.setup()
    from dossiers import actions
    from dossiers.models import Job, JobState

    job = actions.hand_in(
        file=BytesIO(Path(file).read_bytes()),
        file_name=Path(file).name,
        slug="worked",
        settings=None,
        exported_at=None,
        by="test",
    ).job
    assert job is not None
    worker = subprocess.Popen([sys.executable, *WORKER])
    try:
        while job.state in (JobState.QUEUED, JobState.RUNNING):
            assert worker.poll() is None
            time.sleep(0.1)
            job.refresh_from_db()
        assert job.state == JobState.DONE, job.reason
        assert Job.objects.count() == 2  # that of the dry run went with its upload
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    main(*sys.argv[1:])
