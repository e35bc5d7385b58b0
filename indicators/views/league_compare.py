"""Two to six units side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators.exporting.compare import figures_sheet, scores_sheet
from indicators.pages.compare.chosen import LEAST, MOST, numbers_asked
from indicators.pages.compare.page import compare_page
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league_views import COMPARE, league_views
from indicators.selection import Selection, placed
from indicators.views.charts import chart_page
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, figures_page, require_sight, selection_of


@chart_page
@figures_page
def league_compare(request: FigureRequest) -> HttpResponse:
    """The page, or one of its tables as a file; with HTMX the units that a search finds."""
    selection = selection_of(request)
    unit_ids = _units(request, selection)
    results, access = request.results, request.access
    if LEAST <= len(unit_ids) <= MOST:
        tables = {
            "figures": lambda whole: figures_sheet(selection, results, access, unit_ids, whole),
            "scores": lambda whole: scores_sheet(selection, results, access, unit_ids, whole),
        }
        file = export_of(request, tables)
        if file is not None:
            return file
    text = request.GET.get("find", "")
    extra = {"units": ",".join(map(str, unit_ids)), "find": text}
    bar = FilterBar(reverse("indicators:league_compare"), selection, results, extra)
    context = {
        "page": compare_page(selection, results, access, bar, unit_ids, text),
        "pickers": bar.league(access),
        "views": league_views(selection, COMPARE, request.results),
        "hidden": bar.hidden("find"),
    }
    fragment = "#offered" if request.htmx.target == "offered" else ""
    return render(request, f"indicators/league_compare.html{fragment}", context)


def _units(request: FigureRequest, selection: Selection) -> list[int]:
    """The units of the address in their order, each where it has its place on the map. Raises
    SelectionError; Http404 for one out of the account's sight."""
    asked = numbers_asked(request.GET.getlist("units"))
    shown = [require_sight(request, unit_id, selection) for unit_id in asked]
    on_map = [placed(unit_id, selection.map_day) for unit_id in shown]
    return [require_sight(request, one, selection) for one in dict.fromkeys(on_map)]
