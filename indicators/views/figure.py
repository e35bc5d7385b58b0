"""The page of one figure."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from indicators.exporting.about import Whole, facts_of, name_of
from indicators.exporting.parts import contributions_sheet
from indicators.exporting.tables import table_sheet
from indicators.pages.addresses import figure_url
from indicators.pages.figure import figure_page
from indicators.pages.published.figure import published_figure
from indicators.selection import Selection
from indicators.tables import Table
from indicators.views.exports import Make, export_of, tables_of
from indicators.views.requests import FigureRequest, asked_unit, figures_page, selection_of
from units.sheets.sheet import Sheet, file_name


@figures_page
def figure(request: FigureRequest) -> HttpResponse:
    """What the figure of the unit in `unit` is made of; without one, of the unit that the
    selection is within. As a file what each unit below adds."""
    selection = selection_of(request, as_published=True)
    unit_id = asked_unit(request, selection)
    if selection.publication is not None:
        published = published_figure(selection, request.results, request.access, unit_id)
        file = tables_of(request, "published-figure", published["title"], {"": published["table"]})
        return file or render(request, "indicators/published_figure.html", {"page": published})
    page = figure_page(selection, request.results, request.access, unit_id)
    file = export_of(request, _tables(request, selection, unit_id, page))
    return file or render(request, "indicators/figure.html", {"page": page})


def _tables(
    request: FigureRequest, selection: Selection, unit_id: int, page: dict[str, Any]
) -> dict[str, Make]:
    """First what each unit below adds, the file of an address that names none."""

    def plain(name: str, table: Table, whole: Whole) -> Sheet:
        address = whole(figure_url(selection, unit_id))
        code = request.access.units.code(unit_id, selection.day)
        return table_sheet(
            table,
            file_name([name, name_of(selection, request.results, code)]),
            f"{page['title']}: {table.caption}",
            facts_of(selection, request.results, address, unit_id),
        )

    def contributions(whole: Whole) -> Sheet:
        return contributions_sheet(selection, request.results, unit_id, whole)

    shown = {side.part: side.table for side in page["sides"]}
    shown |= {name: page[name] for name in ("siblings", "reported") if page[name]}
    others = {name: partial(plain, name, table) for name, table in shown.items()}
    return {"contributions": contributions, **others}
