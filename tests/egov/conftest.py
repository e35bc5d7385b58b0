"""Commands started by these tests can be interrupted, whoever started the tests."""

import signal
from collections.abc import Iterator

import pytest

from tests.dossiers.conftest import broker, use_broker  # noqa: F401 - fixtures


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
