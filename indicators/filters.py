"""The filters of a selection: a procedure, a field, and what was handled at commune level before
the tier above ended (docs/decisions/0017)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Procedure
from indicators.half_months import half_month
from indicators.version import data_version, kept
from units.hierarchy import Hierarchy
from units.models import Level
from units.names import fold
from units.queries import hierarchy
from units.timeline import ONE_DAY
from units.turnings import tier_ends

# What the address and the command call the procedures that communes handled before.
BEFORE_BREAK = "before-break"


class FilterError(ValueError):
    """A filter that leaves nothing to ask for; the text is a sentence for the user."""


@dataclass(frozen=True)
class Filters:
    """The filters as given, "" where there is none; the unit that is asked about, if any."""

    procedure: str
    field: str
    tasks: str
    under_id: int | None


def procedures_of(filters: Filters) -> tuple[int, ...] | None:
    """The ids of the procedures that all filters leave; None without any. Raises FilterError."""
    found = []
    if filters.procedure:
        found.append(_one(filters.procedure))
    elif filters.field:
        found.append(_of_field(filters.field))
    if filters.tasks:
        found.append(_before_break(filters.tasks, filters.under_id))
    if not found:
        return None
    return tuple(sorted(set(found[0]).intersection(*found[1:])))


def break_day(under_id: int | None) -> date | None:
    """The last day on which a tier right above communes ended, in the country or province of a
    unit (None: anywhere); None where none did."""
    lines, today = hierarchy(), timezone.localdate()
    return _break_of(lines, _tops(lines, under_id, today), today)


def _break_of(lines: Hierarchy, tops: Collection[int], today: date) -> date | None:
    return max((one.day for one in tier_ends(lines, tops, today)), default=None)


def _one(text: str) -> tuple[int, ...]:
    number = int(text) if text.isdecimal() and len(text) < 9 else 0
    if not Procedure.objects.filter(pk=number).exists():
        raise FilterError(_("There is no procedure number “%(text)s”.") % {"text": text[:40]})
    return (number,)


def _of_field(text: str) -> tuple[int, ...]:
    wanted = fold(text)
    found = tuple(
        pk for pk, name in Procedure.objects.values_list("pk", "field") if fold(name) == wanted
    )
    if not found:
        raise FilterError(_("There is no field “%(text)s”.") % {"text": text[:40]})
    return found


def _before_break(text: str, under_id: int | None) -> tuple[int, ...]:
    if text != BEFORE_BREAK:
        raise FilterError(
            _("“%(text)s” is no choice of tasks: only before-break is.") % {"text": text[:40]}
        )
    lines, today = hierarchy(), timezone.localdate()
    tops = sorted(_tops(lines, under_id, today))

    def compute() -> tuple[int, ...] | None:
        day = _break_of(lines, tops, today)
        return None if day is None else _received_by_communes(tops, day)

    found = kept(data_version().figures, f"tasks before the break of {tops} on {today}", compute)
    if found is None:
        raise FilterError(_("No tier of units has ended here: there are no tasks of before."))
    return found


def _received_by_communes(tops: Collection[int], day: date) -> tuple[int, ...]:
    """The procedures of whose dossiers units of commune level have received at least half, of all
    units from before the day whose place today is under one of the tops, in half months before the
    one of the day. What stands at a unit that began later tells nothing: nobody knows who had it.
    """
    lines, today = hierarchy(), timezone.localdate()
    below = [
        one
        for one in lines.units()
        if lines.life(one)[0] < day and not set(tops).isdisjoint(lines.placed_path(one, today)[1])
    ]
    communes = [one for one in below if lines.level(one, day - ONE_DAY) == Level.COMMUNE]
    received = "COALESCE(received_online, 0) + COALESCE(received_other, 0)"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procedure_id FROM indicators_procedurecount"
            " WHERE half < %s AND unit_id = ANY(%s) GROUP BY procedure_id"
            f" HAVING sum({received}) > 0 AND sum({received}) <="
            f" 2 * sum({received}) FILTER (WHERE unit_id = ANY(%s))",
            [half_month(day), below, communes],
        )
        return tuple(sorted(pk for (pk,) in cursor.fetchall()))


def _tops(lines: Hierarchy, under_id: int | None, today: date) -> set[int]:
    """The highest units of today above a unit, or all that there are."""
    units = lines.units() if under_id is None else [under_id]
    return {
        lines.placed_path(one, today)[1][-1] for one in units if lines.placed_path(one, today)[1]
    }
