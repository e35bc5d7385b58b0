"""The path of one unit over the periods that a scorecard is told for, and who came before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indicators.announced.held import announced_for
from indicators.announced.values import Announced
from indicators.charts.chart import Chart
from indicators.charts.path import Step, path_chart
from indicators.pages.scores.addresses import text_of, unit_url
from indicators.pages.scores.asked import Cards, request_for
from indicators.pages.scores.words import standing_words
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.distribution import Stood, stood
from indicators.scoring.league import ranks_of, units_asked
from indicators.wording import validity_words
from indicators.writing import day
from units.access import Access
from units.queries import hierarchy

# So many periods at most, the newest.
MOST = 13


@dataclass(frozen=True)
class Kept:
    """What is kept of a unit in a period, with its place among the units of its level there."""

    request: ScoreRequest
    found: Stood | None
    rank: int | None
    ranked: int
    announced: Announced | None


def path_of(
    request: ScoreRequest, unit_id: int, cards: Cards, results: Results, access: Access
) -> Chart | None:
    """Points, level and rank of a unit, period by period; ranks are within the highest unit above
    it that the account may see. None with fewer than two periods that have a score."""
    ends_on = request.period.ends_on
    above = [
        one for one in hierarchy().ancestors(unit_id, ends_on)[1:] if access.may_see(one, ends_on)
    ]
    within = request
    if above:
        within = replace(request, under=text_of(above[-1], request.period), under_id=above[-1])
    held = results.keep_scores(
        f"path {unit_id} {bool(above)}", within, lambda: _held(within, cards, unit_id, bool(above))
    )
    seen = [one for one in held if access.may_see(unit_id, one.request.period.ends_on)]
    if sum(one.found is not None for one in seen) < 2:
        return None
    return path_chart(_("Over time"), _steps(seen, unit_id))


def predecessors_of(
    request: ScoreRequest, unit_id: int, cards: Cards, access: Access
) -> list[dict[str, str]]:
    """The units that came into this one, which the account may see, each with its newest score's
    address."""
    lines, code = hierarchy(), request.scorecard.code
    periods = cards.periods_like(code, request.period)
    found = []
    for link in lines.predecessors(unit_id):
        before = [one for one in periods if one.ends_on < link.effective_on]
        if before and access.may_see(link.predecessor_id, before[-1].ends_on):
            name = lines.name(
                link.predecessor_id, lines.clamp(link.predecessor_id, before[-1].ends_on)
            )
            words = {"name": name, "day": day(link.effective_on)}
            text = _("%(name)s, to before %(day)s") % words
            found.append({"text": text, "url": unit_url(code, before[-1], link.predecessor_id)})
    return found


def _held(within: ScoreRequest, cards: Cards, unit_id: int, is_placed: bool) -> list[Kept]:  # noqa: FBT001
    code = within.scorecard.code
    periods = cards.periods_like(code, within.period)[-MOST:]
    asked = [request_for(within, one, cards.version_in(code, one)) for one in periods]
    return [_kept(one, unit_id, is_placed) for one in asked if one is not None]


def _kept(request: ScoreRequest, unit_id: int, is_placed: bool) -> Kept:  # noqa: FBT001
    units = units_asked(request) if is_placed else [unit_id]
    found = stood(request.scorecard, request.period, units)
    ranks = ranks_of(found, Fraction(request.scorecard.least_judged)) if is_placed else {}
    told = announced_for(request.scorecard.code, request.period, [unit_id]).get(unit_id)
    return Kept(request, found.get(unit_id), ranks.get(unit_id), len(ranks), told)


def _steps(held: Sequence[Kept], unit_id: int) -> list[Step]:
    found, version = [], None
    for one in held:
        card, period = one.request.scorecard, one.request.period
        is_other = version is not None and version != card.pk
        version = card.pk
        rules = _("other rules: %(days)s") % {"days": validity_words(card)} if is_other else ""
        found.append(
            Step(
                period,
                rank=one.rank,
                ranked=one.ranked,
                rules=rules,
                url=unit_url(card.code, period, unit_id),
                **_scored(one),
                **_announced(one),
            )
        )
    return found


def _scored(one: Kept) -> dict[str, Any]:
    found = one.found
    if found is None:
        return {}
    least = Fraction(one.request.scorecard.least_judged)
    return {
        "points": found.points,
        "judged": found.judged,
        "possible": found.possible,
        "level": standing_words(found),
        "is_enough": found.judged >= least * found.possible,
    }


def _announced(one: Kept) -> dict[str, Any]:
    told = one.announced
    if told is None:
        return {}
    points = None if told.points is None else Fraction(told.points)
    return {
        "announced": points,
        "announced_share": points / Fraction(one.request.scorecard.maximum)
        if points is not None
        else None,
        "announced_level": told.level,
    }
