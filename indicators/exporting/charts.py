"""The numbers of a chart of a selection as a sheet."""

from collections.abc import Callable

from indicators.charts.chart import Chart
from indicators.exporting.about import Whole, facts_of, name_of
from indicators.exporting.tables import table_sheet
from indicators.pages.addresses import unit_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.queries import hierarchy
from units.sheets.sheet import Sheet, file_name


def chart_sheets(
    chart: Chart | None, selection: Selection, results: Results, unit_id: int
) -> dict[str, Callable[[Whole], Sheet]]:
    """The chart's id -> what makes its sheet; nothing where there is no chart."""
    if chart is None:
        return {}
    lines = hierarchy()

    def make(whole: Whole) -> Sheet:
        code, name = lines.code(unit_id, selection.day), lines.name(unit_id, selection.day)
        address = whole(unit_url(selection, unit_id))
        return table_sheet(
            chart.table,
            file_name([chart.id, name_of(selection, results, code)]),
            f"{chart.title}, {name}, {period_name(selection.period)}",
            facts_of(selection, results, address, unit_id),
        )

    return {chart.id: make}
