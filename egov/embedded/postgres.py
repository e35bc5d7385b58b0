"""The embedded PostgreSQL: its data directory, settings, and when it is ready."""

import shutil
import signal
import subprocess
from pathlib import Path

from egov.embedded.folder import EmbeddedError, Folder, make_private
from egov.embedded.programs import find_postgres
from egov.embedded.servers import (
    Server,
    as_account,
    is_durable,
    listener,
    open_log,
    reason,
)

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "on",
    "jit": "off",
    # A failed statement is told to its client. In the log it could quote a cell of somebody's
    # file, so the log keeps only what concerns the server, without details.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}

# The builtin C.UTF-8 is there on every machine; the C library's may be missing.
_INITDB = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]


def postgres(folder: Folder) -> Server:
    """The folder's PostgreSQL with the database `egov`.

    Its superuser `postgres` needs no password: only the servers' account (and root) can enter
    the directory of the socket.
    """
    directory = folder.home / "postgres"
    socket = folder.sockets / ".s.PGSQL.5432"
    log = folder.home / "postgres.log"

    def prepare(lock: int) -> list[str]:
        program = find_postgres(folder)
        if not directory.is_dir():
            _make_data(folder, directory, program, lock)
        # No process of this server lives, whatever processes these files name by now.
        for stale in (directory / "postmaster.pid", socket.with_name(f"{socket.name}.lock")):
            stale.unlink(missing_ok=True)
        settings = _SETTINGS | {"unix_socket_directories": str(folder.sockets)}
        if not is_durable():
            settings |= _NOT_DURABLE
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(program), "-D", str(directory), *options]

    def is_ready() -> bool:
        try:
            status = (directory / "postmaster.pid").read_text().splitlines()[7]
        except (FileNotFoundError, IndexError):
            return False
        return status.strip() == "ready" and listener(socket) is not None

    lock = folder.run / "postgres.lock"
    url = f"postgres://postgres@/egov?host={folder.sockets}"
    fast = signal.SIGINT
    return Server("PostgreSQL", url, directory, socket, lock, log, fast, prepare, is_ready)


def _make_data(folder: Folder, directory: Path, program: Path, lock: int) -> None:
    """Make the data directory aside and rename it: what a crash leaves is thrown away."""
    draft = directory.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    make_private(draft, folder.account)
    initdb = [str(program.with_name("initdb")), *_INITDB, "-D", str(draft)]
    if not is_durable():
        initdb.append("--no-sync")
    create = [str(program), "--single", "-D", str(draft), "postgres"]
    log_path = folder.home / "postgres.log"
    with open_log(folder, log_path) as log:
        logged = log.tell()
        for command, text in ((initdb, b""), (create, b"CREATE DATABASE egov\n")):
            done = subprocess.run(
                command,
                check=False,
                cwd=draft,
                input=text,
                stdout=log,
                stderr=log,
                **as_account(folder, lock),
            )
            if done.returncode:
                raise EmbeddedError(f"PostgreSQL's data cannot be made: {reason(log_path, logged)}")
    draft.rename(directory)
