"""The map of a scorecard in words and shapes, as the template wants it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.pages.league_map.picture import Told, picture_parts
from indicators.pages.pager import pager
from indicators.pages.scores.addresses import unit_url
from indicators.pages.scores.league import PAGE_ROWS
from indicators.pages.scores.mapped import LITTLE, NOTHING, By, Mapped, level_fills
from indicators.pages.scores.words import of_judged, standing_words
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.league import Scored
from indicators.scoring.summaries import Summary
from indicators.writing import count, score, share
from units.components import Option, Picker
from units.models import Level
from units.queries import hierarchy

Url = Callable[..., str]


def map_page(request: ScoreRequest, found: Mapped, by: By, page: int, url: Url) -> dict[str, Any]:
    """Picture, key and a page of the table by rank, for templates/indicators/score_map.html."""
    pages = max(1, -(-len(found.listed) // PAGE_ROWS))
    page = min(max(1, page), pages)
    shown = found.listed[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    told = {
        one.unit_id: Told(one.name, _words(one), _opens(request, one), found.colours[one.unit_id])
        for one in found.listed
    }
    return picture_parts(found.outlined, told, list(_notes(found))) | {
        "listed": len(found.listed),
        "key": _key(request, found, by),
        "groups": _groups(request, shown),
        "has_land": request.level != Level.DEPARTMENT,
        "has_ranks": True,
        "value_head": _("Points"),
        "pager": pager(page, pages, lambda n: url(page=str(n) if n > 1 else "")),
    }


def colour_picker(by: By, url: Url) -> Picker:
    """Colours by points, or by level."""
    names = {By.POINTS: _("Points"), By.LEVEL: _("Readiness level")}
    options = [
        Option(name, url(by="" if one == By.POINTS else one.value), one == by)
        for one, name in names.items()
    ]
    return Picker(_("Colours"), names[by], options)


def _key(request: ScoreRequest, found: Mapped, by: By) -> list[dict[str, str]]:
    drawn = found.drawn_in()
    if by == By.LEVEL:
        names = {
            fill: _("level %(level)s") % {"level": n} for n, fill in level_fills(request).items()
        }
        apart = {LITTLE: pgettext("readiness level", "unranked"), NOTHING: _("too little to judge")}
    else:
        least = {"share": share(request.scorecard.least_judged, short=True)}
        names = {"0": _("no points")}
        names |= {str(step): text or _("all values") for step, text in found.fills.key()}
        apart = {
            LITTLE: _("less than %(share)s of the points can be judged") % least,
            NOTHING: _("nothing to judge"),
        }
    return [
        {"fill": fill, "text": text, "count": count(drawn[fill])}
        for fill, text in (names | apart).items()
        if drawn[fill]
    ]


def _notes(found: Mapped) -> Iterator[str]:
    if found.fills.bounds:
        yield _("The stronger the colour, the higher the value.")
        yield _("Shares of the points that can be judged.")


def _words(one: Scored[Summary]) -> str:
    """As in "16.4 of 20 points, rank 3 of 20, level II"."""
    if not one.score.judged:
        return _("nothing to judge")
    parts = [
        _("%(points)s of %(judged)s points")
        % {"points": score(one.score.points), "judged": score(one.score.judged)}
    ]
    if one.rank is not None:
        numbers = {"rank": count(one.rank), "ranked": count(one.ranked)}
        parts.append(_("rank %(rank)s of %(ranked)s") % numbers)
    if one.score.grade:
        parts.append(_("level %(level)s") % {"level": one.score.grade})
    elif standing := standing_words(one.score):
        parts.append(standing)
    return ", ".join(parts)


def _opens(request: ScoreRequest, one: Scored[Summary]) -> str:
    return unit_url(request.scorecard.code, request.period, one.unit_id)


def _groups(request: ScoreRequest, shown: Sequence[Scored[Summary]]) -> Sequence[Mapping[str, Any]]:
    """The ranked units, then those without a rank."""
    ranked = [_row(request, one) for one in shown if one.rank is not None]
    rest = [_row(request, one) for one in shown if one.rank is None]
    groups = [("", ranked), (_("No rank"), rest)]
    return [{"title": title, "rows": rows} for title, rows in groups if rows]


def _row(request: ScoreRequest, one: Scored[Summary]) -> Mapping[str, Any]:
    lines, day = hierarchy(), request.period.ends_on
    parent = lines.version_at(one.unit_id, day).parent_id
    is_told = parent is not None and parent != request.under_id
    url = _opens(request, one)
    return {
        "unit": str(one.unit_id),
        "rank": "" if one.rank is None else count(one.rank),
        "name": one.name,
        "parent": lines.name(parent, lines.clamp(one.unit_id, day)) if parent and is_told else "",
        "url": url,
        "value": score(one.score.points) if one.score.judged else _("why?"),
        "value_note": of_judged(one.score.judged, one.score.possible),
        "value_url": url,
    }
