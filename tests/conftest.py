"""What all tests share."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.demo import both_stretches, both_template, demo, demo_template  # noqa: F401 - fixtures
from tests.support import GIA_LAI, run

# The suite draws the same examples each time, so that a change passes or fails by its own doing;
# HYPOTHESIS_PROFILE=explore draws new ones. A busy machine is no fault of the code: no deadline.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# Rows that migrations write; all other tables are empty between tests.
_KEPT = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "indicators_indicator",
    "indicators_enteredmeasure",
)

Committed = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests read sentences in English; pages answer in the language that a request asks for."""
    with translation.override("en"):
        yield


def pytest_xdist_auto_num_workers() -> int:
    """Tests wait for servers, workers and browsers more than they count."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of tests, and what none may ask for.

    A test that asks for both kinds of database gets pytest-django's own, whose flush takes the
    rows of migrations away from all tests that come after it."""
    # What takes longest begins first, and loads the demo for others while they do something else.
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/test_axe.py"))
    for item in items:
        names = getattr(item, "fixturenames", ())
        in_transaction = item.get_closest_marker("django_db") or "db" in names
        assert not (in_transaction and "transactional_db" in names), item.nodeid


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages name their files without the hashes that collectstatic makes."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES={**settings.STORAGES, "staticfiles": storage},
    ):
        yield


@pytest.fixture(autouse=True)
def own_cache() -> Iterator[None]:
    """What a test keeps is found by no other one: all of a run share one Redis."""
    default = settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid4()}"}
    with override_settings(CACHES={"default": default}):
        yield


@pytest.fixture
def transactional_db(
    django_db_setup: None, django_db_blocker, tmp_path: Path, settings
) -> Iterator[None]:
    """Real transactions, empty tables afterwards, and uploads under `tmp_path`.

    It takes the place of pytest-django's own, whose flush would empty the tables that migrations
    fill. Imports need it: their temporary tables go with each commit.
    """
    settings.MEDIA_ROOT = tmp_path / "var" / "uploads"
    with django_db_blocker.unblock():
        _number_from_one()
        try:
            yield
        finally:
            _empty()
            connection.close()


@pytest.fixture
def committed(transactional_db: None) -> Committed:
    """`with committed():` is a stretch of real transactions, after which the tables are empty."""

    @contextmanager
    def stretch() -> Iterator[None]:
        try:
            yield
        finally:
            _empty()

    return stretch


@pytest.fixture
def gia_lai(transactional_db: None, tmp_path: Path) -> None:
    """The units of `tests.support.GIA_LAI`, loaded by the command."""
    units = tmp_path / "units.csv"
    units.write_text(GIA_LAI, encoding="utf-8")
    assert run("load_units", units).status == 0


def _number_from_one() -> None:
    """A test within a transaction leaves its rows no trace, but has used up their numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_called FROM units_unit_id_seq")
        (used,) = cursor.fetchone()
    if used:
        _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname), relname LIKE 'dossiers_staging%%' FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND relname <> ALL (%s)",
            [list(_KEPT)],
        )
        found = cursor.fetchall()
        tables = [name for name, is_staging in found if not is_staging]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        for name in [name for name, is_staging in found if is_staging]:
            cursor.execute(f"DROP TABLE {name}")
