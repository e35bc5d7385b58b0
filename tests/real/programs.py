"""Web, worker and beat as the Procfile starts them, kept running as a supervisor does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import urlopen

from honcho.environ import parse_procfile  # type: ignore[import-untyped]

from tests.egov.terminal import free_port

ROOT = Path(__file__).resolve().parents[2]
_PAUSE = 1.0  # seconds until a program that has ended is started again
_PATIENCE = 90.0


class Programs:
    """The programs of one site at `host`, each in a process group of its own."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        port = free_port()
        self.host = f"127.0.0.1:{port}"
        python = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        self._environment = {**os.environ, **environment, "EGOV_PORT": str(port), "PATH": python}
        self._logs = logs
        procfile = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8"))
        self._commands: dict[str, str] = dict(procfile.processes)
        self._running = {name: self._start(name) for name in self._commands}

    def pid(self, name: str) -> int:
        """The process that the supervisor has started."""
        return self._running[name].pid

    def children(self, name: str) -> list[int]:
        """The processes that this one has started; none while it is not there."""
        pid = self.pid(name)
        with suppress(FileNotFoundError):
            text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            return [int(child) for child in text.split()]
        return []

    def answers(self) -> bool:
        """Whether pages come, be it the one to sign in."""
        try:
            with urlopen(f"http://{self.host}/accounts/login/", timeout=5):
                return True
        except HTTPError:
            return False
        except OSError:
            return False

    def wait(self) -> None:
        """Wait for the first answer."""
        end = time.monotonic() + _PATIENCE
        while not self.answers():
            if time.monotonic() > end:
                sys.exit(f"the site does not answer; its logs are in {self._logs}")
            time.sleep(0.2)

    def look(self) -> None:
        """Start again what has ended, after whatever it left running has been ended too."""
        for name, process in self._running.items():
            if process.poll() is not None:
                time.sleep(_PAUSE)
                _kill_group(process.pid)
                self._running[name] = self._start(name)

    def end(self) -> None:
        """Kill all programs."""
        for process in self._running.values():
            _kill_group(process.pid)
            process.wait()

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        with (self._logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["sh", "-c", f"exec {self._commands[name]}"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def supervised(environment: Mapping[str, str], logs: Path) -> Iterator[Programs]:
    """The programs run meanwhile, and a thread looks after them."""
    logs.mkdir(parents=True, exist_ok=True)
    programs = Programs(environment, logs)
    ended = Event()

    def look() -> None:
        while not ended.wait(0.2):
            programs.look()

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        programs.wait()
        yield programs
    finally:
        ended.set()
        thread.join()
        programs.end()


def collect_static(environment: Mapping[str, str]) -> None:
    """Collect the static files, with the hashes in their names."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


def on_own_servers(module: str, folder: Path) -> None:
    """Run the module anew on servers of its own under the folder; returns where it already does."""
    if os.environ.get("EGOV_DATA_DIR") == str(folder) and os.environ.get("DATABASE_URL"):
        return
    ours = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EGOV_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    folder.mkdir(parents=True, exist_ok=True)
    again = [sys.executable, "-m", "egov.embedded", sys.executable, "-m", module, *sys.argv[1:]]
    os.execve(sys.executable, again, kept | {"EGOV_DATA_DIR": str(folder)})


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
