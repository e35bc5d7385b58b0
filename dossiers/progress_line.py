"""Work under way as a terminal shows it: one line that is written over."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from dossiers.job_progress import speed

_CLEARED = "\r\x1b[K"  # to the begin of the line, and nothing behind it


class ProgressLine:
    """How many rows are read, how fast, and for how long still; silent where nobody looks.

    `write` is that of a command's stream.
    """

    def __init__(self, write: Callable[..., Any], *, quiet: bool) -> None:
        self._write = write
        self._quiet = quiet
        self._begun = monotonic()

    def rows(self, done: int, total: int) -> None:
        """Told after each piece (see dossiers.intake.Progress)."""
        rows = {"done": _number(done), "total": _number(total)}
        parts = [_("%(done)s of about %(total)s rows") % rows]
        rate, left = speed(done, total, timedelta(seconds=monotonic() - self._begun))
        if rate is not None and done < total:
            parts.append(_("%(rate)s rows per second") % {"rate": _number(rate)})
            parts.append(_("%(time)s left") % {"time": left})
        self._say(", ".join(parts))

    def waiting(self) -> None:
        """Told every second while another process is at it."""
        self._say(_("Waiting for another process that loads this file."))

    def end(self) -> None:
        """Leave the line empty for what is said next."""
        self._say("")

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._write(f"{_CLEARED}{text}", ending="")


def _number(number: int) -> str:
    return formats.number_format(number, force_grouping=True)
