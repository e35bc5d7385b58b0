"""What all tests share."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.demo import (  # noqa: F401 - fixtures
    both_stretches,
    both_template,
    demo,
    demo_template,
    migrated,
)
from tests.emptying import empty, number_from_one, remember_shipped
from tests.indicators.form_ii06.world import load_june
from tests.kept_worlds import KeptWorlds
from tests.pages.small_province import load_province
from tests.support import load_gia_lai

# The suite draws the same examples each time, so that a change passes or fails by its own doing;
# HYPOTHESIS_PROFILE=explore draws new ones. A busy machine is no fault of the code: no deadline.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

Committed = Callable[[], AbstractContextManager[None]]

# What is collected stays to the end: it need not be searched again and again for what can be freed.
gc.disable()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests read sentences in English; pages answer in the language that a request asks for."""
    with translation.override("en"):
        yield


# Seconds in which a busy machine loads the demo: whoever asks for it may be the first.
_LOADING_THE_DEMO = 1500


def pytest_xdist_auto_num_workers() -> int:
    """Tests wait for servers, workers and browsers more than they count."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of tests, how long they may take, and what none may ask for.

    A test that asks for both kinds of database gets pytest-django's own, whose flush takes the
    rows of migrations away from all tests that come after it."""
    # What takes longest begins first, and loads the demo for others while they do something else.
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/test_every_page.py"))
    for item in items:
        names = getattr(item, "fixturenames", ())
        if {"demo_template", "both_template"} & {*names}:
            item.add_marker(pytest.mark.timeout(_LOADING_THE_DEMO))
        in_transaction = item.get_closest_marker("django_db") or "db" in names
        assert not (in_transaction and "transactional_db" in names), item.nodeid


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages name their files without the hashes that collectstatic makes."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES={**settings.STORAGES, "staticfiles": storage},
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hashing passwords is slow on purpose; what other processes have hashed is understood."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    with override_settings(PASSWORD_HASHERS=hashers):
        yield


@pytest.fixture(autouse=True)
def own_cache() -> Iterator[None]:
    """What a test keeps is found by no other one: all of a run share one Redis."""
    own = {"KEY_PREFIX": f"test-{uuid4()}"}
    with override_settings(CACHES={name: one | own for name, one in settings.CACHES.items()}):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker) -> None:
    """Each worker's database is a copy of one that has been migrated."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"] |= {"TEMPLATE": migrated(), "MIGRATE": False}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """pytest-django's own, and what its migrations have written is remembered. It makes no database
    where no test asks for one, as where modules of the demo run alone."""
    if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        return
    with django_db_blocker.unblock():
        remember_shipped()


@pytest.fixture
def transactional_db(
    django_db_setup: None, django_db_blocker, tmp_path: Path, settings
) -> Iterator[None]:
    """Real transactions, empty tables afterwards, and uploads under `tmp_path`.

    It takes the place of pytest-django's own, whose flush would empty the tables that migrations
    fill. Imports need it: their temporary tables go with each commit. The connection stays open for
    the next test: a new one has to read about each of the hundred tables again.
    """
    settings.MEDIA_ROOT = tmp_path / "var" / "uploads"
    with django_db_blocker.unblock():
        number_from_one()
        try:
            yield
        finally:
            empty()


@pytest.fixture
def committed(transactional_db: None) -> Committed:
    """`with committed():` is a stretch of real transactions, after which the tables are empty."""

    @contextmanager
    def stretch() -> Iterator[None]:
        try:
            yield
        finally:
            empty()

    return stretch


@pytest.fixture(scope="session")
def kept_worlds(tmp_path_factory: pytest.TempPathFactory) -> KeptWorlds:
    return KeptWorlds(tmp_path_factory.mktemp("kept_worlds"))


@pytest.fixture
def gia_lai(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    """The units of `tests.support.GIA_LAI`, loaded by the command."""
    kept_worlds.begin("the units of Gia Lai", lambda: load_gia_lai(tmp_path))


@pytest.fixture
def small_province(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    """Those units and the dossiers of `tests.pages.small_province`."""

    def load() -> None:
        load_gia_lai(tmp_path)
        load_province(tmp_path)

    kept_worlds.begin("the small province", load)


@pytest.fixture
def form_june(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    """Those units and the dossiers of `tests.indicators.form_ii06.world`."""

    def load() -> None:
        load_gia_lai(tmp_path)
        load_june(tmp_path)

    kept_worlds.begin("the June of the form II.06", load)
