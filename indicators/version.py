"""Names for the state of everything that a page's figures and scores depend on.

That of figures changes with every load, undo, recount, change of units, of their boundaries, of the
catalogue of procedures, of reports, of indicators, targets or what is expected of exports, with
every period that is closed or opened again, and with the code that computes. That of scores changes
with all of this, and with every scorecard, scoring and announced score: after a load a minute of
scoring is told period by period, and no figure has to be computed anew for it. What is kept under
these names never has to be thrown away.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from os import PRIO_PROCESS, getpriority
from threading import Lock
from time import sleep
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.cache import caches
from django.db import connection

Kept = TypeVar("Kept")

_KEPT_SECONDS = 24 * 3600
# What it costs the others at most that a process is killed which computes for them.
_CLAIM_SECONDS = 5
# Between two looks whether another process is done, in seconds.
_SHORTEST_WAIT, _LONGEST_WAIT = 0.002, 0.1


def _code_version() -> bytes:
    digest = blake2b(digest_size=8)
    for room, pattern in _MADE_BY:
        for path in sorted((settings.BASE_DIR / room).rglob(pattern)):
            digest.update(path.read_bytes())
    return digest.digest()


_MADE_BY = [(room, "*.py") for room in ("units", "dossiers", "indicators", "egov")]
_MADE_BY += [("templates", "*.html"), ("static", "*.*"), ("locale", "*.mo")]
# What another version of the code computed may have another shape, or be wrong; and a browser
# must not keep a page that it made.
_CODE = _code_version()


@dataclass(frozen=True)
class DataVersion:
    """What figures depend on, and what scores do, each as 16 hex digits."""

    figures: str
    scores: str


def data_version() -> DataVersion:
    """The version as it is now, from one query over small tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join((*_FIGURES, *_SCORES))}")
        told = cursor.fetchone()
    return DataVersion(figures=_name(told[: len(_FIGURES)]), scores=_name(told))


def _name(told: Sequence[object]) -> str:
    return blake2b(repr(told).encode(), digest_size=8, key=_CODE).hexdigest()


def _rows_of(table: str) -> str:
    return f"(SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM {table} t)"


_FIGURES = (
    "(SELECT token FROM units_generation)",
    "(SELECT concat_ws(' ', count(*), max(id)) FROM units_boundary)",
    "(SELECT token FROM dossiers_cataloguegeneration)",
    "(SELECT string_agg(concat_ws(' ', id, generation, name, settings ->> 'covers',"
    " settings ->> 'until'), ',' ORDER BY id) FROM dossiers_source)",
    _rows_of("indicators_indicator"),
    _rows_of("indicators_target"),
    _rows_of("indicators_enteredmeasure"),
    "(SELECT max(id) FROM indicators_enteredvalue)",
    _rows_of("indicators_publication"),
    "(SELECT concat_ws(' ', count(*), max(id), max(changed_at)) FROM indicators_report)",
    _rows_of("indicators_expectation"),
)
_SCORES = (
    "(SELECT max(id) FROM indicators_announcedscore)",
    _rows_of("indicators_scorecard"),
    _rows_of("indicators_scoring"),
)


def kept(version: str, key: str, compute: Callable[[], Kept]) -> Kept:
    """What `compute` gives for a key under a version: computed once, then read from the cache."""
    (found,) = kept_each(version, [key], lambda _places: [compute()])
    return found


def kept_each(
    version: str, keys: Sequence[str], compute: Callable[[Sequence[int]], Sequence[Kept]]
) -> list[Kept]:
    """The same for one key or more at once; `compute` is told the places of those that lack.

    After a load everybody looks at the same pages at once: one thread of one process computes, and
    the others wait for what it finds. Each time some seconds pass without it, one more process
    begins, since whoever was at it may have been killed.
    """
    names = [f"{version}:{_digest(key)}" for key in keys]
    found: dict[str, Kept] = caches["kept"].get_many(names)
    lacking = [name for name in names if name not in found]
    if lacking:
        turn = names[0] if len(names) == 1 else f"{version}:{_digest(' '.join(sorted(names)))}"
        with _lock_of(turn), _turn(turn, lacking) as others:
            found |= others
            places = [place for place, name in enumerate(names) if name not in found]
            if places:
                computed = zip(places, compute(places), strict=True)
                new = {names[place]: one for place, one in computed}
                caches["kept"].set_many(new, _KEPT_SECONDS)
                found |= new
    return [found[name] for name in names]


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


@contextmanager
def _turn(turn: str, lacking: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What others have computed meanwhile of what lacks: where it is not all, it is the turn of
    this process.

    What goes on in the background claims no turn: pages would wait for what has little of the
    processors.
    """
    cache, claim, wait = caches["kept"], f"{turn}:claim", _SHORTEST_WAIT
    if getpriority(PRIO_PROCESS, 0) > 0:
        yield cache.get_many(lacking)
        return
    found: dict[str, Any] = {}
    while not cache.add(claim, 1, _CLAIM_SECONDS):
        sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)
        found |= cache.get_many([name for name in lacking if name not in found])
        if found.keys() == set(lacking):
            yield found
            return
    try:
        yield found | cache.get_many([name for name in lacking if name not in found])
    finally:
        cache.delete(claim)


_locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
_locks_lock = Lock()


def _lock_of(name: str) -> Lock:
    """The lock of what is computed under a name, which lives as long as somebody holds or waits."""
    with _locks_lock:
        return _locks.setdefault(name, Lock())
