"""The ways from a unit's page to its dossiers."""

from django.utils.translation import gettext as _

from indicators.pages.addresses import dossiers_url
from indicators.pages.unit.ageing import OVERDUE, SOON, Open
from indicators.pages.unit.breakdown import Numbers
from indicators.selection import Selection
from indicators.writing import count
from units.components import Fact

_NUMERATOR = "numerator"


def ways_of(
    selection: Selection, unit_id: int, total: Numbers, still_open: Open | None
) -> list[Fact]:
    """A line for each list that has dossiers: what it lists, how many, in which order."""

    def way(term: str, number: int | None, indicator: str, part: str, sort: str, note: str) -> Fact:
        url = dossiers_url(selection, unit_id, part, indicator=indicator, under="")
        return Fact(term, count(number), f"{url}&sort={sort}" if number else "", note)

    due_soon = still_open.due_soon if still_open else None
    found = [
        (total.received, "received", _NUMERATOR, "-received", _("Received"), _("newest first")),
        (total.late, "late_share", _NUMERATOR, "-late", _("Resolved late"), _("latest first")),
        (
            total.in_progress,
            "in_progress",
            _NUMERATOR,
            "received",
            _("In progress"),
            _("oldest first"),
        ),
        (total.overdue, OVERDUE, "in_progress_overdue", "-late", _("Overdue"), _("latest first")),
        (due_soon, OVERDUE, SOON, "due", _("Due within 7 days"), _("first due first")),
    ]
    return [
        way(term, number, indicator, part, sort, note if number else "")
        for number, indicator, part, sort, term, note in found
        if number is not None
    ]
