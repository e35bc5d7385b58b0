"""What taking an upload back would do, told before it is done."""

from dataclasses import dataclass

from django.db import connection

from dossiers.models import Upload


@dataclass(frozen=True)
class Undoing:
    """What taking back an upload does: dossiers that it alone named go, of the others stays what
    other uploads say."""

    gone: int
    kept: int


def undoing(upload: Upload) -> Undoing:
    """What an undo of a loaded upload would do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM dossiers_saying o"
            " WHERE o.dossier_id = s.dossier_id AND o.upload_id <> s.upload_id))"
            " FROM dossiers_saying s WHERE s.upload_id = %s",
            [upload.pk],
        )
        named, kept = cursor.fetchone()
    return Undoing(gone=named - kept, kept=kept)
