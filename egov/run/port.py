"""The port that the site listens at."""

import errno
import os
import socket


class PortError(Exception):
    """The port cannot be had; the text is a sentence for the user."""


def address() -> tuple[str, int]:
    """Host and port that the Procfile binds, from EGOV_BIND and EGOV_PORT. Raises PortError."""
    text = os.environ.get("EGOV_PORT") or "8000"
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise PortError(f"EGOV_PORT is no port: {text}.")
    return os.environ.get("EGOV_BIND") or "127.0.0.1", int(text)


def check_free(host: str, port: int) -> None:
    """Raises PortError if somebody listens there, or nobody of our rights may."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
            probe.listen(1)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PortError(f"Port {port} at {host}: {error.strerror}.") from None
            raise PortError(
                f"Port {port} is in use. Take another one: make run EGOV_PORT={port + 1}"
            ) from None
