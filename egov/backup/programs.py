"""PostgreSQL's own programs, of the server's major version."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from egov.backup.errors import BackupError
from egov.embedded.programs import packaged_postgres

_INSTALLED = ("/usr/lib/postgresql/{major}/bin", "/usr/pgsql-{major}/bin")  # Debian, Red Hat
_OF_TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")


def server_major(database: BaseDatabaseWrapper) -> int:
    """The major version of the database's server."""
    database.ensure_connection()
    return int(database.connection.info.server_version) // 10000


def run(program: str, database: BaseDatabaseWrapper, *arguments: str) -> None:
    """Run `pg_dump` or `pg_restore` of the server's version on a database. Raises BackupError."""
    path = find(program, server_major(database))
    about = database.connection.info
    # Of what the connection was made with only what every version knows.
    options = database.settings_dict["OPTIONS"]
    named = make_conninfo(
        host=about.host,
        port=about.port,
        user=about.user,
        dbname=about.dbname,
        **{name: value for name, value in options.items() if name in _OF_TLS},
    )
    ended = subprocess.run(
        [path, "--no-password", f"--dbname={named}", *arguments],
        # Everybody on the machine can read a command line: the password is not in it.
        env={**os.environ, "PGPASSWORD": about.password, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or [str(ended.returncode)]
        # The first is the reason; what comes after it may quote a row.
        words = {"program": program, "reason": said[0].removeprefix(f"{program}: ")}
        raise BackupError(_("%(program)s failed: %(reason)s") % words)


def find(program: str, major: int) -> Path:
    """The program of that major version: from the wheel, where systems install it, or on the PATH.

    An older one cannot read the server, and what a newer one writes an older server cannot read.
    Raises BackupError where there is none.
    """
    for path in _candidates(program, major):
        if path.is_file() and _major_of(path) == major:
            return path
    words = {"program": program, "major": major}
    raise BackupError(
        _(
            "%(program)s of PostgreSQL %(major)s is not on this machine: install"
            " postgresql-client-%(major)s."
        )
        % words
    )


def _candidates(program: str, major: int) -> Iterator[Path]:
    packaged = packaged_postgres()
    if packaged:
        yield packaged.with_name(program)
    for folder in _INSTALLED:
        yield Path(folder.format(major=major)) / program
    on_path = shutil.which(program)
    if on_path:
        yield Path(on_path)


def _major_of(path: Path) -> int:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:  # a program for another kind of machine
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return int(found[1]) if found else 0
