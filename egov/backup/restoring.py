"""Restore a backup into an empty database, and find there what its manifest says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from dossiers.catalogue_actions import renew_generation
from dossiers.models import Upload, UploadState
from dossiers.preview import deciding
from egov.backup import manifest, programs
from egov.backup.content import Table, is_empty, tables_of
from egov.backup.errors import BackupError
from egov.backup.files import copy
from egov.backup.manifest import DUMP, FILES, Manifest
from units import audit

_LOCK = 7660007


def restore(folder: Path, *, by: str) -> Manifest:
    """Restore a backup into the site's database, which must be empty, and its files beside it, and
    bring both to what this version of the code expects. Raises BackupError, and then the database
    is as empty as before (unless it says what differs), OSError.

    Nobody works on the database meanwhile.
    """
    found = manifest.read(folder)
    _check_fits(connection, found)
    if not is_empty(connection):
        words = {"name": connection.settings_dict["NAME"]}
        raise BackupError(
            _("The database %(name)s is not empty: a backup is restored into a new one only.")
            % words
        )
    manifest.check_whole(folder, found)
    for name in found.files:
        copy(folder / FILES / name, Path(settings.MEDIA_ROOT) / name)
    _fill(connection, folder, found)
    call_command("migrate", interactive=False, verbosity=0)
    _settle(folder, by)
    return found


def verify(folder: Path) -> Manifest:
    """Restore a backup into a database made for it beside the site's, compare, and drop that again.
    Raises BackupError."""
    found = manifest.read(folder)
    _check_fits(connection, found)
    manifest.check_whole(folder, found)
    with _database_beside() as database:
        _fill(database, folder, found)
    return found


def _check_fits(database: BaseDatabaseWrapper, found: Manifest) -> None:
    major = programs.server_major(database)
    if major < found.postgres:
        words = {"theirs": found.postgres, "ours": major}
        raise BackupError(
            _(
                "The backup is of PostgreSQL %(theirs)s, and the server is PostgreSQL %(ours)s:"
                " an older one cannot take it."
            )
            % words
        )
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    known |= {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    names = {".".join(key) for key in known}
    # What a library that is used no more has left does not matter.
    ours = [name for name in found.migrations if name.partition(".")[0] in loader.migrated_apps]
    if unknown := [name for name in ours if name not in names]:
        raise BackupError(
            _("The backup is of a newer version of the site, with the migration %(name)s.")
            % {"name": unknown[0]}
        )


def _fill(database: BaseDatabaseWrapper, folder: Path, found: Manifest) -> None:
    """All of it or nothing, and then compare."""
    programs.run(
        "pg_restore",
        database,
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(folder / DUMP),
    )
    there = _content_of(database)
    if there != found.tables:
        differing = {
            name
            for name in there.keys() | found.tables.keys()
            if there.get(name) != found.tables.get(name)
        }
        words = {"tables": ", ".join(sorted(differing))}
        raise BackupError(_("What was restored differs from the backup in: %(tables)s.") % words)


def _content_of(database: BaseDatabaseWrapper) -> dict[str, Table]:
    with database.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            return tables_of(database)
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def _database_beside() -> Iterator[BaseDatabaseWrapper]:
    """Another database on the site's server, for a while. It has one name for each site: what a
    killed process left of it, which is a copy of everything, goes with the next one."""
    beside = connection.copy()
    beside.settings_dict["NAME"] = f"egov_verify_{connection.settings_dict['NAME']}"[:63]
    name = connection.ops.quote_name(beside.settings_dict["NAME"])
    with connection.cursor() as cursor, _one_at_a_time(cursor):
        try:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        except ProgrammingError:
            raise BackupError(
                _("To verify, the database role must be allowed to create databases.")
            ) from None
        try:
            yield beside
        finally:
            beside.close()
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _one_at_a_time(cursor: CursorWrapper) -> Iterator[None]:
    cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _settle(folder: Path, by: str) -> None:
    """Let nothing go on that belongs to what came after the backup, or that is not in it."""
    waiting = Upload.objects.filter(state__in=(UploadState.PENDING, UploadState.PREVIEWED))
    for upload in waiting:
        # Jobs that need no file are sent anew by the next sweep.
        reason = _("Its file is in no backup: hand it in again.")
        deciding.cancel(upload=upload, by=by, reason=reason)
    # Redis may hold answers and messages of another life of these tables, under names that come
    # again; rows decide what is done, and figures are worked out anew.
    renew_generation()
    cache.clear()
    audit.record(by=by, action="restore", label=folder.name)
