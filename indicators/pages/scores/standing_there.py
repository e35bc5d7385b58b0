"""The units behind a number of the distribution."""

from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.announced.held import announced_for
from indicators.pages.pager import pager
from indicators.pages.scores.addresses import levels_url, unit_url
from indicators.pages.scores.league import PAGE_ROWS
from indicators.pages.scores.levels import place_name
from indicators.pages.scores.words import of_judged, standing_reason, standing_words
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.distribution import announced_place, place_of, places
from indicators.scoring.league import Scored, league
from indicators.scoring.summaries import Summary
from indicators.selection import SelectionError
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.wording import period_name
from indicators.writing import NOTHING, count, score
from units.queries import hierarchy
from units.sheets.sheet import Kind


def units_there(request: ScoreRequest, place: str, page: int, *, announced: bool) -> dict[str, Any]:
    """The units that stand at a place in the period, by rank, a page of them (and what makes the
    table of `all`), with heading and pager. Raises SelectionError for a place that there is not."""
    grades = [one.name for one in request.rules.grades]
    if place not in places(grades):
        raise SelectionError(
            _("“%(value)s” is no %(name)s: one of %(choices)s.")
            % {"value": place[:40], "name": "place", "choices": ", ".join(places(grades))}
        )
    found = _announced(request, place) if announced else _computed(request, place)
    pages = max(1, ceil(len(found) / PAGE_ROWS))
    page = min(max(1, page), pages)
    by = {"by": "announced"} if announced else {}

    def url(number: int) -> str:
        more = {"page": str(number)} if number > 1 else {}
        return f"{levels_url(request, place=place, **by, **more)}#units"

    words = {"place": place_name(place), "period": period_name(request.period)}
    title = _("%(place)s, %(period)s, as announced") if announced else _("%(place)s, %(period)s")
    return {
        "title": capfirst(title % words),
        "note": ngettext("%(count)s unit", "%(count)s units", len(found))
        % {"count": count(len(found))},
        "table": _table(request, found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS], title % words),
        "all": lambda: _table(request, found, title % words),
        "pager": pager(page, pages, url),
    }


def _computed(request: ScoreRequest, place: str) -> list[Scored[Summary]]:
    least = Fraction(request.scorecard.least_judged)
    return [one for one in league(request) if place_of(one.score, least) == place]


def _announced(request: ScoreRequest, place: str) -> list[Scored[Summary]]:
    listed = league(request)
    card = request.scorecard
    told = announced_for(card.code, request.period, [one.unit_id for one in listed])
    has_grades = bool(request.rules.grades)
    return [
        one
        for one in listed
        if one.unit_id in told
        and announced_place(told[one.unit_id], Fraction(card.maximum), has_grades=has_grades)
        == place
    ]


def _table(request: ScoreRequest, listed: list[Scored[Summary]], caption: str) -> Table:
    has_levels = bool(request.rules.grades)
    columns = [
        Column(_("Unit"), name="name"),
        Column(_("Code"), name="unit", only_in_file=True),
        Column(_("Within"), name="parent", only_in_file=True),
        Column(_("Rank"), number=True, name="rank"),
        Column(_("Points"), number=True, name="points"),
        Column(_("Points that can be judged"), name="judged", kind=Kind.COUNT, only_in_file=True),
        *(_level_columns() if has_levels else []),
    ]
    return Table(columns, [_row(request, one) for one in listed], caption)


def _level_columns() -> list[Column]:
    return [
        Column(pgettext("readiness", "Level"), name="level"),
        Column(_("Reason"), name="level_reason", only_in_file=True),
    ]


def _row(request: ScoreRequest, one: Scored[Summary]) -> Row:
    lines, day = hierarchy(), request.period.ends_on
    parent = lines.version_at(one.unit_id, day).parent_id
    found = one.score
    is_told = parent is not None and parent != request.under_id
    above = lines.name(parent, lines.clamp(one.unit_id, day)) if parent else ""
    reason = standing_reason(found, request.rules) if request.rules.grades else ""
    of = of_judged(found.judged, found.possible)
    return Row(
        [
            Cell(
                one.name,
                unit_url(request.scorecard.code, request.period, one.unit_id),
                above if is_told else "",
            ),
            aside(one.code),
            aside(above),
            counted(one.rank),
            Cell(
                score(found.points) if found.judged else NOTHING,
                note=of,
                number=True,
                value=found.points if found.judged else None,
            ),
            aside(found.judged),
            *(
                [Cell(standing_words(found), note=reason), aside(reason)]
                if request.rules.grades
                else []
            ),
        ]
    )
