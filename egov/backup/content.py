"""What a database holds, table by table, in a form that two databases can be compared by."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# Belongs to a load under way, which begins anew with its own.
STAGING = "dossiers_staging_*"
# People sign in anew: the cookie of an old session is worth nothing after a restore.
SESSIONS = "django_session"

# Values as texts must not depend on how a role or server is set up.
_AS_TEXT = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
)


@dataclass(frozen=True)
class Table:
    """How many rows a table has, and a digest of all of them in any order."""

    rows: int
    digest: str


def tables_of(database: BaseDatabaseWrapper) -> dict[str, Table]:
    """Each table that a backup holds the rows of. Within a transaction; reads every row."""
    with database.cursor() as cursor:
        for setting in _AS_TEXT:
            cursor.execute(setting)
        names = _names(cursor)
        if names:
            # Nobody swaps or drops one before it is read.
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS SHARE MODE")
        return {name: _read(cursor, name) for name in names}


def is_empty(database: BaseDatabaseWrapper) -> bool:
    """Whether there is no table, view or sequence that a restore could collide with."""
    with database.cursor() as cursor:
        cursor.execute("SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace")
        return cursor.fetchone() is None


def _names(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT quote_ident(relname) FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition AND relname <> %s AND relname NOT LIKE %s ORDER BY relname",
        [SESSIONS, STAGING.replace("_", r"\_").replace("*", "%")],
    )
    return [name for (name,) in cursor.fetchall()]


def _read(cursor: CursorWrapper, name: str) -> Table:
    # 60 bits of each row's checksum, added up: a row more or less, or another one, shows.
    cursor.execute(
        "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text"
        f" FROM {name} t"
    )
    rows, digest = cursor.fetchone()
    return Table(rows, digest)
