"""The measures that are counted (DESIGN.md section 6), by name, in the order of the tables."""

# At the receiving unit, by day of receipt.
LODGED = ("lodged_online", "lodged_in_person", "lodged_postal")
# At the resolving unit of that day, by day of receipt.
RECEIVED = ("received_online", "received_other")
RECEIVED_PARTS = ("with_fee", "paid_online", "digitised")
# At both units, on the day on which a dossier moved with its unit.
MOVED = ("moved_in", "moved_out")
# At the last resolving unit, by day of end; days from receipt to end of the resolved ones.
RESOLVED = ("resolved_early", "resolved_on_time", "resolved_late", "resolved_without_due")
ENDED = (*RESOLVED, "withdrawn", "stopped")
RESOLVED_PARTS = ("result_due", "e_result", "days_sum", "days_count")
# At the resolving unit of that day, on the day of the first export that shows it.
REWRITTEN = "rewritten"
# At the end of the half month; the four never overlap.
IN_PROGRESS = (
    "in_progress_within_due",
    "in_progress_overdue",
    "in_progress_without_due",
    "waiting",
)

FLOWS = (*LODGED, *RECEIVED, *MOVED, *ENDED, *RECEIVED_PARTS, *RESOLVED_PARTS, REWRITTEN)
MEASURES = (*FLOWS, *IN_PROGRESS)

# Derived when read, by the source's rule for dossiers without a due date: the ones that join as
# on time or within due, none where the rule leaves them out.
TAKEN_AS_ON_TIME = {
    "resolved_taken_as_on_time": "resolved_without_due",
    "in_progress_taken_as_within_due": "in_progress_without_due",
}
STOCKS = frozenset({*IN_PROGRESS, "in_progress_taken_as_within_due"})
# Counted nowhere, but listed: what is watched of open and of late dossiers, and in how many days an
# open one is due (docs/decisions/0019).
DUE_WITHIN = {"due_within_3": 3, "due_within_7": 7, "due_within_14": 14}
# By how many days an open one is overdue, from and to (None: any more).
OVERDUE_BY: dict[str, tuple[int, int | None]] = {
    "overdue_to_5": (0, 5),
    "overdue_to_10": (6, 10),
    "overdue_to_30": (11, 30),
    "overdue_to_90": (31, 90),
    "overdue_over_90": (91, None),
}
LATE_WITHOUT_APOLOGY = "late_without_apology"
OVERDUE_WITHOUT_APOLOGY = "overdue_without_apology"
WITHOUT_APOLOGY = (LATE_WITHOUT_APOLOGY, OVERDUE_WITHOUT_APOLOGY)
WATCHED = (*DUE_WITHIN, *OVERDUE_BY, *WITHOUT_APOLOGY)
READABLE = frozenset({*MEASURES, *TAKEN_AS_ON_TIME})
