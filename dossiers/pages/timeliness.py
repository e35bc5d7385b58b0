"""Whether a dossier is in time, and by how many days: what a page says of one.

Rules: docs/decisions/0002. The same as SQL are here (`is_late`) and in `indicators.judging`; a test
holds them equal.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dossiers.checking.words import Status
from dossiers.models import CompareBy, Dossier


class Standing(StrEnum):
    """How a dossier stands, open or ended."""

    NOT_RECEIVED = "not_received"
    WITHIN_DUE = "within_due"
    OVERDUE = "overdue"
    OPEN_WITHOUT_DUE = "open_without_due"
    WAITING = "waiting"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    RESOLVED_WITHOUT_DUE = "resolved_without_due"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Timeliness:
    """How a dossier stands; `days` from its due day to its end or the day of judgement (late,
    overdue) or the other way round (early, within due), else None."""

    standing: Standing
    days: int | None = None


# SQL over `d`, a row of dossiers_dossier: the day that it is judged by (Dossier.due_day).
DUE_DAY = "COALESCE(d.due_on, d.statutory_due_on)"


def is_late(compare_by: str) -> str:
    """SQL over `d`, a resolved row of dossiers_dossier: whether it ended late; null without a due
    date. A statutory one is a day."""
    by_day = f"d.closed_on > {DUE_DAY}"
    if compare_by == CompareBy.SECOND:
        return f"CASE WHEN d.due_on IS NULL THEN {by_day} ELSE d.ended_at > d.due_at END"
    return by_day


def ended(dossier: Dossier, compare_by: str) -> Timeliness:
    """How a dossier stands that has an end, or was never received."""
    if dossier.status == Status.RESOLVED:
        return _resolved(dossier, compare_by)
    return Timeliness(_OTHERS[Status(dossier.status)])


def still_open(dossier: Dossier, compare_by: str, on: date) -> Timeliness:
    """How a dossier stood, or stands, at the end of a day on which it was open."""
    if dossier.status == Status.WAITING and dossier.said_on <= on:
        return Timeliness(Standing.WAITING)
    due_day = dossier.due_day
    if due_day is None:
        return Timeliness(Standing.OPEN_WITHOUT_DUE)
    has_time = dossier.due_on is not None and dossier.due_has_time
    grace = not has_time if compare_by == CompareBy.SECOND else True
    if due_day + timedelta(days=grace) <= on:
        return Timeliness(Standing.OVERDUE, (on - due_day).days)
    return Timeliness(Standing.WITHIN_DUE, (due_day - on).days)


def now(dossier: Dossier, compare_by: str, data_day: date) -> Timeliness:
    """How a dossier stands by what is known of it at its source's data date."""
    if dossier.closed_on is None and dossier.status != Status.NOT_RECEIVED:
        return still_open(dossier, compare_by, data_day)
    return ended(dossier, compare_by)


_OTHERS = {
    Status.NOT_RECEIVED: Standing.NOT_RECEIVED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
    Status.STOPPED: Standing.STOPPED,
}


def _resolved(dossier: Dossier, compare_by: str) -> Timeliness:
    due_day, closed_on = dossier.due_day, dossier.closed_on
    if due_day is None or closed_on is None:
        return Timeliness(Standing.RESOLVED_WITHOUT_DUE)
    late = closed_on > due_day
    if compare_by == CompareBy.SECOND and dossier.ended_at and dossier.due_at:
        late = dossier.ended_at > dossier.due_at
    if late:
        return Timeliness(Standing.LATE, (closed_on - due_day).days)
    if closed_on < due_day:
        return Timeliness(Standing.EARLY, (due_day - closed_on).days)
    return Timeliness(Standing.ON_TIME)
