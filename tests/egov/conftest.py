"""Commands started by these tests can be interrupted, whoever started the tests."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from egov.health.heard import NAMES
from tests.dossiers.conftest import broker, use_broker  # noqa: F401 - fixtures


@pytest.fixture
def heard(broker: str, settings: Any) -> Iterator[Redis]:  # noqa: F811
    """The empty Redis of this test, in which worker and beat are heard as if they ran."""
    settings.REDIS_URL = broker
    with Redis.from_url(broker) as redis:
        for name in NAMES:
            redis.set(f"egov:heard:{name}", "2026-11-30T08:00:00+00:00")
        yield redis


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
