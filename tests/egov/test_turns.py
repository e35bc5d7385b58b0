"""The threads of a web process take turns often enough for light pages beside heavy ones."""

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
    """What gunicorn serves here: after how many seconds a thread gives way to the next."""
    start("200 OK", [("Content-Type", "text/plain")])
    yield str(sys.getswitchinterval()).encode()


def test_a_thread_gives_way_after_a_millisecond():
    """As gunicorn.conf.py has it, which gunicorn reads where it is started in the project."""
    port = free_port()
    said: list[float] = []

    def asked() -> bool:
        with suppress(URLError), urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            said.append(float(answer.read()))
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
    assert said == [0.001]
