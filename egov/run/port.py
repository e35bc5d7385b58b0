"""The port that the site listens at."""

import errno
import os
import socket

from django.utils.translation import gettext_lazy as _


class PortError(Exception):
    """The port cannot be had; its text, once Django is set up, is a sentence for the user."""

    def __init__(self, text: object, /, **words: object) -> None:
        super().__init__(text, words)
        self._text, self._words = text, words

    def __str__(self) -> str:
        return str(self._text) % self._words


def address() -> tuple[str, int]:
    """Host and port that the Procfile binds, from EGOV_BIND and EGOV_PORT. Raises PortError."""
    text = os.environ.get("EGOV_PORT") or "8000"
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise PortError(_("EGOV_PORT is no port: %(text)s."), text=text)
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
                words = {"port": port, "host": host, "reason": error.strerror}
                raise PortError(_("Port %(port)s at %(host)s: %(reason)s."), **words) from None
            raise PortError(
                _("Port %(port)s is in use. Take another one: make run EGOV_PORT=%(next)s"),
                port=port,
                next=port + 1,
            ) from None
