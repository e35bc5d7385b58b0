"""What a report counts: the shipped indicators, and numbers that are parts of them."""

from indicators.measures import IN_PROGRESS, LODGED, RECEIVED, RESOLVED
from indicators.models import Indicator

# Shipped shares and counts that a report reads, by code.
SHIPPED = (
    *("received", "resolved", "in_progress", "overdue"),
    *("on_time", "on_time_all", "late_share", "overdue_share", "online_share"),
)
_ENDED = (*RESOLVED, "withdrawn", "stopped", "moved_out")


def _number(code: str, *measures: str, needs: tuple[str, ...] = ()) -> Indicator:
    """A number of dossiers that is no indicator of its own; never saved."""
    return Indicator(
        code=f"report-{code}", numerator=list(measures), denominator=[], needs=list(needs)
    )


def _pair(code: str, numerator: tuple[str, ...], denominator: tuple[str, ...]) -> Indicator:
    """Two numbers of which the same sources and reports tell."""
    return Indicator(
        code=f"report-{code}", numerator=list(numerator), denominator=list(denominator), needs=[]
    )


# A dossier that a file without a column of states tells of is neither withdrawn nor stopped nor
# waiting as far as anybody knows.
PARTS = {
    "lodged": _number("lodged", *LODGED, needs=("channel",)),
    "online": _number("online", "lodged_online", needs=("channel",)),
    "in_person": _number("in_person", "lodged_in_person", needs=("channel",)),
    "postal": _number("postal", "lodged_postal", needs=("channel",)),
    "moved_in": _number("moved_in", "moved_in"),
    "moved_out": _number("moved_out", "moved_out"),
    "early": _number("early", "resolved_early"),
    "punctual": _number("punctual", "resolved_on_time"),
    "late": _number("late", "resolved_late"),
    "without_due": _number("without_due", "resolved_without_due"),
    "withdrawn": _number("withdrawn", "withdrawn", needs=("status",)),
    "stopped": _number("stopped", "stopped", needs=("status",)),
    "within_due": _number("within_due", "in_progress_within_due"),
    "open_without_due": _number("open_without_due", "in_progress_without_due"),
    "waiting": _number("waiting", "waiting", needs=("status",)),
    # What went or is left, and what came: their difference is what was carried over.
    "balance": _pair("balance", (*_ENDED, *IN_PROGRESS), (*RECEIVED, "moved_in")),
    # DOMAIN.md section 3: the words of the article of 2018; no indicator.
    "late_of_received": _pair(
        "late_of_received", ("resolved_late", "in_progress_overdue"), tuple(RECEIVED)
    ),
}
