"""/healthz and /readyz tell probes how it is, and nothing else to anybody."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from redis import Redis

from egov.celery import app
from egov.health.checks import states_of
from egov.health.heard import last_heard
from tests.dossiers.processes import beat, until, worker
from tests.outages.states import database_read_only

ALL_WELL = {
    "database": "ok",
    "migrations": "ok",
    "broker": "ok",
    "worker": "ok",
    "beat": "ok",
}


def readiness() -> tuple[int, dict[str, str]]:
    response = Client().get("/readyz")
    document = response.json()
    assert document["ready"] == (response.status_code == 200)
    assert set(document) == {"ready", "checks"}
    return response.status_code, document["checks"]


def test_the_process_lives_whatever_it_is_called_and_without_a_database():
    response = Client().get("/healthz", headers={"host": "10.42.0.7"})
    assert (response.status_code, response.json()) == (200, {"healthy": True})
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.usefixtures("heard")
def test_all_is_there():
    assert readiness() == (200, ALL_WELL)
    response = Client().get("/readyz", headers={"host": "10.42.0.7"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_a_probe_costs_few_queries(transactional_db: None, django_assert_num_queries):
    states_of(connection)  # reads once which migrations there are
    with django_assert_num_queries(3):
        states_of(connection)


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_who_is_not_heard_is_silent(heard: Redis, name: str):
    heard.delete(f"egov:heard:{name}")
    assert readiness() == (503, {**ALL_WELL, name: "silent"})


def test_that_nothing_was_swept_for_a_while_is_no_fault(heard: Redis):
    heard.delete("egov:heard:sweep")
    assert readiness() == (200, ALL_WELL)


@pytest.mark.usefixtures("heard")
def test_without_a_broker_nobody_can_be_heard(settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    unknown = {"broker": "unreachable", "worker": "unknown", "beat": "unknown"}
    assert readiness() == (503, {**ALL_WELL, **unknown})


@pytest.mark.usefixtures("heard")
def test_without_a_database(monkeypatch: pytest.MonkeyPatch):
    connection.close()
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "HOST", "/nowhere")
        unreachable = {"database": "unreachable", "migrations": "unknown"}
        assert readiness() == (503, {**ALL_WELL, **unreachable})
    assert readiness() == (200, ALL_WELL), "it is asked anew"


@pytest.mark.usefixtures("heard")
def test_a_database_that_takes_nothing_in():
    with database_read_only():
        assert readiness() == (503, {**ALL_WELL, "database": "read-only"})


@pytest.mark.usefixtures("heard")
def test_a_database_of_an_older_version():
    rows = MigrationRecorder(connection).migration_qs
    last = rows.filter(app="dossiers").latest("name")
    last.delete()
    try:
        assert readiness() == (503, {**ALL_WELL, "migrations": "pending"})
    finally:
        rows.create(app=last.app, name=last.name, applied=last.applied)


def test_worker_and_beat_are_heard_while_they_live(heard: Redis):
    heard.flushdb()
    with worker(), beat():
        until(lambda: readiness() == (200, ALL_WELL))
        app.send_task("dossiers.tasks.sweep")
        until(lambda: last_heard()["sweep"])
    # Their keys end by themselves, which takes too long to be waited for here.
    assert 0 < heard.ttl("egov:heard:worker") <= 30
    assert 30 < heard.ttl("egov:heard:beat") <= 90
