"""Programs of the project as processes of their own, in a third of the time that Python needs to
start them: they are forked from one process that has read the libraries, but nothing of ours."""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 120.0  # seconds


class Forked:
    """A process that runs or has ended; as subprocess.Popen."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, minus n after signal n; None while it runs."""
        if self.returncode is None:
            self.returncode = _server().ask(ended=self.pid)
        return self.returncode

    def wait(self, timeout: float = _PATIENCE) -> int:
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return status

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)


def fork(
    *arguments: str, environment: Mapping[str, str], output: Path, errors: Path | None = None
) -> Forked:
    """`python ARGUMENTS` (a file, or -m and a module), a session of its own in the project's
    folder. What it prints is added to `output`."""
    asked = {"arguments": arguments, "environment": dict(environment), "output": str(output)}
    return Forked(_server().ask(**asked, errors=str(errors or output)))


def run(*arguments: str, environment: Mapping[str, str]) -> tuple[int, str, str]:
    """The exit status of such a process, and what it has printed as output and as errors."""
    with TemporaryDirectory() as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        process = fork(*arguments, environment=environment, output=output, errors=errors)
        try:
            status = process.wait()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        return status, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8")


class _Server:
    def __init__(self) -> None:
        self._turn = Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked.server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._process.communicate)

    def ask(self, **asked: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())


@cache
def _server() -> _Server:
    return _Server()
