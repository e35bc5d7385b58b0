"""A progress bar of one line; where nobody watches, a line for each tenth of the work."""

import time
from collections.abc import Callable
from typing import TextIO

from django.utils.translation import gettext as _

from indicators.writing import count

_WIDTH = 30
_TELLING = 2.0  # seconds; a rate over less says nothing


class Bar:
    """Shows how many rows of all are done, and how long the rest will take."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._is_watched = out.isatty()
        self._first: tuple[float, int] | None = None
        self._said: object = None
        self._width = 0

    def show(self, done: int, total: int, note: str = "") -> None:
        """Draw the bar; a note takes the place of the time left."""
        part = done / total if total else 0.0
        after = note or self._time_left(done, total)
        rows = _("%(done)s of %(total)s rows") % {"done": count(done), "total": count(total)}
        text = f"{part:4.0%}  {rows}{f', {after}' if after else ''}"
        if self._is_watched:
            full = int(part * _WIDTH)
            self._over(f"[{'#' * full}{'.' * (_WIDTH - full)}] {text}")
        elif self._said != (said := (int(part * 10), note)):
            self._said = said
            self._out.write(f"{text.strip()}\n")
            self._out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._is_watched and self._width:
            self._out.write("\n")
            self._out.flush()
            self._width = 0

    def _over(self, line: str) -> None:
        self._out.write(f"\r{line.ljust(self._width)}")
        self._out.flush()
        self._width = len(line)

    def _time_left(self, done: int, total: int) -> str:
        now = self._clock()
        if self._first is None:
            self._first = (now, done)
        since, before = self._first
        if done == before or now - since < _TELLING:
            return ""
        seconds = (total - done) * (now - since) / (done - before)
        if done == total:
            return _("counting")
        return _("about %(seconds)s s left") % {"seconds": count(seconds)}
