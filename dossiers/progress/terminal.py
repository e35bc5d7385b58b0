"""Work under way as a terminal shows it: one line that is written over."""

import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any, Self

from django.core.management.base import OutputWrapper
from django.utils import formats, translation
from django.utils.translation import gettext as _

from dossiers.progress.in_words import in_words, speed

_CLEARED = "\r\x1b[K"  # to the begin of the line, and nothing behind it
_SECOND = 1.0


class ProgressLine:
    """How many rows are read, how fast, and for how long still; then what is being worked at, and
    for how long already, which a thread tells every second inside `with`. Silent where nobody
    looks.

    `write` is that of a command's stream. Work that reads no rows is worked at from the start.
    """

    def __init__(
        self, write: Callable[..., Any], *, quiet: bool, working: str = "", reads: bool = True
    ) -> None:
        self._write = write
        self._quiet = quiet
        self._working = working
        self._reads = reads
        self._begun = monotonic()
        self._working_since = None if reads else self._begun
        self._ended = threading.Event()
        self._ticking = threading.Thread(
            target=self._tick, args=(translation.get_language(),), daemon=True
        )

    def __enter__(self) -> Self:
        self._ticking.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._ticking.join()
        self.end()

    def rows(self, done: int, total: int) -> None:
        """Told after each piece (see dossiers.loading.intake.Progress)."""
        rows = {"done": _number(done), "total": _number(total)}
        parts = [_("%(done)s of about %(total)s rows") % rows]
        rate, left = speed(done, total, timedelta(seconds=monotonic() - self._begun))
        if rate is not None and done < total:
            parts.append(_("%(rate)s rows per second") % {"rate": _number(rate)})
            parts.append(_("%(time)s left") % {"time": left})
        self._say(", ".join(parts))
        self._working_since = monotonic() if done >= total else None

    def waiting(self) -> None:
        """Told every second while another process is at it."""
        self._say(_("Waiting for another process that is at it."))
        self._working_since = None if self._reads else monotonic()

    def end(self) -> None:
        """Leave the line empty for what is said next."""
        self._say("")

    def _tick(self, language: str | None) -> None:
        with translation.override(language):
            while not self._ended.wait(_SECOND):
                since = self._working_since
                spent = 0 if since is None else monotonic() - since
                if spent > 1.5 * _SECOND:  # nobody has said anything else meanwhile
                    self._say(f"{self._working} ({in_words(spent)})")

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._write(f"{_CLEARED}{text}", ending="")


def progress_line(
    stream: OutputWrapper, *, working: str, reads: bool = True, quiet: bool = False
) -> ProgressLine:
    """The line on a command's stream, if that is a terminal."""
    quiet = quiet or not stream.isatty()
    return ProgressLine(stream.write, quiet=quiet, working=working, reads=reads)


def _number(number: int) -> str:
    return formats.number_format(number, force_grouping=True)
