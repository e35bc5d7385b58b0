"""The league table: the units of one level, ranked by one indicator for one period."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import replace_url

from indicators.exporting.about import Whole
from indicators.exporting.league import league_sheet
from indicators.exporting.published import published_sheet
from indicators.pages.detail import Detail
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import league_of
from indicators.pages.league_columns import COLUMNS, offered_columns
from indicators.pages.league_detail import detail_of
from indicators.pages.league_page import league_page
from indicators.pages.league_views import TABLE, league_views
from indicators.pages.published.league import published_league
from indicators.pages.published.versions import versions
from indicators.pages.table_asked import TableAsked
from indicators.selection import Selection
from indicators.views.exports import export_of
from indicators.views.requests import FigureRequest, figures_page, selection_of
from indicators.views.table_asked import is_canonical, short_address, table_asked
from units.sheets.sheet import Sheet


@figures_page
def league(request: FigureRequest) -> HttpResponse:
    """The page, or its table as a file; with HTMX what lies below the frame alone, the table that
    was looked for, or the detail of a row."""
    selection = selection_of(request, as_published=True)
    asked = table_asked(request, offered_columns(selection.indicator), COLUMNS)

    def sheet(whole: Whole) -> Sheet:
        if selection.publication is not None:
            return published_sheet(selection, request.results, request.access, whole, asked.words)
        return league_sheet(selection, request.results, asked.against, whole, asked.words)

    file = export_of(request, sheet)
    if file is not None:
        return file
    path = reverse("indicators:league")
    bar = FilterBar(path, selection, request.results, asked.params())
    show = _live if selection.publication is None else _published
    return show(request, selection, asked, bar)


def _published(
    request: FigureRequest, selection: Selection, asked: TableAsked, bar: FilterBar
) -> HttpResponse:
    if not request.htmx and not is_canonical(request, asked):
        return redirect(bar.url())
    page = published_league(selection, request.results, request.access, bar, asked)
    is_found = request.htmx.target == "found"
    fragment = "#answer" if is_found else ""
    answer = render(request, f"indicators/published_league.html{fragment}", {"page": page})
    return replace_url(answer, bar.url()) if is_found else answer


def _live(
    request: FigureRequest, selection: Selection, asked: TableAsked, bar: FilterBar
) -> HttpResponse:
    results, is_found = request.results, request.htmx.target == "found"
    detail = _detail(request, selection, asked.open) if asked.open is not None else None
    if asked.open is not None and request.htmx.target == f"unit-{asked.open}":
        if detail is None:
            raise Http404
        return render(request, "indicators/league.html#detail", {"detail": detail})
    if not request.htmx and not is_canonical(request, asked):
        return redirect(short_address(bar.url, asked))
    found = league_of(selection, results, asked)
    context = league_page(selection, found, bar, results, asked, detail)
    context["pickers"] = bar.league(request.access, asked.against)
    context["downloads"] = bar.downloads()
    context["crumbs"] = bar.crumbs(request.access)
    context["views"] = league_views(selection, TABLE, request.results)
    context["versions"] = versions(
        selection,
        results,
        request.access,
        lambda text: bar.url(sort="", compare="", q="", columns="", **{"as": text}),
    )
    fragment = "#answer" if is_found else "#league" if request.htmx.target == "league" else ""
    answer = render(request, f"indicators/league.html{fragment}", context)
    return replace_url(answer, bar.url()) if is_found else answer


def _detail(request: FigureRequest, selection: Selection, unit_id: int) -> Detail | None:
    """What a unit's open row shows; None where the table does not list it."""
    if unit_id not in {one.unit_id for one in request.results.figures(selection)}:
        return None
    return detail_of(selection, request.results, request.access, unit_id)
