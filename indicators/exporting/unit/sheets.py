"""Which sheets a unit's page has."""

from collections.abc import Callable
from functools import partial
from typing import Any

from indicators.exporting.about import Whole
from indicators.exporting.charts import chart_sheets
from indicators.exporting.levels import level_sheets
from indicators.exporting.unit.ageing import ageing_sheet
from indicators.exporting.unit.breakdown import fields_sheet, procedures_sheet
from indicators.exporting.unit.flow import flow_sheet
from indicators.exporting.unit.ranks import ranks_sheet
from indicators.pages.unit.breakdown import breakdown_of
from indicators.pages.unit.head import unit_of
from indicators.results import Results
from indicators.selection import Selection
from units.access import Access
from units.sheets.sheet import Sheet


def unit_sheets(
    page: dict[str, Any], selection: Selection, results: Results, access: Access
) -> dict[str, Callable[[Whole], Sheet]]:
    """What makes the sheet of each table that the page has, by name: that of the procedures
    first, which every unit has."""
    unit_id = unit_of(selection)
    found = breakdown_of(selection, results, unit_id)
    makes: dict[str, Callable[[Whole], Sheet]] = {}
    if not access.only_totals:
        makes["procedures"] = partial(procedures_sheet, selection, results, found)
    makes |= chart_sheets(page.get("chart"), selection, results, unit_id)
    if page.get("ranks"):
        makes["ranks"] = partial(ranks_sheet, selection, results, access)
    if page.get("flow"):
        makes["flow"] = partial(flow_sheet, selection, results)
    if page.get("overdue"):
        makes["overdue"] = partial(ageing_sheet, selection, results, page["overdue"])
    if page.get("fields"):
        makes["fields"] = partial(fields_sheet, selection, results, found)
    return makes | level_sheets(selection, results, page["children"])
