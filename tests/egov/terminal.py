"""Runs `python -m egov.run` in a terminal of its own, where Ctrl-C can be typed."""

import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EGOV_")


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Terminal:
    """A program and the terminal that it runs in."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int, data: Path) -> None:
        self.process = process
        self.data = data
        self._screen = screen
        self._shown = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def shown(self) -> str:
        """All that was written so far."""
        return self._shown.decode("utf-8", "replace")

    def type(self, key: bytes) -> None:
        os.write(self._screen, key)

    def wait_for(self, text: str, seconds: float = 100) -> None:
        """Wait until a text is shown."""
        end = time.monotonic() + seconds
        while text not in self.shown:
            assert self.process.poll() is None, self.shown
            assert time.monotonic() < end, self.shown
            time.sleep(0.05)

    def end(self) -> int:
        """Wait for the program's end; its exit status."""
        status = self.process.wait(60)
        self._reader.join(5)
        return status

    def left(self) -> list[str]:
        """The command lines of processes that still work on the data folder."""
        return processes_of(self.data)

    def _read(self) -> None:
        with suppress(OSError):
            while block := os.read(self._screen, 4096):
                self._shown += block


@contextmanager
def run_in_terminal(data: Path, port: int, *arguments: str) -> Iterator[Terminal]:
    """`python -m egov.run` on servers of its own; whatever is left of it afterwards is killed."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_OURS)}
    own = {
        "EGOV_DATA_DIR": str(data),
        "EGOV_PORT": str(port),
        "EGOV_WEB_WORKERS": "1",  # each takes seconds to begin
        "EGOV_EMBEDDED_FSYNC": "off",
    }
    screen, inside = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "egov.run", *arguments],
        cwd=_ROOT,
        env=kept | own,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        preexec_fn=_take_terminal,
        start_new_session=True,
    )
    os.close(inside)
    terminal = Terminal(process, screen, data)
    try:
        yield terminal
    finally:
        for pid in _pids_of(data):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        with suppress(OSError):
            os.close(screen)


def processes_of(data: Path) -> list[str]:
    """The command lines of processes that were started for a data folder."""
    lines = [Path(f"/proc/{pid}/cmdline") for pid in _pids_of(data)]
    return [line.read_bytes().replace(b"\0", b" ").decode() for line in lines if line.exists()]


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _pids_of(data: Path) -> list[int]:
    """The servers work below the folder; all others have it in their environment."""
    sign = f"EGOV_DATA_DIR={data}\0".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                below = (entry / "cwd").readlink().is_relative_to(data)
                if below or sign in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
    return found
