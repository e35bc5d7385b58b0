"""Start, find and stop servers. The caller holds the folder's turn.

A server lives exactly as long as its lock is held: it inherits the lock from whoever starts it,
and so do its own processes. Process ids, which get used again, are asked of the kernel only.
"""

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from egov.embedded.folder import EmbeddedError, Folder, make_private
from egov.embedded.locks import is_held, try_lock

# What asks us to end. The command line keeps these blocked and looks for them where it can end.
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}

_START_SECONDS = 290.0  # recovery after a crash can take long
_STOP_SECONDS = 60.0
_LEFTOVER_SECONDS = 2.0
_LOG_BYTES = 10_000_000


@dataclass(frozen=True)
class Server:
    """What is to know of one server."""

    label: str
    url: str
    directory: Path  # its data, and its working directory
    socket: Path
    lock: Path
    log: Path
    stop_signal: signal.Signals
    # Makes the data where there are none, and gives the command that runs the server. Programs
    # that it runs inherit the given lock: while one lives on after us, nobody begins.
    prepare: Callable[[int], list[str]]
    is_ready: Callable[[], bool]


def ensure(folder: Folder, servers: Sequence[Server]) -> None:
    """Have every server ready: running ones are joined, others are started.

    Returns early when a signal asks us to end. Raises EmbeddedError with the last line of the log
    when a server does not start.
    """
    for server in servers:
        begun = time.monotonic()
        process: subprocess.Popen[bytes] | None = None
        logged = server.log.stat().st_size if server.log.exists() else 0
        while not server.is_ready() and not signal.sigpending() & ENDING:
            waited = time.monotonic() - begun
            if process is None:
                process = _launch(folder, server)
            elif process.poll() is not None:
                raise EmbeddedError(f"{server.label} did not start: {reason(server.log, logged)}")
            if process is None and waited > _LEFTOVER_SECONDS and listener(server.socket) is None:
                _kill_leftovers(server)
            if waited > _START_SECONDS:
                raise EmbeddedError(f"{server.label} is not ready after {waited:.0f} s")
            time.sleep(0.02)


def stop(folder: Folder, servers: Sequence[Server]) -> None:
    """Stop the servers in good order and wait for their end. Raises EmbeddedError if one stays."""
    begun = time.monotonic()
    told: set[int] = set()
    while alive := [server for server in servers if is_held(server.lock)]:
        waited = time.monotonic() - begun
        if waited > _STOP_SECONDS:
            raise EmbeddedError(f"{alive[0].label} does not stop")
        for server in alive:
            pid = listener(server.socket)  # a server that has just been started listens later
            if pid and pid not in told:
                with suppress(ProcessLookupError):
                    os.kill(pid, server.stop_signal)
                told.add(pid)
            elif pid is None and waited > _LEFTOVER_SECONDS:
                _kill_leftovers(server)
        time.sleep(0.02)
    shutil.rmtree(folder.sockets, ignore_errors=True)


def trim_logs(servers: Sequence[Server]) -> None:
    """Empty a log that grew large, so that it cannot fill the disk; servers append to theirs."""
    for server in servers:
        if server.log.exists() and server.log.stat().st_size > _LOG_BYTES:
            os.truncate(server.log, 0)


def as_account(folder: Folder, lock: int) -> dict[str, Any]:
    """How `subprocess` runs a server's program: as the servers' account, holding the lock."""
    account = folder.account
    return {
        "env": {"PATH": os.defpath, "LC_ALL": "C"},
        "pass_fds": (lock,),
        "umask": 0o077,
        "user": account.uid if account else None,
        "group": account.gid if account else None,
        "extra_groups": [] if account else None,
        # A session of its own keeps the terminal's Ctrl-C away.
        "start_new_session": True,
        "preexec_fn": _unblock_signals,
    }


def is_durable() -> bool:
    """Whether what is committed must outlive a power failure; only test runs say no."""
    return os.environ.get("EGOV_EMBEDDED_FSYNC", "on").lower() not in ("off", "0", "false", "no")


def listener(path: Path) -> int | None:
    """The process that listens at the socket, as the kernel says; None if nobody does.

    0 where it cannot be told, as when more wait to connect than the server admits.
    """
    size = struct.calcsize("3i")
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    except OSError:
        return 0
    pid: int = struct.unpack("3i", credentials)[0]
    return pid


def open_log(folder: Folder, path: Path) -> BinaryIO:
    """Open a server's log, which outlives the server, for appending."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    folder.give(path)
    return os.fdopen(descriptor, "ab")


def reason(log: Path, since: int) -> str:
    """Why a program failed: its log's last complaint after `since` bytes, and the log's name."""
    text = log.read_bytes()[since:].decode(errors="replace") if log.exists() else ""
    complaints = re.findall(r"(?im)(?:fatal\b|panic|error):?\s*(.*)$", text)
    return f"{complaints[-1] if complaints else 'no reason given'} ({log})"


def _launch(folder: Folder, server: Server) -> subprocess.Popen[bytes] | None:
    """Start a server; None as long as processes of an earlier one live."""
    lock = try_lock(server.lock)
    if lock is None:
        return None
    try:
        folder.give(server.lock)
        make_private(folder.sockets, folder.account)
        command = server.prepare(lock)
        server.socket.unlink(missing_ok=True)
        trim_logs([server])
        with open_log(folder, server.log) as log:
            return subprocess.Popen(
                command,
                cwd=server.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **as_account(folder, lock),
            )
    finally:
        os.close(lock)


def _unblock_signals() -> None:
    # Programs inherit what the command line blocks.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _kill_leftovers(server: Server) -> None:
    """End processes whose server is dead; a busy one would notice only when its query ends."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(FileNotFoundError, PermissionError, ProcessLookupError):
                if (entry / "cwd").readlink() == server.directory:
                    os.kill(int(entry.name), signal.SIGKILL)
