"""The demo in a database, for tests that need a province and not a handful of rows: all of 2018, or
a little of both stretches (`both_stretches`).

It is loaded once for a state of the code, into a database that is only copied: whoever asks for
`demo` gets a copy of it (a second or two) for the tests of one module, and may change what he
likes there. Workers of one run wait for the one that loads. It begins, as do the databases of the
workers, as a copy of one that is migrated once.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker

_ROOT = Path(__file__).resolve().parent.parent
_MADE_BY = (
    *("egov/demo", "egov/settings.py", "units", "dossiers", "indicators"),
    *("fixtures/demo", "requirements.lock"),
)
_ONLY_SHOWN_BY = {"views", "pages", "charts", "opening", "templatetags"}
_PREFIX = "egov_demo_"
_STATE = "EGOV_TESTED_DEMO"
_TURN = 766  # the advisory lock under which the demo is loaded and copied

_ALL_OF_2018 = ("demo", "--here", "--stretch", "2018")
# Two months of 2018; of the second stretch those before and after departments merged and districts
# ended, and the newest; one dossier in twenty.
_A_LITTLE_OF_BOTH = (
    "shell",
    "-c",
    """
from dataclasses import replace
from io import StringIO
from egov.demo.bar import Bar
from egov.demo.bringing import bring
from egov.demo.stretches import FIRST, SECOND
def only(stretch, *months):
    kept = {name: stretch.files[name] for name in stretch.files if name[8:15] in months}
    return replace(stretch, files=kept)
bring(bar=Bar(StringIO()), one_in=20, here=True, stretches=[
    only(FIRST, "2018-01", "2018-02"),
    only(SECOND, "2025-02", "2025-03", "2025-06", "2025-07", "2026-10"),
])
""",
)


@dataclass(frozen=True)
class Demo:
    """A copy: the database and the data folder (uploads' kept columns) of the loaded demo."""

    database: str
    data: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work on the copy, such as `python -m gunicorn egov.wsgi`."""
        return {
            **os.environ,
            "DATABASE_URL": _url(self.database),
            "EGOV_DATA_DIR": str(self.data),
        }


@pytest.fixture(scope="session")
def demo_template(django_db_blocker: DjangoDbBlocker) -> Demo:
    """The loaded demo, to be copied with `copy_of`; nobody connects to its database. Not after
    `django_db_setup`, which makes no database where only browsers are tested."""
    with django_db_blocker.unblock():
        return _made("year", _ALL_OF_2018)


@pytest.fixture(scope="session")
def both_template(django_db_blocker: DjangoDbBlocker) -> Demo:
    """A little of both stretches, to be copied likewise."""
    with django_db_blocker.unblock():
        return _made("both", _A_LITTLE_OF_BOTH)


@pytest.fixture(scope="module")
def demo(
    demo_template: Demo, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Demo]:
    """Django works on a copy of the demo's 2018, with all that is committed, for the module's
    tests.

    Not together with `db`, `transactional_db` or what asks for them.
    """
    with _at_work_on(demo_template, django_db_blocker) as copy:
        yield copy


@pytest.fixture(scope="module")
def both_stretches(
    both_template: Demo, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Demo]:
    """Likewise on a copy with a little of both stretches."""
    with _at_work_on(both_template, django_db_blocker) as copy:
        yield copy


def migrated() -> str:
    """The name of a database as migrations leave it, to be copied."""
    name = f"{_PREFIX}migrated_{os.environ[_STATE]}"
    with _maintenance() as cursor:
        there = _databases(cursor, "migrated")
        if name not in there:
            for old in there:
                cursor.execute(f"DROP DATABASE {old} WITH (FORCE)")
            begun = f"{name}_begun"
            cursor.execute(f"CREATE DATABASE {begun}")
            with _connected_to(begun):
                call_command("migrate", verbosity=0)
            cursor.execute(f"ALTER DATABASE {begun} RENAME TO {name}")
    return name


@contextmanager
def _at_work_on(template: Demo, blocker: DjangoDbBlocker) -> Iterator[Demo]:
    with (
        copy_of(template) as copy,
        blocker.unblock(),
        _connected_to(copy.database),
        override_settings(MEDIA_ROOT=copy.data / "uploads"),
    ):
        yield copy


@contextmanager
def _connected_to(database: str) -> Iterator[None]:
    """Django works on this database meanwhile."""
    default = connections["default"]
    before = default.settings_dict["NAME"]
    default.close()
    default.settings_dict["NAME"] = database
    try:
        yield
    finally:
        default.close()
        default.settings_dict["NAME"] = before


@contextmanager
def copy_of(template: Demo) -> Iterator[Demo]:
    """A copy of the demo that is gone after the block."""
    name = f"test_demo_{os.getpid()}_{os.urandom(3).hex()}"
    copy = Demo(name, template.data.parent / name)
    with _maintenance() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template.database} STRATEGY file_copy")
    try:
        # Two copies that change in different ways must not pass for one in a cache.
        with psycopg.connect(_url(name), autocommit=True) as connection:
            step = int.from_bytes(os.urandom(4))
            connection.execute("UPDATE dossiers_source SET generation = generation + %s", [step])
        shutil.copytree(template.data, copy.data)
        yield copy
    finally:
        shutil.rmtree(copy.data, ignore_errors=True)
        with _maintenance() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _made(kind: str, command: Sequence[str]) -> Demo:
    """The demo that a command of manage.py loads, loaded once for a state of the code."""
    state, template = os.environ[_STATE], migrated()
    with _maintenance() as cursor:
        made = Demo(f"{_PREFIX}{kind}_{state}", settings.DATA_DIR / "tests" / f"{kind}-{state}")
        if made.database not in _databases(cursor, kind) or not made.data.is_dir():
            _make(made, template, command, kind, cursor)
    return made


def _make(
    demo: Demo, template: str, command: Sequence[str], kind: str, cursor: psycopg.Cursor
) -> None:
    """Load the demo as a newcomer does, but without a worker; older ones are removed."""
    for name in _databases(cursor, kind):
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    shutil.rmtree(demo.data, ignore_errors=True)
    begun = Demo(f"{demo.database}_begun", demo.data)
    cursor.execute(f"CREATE DATABASE {begun.database} TEMPLATE {template}")
    loaded = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=_ROOT,
        env=begun.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    cursor.execute(f"ALTER DATABASE {begun.database} RENAME TO {demo.database}")


@contextmanager
def _maintenance() -> Iterator[psycopg.Cursor]:
    """A cursor of the server, one process at a time: a template with a guest cannot be copied."""
    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_TURN])
        yield connection.cursor()


def _databases(cursor: psycopg.Cursor, kind: str) -> list[str]:
    begin = f"{_PREFIX}{kind}_"
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [begin])
    return [name for (name,) in cursor.fetchall()]


def _url(database: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def _fingerprint() -> str:
    """Of all that the loaded demo depends on."""
    digest = hashlib.sha256()
    for top in _MADE_BY:
        place = _ROOT / top
        for path in sorted(place.rglob("*") if place.is_dir() else [place]):
            if path.is_file() and path.suffix != ".pyc" and not _ONLY_SHOWN_BY & {*path.parts}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


# Taken once: the workers of a run inherit it, even if somebody edits a file meanwhile.
os.environ.setdefault(_STATE, _fingerprint())
