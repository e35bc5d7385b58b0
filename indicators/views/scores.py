"""Scorecards: the league table, what one unit scores, and the rules."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import replace_url

from indicators.comparing import Against
from indicators.exporting.scores import scores_sheet
from indicators.pages.detail import Detail
from indicators.pages.scores import bar
from indicators.pages.scores.asked import Cards, with_score_defaults
from indicators.pages.scores.columns import offered_columns
from indicators.pages.scores.computed import computed, computed_words, not_computed
from indicators.pages.scores.league import league_of
from indicators.pages.scores.league_detail import detail_of
from indicators.pages.scores.league_page import league_page
from indicators.pages.scores.rules_page import rules_page, rules_table
from indicators.pages.scores.tabs import LEAGUE, tabs_of
from indicators.pages.scores.unit import unit_score_page
from indicators.pages.table_asked import TableAsked
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.league import units_asked
from indicators.views.charts import chart_page
from indicators.views.exports import export_of, tables_of
from indicators.views.requests import FigureRequest, figures_page, keep_link, number_of
from indicators.views.table_asked import is_canonical, short_address, table_asked
from units.access import visible_unit
from units.components import Option
from units.sheets.sheet import Format


@figures_page
def scores(request: FigureRequest) -> HttpResponse:
    """The league table of a scorecard, or its table as a file; with HTMX what lies below the frame
    alone, the table that was looked for, or the detail of a row."""
    results = request.results
    cards = Cards(results)
    if not cards.versions:
        return render(request, "indicators/no_scorecard.html")
    params = {name: str(value) for name, value in request.GET.items()}
    asked = ScoreRequest.parse(with_score_defaults(params, cards, request.access, results))
    results.shown = asked.period
    keep_link(request, asked.query())
    require_sight(request, asked)
    offered = offered_columns(asked)
    table = table_asked(request, offered, [one.code for one in offered])
    file = export_of(request, lambda whole: scores_sheet(asked, cards, results, table, whole))
    return file if file is not None else _shown(request, asked, cards, table)


def _shown(
    request: FigureRequest, asked: ScoreRequest, cards: Cards, table: TableAsked
) -> HttpResponse:
    def url(**changes: str) -> str:
        return f"{reverse('indicators:scores')}?{asked.query(**(table.params() | changes))}"

    detail = _detail(request, asked, cards, table.open) if table.open is not None else None
    if table.open is not None and request.htmx.target == f"unit-{table.open}":
        if detail is None:
            raise Http404
        return render(request, "indicators/scores.html#detail", {"detail": detail})
    is_found = request.htmx.target == "found"
    if not request.htmx and not is_canonical(request, table):
        return redirect(short_address(url, table))
    found = league_of(asked, cards, request.results, table)
    context = league_page(asked, found, url, table, detail)
    context |= _around(request, asked, cards, context["counted"], table.against, url)
    fragment = "#answer" if is_found else "#scores" if request.htmx.target == "scores" else ""
    answer = render(request, f"indicators/scores.html{fragment}", context)
    return replace_url(answer, url()) if is_found else answer


def _detail(
    request: FigureRequest, asked: ScoreRequest, cards: Cards, unit_id: int
) -> Detail | None:
    """What a unit's open row shows; None where the table does not list it."""
    if unit_id not in units_asked(asked):
        return None
    return detail_of(asked, cards, request.results, request.access, unit_id)


def require_sight(request: FigureRequest, asked: ScoreRequest) -> None:
    """Raises Http404 for a unit out of the account's sight."""
    if asked.under_id is not None:
        visible_unit(request, asked.under_id, asked.period.ends_on)
    elif not request.access.everything:
        raise Http404


def _around(
    request: FigureRequest,
    asked: ScoreRequest,
    cards: Cards,
    counted: Sequence[str],
    against: Against,
    url: Callable[..., str],
) -> dict[str, Any]:
    """What stands above and below the table."""
    results, access = request.results, request.access
    state = computed(asked.scorecard, asked.period, results)
    return {
        "lead": [*counted, *computed_words(state, asked.period, results)],
        "state": state,
        "not_computed": "" if state.at else not_computed(state),
        "pickers": [
            bar.scorecard_picker(cards, asked, results, url),
            bar.level_picker(asked, url),
            bar.under_picker(asked, access, url),
            bar.period_picker(cards, asked.scorecard, asked.period, url, against),
        ],
        "downloads": [Option(form.upper(), url(format=form)) for form in Format],
        "crumbs": bar.crumbs(asked, access, url),
        "tabs": tabs_of(asked, LEAGUE, results),
    }


@chart_page
@figures_page
def unit_score(request: FigureRequest, code: str) -> HttpResponse:
    """What one unit scores, criterion by criterion, and what would bring most."""
    cards = Cards(request.results)
    if code not in cards.codes:
        raise Http404
    page = unit_score_page(
        code,
        request.GET.get("period", ""),
        number_of(request, "unit"),
        cards=cards,
        results=request.results,
        access=request.access,
    )
    if page is None:
        raise Http404
    file = tables_of(request, f"score-{code}", page["title"], page["files"])
    return file or render(request, "indicators/unit_score.html", {"page": page})


@figures_page
def score_rules(request: FigureRequest, code: str) -> HttpResponse:
    """The rules of a version of a scorecard."""
    cards = Cards(request.results)
    versions = [one for one in cards.versions if one.code == code]
    number = number_of(request, "version") if request.GET.get("version") else None
    shown = next((one for one in reversed(versions) if number in (None, one.pk)), None)
    if shown is None:
        raise Http404
    page = rules_page(shown, versions)
    file = tables_of(request, f"rules-{code}", page["title"], {"": lambda: rules_table(shown)})
    return file or render(request, "indicators/score_rules.html", {"page": page})
