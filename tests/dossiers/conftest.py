"""What tests of uploads share."""

from collections.abc import Iterator

import pytest
from redis import Redis

from egov.celery import app
from tests.dossiers.processes import broker_url


@pytest.fixture
def broker(transactional_db: None) -> Iterator[str]:
    """An empty Redis database of this test's own, where tasks are queued; gives its URL."""
    url = broker_url()
    before = app.conf.broker_url
    with Redis.from_url(url) as redis:
        redis.flushdb()
        use_broker(_as_celery_says(url))
        yield url
        use_broker(before)
        redis.flushdb()


def use_broker(url: str) -> None:
    """Let tasks of this process go to a broker, with no connection to the one before."""
    app.pool.force_close_all()
    app.conf.broker_url = url
    app._after_fork()


def _as_celery_says(url: str) -> str:
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
