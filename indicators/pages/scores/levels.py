"""How many units of a level stand where, period by period, computed and announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.announced.held import announced_for
from indicators.charts.chart import Chart
from indicators.charts.stacked import Bar, Part, stacked_chart
from indicators.models import Scorecard
from indicators.pages.scores.addresses import levels_url
from indicators.pages.scores.asked import Cards, request_for
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.distribution import (
    BAND,
    BANDS,
    BELOW,
    GATE,
    LEVEL,
    OPEN,
    UNRANKED,
    announced_place,
    distribution,
    place_of,
    places,
    stood,
)
from indicators.scoring.league import units_asked
from indicators.wording import period_name, validity_words
from indicators.writing import count, share

# So many periods are shown at most, the newest.
MOST = 24


@dataclass(frozen=True)
class Held:
    """One period: how many units stand at each place by the version that held then, and by what
    was announced (empty where nothing was)."""

    request: ScoreRequest
    computed: Mapping[str, int]
    announced: Mapping[str, int]


def levels_chart(request: ScoreRequest, cards: Cards, results: Results) -> Chart | None:
    """Bars of the periods that are as long as the chosen one, the newest first; None where nothing
    is computed."""
    held = results.keep_scores("levels", request, lambda: _held(request, cards))
    if not held:
        return None
    grades = _grades(held)
    bars = [bar for one in held for bar in _bars(one, _version_note(one, held))]
    return stacked_chart(
        "levels",
        _("Units by level") if grades else _("Units by share of the points"),
        _note(held, has_grades=bool(grades)),
        _parts(grades),
        bars,
        _("Period"),
    )


def place_name(place: str) -> str:
    """As in "level IV", "unranked: a condition is not met", "90% and more"."""
    if place.startswith(LEVEL):
        return _("level %(level)s") % {"level": place.removeprefix(LEVEL)}
    if place.startswith(BAND):
        return _band_name(int(place.removeprefix(BAND)))
    return {
        UNRANKED: pgettext("readiness level", "unranked"),
        BELOW: _("unranked: too few points"),
        GATE: _("unranked: a condition is not met"),
        OPEN: _("too little to judge"),
    }[place]


def _band_name(number: int) -> str:
    ends = [share(one, short=True) for one in (*BANDS, Fraction(1))]
    if number == 0:
        return _("under %(share)s") % {"share": ends[1]}
    if number == len(BANDS) - 1:
        return _("%(share)s and more") % {"share": ends[number]}
    return _("%(from)s to under %(to)s") % {"from": ends[number], "to": ends[number + 1]}


def _held(request: ScoreRequest, cards: Cards) -> list[Held]:
    code = request.scorecard.code
    periods = cards.periods_like(code, request.period)[-MOST:]
    asked = [request_for(request, one, cards.version_in(code, one)) for one in periods]
    found = [_of_period(one) for one in asked if one is not None]
    return [one for one in reversed(found) if one.computed]


def _of_period(request: ScoreRequest) -> Held:
    unit_ids = units_asked(request)
    card = request.scorecard
    least = Fraction(card.least_judged)
    computed = {
        unit_id: place_of(one, least)
        for unit_id, one in stood(card, request.period, unit_ids).items()
    }
    has_grades = bool(request.rules.grades)
    announced = {
        unit_id: announced_place(one, Fraction(card.maximum), has_grades=has_grades)
        for unit_id, one in announced_for(card.code, request.period, unit_ids).items()
    }
    return Held(request, _counted(computed), _counted(announced))


def _counted(places_held: Mapping[int, Any]) -> dict[str, int]:
    return {place: len(units) for place, units in distribution(places_held).items()}


def _grades(held: Sequence[Held]) -> list[str]:
    """The levels of all versions, the lowest first, as the newest has them."""
    names = [grade.name for one in held for grade in one.request.rules.grades]
    return list(dict.fromkeys(names))


# What has no level, each told from the others by its pattern: they stand in one legend.
APART = {
    UNRANKED: Part(UNRANKED, "", "--track", pattern="/"),
    BELOW: Part(BELOW, "", "--track", pattern="."),
    GATE: Part(GATE, "", "--track", pattern="-"),
    OPEN: Part(OPEN, "", "--card", pattern="x"),
}


def _parts(grades: Sequence[str]) -> list[Part]:
    """Levels and bands paler from the best on; what has none by pattern."""
    every = places(grades)
    ordered = [one for one in every if one not in APART]
    found = []
    for place in every:
        plain = APART.get(place)
        rank = ordered.index(place) if plain is None else 0
        found.append(
            Part(
                place,
                place_name(place),
                plain.color if plain else "--brand",
                1 if plain else 1 - 0.8 * rank / max(1, len(ordered) - 1),
                plain.pattern if plain else "",
            )
        )
    return found


def _bars(one: Held, version: str) -> list[Bar]:
    name = period_name(one.request.period)
    bars = [Bar(name, one.computed, _urls(one, "computed"), version)]
    if one.announced:
        bars.append(Bar(name, one.announced, _urls(one, "announced"), _("as announced")))
    return bars


def _urls(one: Held, by: str) -> dict[str, str]:
    listed = one.computed if by == "computed" else one.announced
    more = {"by": by} if by == "announced" else {}
    return {place: f"{levels_url(one.request, place=place, **more)}#units" for place in listed}


def _version_note(one: Held, held: Sequence[Held]) -> str:
    """The days of the version, where it is not that of the period before."""
    card = one.request.scorecard
    place = held.index(one)
    before: Scorecard | None = held[place + 1].request.scorecard if place + 1 < len(held) else None
    if before is None or before.pk == card.pk:
        return ""
    return _("other rules: %(days)s") % {"days": validity_words(card)}


def _note(held: Sequence[Held], *, has_grades: bool) -> str:
    shown = ngettext("%(count)s period", "%(count)s periods", len(held)) % {
        "count": count(len(held))
    }
    parts = [shown + "."]
    if not has_grades:
        parts.append(
            _("Shares of the points that can be judged; of units with too few of them nothing.")
        )
    parts.append(_("A number opens the units behind it."))
    return " ".join(parts)
