"""Make a backup: aside, and renamed when it is whole."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.backup import manifest, programs
from egov.backup.content import SESSIONS, STAGING, tables_of
from egov.backup.errors import BackupError
from egov.backup.files import Copied, copy, named_files, told_of
from egov.backup.manifest import DUMP, FILES, Manifest
from units import audit

_NAME = re.compile(r"egov-\d{8}-\d{6}")
_PART = ".part"


def make(folder: Path, *, by: str) -> tuple[Path, Manifest]:
    """Back the database and its files up into a new folder below `folder`, which is returned with
    its manifest. Raises BackupError, OSError; then nothing of it is left."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        _remove_parts(folder)
        target = folder / f"egov-{timezone.localtime():%Y%m%d-%H%M%S}"
        draft = folder / f"{target.name}{_PART}"
        draft.mkdir(mode=0o700)
        try:
            made = _fill(draft)
            manifest.write(draft, made)
            draft.rename(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _sync(folder)
    audit.record(by=by, action="back-up", label=target.name)
    return target, made


def keep(folder: Path, count: int, *, by: str) -> list[Path]:
    """Remove all backups in a folder but the newest; returns what was removed. Raises OSError."""
    with _alone(folder):
        there = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
        removed = there[:-count]
        for path in removed:
            # What is half removed must not look like a backup.
            part = path.rename(path.with_name(f"{path.name}{_PART}"))
            audit.record(by=by, action="remove-backup", label=path.name)
            shutil.rmtree(part)
    return removed


def _fill(draft: Path) -> Manifest:
    """Dump, counts and the names of files are of one snapshot, however long each of them takes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        # First, since undoing an upload removes its file.
        copied, missing = _copy_files(draft)
        tables = tables_of(connection)
        programs.run(
            "pg_dump",
            connection,
            "--format=custom",
            f"--file={_private(draft / DUMP)}",
            f"--snapshot={snapshot}",
            f"--exclude-table={STAGING}",
            f"--exclude-table-data={SESSIONS}",
        )
        _sync(draft / DUMP)
        applied = MigrationRecorder(connection).migration_qs.values_list("app", "name")
        return Manifest(
            made_at=timezone.localtime().isoformat(timespec="seconds"),
            postgres=programs.server_major(connection),
            migrations=sorted(".".join(row) for row in applied),
            tables=tables,
            dump=told_of(draft / DUMP),
            files=copied,
            missing=missing,
        )


def _copy_files(draft: Path) -> tuple[dict[str, Copied], list[str]]:
    copied, missing = {}, []
    for name in named_files():
        try:
            copied[name] = copy(Path(settings.MEDIA_ROOT) / name, draft / FILES / name)
        except FileNotFoundError:
            missing.append(name)
    return copied, missing


def _private(path: Path) -> Path:
    """The path, where now an empty file lies that only we can read; pg_dump asks only the umask."""
    path.touch(mode=0o600)
    return path


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no second backup work in the folder meanwhile; the lock ends with the process."""
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(
            _("Another backup is being made in %(folder)s.") % {"folder": folder}
        ) from None
    finally:
        os.close(descriptor)


def _remove_parts(folder: Path) -> None:
    """What killed backups left."""
    for path in folder.glob(f"egov-*{_PART}"):
        shutil.rmtree(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
