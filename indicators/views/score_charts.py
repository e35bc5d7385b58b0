"""Pictures of a scorecard: how many units stand where, and units by criteria."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.exporting.score_matrix import matrix_sheet
from indicators.exporting.scores import scores_sheet
from indicators.pages.scores import bar
from indicators.pages.scores.addresses import levels_url, map_url, matrix_url, rules_url
from indicators.pages.scores.asked import Cards, with_score_defaults
from indicators.pages.scores.computed import computed, computed_words, not_computed
from indicators.pages.scores.league_page import title_of
from indicators.pages.scores.levels import levels_chart
from indicators.pages.scores.map_page import colour_picker, map_page
from indicators.pages.scores.mapped import By, mapped
from indicators.pages.scores.matrix import matrix_page
from indicators.pages.scores.standing_there import units_there
from indicators.pages.scores.tabs import LEVELS, MAP, MATRIX, tabs_of
from indicators.pages.scores.words import version_words
from indicators.pages.table_asked import TableAsked
from indicators.scoring.asked import ScoreRequest
from indicators.views.charts import chart_page
from indicators.views.exports import export_of, tables_of
from indicators.views.requests import FigureRequest, figures_page, page_number
from indicators.views.scores import require_sight
from units.components import Option
from units.sheets.sheet import Format

Url = Callable[..., str]


@chart_page
@figures_page
def score_levels(request: FigureRequest, code: str) -> HttpResponse:
    """How many units of a level stand at each level of the scorecard, period by period; with
    `place` the units behind a number, too."""
    asked, cards = _asked(request, code)

    def url(**changes: str) -> str:
        return levels_url(asked, **changes)

    context = _frame(request, asked, cards, url, LEVELS)
    context["title"] = _("Distribution: %(title)s") % {"title": title_of(asked)}
    context["chart"] = levels_chart(asked, cards, request.results)
    place = request.GET.get("place", "")
    if place:
        announced = request.GET.get("by") == "announced"
        context["there"] = units_there(asked, place, page_number(request), announced=announced)
    chart = context["chart"]
    tables = {
        "levels": chart.table if chart else None,
        "units": context["there"]["all"] if place else None,
    }
    file = tables_of(request, f"levels-{code}", context["title"], tables)
    return file or render(request, "indicators/score_levels.html", context)


@figures_page
def score_matrix(request: FigureRequest, code: str) -> HttpResponse:
    """What each unit scores by each criterion, or that table as a file."""
    asked, cards = _asked(request, code)
    title = _("Units by criteria: %(title)s") % {"title": title_of(asked)}
    file = export_of(request, lambda whole: matrix_sheet(asked, title, request.results, whole))
    if file is not None:
        return file

    def url(**changes: str) -> str:
        return matrix_url(asked, **changes)

    context = _frame(request, asked, cards, url, MATRIX) | {"title": title}
    context |= matrix_page(asked, request.results, page_number(request))
    context["downloads"] = [Option(form.upper(), url(format=form)) for form in Format]
    return render(request, "indicators/score_matrix.html", context)


@figures_page
def score_map(request: FigureRequest, code: str) -> HttpResponse:
    """The units of a scorecard on the map, coloured by their points or, with `by=level`, levels; or
    the league table as a file."""
    asked, cards = _asked(request, code)
    results, table = request.results, TableAsked(frozenset())
    file = export_of(request, lambda whole: scores_sheet(asked, cards, results, table, whole))
    if file is not None:
        return file
    has_levels = bool(asked.rules.grades)
    by = By.LEVEL if has_levels and request.GET.get("by") == By.LEVEL else By.POINTS

    def url(**changes: str) -> str:
        return map_url(asked, **({"by": "" if by == By.POINTS else by.value} | changes))

    context = _frame(request, asked, cards, url, MAP) | {"title": title_of(asked)}
    context |= map_page(asked, mapped(asked, by, results), by, page_number(request), url)
    if has_levels:
        context["pickers"].append(colour_picker(by, url))
    context["downloads"] = [Option(form.upper(), url(format=form)) for form in Format]
    context["may_load"] = request.access.administers_all
    fragment = "#map" if request.htmx.target == "map" else ""
    return render(request, f"indicators/score_map.html{fragment}", context)


def _asked(request: FigureRequest, code: str) -> tuple[ScoreRequest, Cards]:
    """What the address asks for. Raises Http404 for a scorecard that there is not, or units out of
    sight."""
    cards = Cards(request.results)
    if code not in cards.codes:
        raise Http404
    params = {name: str(value) for name, value in request.GET.items()} | {"scorecard": code}
    asked = ScoreRequest.parse(with_score_defaults(params, cards, request.access, request.results))
    request.results.shown = asked.period
    require_sight(request, asked)
    return asked, cards


def _frame(
    request: FigureRequest, asked: ScoreRequest, cards: Cards, url: Url, tab: str
) -> dict[str, Any]:
    """What the pages of a scorecard share: tabs, pickers, what is to be known of its state."""
    card, results = asked.scorecard, request.results
    state = computed(card, asked.period, results)
    return {
        "lead": [
            capfirst(version_words(card)),
            *computed_words(state, asked.period, results),
        ],
        "about": {"label": _("rules of this scorecard"), "url": rules_url(card)},
        "tabs": tabs_of(asked, tab, results),
        "crumbs": bar.crumbs(asked, request.access, url),
        "pickers": [
            bar.scorecard_picker(cards, asked, results, url),
            bar.level_picker(asked, url),
            bar.under_picker(asked, request.access, url),
            bar.period_picker(cards, card, asked.period, url),
        ],
        "is_example": card.is_example,
        "explanation": card.explanation,
        "state": state,
        "not_computed": "" if state.at else not_computed(state),
    }
