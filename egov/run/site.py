"""The processes of the Procfile, run together until one ends or somebody stops them."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from honcho.environ import parse_procfile  # type: ignore[import-untyped]
from honcho.manager import Manager  # type: ignore[import-untyped]

from egov.run.logs import Logs

_ROOT = Path(__file__).resolve().parents[2]
_SIGNALLED = (130, 143)  # what honcho returns after Ctrl-C and SIGTERM


class _Site(Manager):  # type: ignore[misc]
    """honcho's manager with a thread beside it, which begins when all processes are forked: a
    thread may hold a lock at the moment of a fork, which nobody would let go in the child."""

    def __init__(self, logs: Logs, beside: Thread) -> None:
        super().__init__(printer=logs)
        self._beside = beside

    def _start(self) -> None:
        super()._start()
        self._beside.start()


def serve(logs: Logs, beside: Callable[[Event], None]) -> int:
    """Run web, worker and beat, and `beside` in a thread until its event is set.

    Returns 0 if a signal stopped them, 1 if one of them ended by itself. Nothing of them is left.
    """
    stop = Event()
    site = _Site(logs, Thread(target=beside, args=(stop,), daemon=True))
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": programs, "PYTHONUNBUFFERED": "1"}
    procfile = parse_procfile((_ROOT / "Procfile").read_text(encoding="utf-8"))
    for name, command in procfile.processes.items():
        site.add_process(name, f"exec {command}", env=environment, cwd=str(_ROOT))
    # A terminal that is closed tells only us: the processes have sessions of their own.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    site.loop()
    stop.set()
    site._beside.join(10)
    return 0 if site.returncode in _SIGNALLED else 1
