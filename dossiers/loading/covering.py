"""What an upload tells of: which units its rows name, and from which day to which day
(docs/decisions/0019). Written with the merge, so that it is known as long as the upload is live.
"""

from django.db.backends.utils import CursorWrapper

from dossiers.models import Upload

# Of a file without a title: dossiers carried over were received long before the months that it
# tells of, and are few beside those of a month.
_FEW = 10

_SAID = """(
    SELECT d.unit_id, d.received_on FROM dossiers_saying s
    JOIN dossiers_dossier d ON d.id = s.dossier_id AND d.state = s.state
    WHERE s.upload_id = {upload}
    UNION ALL
    SELECT st.unit_id, st.received_on FROM dossiers_saying s
    JOIN dossiers_state st ON st.dossier_id = s.dossier_id AND st.number = s.state
    WHERE s.upload_id = {upload}) said"""


def note(cursor: CursorWrapper, upload: Upload, rows: str) -> None:
    """Write down what an upload tells of, by its rows: a FROM item with `unit_id` and
    `received_on`.

    The days are those of the title, else whole months: from the first one in which not only a few
    rows were received (a tenth of the busiest month's) to the last one. None after the export.
    """
    cursor.execute(
        "INSERT INTO dossiers_namedunit (upload_id, unit_id)"
        f" SELECT DISTINCT %s::integer, unit_id FROM {rows} ON CONFLICT DO NOTHING",
        [upload.pk],
    )
    cursor.execute(
        f"""
        WITH months AS (
            SELECT date_trunc('month', received_on)::date AS month, count(*) AS received
            FROM {rows} WHERE received_on <= %(exported_on)s GROUP BY 1
        ), told AS (
            SELECT min(month) FILTER (WHERE received * {_FEW} >= busiest) AS first,
                (max(month) + interval '1 month')::date - 1 AS last
            FROM months CROSS JOIN (SELECT max(received) AS busiest FROM months) b
        )
        UPDATE dossiers_upload SET covers_from = COALESCE(%(from)s, first),
            covers_to = LEAST(COALESCE(%(to)s, last), %(exported_on)s)
        FROM told WHERE id = %(upload)s RETURNING covers_from, covers_to
        """,
        {
            "exported_on": upload.exported_on,
            "from": upload.period_from,
            "to": upload.period_to,
            "upload": upload.pk,
        },
    )
    upload.covers_from, upload.covers_to = cursor.fetchone()


def note_again(cursor: CursorWrapper, upload: Upload) -> None:
    """Write down what an upload tells of, after more of its rows were taken in; one that took the
    place of another row may have left that one's unit unnamed."""
    _forget_units(cursor, upload)
    note(cursor, upload, _SAID.format(upload=int(upload.pk)))


def forget(cursor: CursorWrapper, upload: Upload) -> None:
    """An upload that was taken back tells of nothing."""
    _forget_units(cursor, upload)
    upload.covers_from = upload.covers_to = None
    upload.save(update_fields=["covers_from", "covers_to"])


def _forget_units(cursor: CursorWrapper, upload: Upload) -> None:
    cursor.execute("DELETE FROM dossiers_namedunit WHERE upload_id = %s", [upload.pk])
