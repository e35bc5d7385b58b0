"""The one transaction in which a staged upload becomes part of what is known, or is taken back.

Set-based throughout. The temporary table `merging`, dropped at commit, holds the staged rows with
the dossier and the state that each belongs to.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.access import unit_of
from dossiers.checking.procedures import Procedures, forget_unnamed
from dossiers.loading import covering, placing, present
from dossiers.loading.merge_report import KnownElsewhere, known_elsewhere
from dossiers.loading.staging import STATE_COLUMNS
from dossiers.models import JobKind, MissingDue, Source, Upload, UploadState
from dossiers.preview.rebasing import settings_today
from dossiers.signals import Cause
from dossiers.source_settings import SourceSettings
from units import audit
from units.errors import UnitError
from units.models import User

_STATE = ", ".join(STATE_COLUMNS)
_CHANGED = "chosen c JOIN dossiers_dossier d ON d.id = c.dossier_id AND d.state <> c.state"

_COMMAND = "command"  # acts for uploads that no account has handed in


@dataclass(frozen=True)
class Merged:
    """How many rows were new, changed, unchanged; `again` are the (row, last row) of codes that
    came with different rows, of which only the last was taken; `others`: new codes that other
    sources know; `is_newest`: whether no live upload has a later export time."""

    new: int
    changed: int
    unchanged: int
    again: list[tuple[int, int]]
    others: KnownElsewhere
    is_newest: bool = False


def merge(
    *, upload: Upload, table: str, procedures: Procedures, settings: SourceSettings
) -> Merged:
    """Merge the staging `table` of an upload that has its export time: procedures, sayings,
    states, present states, places and counts; what the upload's settings changed in those of its
    source is changed there. To be called in a transaction that writes the outcome as well, and ends
    with `jobs.finish`.
    """
    with connection.cursor() as cursor:
        source = present.lock(cursor, upload.source_id)
        assert upload.exported_at is not None  # noqa: S101  (staging has settled it)
        upload.exported_on = upload.exported_at.astimezone(settings.zone).date()
        procedures.make_known(cursor)
        _match(cursor, upload, table)
        again, repeated = _settle_repeated_codes(cursor)
        upload.state = UploadState.LOADED
        upload.save()
        _write_sayings(cursor, upload)
        covering.note(cursor, upload, "merging")
        _choose(cursor, upload)
        changed = _count(cursor, _CHANGED)
        learnt = settings_today(upload, source)
        by = upload.confirmed_by or upload.uploaded_by or _COMMAND
        _take_settings(source, learnt.to_dict(), upload, by)
        source.name = learnt.name or source.name
        rules = _take_rules(source, learnt)
        chosen = "SELECT dossier_id FROM chosen"
        cause = Cause(JobKind.LOAD, upload.pk)
        with present.changing(cursor, source, chosen, cause=cause, new_rules=rules) as data_day:
            present.put_chosen(cursor)
            _insert_new(cursor, source, upload, data_day)
        new = _count(cursor, "merging WHERE is_new")
        unchanged = _count(cursor, "merging") - new - changed + repeated
        return Merged(
            new=new,
            changed=changed,
            unchanged=unchanged,
            again=again,
            others=known_elsewhere(cursor, source.pk),
            is_newest=_is_newest(upload),
        )


def merge_again(
    *,
    upload: Upload,
    table: str,
    procedures: Procedures,
    settings: SourceSettings,
    by: User | None,
) -> Merged:
    """Merge the staging `table` of more rows of a loaded upload, which holds all its rows of their
    codes; the settings become the source's, as `by` has answered. To be called in a transaction
    that writes the outcome as well, and ends with `jobs.finish`.

    Dossiers that the upload named already are neither new nor changed, and nothing is counted as
    unchanged: what that means is for the caller to say.
    """
    with connection.cursor() as cursor:
        source = present.lock(cursor, upload.source_id)
        procedures.make_known(cursor)
        _match(cursor, upload, table)
        again, _repeated = _settle_repeated_codes(cursor)
        _forget_sayings(cursor, upload, "dossier_id IN (SELECT dossier_id FROM merging)")
        _write_sayings(cursor, upload)
        _choose(cursor, upload)
        changed = _count(cursor, f"{_CHANGED} WHERE d.id NOT IN (SELECT dossier_id FROM named)")
        _take_settings(source, settings.to_dict(), upload, by)
        cause, chosen = Cause(JobKind.ACCEPT, upload.pk), "SELECT dossier_id FROM chosen"
        with present.changing(cursor, source, chosen, cause=cause) as data_day:
            present.put_chosen(cursor)
            _insert_new(cursor, source, upload, data_day)
            _forget_unsaid_states(cursor)
        covering.note_again(cursor, upload)
        new = _count(cursor, "merging WHERE is_new")
        others = known_elsewhere(cursor, source.pk)
        return Merged(new=new, changed=changed, unchanged=0, again=again, others=others)


def refuse_vanished(table: str) -> None:
    """No row of a staging table names a unit that an undone change has let vanish since they were
    read; the source must be locked. Raises UnitError."""
    known = "SELECT id FROM units_unit"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {table} WHERE unit_id NOT IN ({known})"
            f" OR receiving_unit_id NOT IN ({known}))"
        )
        (is_named,) = cursor.fetchone()
    if is_named:
        raise UnitError(
            _(
                "A change of units was undone while the file was read, and a unit that it names is"
                " no more: load it again."
            )
        )


def take_back(*, upload: Upload) -> None:
    """Undo a loaded upload: its sayings go, the codes that it named are chosen again, and the rules
    of counting are those of the live upload that told them last. To be called in a transaction
    that ends with `jobs.finish`.
    """
    with connection.cursor() as cursor:
        source = present.lock(cursor, upload.source_id)
        upload.refresh_from_db()
        upload.state = UploadState.UNDONE
        upload.undone_at = timezone.now()
        upload.save(update_fields=["state", "undone_at"])
        _forget_sayings(cursor, upload)
        covering.forget(cursor, upload)
        present.choose(cursor, "SELECT dossier_id FROM named")
        rules = _take_rules(source, _told_last(source))
        settings = {**source.settings, "missing_due": source.missing_due, **rules}
        _take_settings(source, settings, upload, upload.undone_by or _COMMAND)
        named = "SELECT dossier_id FROM named"
        cause = Cause(JobKind.UNDO, upload.pk)
        with present.changing(cursor, source, named, cause=cause, new_rules=rules):
            present.put_chosen(cursor)
            _forget_unsaid_dossiers(cursor)
            _forget_unsaid_states(cursor)
        forget_unnamed(cursor)


def rebuild(*, source: Source) -> None:
    """Place and count everything of a source anew; readers see the old until the end. To be called
    in a transaction that ends with `jobs.finish`.
    """
    with connection.cursor() as cursor:
        present.rebuild(cursor, present.lock(cursor, source.pk))


def follow(*, source: Source) -> None:
    """Place and count anew what names units that have changed. To be called in a transaction that
    ends with `jobs.finish`.
    """
    with connection.cursor() as cursor:
        present.follow(cursor, present.lock(cursor, source.pk))


def _take_settings(
    source: Source, settings: dict[str, Any], upload: Upload, by: User | str | None
) -> None:
    """Give a locked source settings that come or go with an upload, and write down how they differ;
    the caller saves it."""
    old, new = audit.difference(source.settings, settings)
    source.settings = settings
    if new:
        audit.record(
            by=by or _COMMAND,
            action="change-source",
            obj=source,
            old=old,
            new={**new, "upload": upload.pk},
            unit_id=unit_of(source),
        )


def _take_rules(source: Source, settings: SourceSettings) -> dict[str, str]:
    """Give the source the rules of counting of these settings; returns those whose change counts
    everything anew (see present.changing). Whether a dossier without a due date is on time is asked
    when a figure is read; statutory due dates are counted."""
    rules = {"compare_by": settings.compare_by}
    if MissingDue.STATUTORY in (source.missing_due, settings.missing_due):
        return rules | {"missing_due": settings.missing_due}
    source.missing_due = settings.missing_due
    return rules


def _told_last(source: Source) -> SourceSettings:
    """The settings of the live upload that told the rules of counting last; built-in ones if none
    has."""
    live = Upload.objects.filter(source=source, state=UploadState.LOADED, follows_rules=False)
    last = live.order_by("loaded_at").last()
    return SourceSettings.from_dict(last.settings) if last else SourceSettings()


def _match(cursor: CursorWrapper, upload: Upload, table: str) -> None:
    """Make `merging`: each row with its procedure, its dossier, and the number of the stored state
    that it equals or of the new one that it makes. In the order of the codes, so that all that is
    written from it goes to the end of the tables' indexes, and a unit's dossiers lie together."""
    facts = ", ".join(f"t.{name}" for name in STATE_COLUMNS if name != "procedure_id")
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE merging ON COMMIT DROP AS
        SELECT s.*, d.id IS NULL AS is_new, FALSE AS is_first_said, d.state AS present,
            COALESCE(d.id, nextval('dossiers_dossier_id_seq')) AS dossier_id,
            CASE WHEN d.id IS NULL THEN 1 WHEN {_same("d")} THEN d.state
                ELSE st.number END AS state
        FROM (
            SELECT t.row, t.code, {facts}, COALESCE(t.procedure_id, p.id) AS procedure_id,
                lead(t.code) OVER in_order IS NOT DISTINCT FROM t.code AS comes_again
            FROM {table} t
            LEFT JOIN naming n ON n.number = t.procedure_number
            LEFT JOIN dossiers_procedure p ON p.key = n.key
            WINDOW in_order AS (ORDER BY t.code, t.row)
        ) s
        LEFT JOIN dossiers_dossier d ON d.source_id = %s AND d.code = s.code
        LEFT JOIN dossiers_state st ON st.dossier_id = d.id AND {_same("st")}
        """,
        [upload.source_id],
    )
    # By these it is searched and joined; nobody asks for the other twenty columns.
    cursor.execute("ANALYZE merging (code, dossier_id, unit_id, state, present, is_new)")


def _same(table: str) -> str:
    return " AND ".join(f"{table}.{name} IS NOT DISTINCT FROM s.{name}" for name in STATE_COLUMNS)


def _settle_repeated_codes(cursor: CursorWrapper) -> tuple[list[tuple[int, int]], int]:
    """Keep the last row of each code in `merging`; returns the (row, last row) of codes whose
    rows differed, and how many rows only repeated the last one."""
    cursor.execute(
        "CREATE TEMPORARY TABLE repeated ON COMMIT DROP AS"
        f" SELECT code, max(row) AS last_row, count(DISTINCT ({_STATE})) > 1 AS differs"
        " FROM merging WHERE code IN (SELECT code FROM merging WHERE comes_again) GROUP BY code"
    )
    cursor.execute(
        "DELETE FROM merging m USING repeated r WHERE m.code = r.code AND m.row < r.last_row"
        " RETURNING m.row, r.last_row, r.differs"
    )
    gone = cursor.fetchall()
    again = sorted((row, last) for row, last, differs in gone if differs)
    return again, len(gone) - len(again)


def _write_sayings(cursor: CursorWrapper, upload: Upload) -> None:
    """Number and store the states of known dossiers that are said for the first time, and write
    down what the upload says."""
    cursor.execute(
        "UPDATE merging m SET is_first_said = TRUE, state = 1 + GREATEST(present,"
        " (SELECT max(number) FROM dossiers_state WHERE dossier_id = m.dossier_id))"
        " WHERE state IS NULL"
    )
    cursor.execute(
        f"INSERT INTO dossiers_state (dossier_id, number, {_STATE})"
        f" SELECT dossier_id, state, {_STATE} FROM merging WHERE is_first_said"
    )
    cursor.execute(
        'INSERT INTO dossiers_saying (dossier_id, upload_id, state, "row")'
        ' SELECT dossier_id, %s, state, "row" FROM merging',
        [upload.pk],
    )


def _choose(cursor: CursorWrapper, upload: Upload) -> None:
    """Make `chosen`: the present states that the upload may change."""
    # An old export may fill gaps, and tell where a dossier was before its unit began; the newest
    # one has nothing to tell of a dossier whose present state it repeats.
    news = "present <> state" if _is_newest(upload) else "TRUE"
    present.choose(cursor, f"SELECT dossier_id FROM merging WHERE NOT is_new AND {news}")


def _insert_new(
    cursor: CursorWrapper, source: Source, upload: Upload, data_day: date | None
) -> None:
    closed_on = present.closed_on("m", "%(said_on)s")
    cursor.execute(
        f"""
        INSERT INTO dossiers_dossier (id, source_id, code, state, {_STATE}, said_on, closed_on,
            current_unit_id, received_unit_id, lodged_unit_id, moved, settled)
        SELECT dossier_id, %(source)s, code, state, {_STATE}, %(said_on)s, {closed_on},
            unit_id, unit_id, COALESCE(receiving_unit_id, unit_id), FALSE,
            COALESCE({closed_on} <= %(day)s, FALSE)
        FROM merging m WHERE is_new
        """,
        {"source": source.pk, "said_on": upload.exported_on, "day": data_day},
    )
    cursor.execute("INSERT INTO touched SELECT dossier_id, TRUE FROM merging WHERE is_new")
    cursor.execute("ANALYZE touched")
    placing.find_moving(cursor, "(SELECT * FROM merging WHERE is_new) st")


def _is_newest(upload: Upload) -> bool:
    return not (
        Upload.objects.filter(source=upload.source_id, state=UploadState.LOADED)
        .exclude(pk=upload.pk)
        .filter(exported_at__gte=upload.exported_at)
        .exclude(exported_at=upload.exported_at, pk__lt=upload.pk)
        .exists()
    )


def _forget_sayings(cursor: CursorWrapper, upload: Upload, where: str = "TRUE") -> None:
    """Take the upload's sayings away, and keep in `named (dossier_id, state)` what they were."""
    cursor.execute(
        "CREATE TEMPORARY TABLE named ON COMMIT DROP AS"
        f" SELECT dossier_id, state FROM dossiers_saying WHERE upload_id = %s AND {where}",
        [upload.pk],
    )
    cursor.execute("ANALYZE named")
    cursor.execute(f"DELETE FROM dossiers_saying WHERE upload_id = %s AND {where}", [upload.pk])


def _forget_unsaid_dossiers(cursor: CursorWrapper) -> None:
    """Remove the dossiers of `named` that no upload says any more."""
    cursor.execute(
        "DELETE FROM dossiers_dossier d USING named n WHERE d.id = n.dossier_id"
        " AND NOT EXISTS (SELECT FROM chosen c WHERE c.dossier_id = d.id)"
    )
    for table in ("dossiers_stay", "dossiers_rewriting"):
        cursor.execute(
            f"DELETE FROM {table} t USING named n WHERE t.dossier_id = n.dossier_id"
            " AND NOT EXISTS (SELECT FROM chosen c WHERE c.dossier_id = t.dossier_id)"
        )


def _forget_unsaid_states(cursor: CursorWrapper) -> None:
    """Remove the states of `named` that no upload says any more, but for present ones."""
    cursor.execute(
        "DELETE FROM dossiers_state st USING named n WHERE st.dossier_id = n.dossier_id"
        " AND st.number = n.state AND NOT EXISTS (SELECT FROM dossiers_saying s"
        " WHERE s.dossier_id = n.dossier_id AND s.state = n.state)"
    )


def _count(cursor: CursorWrapper, rows: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {rows}")
    return int(cursor.fetchone()[0])
