"""`python -m egov.embedded COMMAND...`: run a command with PostgreSQL and Redis of our own."""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterable

from egov.embedded.folder import EmbeddedError, Folder, data_dir, open_folder, secret_key
from egov.embedded.given import is_given
from egov.embedded.locks import enter, others_left, turn
from egov.embedded.postgres import postgres
from egov.embedded.redis import redis
from egov.embedded.servers import ENDING, Server, ensure, stop, trim_logs

_USAGE = """usage: python -m egov.embedded COMMAND...

Runs COMMAND with DATABASE_URL and REDIS_URL. Where neither one nor its ..._FILE is set, a server of
our own is started under EGOV_DATA_DIR (default: var), or joined if it runs; the last command out
stops it.
"""
_SERVERS: dict[str, Callable[[Folder], Server]] = {"DATABASE_URL": postgres, "REDIS_URL": redis}
_LOOK_SECONDS = 5.0


def main(command: list[str]) -> int:
    """Run the command; its exit status, 128 + n after signal n, 2 where the servers fail."""
    if not command or command[0] in ("-h", "--help"):
        sys.stderr.write(_USAGE)
        return 0 if command else 2
    unset = [name for name in _SERVERS if not is_given(name)]
    if not unset:
        try:
            os.execvp(command[0], command)  # noqa: S606 - running commands is what it is for
        except OSError as error:
            return _not_run(command, error)
    # From here on signals wait until they are asked for, so that none falls between two steps.
    signal.pthread_sigmask(signal.SIG_BLOCK, {*ENDING, signal.SIGCHLD})
    try:
        return _run_with_servers(command, unset)
    except EmbeddedError as error:
        return _fail(str(error), 2)
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), 2)


def _run_with_servers(command: list[str], unset: list[str]) -> int:
    folder = open_folder(data_dir())
    servers = {name: _SERVERS[name](folder) for name in unset}
    with turn(folder):
        holder, lock = enter(folder)
    try:
        with turn(folder):
            ensure(folder, list(servers.values()))
        told = signal.sigtimedwait(ENDING, 0)
        if told:
            return 128 + told.si_signo
        try:
            child = _spawn(command, folder, servers, lock)
        except OSError as error:
            return _not_run(command, error)
        return _wait(child, folder, servers.values())
    finally:
        with turn(folder):
            holder.unlink(missing_ok=True)
            os.close(lock)
            if not others_left(folder):
                stop(folder, [make(folder) for make in _SERVERS.values()])


def _spawn(command: list[str], folder: Folder, servers: dict[str, Server], lock: int) -> int:
    """Start the command in its environment; its process id."""
    own_key = {} if is_given("SECRET_KEY") else {"SECRET_KEY": secret_key(folder)}
    environment = {
        **os.environ,
        **own_key,
        "EGOV_DATA_DIR": str(folder.data),
        **{name: server.url for name, server in servers.items()},
    }
    # The command holds the lock with us: when we are killed, nobody stops its servers.
    os.set_inheritable(lock, True)  # noqa: FBT003
    python_ignores = [signal.SIGPIPE, signal.SIGXFSZ]
    return os.posix_spawnp(
        command[0], command, environment, setsigmask=[], setsigdef=python_ignores
    )


def _wait(child: int, folder: Folder, servers: Iterable[Server]) -> int:
    """Wait for the command's end, pass signals on to it, and look after the servers."""
    while True:
        told = signal.sigtimedwait({*ENDING, signal.SIGCHLD}, _LOOK_SECONDS)
        if told is not None and told.si_signo in ENDING:
            # What the terminal sends (a code above 0), it sends to the command as well.
            if told.si_code <= 0:
                os.kill(child, told.si_signo)
            continue
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        _look_after(folder, list(servers))


def _look_after(folder: Folder, servers: list[Server]) -> None:
    """Start again what was killed, and keep the logs small."""
    try:
        trim_logs(servers)
        if not all(server.is_ready() for server in servers):
            with turn(folder):
                ensure(folder, servers)
    except (EmbeddedError, OSError) as error:
        _fail(str(error), 2)


def _not_run(command: list[str], error: OSError) -> int:
    return _fail(f"{command[0]}: {error.strerror}", 127 if error.errno == errno.ENOENT else 126)


def _fail(reason: str, status: int) -> int:
    sys.stderr.write(f"egov.embedded: {reason}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
