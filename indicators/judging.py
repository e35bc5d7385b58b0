"""What a dossier counts as, in SQL: the one place of these rules.

`indicators.counting` sums by them, `indicators.opening` lists by them the dossiers behind a sum.
Rules: docs/decisions/0002.
"""

from dossiers.checking.words import Channel, Status
from dossiers.models import CompareBy
from dossiers.pages.timeliness import DUE_DAY, is_late
from indicators.measures import (
    DUE_WITHIN,
    IN_PROGRESS,
    LATE_WITHOUT_APOLOGY,
    OVERDUE_BY,
    OVERDUE_WITHOUT_APOLOGY,
)

EARLY, ON_TIME, LATE, WITHOUT_DUE, WITHDRAWN, STOPPED = range(1, 7)

# Which row `d` of dossiers_dossier is counted at all.
IS_COUNTED = f"d.status <> {Status.NOT_RECEIVED:d}"

# The numbers of the stocks, in the order of IN_PROGRESS.
WITHIN_DUE_PART, OVERDUE_PART, WITHOUT_DUE_PART, WAITING_PART = range(len(IN_PROGRESS))


def outcome(compare_by: str) -> str:
    """SQL over `d`: EARLY, ON_TIME, LATE or WITHOUT_DUE for a resolved dossier, else null."""
    return f"""CASE WHEN d.status <> {Status.RESOLVED:d} THEN NULL
                WHEN {DUE_DAY} IS NULL THEN {WITHOUT_DUE}
                WHEN {is_late(compare_by)} THEN {LATE}
                WHEN d.closed_on < {DUE_DAY} THEN {EARLY}
                ELSE {ON_TIME} END"""


def overdue_from(compare_by: str) -> str:
    """SQL over `d`: the first day on whose end it is overdue if still open."""
    if compare_by == CompareBy.SECOND:
        return f"{DUE_DAY} + (d.due_on IS NULL OR NOT d.due_has_time)::integer"
    return f"{DUE_DAY} + 1"


# What the receipt of a dossier counts at the unit that resolves, over its own columns.
RECEIPT = {
    "received": "COALESCE(channel, 0)",
    "fee": "fee",
    "paid_online": "paid_online",
    "digitised": "digitised",
}
# What its end counts, over its own columns, `outcome`, and `days` from receipt to end.
END = {
    "ended": f"CASE status WHEN {Status.WITHDRAWN:d} THEN {WITHDRAWN}"
    f" WHEN {Status.STOPPED:d} THEN {STOPPED} ELSE outcome END",
    "days": "CASE WHEN outcome IS NOT NULL THEN days END",
    "result_due": "outcome IS NOT NULL AND result_due",
    "e_result": "outcome IS NOT NULL AND e_result",
}

# Where it is counted that a dossier `{dossier}` was rewritten, as `r` of dossiers_rewriting shows:
# the unit that it was at on that day, or the last one before, or the first one.
REWRITTEN_AT = """COALESCE((SELECT s.unit_id FROM dossiers_stay s
    WHERE s.dossier_id = {dossier}.id AND s.from_on <= r.shown_on
    ORDER BY s.from_on DESC LIMIT 1), {dossier}.received_unit_id)"""

# Whether an event counts for a measure. `lodged` and `received` hold the channel (0 = not known),
# `ended` how a dossier ended, `part` the number of its stock.
HOLDS = {
    "lodged_online": f"lodged = {Channel.ONLINE:d}",
    "lodged_in_person": f"lodged = {Channel.IN_PERSON:d}",
    "lodged_postal": f"lodged = {Channel.POSTAL:d}",
    "received_online": f"received = {Channel.ONLINE:d}",
    "received_other": f"received <> {Channel.ONLINE:d}",
    "with_fee": "fee",
    "paid_online": "fee AND paid_online",
    "digitised": "digitised",
    "moved_in": "moved_in",
    "moved_out": "NOT moved_in",
    "resolved_early": f"ended = {EARLY}",
    "resolved_on_time": f"ended = {ON_TIME}",
    "resolved_late": f"ended = {LATE}",
    "resolved_without_due": f"ended = {WITHOUT_DUE}",
    "withdrawn": f"ended = {WITHDRAWN}",
    "stopped": f"ended = {STOPPED}",
    "result_due": "result_due",
    "e_result": "result_due AND e_result",
    "days_count": "days IS NOT NULL",
    "rewritten": "rewritten",
    **{name: f"part = {part}" for part, name in enumerate(IN_PROGRESS)},
}


def _overdue_by(least: int, most: int | None) -> str:
    later = "" if most is None else f" AND due_in >= {-most}"
    return f"part = {OVERDUE_PART} AND due_in <= {-least}{later}"


# Whether an event is one of those that are listed without being counted. `due_in` is how many days
# after the day on which it is judged an open dossier is due, less than 0 where it was before.
WATCHES = {
    **{name: f"part = {WITHIN_DUE_PART} AND due_in <= {days}" for name, days in DUE_WITHIN.items()},
    **{name: _overdue_by(*days) for name, days in OVERDUE_BY.items()},
    LATE_WITHOUT_APOLOGY: f"ended = {LATE} AND without_apology",
    OVERDUE_WITHOUT_APOLOGY: f"part = {OVERDUE_PART} AND without_apology",
}
