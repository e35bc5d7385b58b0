"""Where a unit stands by a scorecard among the units of its level, within each unit above it that
the account may see."""

from dataclasses import replace
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.comparing import Against, earlier, other_list
from indicators.other_list_words import not_compared_short
from indicators.pages.scores.addresses import league_url, text_of
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.rows import earlier_request
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.league import Scored, league, ranked
from indicators.scoring.summaries import Summary
from indicators.wording import level_name, places_moved
from indicators.writing import count, score, share
from units.access import Access
from units.components import Fact
from units.queries import hierarchy

Table = list[Scored[Summary]]


def places_of(
    request: ScoreRequest, cards: Cards, results: Results, unit_id: int, access: Access
) -> list[Fact]:
    """A line for each unit above, the nearest first; none where nothing above is in sight."""
    day = request.period.ends_on
    above = [one for one in hierarchy().ancestors(unit_id, day)[1:] if access.may_see(one, day)]
    if not above:
        return []
    # Read once, of the highest: the tables of those below are parts of it.
    whole = replace(request, under=text_of(above[-1], request.period), under_id=above[-1])
    tables = results.keep_scores(
        f"places {unit_id}", whole, lambda: _tables(whole, cards, above, unit_id)
    )
    return [
        fact
        for one, (now, then) in zip(above, tables, strict=True)
        for fact in _place(request, one, now, then)
    ]


# Now, and in the period before, where that has scores.
Place = tuple[Scored[Summary] | None, Scored[Summary] | None]


def _tables(whole: ScoreRequest, cards: Cards, above: list[int], unit_id: int) -> list[Place]:
    before = earlier_request(whole, cards, Against.BEFORE)
    now, then = league(whole), league(before) if before else []
    return [
        (
            _within(whole, now, one, unit_id),
            _within(before, then, one, unit_id) if before else None,
        )
        for one in above
    ]


def _within(
    request: ScoreRequest, table: Table, above: int, unit_id: int
) -> Scored[Summary] | None:
    """The unit among those of a table that are within one above it."""
    lines, day = hierarchy(), request.period.ends_on
    mine = [one for one in table if above in lines.ancestors(one.unit_id, day)]
    again = ranked(mine, Fraction(request.scorecard.least_judged))
    found = next((one for one in again if one.unit_id == unit_id), None)
    # Alone of its level it has no place to hold.
    return found if len(mine) > 1 else None


def _place(
    request: ScoreRequest, above: int, now: Scored[Summary] | None, then: Scored[Summary] | None
) -> list[Fact]:
    if now is None:
        return []
    period = request.period
    name = hierarchy().name(above, period.ends_on)
    term = f"{capfirst(level_name(request.level))}, {name}"
    within = replace(request, under=text_of(above, period), under_id=above)
    url = league_url(within)
    if now.rank is None:
        least = {"share": share(request.scorecard.least_judged, short=True)}
        note = _("A rank takes at least %(share)s of the points to be judged.") % least
        return [Fact(term, _("no rank"), url, note)]
    numbers = {"rank": count(now.rank), "ranked": count(now.ranked)}
    # Beside a level, or none, it is to be said what the rank is about.
    text = _("rank %(rank)s of %(ranked)s")
    if request.rules.grades:
        text = _("rank %(rank)s of %(ranked)s by points")
    note = _moved(within, now, then) if then is not None else ""
    return [Fact(term, text % numbers, url, note)]


def _moved(within: ScoreRequest, now: Scored[Summary], then: Scored[Summary]) -> str:
    """Places and points against the period before."""
    before = earlier(within.period, Against.BEFORE)
    parts = []
    if now.rank is not None and other_list(within, before):
        parts.append(not_compared_short(before))
    elif now.rank is not None and then.rank is not None:
        parts.append(places_moved(then.rank - now.rank, before))
    if now.score.judged and now.score.judged == then.score.judged:
        points = score(now.score.points - then.score.points, sign=True)
        parts.append(pgettext("scorecard", "%(points)s points") % {"points": points})
    return ", ".join(parts)
