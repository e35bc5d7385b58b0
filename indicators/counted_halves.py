"""In which half months the counts of a source changed: written in the transaction that counts, so
that what was computed from counts knows when it is old (`indicators.scoring.state`)."""

from django.db.backends.utils import CursorWrapper

from dossiers.models import Source
from indicators.measures import MEASURES


def note_taken(cursor: CursorWrapper) -> None:
    """Remember what the temporary table `contribution` takes out of the counts."""
    sums = ", ".join(f"-sum({name}) AS {name}" for name in MEASURES)
    cursor.execute("DROP TABLE IF EXISTS taken_count")
    cursor.execute(
        "CREATE TEMPORARY TABLE taken_count ON COMMIT DROP AS"
        f" SELECT half, unit_id, {sums} FROM contribution GROUP BY half, unit_id"
    )


def note_added(cursor: CursorWrapper, source: Source) -> None:
    """Note the half months in which what `contribution` brings is other than what was taken: most
    dossiers of a load were received in months that stay as they are."""
    names = ", ".join(("half", "unit_id", *MEASURES))
    sums = ", ".join(f"NULLIF(sum({name}), 0)" for name in MEASURES)
    _note(
        cursor,
        source,
        "SELECT DISTINCT half FROM ("
        f" SELECT half FROM (SELECT {names} FROM taken_count"
        f" UNION ALL SELECT {names} FROM contribution) c"
        f" GROUP BY half, unit_id HAVING num_nonnulls({sums}) > 0) changed",
    )


def note_all(cursor: CursorWrapper, source: Source) -> None:
    """Note all half months of a source, those that were counted before among them."""
    _note(
        cursor,
        source,
        f"SELECT half FROM indicators_unitcount WHERE source_id = {source.pk:d}"
        f" UNION SELECT half FROM indicators_countedhalf WHERE source_id = {source.pk:d}",
    )


def _note(cursor: CursorWrapper, source: Source, halves: str) -> None:
    cursor.execute(
        "INSERT INTO indicators_countedhalf (source_id, half, token)"
        f" SELECT %s, half, gen_random_uuid() FROM ({halves}) h"
        " ON CONFLICT (source_id, half) DO UPDATE SET token = EXCLUDED.token",
        [source.pk],
    )
