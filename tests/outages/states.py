"""What may be out of order around the site, made so for a while by the real thing."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

NOWHERE = "unix:///nowhere/redis.sock"


@contextmanager
def database_set(setting: str, value: str) -> Iterator[None]:
    """Every new connection begins with this, as an operator's setting or a server's own has it."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'")
    connection.close()
    try:
        yield
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")
            cursor.execute(f"ALTER DATABASE {name} RESET {setting}")
        connection.close()


def database_read_only() -> AbstractContextManager[None]:
    """Every new connection may only read, as at a standby."""
    return database_set("default_transaction_read_only", "on")


@contextmanager
def database_away() -> Iterator[None]:
    """Nobody answers where the database was."""
    host = connection.settings_dict["HOST"]
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    connection.settings_dict["OPTIONS"] = {**options, "host": "/nowhere"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"], connection.settings_dict["OPTIONS"] = host, options


@contextmanager
def frozen(process: int) -> Iterator[None]:
    """The process stands still, and keeps its connections."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextmanager
def redis_away(use_broker: Callable[[str], None]) -> Iterator[None]:
    """Nobody is there where Redis was."""
    with _redis_at(NOWHERE, use_broker):
        yield


@contextmanager
def redis_hangs(use_broker: Callable[[str], None]) -> Iterator[None]:
    """Redis takes connections, and says nothing."""
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        _redis_at(f"redis://127.0.0.1:{silent.getsockname()[1]}", use_broker),
    ):
        yield


@contextmanager
def _redis_at(url: str, use_broker: Callable[[str], None]) -> Iterator[None]:
    there = {name: one | {"LOCATION": url} for name, one in settings.CACHES.items()}
    use_broker(url)
    with override_settings(CACHES=there):
        yield


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """The folder is a disk of its own meanwhile, of this size; the test is skipped where nobody
    may mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={megabytes}m,mode=777"
    mounting = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    done = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"only who may mount can have a disk that is full: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
