"""The present state of dossiers, and the frame in which it may change.

Whoever changes present states does it inside `changing`: it lets the counts follow, moves the
source's data date, puts the dossiers where they belong, finds when they are due by statutory terms,
and whose dates were rewritten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.backends.utils import CursorWrapper
from django.db.models import F, Max

from dossiers import signals, statutory
from dossiers.catalogue.matching import LOCK as CATALOGUE_LOCK
from dossiers.checking.words import Status
from dossiers.loading import placing, rewriting
from dossiers.loading.staging import STATE_COLUMNS
from dossiers.models import JobKind, Source, Upload, UploadState
from units.changing import LOCK as UNITS_LOCK

_FACTS = ", ".join(STATE_COLUMNS)


def closed_on(facts: str, said_on: str) -> str:
    """SQL: the day on which a dossier ended, null if it is open.

    As its state says, or for a withdrawn or stopped one without any date the day on which that
    was first said (of the receipt, should that be later).
    """
    return (
        f"COALESCE({facts}.ended_on, CASE WHEN {facts}.status"
        f" IN ({Status.WITHDRAWN:d}, {Status.STOPPED:d})"
        f" THEN GREATEST({said_on}::date, {facts}.received_on) END)"
    )


def naming(which: str) -> str:
    """SQL of the dossiers (id, source_id, received_on) that name one of the units %(units)s in any
    state of theirs, among those that the condition `which` on `d` leaves."""
    # Two joins and no OR with a subquery, which PostgreSQL would search anew for every dossier as
    # soon as its rows do not fit into work_mem.
    of_it = "SELECT d.id, d.source_id, d.received_on FROM dossiers_dossier d"
    named = "({0}.unit_id = ANY(%(units)s) OR {0}.receiving_unit_id = ANY(%(units)s))"
    return (
        f"{of_it} WHERE {which} AND {named.format('d')} UNION"
        f" {of_it} JOIN dossiers_state st ON st.dossier_id = d.id"
        f" WHERE {which} AND {named.format('st')}"
    )


def lock(cursor: CursorWrapper, source_id: int) -> Source:
    """Wait for the source's turn and hold it to the end of the transaction."""
    take_turn(cursor, source_id)
    # Units and the catalogue stay as they are meanwhile, so that places, counts and the state of
    # both that is noted agree.
    cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [UNITS_LOCK])
    cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CATALOGUE_LOCK])
    cursor.execute("SET LOCAL work_mem = '256MB'")
    # The tables lie in memory or on an SSD: the dossiers that a load changes, one in a hundred, are
    # to be looked up, while PostgreSQL, which thinks of disks, reads all in each of ten statements.
    cursor.execute("SET LOCAL random_page_cost = 1.1")
    return Source.objects.get(pk=source_id)


def take_turn(cursor: CursorWrapper, source_id: int) -> None:
    """Wait for the source's turn alone, whatever becomes of units."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dossiers.source'), %s)", [source_id])


def choose(cursor: CursorWrapper, dossiers: str) -> None:
    """Make the temporary table `chosen (dossier_id, state, said_on)`.

    It holds for each dossier of the query `dossiers` what the upload with the greatest (export
    time, id) says, and the earliest export day on which that very state was said. Dossiers that
    no upload names any more are not in it.
    """
    # Written down first, so that the database sees how few they mostly are.
    cursor.execute(f"CREATE TEMPORARY TABLE asked ON COMMIT DROP AS {dossiers}")
    cursor.execute("ANALYZE asked")
    cursor.execute(
        """
        CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS
        WITH said AS (
            SELECT s.dossier_id, s.state, u.exported_at, u.exported_on, u.id AS upload_id
            FROM dossiers_saying s JOIN dossiers_upload u ON u.id = s.upload_id
            WHERE s.dossier_id IN (SELECT dossier_id FROM asked)
        ), newest AS (
            SELECT DISTINCT ON (dossier_id) dossier_id, state FROM said
            ORDER BY dossier_id, exported_at DESC, upload_id DESC
        )
        SELECT n.dossier_id, n.state, min(said.exported_on) AS said_on
        FROM newest n JOIN said USING (dossier_id, state)
        GROUP BY n.dossier_id, n.state
        """
    )
    cursor.execute("ANALYZE chosen")


def put_chosen(cursor: CursorWrapper) -> None:
    """Make the states of `chosen` the present ones; those that they replace go to State."""
    replaced = "chosen c JOIN dossiers_dossier d ON d.id = c.dossier_id AND d.state <> c.state"
    cursor.execute(
        f"INSERT INTO dossiers_state (dossier_id, number, {_FACTS})"
        f" SELECT d.id, d.state, {_of('d')} FROM {replaced}"
    )
    cursor.execute(
        f"""
        UPDATE dossiers_dossier d SET state = c.state, ({_FACTS}) = ROW ({_of("st")}),
            said_on = c.said_on, closed_on = {closed_on("st", "c.said_on")}
        FROM chosen c JOIN dossiers_state st
            ON st.dossier_id = c.dossier_id AND st.number = c.state
        WHERE d.id = c.dossier_id AND d.state <> c.state
        """
    )
    cursor.execute(
        "DELETE FROM dossiers_state st USING chosen c"
        " WHERE st.dossier_id = c.dossier_id AND st.number = c.state"
    )
    # Of a state that stays, another upload may be the first one now.
    first_said = f"c.said_on, {closed_on('d', 'c.said_on')}"
    cursor.execute(
        f"UPDATE dossiers_dossier d SET (said_on, closed_on) = ROW ({first_said}) FROM chosen c"
        f" WHERE d.id = c.dossier_id AND (d.said_on, d.closed_on) IS DISTINCT FROM ({first_said})"
    )


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in STATE_COLUMNS)


@contextmanager
def changing(
    cursor: CursorWrapper,
    source: Source,
    dossiers: str,
    *,
    cause: signals.Cause,
    new_rules: dict[str, str] | None = None,
) -> Iterator[date | None]:
    """Frame a change to the dossiers of the query `dossiers`; the source must be locked.

    Yields the new data day. The uploads' states must have been saved before. New dossiers are
    added to the temporary table `touched (dossier_id, is_new, since)` by whoever inserts them;
    `since` is the day before which a dossier's counts stay as they are. `new_rules` are fields of
    the source that decide the counting, so that a change of them counts everything anew.
    """
    new_rules = new_rules or {}
    data_at, data_day = _data_date(source)
    _touch(cursor, source, dossiers, data_day)
    placing.prepare(cursor)
    first = source.data_day is None
    anew = not first and (
        source.stale_units is None
        or source.terms_state != statutory.state_of(source)
        or any(getattr(source, name) != value for name, value in new_rules.items())
    )
    if not (first or anew):
        signals.before_change.send(sender=Source, source=source, cursor=cursor, cause=cause)
    yield data_day
    for name, value in {**new_rules, "data_at": data_at, "data_day": data_day}.items():
        setattr(source, name, value)
    if anew:
        _touch_all(cursor, source)
    _look_at_new_rows(cursor)
    placing.place(cursor, source)
    statutory.find(cursor, source)
    rewriting.find(cursor, source)
    follow = signals.after_rebuild if first or anew else signals.after_change
    follow.send(sender=Source, source=source, cursor=cursor, cause=cause)
    if anew:
        _let_go(cursor)
    source.stale_units = []
    source.terms_state = statutory.state_of(source)
    source.generation = F("generation") + 1
    source.save()


def follow(cursor: CursorWrapper, source: Source) -> None:
    """Place and count anew the dossiers of a locked source that name units which have changed.

    Its temporary tables go at once: another source may follow in the same transaction.
    """
    nothing_else = "SELECT NULL::bigint AS dossier_id WHERE FALSE"
    with changing(cursor, source, nothing_else, cause=signals.Cause(JobKind.FOLLOW)):
        pass
    cursor.execute(
        "SELECT string_agg(quote_ident(relname), ', ') FROM pg_class"
        " WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
    )
    (temporary,) = cursor.fetchone()
    cursor.execute(f"DROP TABLE {temporary}")


def rebuild(cursor: CursorWrapper, source: Source) -> None:
    """Place and count everything of a locked source anew."""
    _touch_all(cursor, source)
    _look_at_new_rows(cursor)
    placing.prepare(cursor)
    placing.place(cursor, source)
    statutory.find(cursor, source)
    rewriting.find(cursor, source)
    cause = signals.Cause(JobKind.RECOUNT)
    signals.after_rebuild.send(sender=Source, source=source, cursor=cursor, cause=cause)
    _let_go(cursor)
    source.stale_units = []
    source.terms_state = statutory.state_of(source)
    source.generation = F("generation") + 1
    source.save()


def _look_at_new_rows(cursor: CursorWrapper) -> None:
    """Let the database know how many dossiers there are, where it does not yet.

    What a check has written and taken back leaves it with the belief that there are none, and it
    would compare each dossier with each unit.
    """
    cursor.execute(
        "SELECT 2 * reltuples < (SELECT count(*) FROM touched) FROM pg_class"
        " WHERE oid = 'dossiers_dossier'::regclass"
    )
    (is_mistaken,) = cursor.fetchone()
    if is_mistaken:
        cursor.execute("ANALYZE dossiers_dossier")


def _data_date(source: Source) -> tuple[datetime | None, date | None]:
    live = Upload.objects.filter(source=source, state=UploadState.LOADED)
    at = live.aggregate(at=Max("exported_at"))["at"]
    return at, at.astimezone(ZoneInfo(source.timezone)).date() if at else None


def _touch(cursor: CursorWrapper, source: Source, dossiers: str, data_day: date | None) -> None:
    """Make `touched`: the dossiers given, those that name units which have changed, and those
    whose counts end with the data date."""
    cursor.execute(
        "CREATE TEMPORARY TABLE touched ON COMMIT DROP AS"
        f" SELECT dossier_id, FALSE AS is_new, NULL::date AS since FROM ({dossiers}) d"
    )
    if source.stale_units:
        cursor.execute(
            f"INSERT INTO touched SELECT id, FALSE FROM ({naming('d.source_id = %(source)s')}) n"
            " WHERE id NOT IN (SELECT dossier_id FROM touched)",
            {"source": source.pk, "units": source.stale_units},
        )
    if source.data_day and data_day and data_day != source.data_day:
        since = min(source.data_day, data_day)
        cursor.execute(
            "INSERT INTO touched SELECT id, FALSE, %s FROM dossiers_dossier"
            " WHERE source_id = %s AND (NOT settled OR %s AND closed_on > %s)"
            " AND id NOT IN (SELECT dossier_id FROM touched)",
            [since, source.pk, data_day < source.data_day, since],
        )
    cursor.execute("ANALYZE touched")


def _touch_all(cursor: CursorWrapper, source: Source) -> None:
    """Let `touched` be all dossiers of the source, until `_let_go`.

    A view: a million rows are read where they are, instead of written down first; and PostgreSQL
    18 sees that a join of them with dossiers by id is none.
    """
    cursor.execute("DROP TABLE IF EXISTS touched")
    cursor.execute(
        "CREATE TEMPORARY VIEW touched AS SELECT id AS dossier_id, FALSE AS is_new,"
        f" NULL::date AS since FROM dossiers_dossier WHERE source_id = {source.pk:d}"
    )


def _let_go(cursor: CursorWrapper) -> None:
    """Remove the view: another source may follow in the same transaction."""
    cursor.execute("DROP VIEW touched")
