"""The units of a scorecard's league table, each with what moved and what was announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.announced.held import announced_for
from indicators.announced.values import Announced
from indicators.comparing import Against, OtherList, earlier, other_list
from indicators.pages.scores.asked import Cards, request_for
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.league import Scored, league
from indicators.scoring.summaries import Summary
from units.queries import hierarchy


@dataclass(frozen=True)
class Change:
    """Against the earlier period: `places` that a unit rose, None where it has no rank in one of
    the two; `points` more, where the same points could be judged; `is_new`: it was not in the list
    then. With an `other_list` there are no places (`indicators.comparing`)."""

    rank_before: int | None
    points_before: Fraction | None
    places: int | None
    points: Fraction | None
    is_new: bool
    other_list: OtherList | None = None


@dataclass(frozen=True)
class Row:
    """One unit; `change` is None where there is nothing to compare."""

    unit_id: int
    code: str
    name: str
    sort_key: str
    parent: str
    rank: int | None
    ranked: int
    score: Summary
    change: Change | None
    announced: Announced | None


def rows_of(request: ScoreRequest, cards: Cards, against: Against) -> list[Row]:
    """All units of the request, ordered by rank, then name."""
    found = league(request)
    before = earlier_request(request, cards, against)
    then = {one.unit_id: one for one in league(before)} if before else {}
    other = other_list(request, before.period) if before else None
    announced = announced_for(
        request.scorecard.code, request.period, [one.unit_id for one in found]
    )
    return [
        _row(
            request,
            one,
            change_of(one, then.get(one.unit_id), other) if then or other else None,
            announced.get(one.unit_id),
        )
        for one in found
    ]


def earlier_request(request: ScoreRequest, cards: Cards, against: Against) -> ScoreRequest | None:
    """The same of the period before, or of a year earlier; None without kept scores."""
    period, code = earlier(request.period, against), request.scorecard.code
    if not cards.has_scores(code, period):
        return None
    return request_for(request, period, cards.version_in(code, period))


def _row(
    request: ScoreRequest,
    one: Scored[Summary],
    change: Change | None,
    announced: Announced | None,
) -> Row:
    lines, day = hierarchy(), request.period.ends_on
    parent = lines.version_at(one.unit_id, day).parent_id
    is_told = parent is not None and parent != request.under_id
    return Row(
        unit_id=one.unit_id,
        code=one.code,
        name=one.name,
        sort_key=one.sort_key,
        parent=lines.name(parent, lines.clamp(one.unit_id, day)) if parent and is_told else "",
        rank=one.rank,
        ranked=one.ranked,
        score=one.score,
        change=change,
        announced=announced,
    )


def change_of(
    now: Scored[Summary], then: Scored[Summary] | None, other: OtherList | None
) -> Change:
    """What changed of one unit."""
    if then is None:
        return Change(None, None, None, None, is_new=True, other_list=other)
    rank_before = None if other else then.rank
    is_alike = bool(now.score.judged) and now.score.judged == then.score.judged
    return Change(
        rank_before=rank_before,
        points_before=then.score.points if then.score.judged else None,
        places=None if now.rank is None or rank_before is None else rank_before - now.rank,
        points=now.score.points - then.score.points if is_alike else None,
        is_new=False,
        other_list=other,
    )


def lacking(rows: Sequence[Row]) -> dict[str, int]:
    """Reference of an input -> how many units lack it, the most first."""
    found: dict[str, int] = {}
    for row in rows:
        for ref in row.score.missing:
            found[ref] = found.get(ref, 0) + 1
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
