"""How a web process shares its time: turns short enough for light pages beside heavy ones, and few
searches for cycles among the many small objects of a table."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from tests.egov.embedded_commands import wait_until
from tests.egov.terminal import free_port


def application(
    _environ: dict[str, object], start: Callable[[str, list[tuple[str, str]]], object]
) -> Iterator[bytes]:
    """What gunicorn serves here: after how many seconds a thread gives way to the next, and after
    how many new objects there is a search for cycles."""
    start("200 OK", [("Content-Type", "text/plain")])
    yield f"{sys.getswitchinterval()} {gc.get_threshold()[0]}".encode()


def test_turns_are_short_and_searches_for_cycles_are_rare():
    """As gunicorn.conf.py has it, which gunicorn reads where it is started in the project."""
    port = free_port()
    said: list[str] = []

    def asked() -> bool:
        with suppress(URLError), urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            said.append(answer.read().decode())
        return bool(said)

    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            f"{__name__}:application",
            "--bind",
            f"127.0.0.1:{port}",
        ],
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(asked)
    finally:
        server.terminate()
        server.wait(20)
    assert said == ["0.001 100000"]
