"""An upload's own staging table: pieces of the file, checked, COPYed in transactions of their own.

The table is unlogged and belongs to one claim of a job: an attempt that was given up, and yet goes
on, writes into no other's table.
"""

from io import BytesIO

import pyarrow as pa
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable
from pyarrow import csv

from dossiers.models import Job, JobState

_PREFIX = "dossiers_staging_"

# Column name -> PostgreSQL type, in the order of COPY; the names are those of models.State.
STATE_COLUMNS = {
    "submitted_at": "timestamptz",
    "received_at": "timestamptz",
    "due_at": "timestamptz",
    "finished_at": "timestamptz",
    "returned_at": "timestamptz",
    "status_at": "timestamptz",
    "apology_at": "timestamptz",
    "ended_at": "timestamptz",
    "received_on": "date",
    "due_on": "date",
    "ended_on": "date",
    "unit_id": "integer",
    "receiving_unit_id": "integer",
    "procedure_id": "integer",
    "status": "smallint",
    "channel": "smallint",
    "return_channel": "smallint",
    "service_level": "smallint",
    "due_has_time": "boolean",
    "fee": "boolean",
    "paid_online": "boolean",
    "result_due": "boolean",
    "e_result": "boolean",
    "digitised": "boolean",
}
_UTC_WITHOUT_ZONE = pa.timestamp("us")
# What is read has a procedure_number of dossiers.checking.procedures, of which the merge makes an
# id; what was loaded before has its procedure_id.
_COLUMNS = {
    "row": "integer",
    "code": 'text COLLATE "C"',
    "procedure_number": "integer",
    **STATE_COLUMNS,
}
_READ = [name for name in _COLUMNS if name != "procedure_id"]


def table_of(job: Job) -> str:
    """The name of the staging table that belongs to the claim of a job."""
    assert job.token is not None  # noqa: S101
    return f"{_PREFIX}{job.token.hex}"


def create(table: str) -> None:
    """Make a staging table."""
    columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE {table} ({columns})")


def append(table: str, frame: pa.Table) -> None:
    """COPY checked rows (see dossiers.checking.rows.Checked) with their procedure_number."""
    # Arrow writes instants with a time zone ten times slower; the connection's zone is UTC anyway.
    columns = [
        column.cast(_UTC_WITHOUT_ZONE) if pa.types.is_timestamp(column.type) else column
        for column in (frame[name] for name in _READ)
    ]
    _copy(table, pa.table(columns, names=_READ))


def _copy(table: str, rows: pa.Table) -> None:
    text = BytesIO()
    csv.write_csv(rows, text, csv.WriteOptions(include_header=False))
    columns = ", ".join(rows.column_names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write(text.getbuffer())


def problems_of(table: str) -> str:
    """The name of the table beside a staging table that holds problems to be kept at its merge."""
    return f"{table}_problems"


def create_problems(table: str) -> None:
    """Make the table for problems beside a staging table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE UNLOGGED TABLE {problems_of(table)} (LIKE dossiers_problem INCLUDING IDENTITY)"
        )


def rejected_of(table: str) -> str:
    """The name of the table beside a staging table that holds the codes of its rejected rows."""
    return f"{table}_rejected"


def create_rejected(table: str) -> None:
    """Make the table for codes of rejected rows beside a staging table."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE UNLOGGED TABLE {rejected_of(table)} (code text COLLATE "C")')


def append_rejected(table: str, codes: pa.Array) -> None:
    """COPY the codes of rejected rows."""
    _copy(rejected_of(table), pa.table([codes], names=["code"]))


def drop_abandoned() -> None:
    """Remove the staging tables of claims that are over, however they ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = current_schema() AND starts_with(tablename, %s)",
            [_PREFIX],
        )
        tables = {name for (name,) in cursor.fetchall()}
    # Asked after the tables: a table comes after the claim that it belongs to.
    running = {table_of(job) for job in Job.objects.filter(state=JobState.RUNNING)}
    beside = {name(table) for table in running for name in (problems_of, rejected_of)}
    for table in tables - running - beside:
        _drop(table)


def _drop(table: str) -> None:
    """Remove a table; one that somebody reads for long, say a dump, is left to the next time."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
