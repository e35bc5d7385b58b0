"""Columns of reports, and the likely reasons of differences, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.reported.comparing import Difference, Reason
from indicators.wording import level_name
from indicators.writing import count

_COLUMNS = {
    "c3": gettext_lazy("(3) received, total"),
    "c4": gettext_lazy("(4) received online"),
    "c5": gettext_lazy("(5) received otherwise"),
    "c6": gettext_lazy("(6) from the period before"),
    "c7": gettext_lazy("(7) resolved, total"),
    "c8": gettext_lazy("(8) early"),
    "c9": gettext_lazy("(9) on time"),
    "c10": gettext_lazy("(10) late"),
    "c11": gettext_lazy("(11) in progress, total"),
    "c12": gettext_lazy("(12) within due"),
    "c13": gettext_lazy("(13) overdue"),
    "received": gettext_lazy("received"),
    "on_time": gettext_lazy("on time"),
    "overdue": gettext_lazy("overdue or late"),
}
_REASONS = {
    Reason.LEVEL_TWICE: gettext_lazy("%(level)s counted twice: added again to what holds it"),
    Reason.TOTAL_TOO: gettext_lazy("the total row counted as well"),
    Reason.WITH_BELOW: gettext_lazy("the units below added to the own counter"),
    Reason.WITHOUT_BELOW: gettext_lazy("the own counter alone, without the units below"),
    Reason.CALENDAR: gettext_lazy("the other calendar"),
    Reason.RESOLVED_ONLY: gettext_lazy("another definition of on time: of the resolved ones alone"),
    Reason.WITHOUT_ADDED: gettext_lazy(
        "another definition of on time: without those withdrawn, stopped, waiting or without a due"
        " date"
    ),
    Reason.WITH_UNDUE: gettext_lazy(
        "another definition of on time: with those that have no due date"
    ),
}


def column_name(column: str) -> str:
    """As in "(4) received online"."""
    return str(_COLUMNS[column])


def reason(difference: Difference) -> str:
    """The likely reason of a difference; "" where there is none to be seen."""
    way = difference.way
    if way is None:
        return ""
    level = level_name(way.level) if way.level else ""
    text = str(_REASONS[way.reason]) % {"level": level} if level else str(_REASONS[way.reason])
    if difference.is_exact:
        return text
    nearest = {"reason": text, "number": count(difference.would_be)}
    return _("nearest: %(reason)s, which gives %(number)s") % nearest
