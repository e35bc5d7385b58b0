"""A PostgreSQL of the test's own that is frozen: it takes connections, and says nothing. /readyz
does not wait for it."""

import time
from collections.abc import Iterator

import environ
import pytest
from django.db import OperationalError, connection
from django.test import Client

from egov.health.checks import hung_up_on_after
from tests.egov.embedded_commands import Running, data_folders, ourselves, running
from tests.outages.states import frozen


@pytest.fixture
def server(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server beside the test's, at which the site asks meanwhile."""
    with data_folders(ourselves()) as new, running(ourselves(), new()) as started:
        url = started.environment["DATABASE_URL"]
        connection.close()
        with monkeypatch.context() as patched:
            for name, value in environ.Env.db_url_config(url).items():
                patched.setitem(connection.settings_dict, name, value)
            yield started
            connection.close()


def database() -> str:
    return str(Client().get("/readyz").json()["checks"]["database"])


def test_a_probe_does_not_wait_for_it(server: Running):
    assert database() == "ok"
    with frozen(server.postgres_pid()):
        begun = time.monotonic()
        assert database() == "unreachable"
        assert time.monotonic() - begun < 10
    assert database() == "ok"


def test_nor_where_it_freezes_while_it_is_asked(server: Running):
    own = connection.copy()
    with hung_up_on_after(own, 1), own.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        begun = time.monotonic()
        with frozen(cursor.fetchone()[0]), pytest.raises(OperationalError):
            cursor.execute("SELECT 1")
        assert 0.5 < time.monotonic() - begun < 10
    own.close()


def test_who_has_answered_is_not_hung_up_on(server: Running):
    own = connection.copy()
    with hung_up_on_after(own, 0.5), own.cursor() as cursor:
        cursor.execute("SELECT 1")
    time.sleep(1)
    with own.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)
    own.close()
