"""When exports first show that the dates of a dossier were rewritten (docs/decisions/0011)."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from tests.twin.model import Settings, State, day_of, first_instant, last_instant

Told = tuple[datetime, State]  # export time, and what the export says of the dossier
Moment = date | datetime


def rewritten_on(settings: Settings, told: Sequence[Told]) -> date | None:
    """The day of the first export that says otherwise than the one before; told: oldest first."""
    for before, after in pairwise(told):
        if after[1].status == "not_received":
            continue
        if _due_moved(settings, before, after) or _end_set_back(settings, before[1], after[1]):
            return after[0].date()
    return None


def _due_moved(settings: Settings, before: Told, after: Told) -> bool:
    due, new_due = before[1].due_at, after[1].due_at
    if due is None or new_due is None or not _is_later(settings, new_due, due):
        return False
    if before[1].status == "resolved":
        return _ended_late(settings, before[1], due)
    if before[1].status != "in_progress":
        return False
    return _overrun(settings, before, due) or _overrun(settings, after, due)


def _overrun(settings: Settings, told: Told, due: Moment) -> bool:
    """Whether an export says that the dossier took longer: still open, or ended later."""
    exported_at, state = told
    if state.status == "in_progress":
        return exported_at > last_instant(due if settings.compare_by == "second" else day_of(due))
    return _ended_late(settings, state, due)


def _end_set_back(settings: Settings, before: State, after: State) -> bool:
    if before.due_at is None or after.status != "resolved":
        return False
    was_late = _ended_late(settings, before, before.due_at)
    return was_late and not _ended_late(settings, after, before.due_at)


def _ended_late(settings: Settings, state: State, due: Moment) -> bool:
    end = state.finished_at or state.returned_at or state.status_at
    if state.status != "resolved" or end is None:
        return False
    if settings.compare_by == "day":
        return day_of(end) > day_of(due)
    return first_instant(end) > last_instant(due)


def _is_later(settings: Settings, new: Moment, old: Moment) -> bool:
    """By second only where both have a time: one that came or went with a file is no move."""
    timed = isinstance(new, datetime) and isinstance(old, datetime)
    if settings.compare_by == "second" and timed:
        return new > old
    return day_of(new) > day_of(old)
