"""People in front of their browsers: they read a page, think, and ask for the next."""

import http.client
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from threading import Event, Lock, Thread

from tests.load.reading import Shelf
from tests.real.browser import Browser

_FINE = (200, 304)


@dataclass
class Times:
    """How long the pages took that were asked for in a phase, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def slow(self) -> float:
        """The 95th percentile."""
        return quantiles(self.seconds, n=20)[-1]


class Readers:
    """All readers; what they find out goes into the phase in which they asked."""

    def __init__(self, people: Sequence[tuple[Browser, Shelf]], think: tuple[float, float]):
        self._think = think
        self._times = Times()
        self._lock, self._ended = Lock(), Event()
        self._threads = [
            Thread(target=self._read, args=(browser, shelf, Random(number)), daemon=True)
            for number, (browser, shelf) in enumerate(people)
        ]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """They read meanwhile."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in self._threads:
                thread.join()

    def next_phase(self) -> Times:
        """What belongs to the phase that ends here, once its last page has come; another begins."""
        with self._lock:
            ended, self._times = self._times, Times()
        return ended

    def _read(self, browser: Browser, shelf: Shelf, random: Random) -> None:
        self._ended.wait(random.uniform(0, self._think[1]))
        while not self._ended.is_set():
            address, htmx = shelf.draw(random)
            with self._lock:
                times = self._times
            begun = time.perf_counter()
            error = ""
            try:
                status = browser.get(address, htmx=htmx).status
                if status not in _FINE:
                    error = f"{address}: {status}"
            except (OSError, http.client.HTTPException) as failure:
                error = f"{address}: {type(failure).__name__}"
            with self._lock:
                times.seconds.append(time.perf_counter() - begun)
                times.errors += [error] if error else []
            self._ended.wait(random.uniform(*self._think))
