"""`python -m egov.run`: migrate, serve, load the demo, and stay until Ctrl-C."""

import argparse
import os
import sys

import django

from egov.embedded.given import is_given
from egov.run.port import PortError, address, check_free

_SERVERS = ("DATABASE_URL", "REDIS_URL")
_UNASKED = {"DATABASE_URL": "postgres:///nowhere", "REDIS_URL": "unix:///nowhere"}


def main() -> int:
    """The exit status: 0 after Ctrl-C, 1 if the site cannot run."""
    parser = argparse.ArgumentParser(prog="python -m egov.run", description=__doc__)
    parser.add_argument("--one-in", type=int, metavar="N", help="a smaller demo: one dossier in N")
    parser.add_argument("--stretch", choices=("2018", "2025"), help="a part of the demo alone")
    options = parser.parse_args()
    try:
        host, port = address()
        check_free(host, port)
        if not all(map(is_given, _SERVERS)):
            again = ["-m", "egov.embedded", sys.executable, "-m", "egov.run", *sys.argv[1:]]
            os.execv(sys.executable, [sys.executable, *again])  # noqa: S606
        from egov.run.steps import run

        return run(host, port, one_in=options.one_in or 1, stretch=options.stretch)
    except PortError as error:
        _learn_to_speak()
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _learn_to_speak() -> None:
    """Set Django up for its translations, before any server is known; none is asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    for name, stand_in in _UNASKED.items():
        os.environ.pop(f"{name}_FILE", None)
        os.environ[name] = stand_in
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
