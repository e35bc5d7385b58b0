"""`python -m tests.forked.server`: for each line of stdin either starts a process and tells its
number, or tells how one of them has ended."""

import gc
import json
import os
import runpy
import signal
import sys
import time
from importlib import import_module
from typing import Any

# What most programs of the project read, and nothing that asks for settings.
_LIBRARIES = (
    *("celery.bin.celery", "celery.apps.worker", "celery.concurrency.prefork"),
    *("kombu.transport.redis", "redis", "requests", "structlog", "environ"),
    *("numpy", "pyarrow.compute", "pyarrow.csv", "pyarrow.parquet", "lxml.html", "docx"),
    *("holidays", "qrcode", "xlsxwriter", "cryptography.fernet", "psycopg.types", "yaml"),
    *("django.core.management", "django.db.models", "django.db.backends.postgresql.base"),
    *("django.contrib.postgres.fields", "django.contrib.postgres.search", "django.forms"),
    *("django.contrib.admin.options", "django.contrib.admin.views.main"),
    *("django.contrib.staticfiles.storage", "django.template.backends.django"),
    *("django.views.generic", "django_htmx.middleware", "csp.constants"),
)


def main() -> None:
    for name in _LIBRARIES:
        import_module(name)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        if "ended" in asked:
            number, status = os.waitpid(asked["ended"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if number else None
        else:
            answer = _fork(asked)
            if not answer:
                return _run(*asked["arguments"])
        print(json.dumps(answer), flush=True)
    return None


def _fork(asked: dict[str, Any]) -> int:
    """The number of the new process; 0 in it."""
    reader, writer = os.pipe()
    number = os.fork()
    if number:
        os.close(writer)
        os.read(reader, 1)  # until it has a session of its own, and can be killed with it
        os.close(reader)
        return number
    os.setsid()
    for name, target, how in (
        (os.devnull, 0, os.O_RDONLY),
        (asked["output"], 1, os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        (asked["errors"], 2, os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    ):
        os.dup2(os.open(name, how), target)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.close(reader)
    os.close(writer)
    return 0


def _run(program: str, *arguments: str) -> None:
    if program == "-m":
        program, *rest = arguments
        sys.argv = [program, *rest]
        runpy.run_module(program, run_name="__main__", alter_sys=True)
    else:
        sys.argv = [program, *arguments]
        runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
