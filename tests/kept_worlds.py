"""Worlds that many tests begin with: each is made once for a run and copied from then on.

Making a small province takes ten times as long as copying its rows and files.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

from tests.emptying import SHIPPED, filled, numbers

Told = TypeVar("Told")


class KeptWorlds:
    """Rows lie in schemas of the test's database, uploads below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, list[tuple[int, int]]] = {}
        self._told: dict[str, Any] = {}

    def begin(self, name: str, make: Callable[[], Told]) -> Told:
        """What `make` writes into empty tables is there, and what it told is told again. `name`
        stands for it in the whole run."""
        if name in self._numbers:
            self._copy(name)
        else:
            self._told[name] = make()
            self._keep(name)
        told: Told = self._told[name]
        return told

    def _keep(self, name: str) -> None:
        schema, files = self._places(name)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
            for table in filled(cursor):
                cursor.execute(f"CREATE UNLOGGED TABLE {schema}.{table} AS TABLE {table}")
                if not cursor.rowcount:  # there have been rows
                    cursor.execute(f"DROP TABLE {schema}.{table}")
            for table in SHIPPED:
                cursor.execute(
                    f"CREATE UNLOGGED TABLE {schema}.{table} AS SELECT * FROM {table}"
                    f" WHERE id NOT IN (SELECT id FROM shipped.{table})"
                )
            given = numbers(cursor)
        if Path(settings.MEDIA_ROOT).exists():
            shutil.copytree(settings.MEDIA_ROOT, files)
        self._numbers[name] = given

    def _copy(self, name: str) -> None:
        schema, files = self._places(name)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
            for (table,) in cursor.fetchall():
                cursor.execute(f"INSERT INTO {table} TABLE {schema}.{table}")
            for sequence, last in self._numbers[name]:
                cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, last])
        if files.exists():
            shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)

    def _places(self, name: str) -> tuple[str, Path]:
        number = [*self._numbers, name].index(name)
        return f"kept_{number}", self._folder / str(number)
