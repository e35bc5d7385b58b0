"""Units by criteria: what each unit scores by each criterion, as a table whose cells are filled the
more the more of the points they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.pages.pager import pager
from indicators.pages.scores.addresses import matrix_url, unit_url
from indicators.pages.scores.league import PAGE_ROWS
from indicators.pages.scores.words import of_judged
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Judged, State
from indicators.scoring.kept import kept_scores
from indicators.scoring.league import Scored, league
from indicators.scoring.rules import Criterion
from indicators.scoring.summaries import Summary
from indicators.writing import count, score
from units.queries import hierarchy

# Steps of the filling: none, up to a quarter ... up to all, all of the points.
_STEPS = 4


@dataclass(frozen=True)
class Square:
    """A cell: its points or a dash, a word of what is not as usual, how strongly it is filled (0 to
    5; "none" where nothing is judged), where it opens."""

    text: str
    word: str
    step: str
    url: str
    label: str


def matrix_page(request: ScoreRequest, results: Results, page: int) -> dict[str, Any]:
    """Heads, rows by rank and pager, for templates/indicators/score_matrix.html."""
    listed = results.keep_scores("matrix", request, lambda: league(request))
    pages = max(1, ceil(len(listed) / PAGE_ROWS))
    page = min(max(1, page), pages)
    shown = listed[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    unit_ids = [one.unit_id for one in shown]
    scores = kept_scores(request.scorecard.code, request.period, unit_ids)
    criteria = criteria_of(request)
    return {
        "listed": len(listed),
        "groups": _groups(request, criteria),
        "criteria": [
            {"code": one.code, "name": one.name, "maximum": score(one.maximum)} for one in criteria
        ],
        "rows": [
            _row(request, one, criteria, scores[one.unit_id].criteria)
            for one in shown
            if one.unit_id in scores
        ],
        "pager": pager(
            page, pages, lambda n: matrix_url(request, **({"page": str(n)} if n > 1 else {}))
        ),
    }


def criteria_of(request: ScoreRequest) -> list[Criterion]:
    """The criteria that apply to the level, group by group."""
    rules = request.rules
    return [one for group in rules.groups for one in rules.criteria_of(group, request.level)]


def state_word(one: Judged) -> str:
    """What is not as usual with a criterion, in a word or two; "" where it is judged."""
    return {
        State.JUDGED: "",
        State.NO_CASES: pgettext("heat map", "no cases"),
        State.MISSING: _("missing"),
        State.REFUSED: _("refused"),
    }[one.state]


def _groups(request: ScoreRequest, criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    found = []
    for group in request.rules.groups:
        columns = sum(one.group == group.code for one in criteria)
        if columns:
            found.append({"code": group.code, "name": group.name, "columns": columns})
    return found


def _row(
    request: ScoreRequest,
    one: Scored[Summary],
    criteria: Sequence[Criterion],
    judged: Sequence[Judged],
) -> dict[str, Any]:
    lines, day = hierarchy(), request.period.ends_on
    parent = lines.version_at(one.unit_id, day).parent_id
    url = unit_url(request.scorecard.code, request.period, one.unit_id)
    by_code = {each.criterion.code: each for each in judged}
    is_told = parent is not None and parent != request.under_id
    return {
        "rank": count(one.rank),
        "name": one.name,
        "parent": lines.name(parent, lines.clamp(one.unit_id, day)) if parent and is_told else "",
        "url": url,
        "points": score(one.score.points) if one.score.judged else "–",
        "points_note": of_judged(one.score.judged, one.score.possible),
        "squares": [_square(url, by_code.get(each.code), each) for each in criteria],
    }


def _square(url: str, one: Judged | None, criterion: Criterion) -> Square:
    word = state_word(one) if one else _("missing")
    points = one.points if one else None
    if points is None:
        step = "none"
    else:
        share = points / criterion.maximum if criterion.maximum else points
        step = str(_STEPS + 1 if share >= 1 else ceil(share * _STEPS))
    words = {"criterion": criterion.name, "points": score(points)}
    return Square(
        text=score(points),
        word=word,
        step=step,
        url=f"{url}#criterion-{criterion.code}",
        label=_("%(criterion)s: %(points)s points") % words,
    )
