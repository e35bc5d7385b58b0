"""What tests of accounts share."""

from collections.abc import Callable, Iterator

import pytest

from egov.celery import app
from tests.dossiers.conftest import own_redis, use_broker  # noqa: F401 - a fixture

WorkOff = Callable[[], None]


@pytest.fixture
def work_off(use_broker: Callable[[str], None]) -> Iterator[WorkOff]:  # noqa: F811
    """Call it to do what was queued since the test began, as a worker would."""
    with own_redis() as url:
        use_broker(url)
        yield _work_off


def _work_off() -> None:
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        while True:
            try:
                message = queue.get_nowait()
            except queue.Empty:
                return
            arguments, named, _embedded = message.payload
            message.ack()
            app.tasks[message.headers["task"]](*arguments, **named)
