"""Units by months as a sheet, all of it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.exporting.about import (
    Whole,
    counted_sides,
    facts_of,
    kind_of,
    name_of,
    number_of,
)
from indicators.models import Indicator
from indicators.pages.months.grid import Row, State, grid_of
from indicators.pages.months.page import title_of
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import month_label
from units.sheets.sheet import Cell, Column, Kind, Sheet


def months_sheet(selection: Selection, results: Results, whole: Whole) -> Sheet:
    """The values of each unit by month, by the newest rank, then name; behind them their
    numerators and denominators, and why there is no value or rank."""
    grid = grid_of(selection, results)
    address = f"{reverse('indicators:league_months')}?{selection.query()}"
    return Sheet(
        name=f"months-{name_of(selection, results)}",
        title=title_of(selection, grid.months),
        facts=facts_of(selection, results, whole(address), selection.under_id, selection.level),
        columns=_columns(selection.indicator, grid.months),
        rows=[_row(selection.indicator, row) for row in grid.rows],
    )


def _columns(indicator: Indicator, months: Sequence[Period]) -> list[Column]:
    value = kind_of(indicator)
    found = [
        Column("unit", _("Code"), Kind.TEXT),
        Column("name", _("Unit"), Kind.TEXT),
        Column("parent", _("Within"), Kind.TEXT),
        Column("rank", _("Rank in the newest month"), Kind.COUNT),
    ]
    kinds = [
        ("value", "%(month)s", value),
        ("numerator", _("%(month)s: numerator"), Kind.COUNT),
        ("denominator", _("%(month)s: denominator"), Kind.COUNT),
        ("state", _("%(month)s: state"), Kind.TEXT),
    ]
    for key, label, kind in kinds:
        for month in months:
            words = {"month": month_label(month)}
            found.append(Column(f"{key} {month.text}", label % words, kind))
    return found


def _row(indicator: Indicator, row: Row) -> list[Cell]:
    # A unit that was not there had nothing, and it is not that nothing was told of it.
    sides = [
        (None, None) if one.state == State.ABSENT else counted_sides(indicator, one.value)
        for one in row.cells
    ]
    return [
        row.code,
        row.name,
        row.parent or None,
        row.rank,
        *(number_of(indicator, one.value.value) for one in row.cells),
        *(numerator for numerator, _denominator in sides),
        *(denominator for _numerator, denominator in sides),
        *(one.state.value for one in row.cells),
    ]
