"""What the columns of a report say in terms of our measures.

A column is known as the sum of one or several measures: the form counts those without a due date
among the ones on time, and a short report tells what is on time without saying whether it is
resolved. An indicator has a value where its sides can be made of whole columns, else it has none.
"""

from collections.abc import Collection, Mapping

from indicators.measures import TAKEN_AS_ON_TIME
from indicators.models import ReportKind

Known = Mapping[frozenset[str], int]

# Column of the form -> its measures. What the office received itself was also lodged there.
_FORM: dict[str, tuple[frozenset[str], ...]] = {
    "c4": (frozenset({"received_online"}), frozenset({"lodged_online"})),
    "c5": (frozenset({"received_other"}), frozenset({"lodged_in_person", "lodged_postal"})),
    "c8": (frozenset({"resolved_early"}),),
    "c9": (frozenset({"resolved_on_time"}),),
    "c10": (frozenset({"resolved_late"}),),
    "c12": (frozenset({"in_progress_within_due", "waiting"}),),
    "c13": (frozenset({"in_progress_overdue"}),),
}
# Its "received" is what was resolved or is in progress, carried over ones too: on time + overdue.
_PROGRESS: dict[str, tuple[frozenset[str], ...]] = {
    "on_time": (
        frozenset(
            {"resolved_early", "resolved_on_time", "in_progress_within_due", "waiting"},
        ),
    ),
    "overdue": (frozenset({"resolved_late", "in_progress_overdue"}),),
}
COLUMNS: dict[str, dict[str, tuple[frozenset[str], ...]]] = {
    ReportKind.FORM: _FORM,
    ReportKind.PROGRESS: _PROGRESS,
}
# What a report counts into another measure, so that it adds nothing of its own.
_WITHIN = {
    "resolved_without_due": "resolved_on_time",
    "in_progress_without_due": "in_progress_within_due",
}
_WITHIN |= {taken: _WITHIN[plain] for taken, plain in TAKEN_AS_ON_TIME.items()}


def known(kind: str, numbers: Mapping[str, int]) -> Known:
    """Measures -> their sum, for the columns that a report has."""
    return {
        measures: numbers[column]
        for column, several in COLUMNS[kind].items()
        if column in numbers
        for measures in several
    }


def total(told: Known, measures: Collection[str]) -> int | None:
    """The sum of measures as whole columns give it; None where they do not."""
    wanted = set(measures)
    for name in wanted & _WITHIN.keys():
        if _WITHIN[name] not in wanted:
            return None
    left = wanted - _WITHIN.keys()
    fitting = [several for several in told if several <= left]
    if not left or left - frozenset().union(*fitting):
        return None
    return sum(told[several] for several in fitting)
