"""Rewritten dates: an export says of a dossier what the one before it did not, and the dossier
looks in time by it. The rule is docs/decisions/0011, and stands here alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from dossiers.checking.words import Status
from dossiers.models import CompareBy, Dossier, Facts, Rewriting, Source, State


@dataclass(frozen=True)
class Rewritten:
    """What was rewritten: a due date moved, an end set back, or both; `old` and `new` are the
    states before and after, `shown_on` is the day of the export that shows it."""

    due_moved: bool
    end_set_back: bool
    shown_on: date
    old: Facts
    new: Facts


def rewritten(row: Rewriting, states: Mapping[int, Facts]) -> Rewritten:
    """A rewriting with its states; `states` holds those of its dossier by number."""
    old, new = states[row.old_state], states[row.new_state]
    return Rewritten(row.due_moved, row.end_set_back, row.shown_on, old, new)


def first_rewritings(dossiers: Collection[Dossier]) -> dict[int, Rewritten]:
    """Dossier id -> its first rewriting, of those that have one. Two queries."""
    ids = [dossier.pk for dossier in dossiers]
    states: dict[int, dict[int, Facts]] = {one.pk: {one.state: one} for one in dossiers}
    for state in State.objects.filter(dossier_id__in=ids):
        states[state.dossier_id][state.number] = state
    rows = Rewriting.objects.filter(dossier_id__in=ids, is_first=True)
    return {row.dossier_id: rewritten(row, states[row.dossier_id]) for row in rows}


def find(cursor: CursorWrapper, source: Source) -> None:
    """Find anew what was rewritten of the dossiers of the temporary table `touched` of which
    exports may say something else now (see dossiers.loading.present).

    A new dossier has one state, and so has one of which no export ever said anything new: they
    are not looked at.
    """
    cursor.execute(
        "DELETE FROM dossiers_rewriting r USING touched t WHERE r.dossier_id = t.dossier_id"
        " AND NOT t.is_new AND t.since IS NULL"
    )
    due_moved, end_set_back = _due_moved(source.compare_by), _end_set_back(source.compare_by)
    cursor.execute(
        f"""
        INSERT INTO dossiers_rewriting (dossier_id, upload_id, shown_on, old_state, new_state,
            due_moved, end_set_back, is_first)
        WITH several AS (
            SELECT DISTINCT t.dossier_id
            FROM touched t JOIN dossiers_state st ON st.dossier_id = t.dossier_id
            WHERE NOT t.is_new AND t.since IS NULL
        ), said AS (
            SELECT s.dossier_id, s.upload_id, s.state, u.exported_at, u.exported_on,
                lag(s.state) OVER in_order AS old_state,
                lag(u.exported_at) OVER in_order AS old_exported_at,
                lag(u.exported_on) OVER in_order AS old_exported_on
            FROM several JOIN dossiers_saying s ON s.dossier_id = several.dossier_id
            JOIN dossiers_upload u ON u.id = s.upload_id
            WINDOW in_order AS (PARTITION BY s.dossier_id ORDER BY u.exported_at, u.id)
        ), facts AS (
            SELECT d.id AS dossier_id, d.state AS number, {_facts("d")}
            FROM several JOIN dossiers_dossier d ON d.id = several.dossier_id
            UNION ALL
            SELECT st.dossier_id, st.number, {_facts("st")}
            FROM several JOIN dossiers_state st ON st.dossier_id = several.dossier_id
        ), judged AS (
            SELECT said.*, COALESCE({due_moved}, FALSE) AS due_moved,
                COALESCE({end_set_back}, FALSE) AS end_set_back
            FROM said
            JOIN facts o ON o.dossier_id = said.dossier_id AND o.number = said.old_state
            JOIN facts n ON n.dossier_id = said.dossier_id AND n.number = said.state
            WHERE said.old_state <> said.state AND n.status <> {Status.NOT_RECEIVED:d}
        )
        SELECT dossier_id, upload_id, exported_on, old_state, state, due_moved, end_set_back,
            row_number() OVER (PARTITION BY dossier_id ORDER BY exported_at, upload_id) = 1
        FROM judged WHERE due_moved OR end_set_back
        """
    )


def _facts(table: str) -> str:
    names = ("status", "due_at", "due_on", "due_has_time", "ended_at", "ended_on")
    return ", ".join(f"{table}.{name}" for name in names)


def _due_moved(compare_by: str) -> str:
    """SQL: the state `n` has a later due date than `o`, and the dossier overran that of `o`, by
    what `o` says or, where that has it in progress still within due, by what `n` says."""
    later = "n.due_on > o.due_on"
    if compare_by == CompareBy.SECOND:
        # A time that only one of two exports writes is no move.
        both = "o.due_has_time AND n.due_has_time"
        later = f"CASE WHEN {both} THEN n.due_at > o.due_at ELSE {later} END"
    return f"""({later} AND (
        o.status = {Status.RESOLVED:d} AND {_ended_late("o", compare_by)}
        OR o.status = {Status.IN_PROGRESS:d} AND (
            {_had_passed("old_", compare_by)}
            OR n.status = {Status.IN_PROGRESS:d} AND {_had_passed("", compare_by)}
            OR n.status = {Status.RESOLVED:d} AND {_ended_late("n", compare_by)})))"""


def _end_set_back(compare_by: str) -> str:
    """SQL: late by what `o` says, and by what `n` says ended by the due date of `o`."""
    return f"""(o.status = {Status.RESOLVED:d} AND {_ended_late("o", compare_by)}
        AND n.status = {Status.RESOLVED:d} AND NOT {_ended_late("n", compare_by)})"""


def _ended_late(state: str, compare_by: str) -> str:
    """SQL: a state ended after the due date of `o`."""
    by_second = compare_by == CompareBy.SECOND
    return f"{state}.ended_at > o.due_at" if by_second else f"{state}.ended_on > o.due_on"


def _had_passed(export: str, compare_by: str) -> str:
    """SQL: the due date of `o` lay before an export: "old_" for its own, "" for that of `n`."""
    by_second = compare_by == CompareBy.SECOND
    return f"o.due_at < {export}exported_at" if by_second else f"o.due_on < {export}exported_on"
