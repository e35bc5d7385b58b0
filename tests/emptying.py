"""Empties the tables of the test's database, as if it had just been migrated."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

# Rows that migrations write, and tests add to; they are as migrated between tests.
SHIPPED = ["indicators_indicator", "indicators_enteredmeasure"]
# Rows that nobody changes afterwards; all other tables are empty between tests.
_KEPT = ["django_migrations", "django_content_type", "auth_permission", *SHIPPED]
# More than this much in one table is truncated. Less is deleted, in a tenth of the time: truncating
# makes some 300 files anew, those of tables that stayed empty too.
_MUCH = 1 << 20

_STAGING = "dossiers_staging"

_TABLES = """
    SELECT quote_ident(relname),
        CASE pg_relation_size(oid) WHEN 0 THEN 0 ELSE pg_table_size(oid) END
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> ALL (%s)
"""
# The sequences that numbered something of the tables that are emptied.
_USED = """
    FROM pg_sequence
    JOIN pg_depend ON objid = seqrelid AND deptype IN ('a', 'i')
    JOIN pg_class ON pg_class.oid = refobjid AND relname <> ALL (%s)
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
"""


def remember_shipped() -> None:
    """Copy what migrations have written, for `empty`; asked for once, before the first test."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS shipped CASCADE")
        cursor.execute("CREATE SCHEMA shipped")
        for table in SHIPPED:
            cursor.execute(f"CREATE UNLOGGED TABLE shipped.{table} AS TABLE {table}")


def empty() -> None:
    """Every table but those that migrations fill has no rows and numbers them from 1; those have
    the rows of the migrations. There are no staging tables. Waits for whoever still writes."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        for staging in [table for table in tables if table.startswith(_STAGING)]:
            cursor.execute(f"DROP TABLE {staging}")
            del tables[staging]
        if max(tables.values()) > _MUCH:
            cursor.execute("SET LOCAL session_replication_role = replica")  # audit events stay
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        else:
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
            _delete(cursor, filled(cursor))
        _restore(cursor)


def _restore(cursor: CursorWrapper) -> None:
    """Take away what tests have added to the shipped rows or changed of them."""
    cursor.execute("SET LOCAL session_replication_role = replica")
    for table in SHIPPED:
        cursor.execute(
            f"DELETE FROM {table} t"
            f" WHERE NOT EXISTS (SELECT FROM shipped.{table} s WHERE s::text = t::text)"
        )
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM shipped.{table}"
            f" WHERE id NOT IN (SELECT id FROM {table})"
        )


def filled(cursor: CursorWrapper) -> list[str]:
    """The tables, but for those that migrations fill, in which there are rows or have been."""
    return [table for table, size in _tables(cursor).items() if size]


def numbers(cursor: CursorWrapper) -> list[tuple[int, int]]:
    """(sequence, the last number it gave) of those tables; the rows that migrations write, and
    what tests leave beside them, go on as they are."""
    cursor.execute(f"SELECT seqrelid, pg_sequence_last_value(seqrelid) {_USED}", [_KEPT])
    found: list[tuple[int, int]] = cursor.fetchall()
    return found


def _tables(cursor: CursorWrapper) -> dict[str, int]:
    """Table -> bytes of its rows."""
    cursor.execute(_TABLES, [_KEPT])
    return dict(cursor.fetchall())


def _delete(cursor: CursorWrapper, names: Iterable[str]) -> None:
    """Delete the rows of some tables, whatever refers to them or guards them."""
    cursor.execute("SET LOCAL session_replication_role = replica")
    for name in names:
        cursor.execute(f"DELETE FROM {name}")
    cursor.execute(f"SELECT setval(seqrelid, seqstart, false) {_USED}", [_KEPT])


def number_from_one() -> None:
    """A test within a transaction leaves its rows no trace, but has used up their numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_called FROM units_unit_id_seq")
        (used,) = cursor.fetchone()
    if used:
        empty()
