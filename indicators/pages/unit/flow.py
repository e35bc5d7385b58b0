"""What a unit received, resolved and left open, month by month."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from indicators.balance import Balance, balances_over
from indicators.charts.chart import Chart
from indicators.charts.flow import Month, flow_chart
from indicators.listing import is_comparable
from indicators.pages.addresses import dossiers_url
from indicators.pages.trend import months_of
from indicators.pages.turning_words import marks_of
from indicators.periods import Period
from indicators.results import Results
from indicators.rollup import relation
from indicators.selection import Selection
from units.queries import hierarchy

# What is listed for a number of a balance: the indicator and its part. What is carried over is the
# stock of the month before.
_OPENS = {
    "received": ("received", "numerator"),
    "resolved": ("resolved", "numerator"),
    "in_progress": ("in_progress", "numerator"),
    "moved_in": ("received", "moved_in"),
    "moved_out": ("received", "moved_out"),
    "withdrawn": ("received", "withdrawn"),
    "stopped": ("received", "stopped"),
}


def flow_of(selection: Selection, results: Results, unit_id: int) -> Chart | None:
    """The chart of the months that a trend shows; None where there are not two of them, or no
    export tells of the unit in any."""
    months = months_told(selection, results, unit_id)
    if len(months) < 2 or all(one.balance is None for one in months):
        return None
    marks = marks_of(selection, results, unit_id, [one.period for one in months])
    return flow_chart(_("Received, resolved and open, by month"), months, marks)


def months_told(selection: Selection, results: Results, unit_id: int) -> list[Month]:
    """The months that the files tell of, each with the unit's balance."""
    return _told(selection, results, unit_id, months_of(selection, results))


def period_told(selection: Selection, results: Results, unit_id: int) -> Month:
    """The selection's period, with the unit's balance."""
    (found,) = _told(selection, results, unit_id, [selection.period])
    return found


def _told(
    selection: Selection, results: Results, unit_id: int, periods: Sequence[Period]
) -> list[Month]:
    covered = results.coverage
    found = results.keep(
        f"flow {unit_id} {[one.text for one in periods]}",
        selection,
        lambda: _balances(selection, results, unit_id, periods),
    )

    def url(period: Period, name: str) -> str:
        if name == "carried_over":
            before = period.before
            return url(before, "in_progress") if covered and covered.holds(before) else ""
        indicator, part = _OPENS[name]
        changes = {"indicator": indicator, "period": period.text, "under": ""}
        return dossiers_url(selection, unit_id, part, **changes)

    return [
        Month(
            period,
            balance,
            partial(url, period),
            is_part=covered is not None and not covered.is_whole(period),
        )
        for period, balance in zip(periods, found, strict=True)
    ]


def _balances(
    selection: Selection, results: Results, unit_id: int, periods: Sequence[Period]
) -> list[Balance | None]:
    """The balance of each month; None where the unit cannot be compared, or where nothing is
    counted and no export tells of it (docs/decisions/0019)."""
    lines = hierarchy()
    into = relation(selection.scope, selection.map_day, lines)
    found = balances_over(into, periods, unit_id, procedure_ids=selection.procedure_ids)

    def says(period: Period, balance: Balance) -> bool:
        then = replace(selection, period=period)
        if not is_comparable(unit_id, then, lines):
            return False
        return not balance.is_empty or results.is_told(then, unit_id)

    return [one if says(period, one) else None for period, one in zip(periods, found, strict=True)]
