"""What tests of uploads share."""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from kombu import pools
from redis import Redis

from egov.celery import app
from tests.support import write_csv


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as an export."""
    return lambda rows, name="export.csv": write_csv(tmp_path / name, rows)


@pytest.fixture
def broker(
    transactional_db: None, use_broker: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An empty Redis database of this test's own, where tasks of this process and of those that it
    starts are queued; gives its URL."""
    with own_redis() as url:
        monkeypatch.setenv("REDIS_URL", url)
        use_broker(url)
        yield url


@pytest.fixture
def use_broker() -> Iterator[Callable[[str], None]]:
    """Call it with the URL of a Redis to which the tasks of this process go from then on."""
    before = app.conf.broker_url
    yield lambda url: _use(
        url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    )
    _use(before)


def _use(url: str) -> None:
    pools.reset()
    app.conf.broker_url = url
    app._after_fork()  # forgets the pools that it holds


@contextmanager
def own_redis() -> Iterator[str]:
    """The URL of an empty Redis database that nobody else uses meanwhile."""
    with _own_number() as number:
        given = urlsplit(os.environ["REDIS_URL"])
        url = given._replace(path=f"/{number}").geturl()
        if given.scheme == "unix":
            url = f"unix://{given.path}?db={number}"
        with Redis.from_url(url) as redis:
            redis.flushdb()
            yield url
            redis.flushdb()


@contextmanager
def _own_number() -> Iterator[int]:
    """The number of a Redis database that no other test run on this machine uses meanwhile."""
    for number in cycle(range(1, 16)):
        path = Path(tempfile.gettempdir()) / f"egov-test-redis-{os.getuid()}-{number}"
        with path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.1)
                continue
            yield number
            return
