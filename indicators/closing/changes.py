"""By how much a load, an undo, an acceptance or a recount changes counts of published periods.

Written in the transaction that changes them, as the contributions of the touched dossiers come out
of the counts and go in again. So the cause of a difference is known, and nobody has to guess it.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from dossiers.models import Source
from dossiers.signals import Cause
from indicators.measures import MEASURES
from indicators.models import CountChange, Publication

_NAMES = ", ".join(MEASURES)


def lock(*, alone: bool = False) -> None:
    """Keep publishing and changing counts apart to the end of the transaction: who publishes waits
    for the changes under way, and later ones see the publication and are written down."""
    shared = "" if alone else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(hashtext('indicators.closing'))")


def note_taken(cursor: CursorWrapper) -> None:
    """Note what the temporary table `contribution` took out of published half months."""
    _note(cursor, "contribution c WHERE TRUE", "-")


def note_added(cursor: CursorWrapper) -> None:
    """Note what the temporary table `contribution` brought into published half months."""
    _note(cursor, "contribution c WHERE TRUE", "+")


def note_all(cursor: CursorWrapper, source: Source, *, sign: str) -> None:
    """Note all counts of a source in published half months, before (-) or after (+) a recount."""
    _note(cursor, f"indicators_unitcount c WHERE c.source_id = {source.pk:d}", sign)


def write(cursor: CursorWrapper, source: Source, cause: Cause) -> None:
    """Write down what was noted and does not come to nothing."""
    if not _halves():
        return
    sums = ", ".join(f"NULLIF(sum({name}), 0) AS {name}" for name in MEASURES)
    cursor.execute(
        "CREATE TEMPORARY TABLE count_change ON COMMIT DROP AS SELECT * FROM"
        f" (SELECT half, unit_id, {sums} FROM noted_count GROUP BY half, unit_id) s"
        f" WHERE num_nonnulls({_NAMES}) > 0"
    )
    cursor.execute("SELECT EXISTS (SELECT FROM count_change)")
    if cursor.fetchone()[0]:
        change = CountChange.objects.create(
            source=source, kind=cause.kind, upload_id=cause.upload_id
        )
        cursor.execute(
            f"INSERT INTO indicators_changedcount (change_id, half, unit_id, {_NAMES})"
            f" SELECT %s, half, unit_id, {_NAMES} FROM count_change",
            [change.pk],
        )
    cursor.execute("DROP TABLE noted_count, count_change")


def _note(cursor: CursorWrapper, rows: str, sign: str) -> None:
    lock()
    halves = _halves()
    if not halves:
        return
    columns = ", ".join(f"{name} integer" for name in MEASURES)
    signed = ", ".join(f"{sign}c.{name}" for name in MEASURES)
    cursor.execute(
        "CREATE TEMPORARY TABLE IF NOT EXISTS noted_count (half integer, unit_id integer,"
        f" {columns}) ON COMMIT DROP"
    )
    cursor.execute(
        f"INSERT INTO noted_count SELECT c.half, c.unit_id, {signed} FROM {rows}"
        " AND c.half = ANY(%s)",
        [halves],
    )


def _halves() -> list[int]:
    """The half months of all publications, also of those opened again: they can be looked at."""
    stretches = Publication.objects.values_list("first", "last")
    return sorted({half for first, last in stretches for half in range(first, last + 1)})
