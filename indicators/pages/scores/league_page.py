"""A scorecard's league table in words and pictures, as the template wants it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.comparing import earlier
from indicators.drawing import ShareLine, scale, share_line
from indicators.other_list_words import not_compared
from indicators.pages.detail import Detail
from indicators.pages.pager import pager
from indicators.pages.scores.addresses import rules_url, unit_url
from indicators.pages.scores.columns import offered_columns
from indicators.pages.scores.heads import group_words, groups_shown, league_heads, more_cells
from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.league import Apart, League
from indicators.pages.scores.rows import Change, Row
from indicators.pages.scores.words import (
    of_judged,
    standing_reason,
    standing_words,
    version_words,
)
from indicators.pages.table_asked import TableAsked, looking
from indicators.periods import Period
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Standing
from indicators.wording import SO_MANY, level_name, period_name
from indicators.writing import count, score, share
from units.queries import hierarchy

Cells = dict[str, Any]


def league_page(
    request: ScoreRequest,
    league: League,
    url: Callable[..., str],
    asked: TableAsked,
    detail: Detail | None = None,
) -> Cells:
    """Title, heads, rows, notes and pager, for templates/indicators/scores.html; `detail` is that
    of the open row."""
    before = earlier(request.period, asked.against)
    heads = league_heads(request, league, url, asked)
    rows = [
        (
            group.apart,
            [
                _cells(request, row, league, asked)
                | {"detail": detail if row.unit_id == asked.open else None}
                for row in group.rows
            ],
        )
        for group in league.groups
    ]
    return {
        "title": title_of(request),
        "about": {"label": _("rules of this scorecard"), "url": rules_url(request.scorecard)},
        "explanation": request.scorecard.explanation,
        "is_example": request.scorecard.is_example,
        "counted": [
            capfirst(version_words(request.scorecard)),
            *counted_words(request, league),
        ],
        "heads": heads,
        "rows": [cells for apart, group in rows if apart == Apart.NO for cells in group],
        "unranked": [
            {"title": _apart_title(request, apart), "rows": group}
            for apart, group in rows
            if apart != Apart.NO
        ],
        "listed": league.listed,
        "legend": [
            {"code": one.code, "text": group_words(one.name, one.maximum)}
            for one in groups_shown(request, asked)
        ],
        "notes": list(_notes(request, league, heads, before)),
        "not_compared": {"text": not_compared(league.other_list, before)}
        if league.other_list
        else None,
        **looking(
            asked,
            offered_columns(request),
            root="#scores",
            action=reverse("indicators:scores"),
            params=request.params() | asked.params(),
            found=league.found,
            listed=league.listed,
            url=url,
        ),
        "missing": missing_words(request, league.missing),
        "pager": pager(
            league.page, league.pages, lambda page: url(page=str(page) if page > 1 else "")
        ),
    }


def title_of(request: ScoreRequest) -> str:
    """As in "Index 766, commune level, Gia Lai, month 6/2018"."""
    parts = [request.scorecard.label, level_name(request.level)]
    if request.under_id is not None:
        parts.append(hierarchy().name(request.under_id, request.period.ends_on))
    return ", ".join([*parts, period_name(request.period)])


def counted_words(request: ScoreRequest, league: League) -> list[str]:
    """How many units have a rank, and how many each level."""
    words = {"ranked": count(league.ranked), "listed": count(league.listed)}
    # Beside units without a level it is to be said what the rank is about.
    found = [_("%(ranked)s of %(listed)s units ranked by points") % words]
    if request.rules.grades and league.listed:
        levels = [one.name for one in request.rules.grades]
        parts = [
            _("level %(level)s: %(count)s")
            % {"level": one, "count": count(league.grades.get(one, 0))}
            for one in levels
        ]
        rest = league.listed - sum(league.grades.get(one, 0) for one in levels)
        found.append(", ".join([*parts, _("without a level: %(count)s") % {"count": count(rest)}]))
    return found


def missing_words(request: ScoreRequest, missing: Mapping[str, int]) -> list[str]:
    """Each input that units lack, with how many do."""
    if not missing:
        return []
    names = InputNames(request.rules)
    return [
        _("%(input)s: %(count)s %(units)s")
        % {"input": names.label(ref), "count": count(units), "units": SO_MANY[request.level]}
        for ref, units in missing.items()
    ]


def _cells(request: ScoreRequest, row: Row, league: League, asked: TableAsked) -> Cells:
    found = row.score
    return {
        "name": row.name,
        "unit_id": row.unit_id,
        "url": unit_url(request.scorecard.code, request.period, row.unit_id),
        "parent": row.parent,
        "rank": row.rank,
        "change": _change(row.rank, row.change),
        "line": _line(row, league),
        "value": score(found.points) if found.judged else "–",
        "value_note": of_judged(found.judged, found.possible),
        "parts": [_part(row, one.code, one.name) for one in groups_shown(request, asked)],
        "level": _level(request, row) if found.standing != Standing.NONE else None,
        "announced": _announced(row) if league.has_announced else None,
        "more": more_cells(row, asked),
    }


def _part(row: Row, code: str, name: str) -> Cells:
    sums = row.score.groups.get(code)
    label = f"{code} {name}"
    if sums is None or not sums.judged:
        return {"label": label, "text": "–", "note": ""}
    return {
        "label": label,
        "text": score(sums.points),
        "note": of_judged(sums.judged, sums.possible),
    }


def _level(request: ScoreRequest, row: Row) -> Cells:
    is_held = row.score.standing == Standing.GRADED
    return {
        "text": standing_words(row.score),
        "note": standing_reason(row.score, request.rules),
        "is_held": is_held,
    }


def _announced(row: Row) -> Cells | None:
    """What was announced, and what is computed more or less."""
    told = row.announced
    if told is None:
        return None
    parts = [score(told.points)] if told.points is not None else []
    parts += [told.level] if told.level else []
    notes = []
    difference = told.difference(row.score)
    if difference is not None:
        notes.append(_("difference %(points)s") % {"points": score(difference, sign=True)})
    elif told.points is not None and row.score.judged:
        notes.append(_("not to be compared"))
    if told.agrees(row.score) is False:
        notes.append(_("another level"))
    return {
        "text": " · ".join(parts) or "–",
        "note": ", ".join(notes),
        "warning": told.warning,
    }


def _line(row: Row, league: League) -> ShareLine | None:
    value = row.score.share
    if value is None:
        return None
    label = _("%(name)s: %(value)s") % {"name": row.name, "value": share(value)}
    return share_line(value, label, on=scale(league.shares or [value]))


def _change(rank: int | None, change: Change | None) -> Cells | None:
    """Places of the rank, with the points below."""
    if change is None:
        return None
    note = "" if change.points is None else score(change.points, sign=True)
    if change.places is not None:
        direction = "up" if change.places > 0 else "down" if change.places < 0 else "same"
        tone = {"up": "good", "down": "bad"}.get(direction, "")
        text = count(abs(change.places)) if change.places else ""
        return {"text": text, "direction": direction, "tone": tone, "note": note}
    text = ""
    if rank is not None and change.other_list is None:
        text = _("new") if change.is_new else _("no rank then")
    return {"text": text, "direction": "", "tone": "", "note": note} if text or note else None


def _apart_title(request: ScoreRequest, apart: Apart) -> str:
    if apart == Apart.LITTLE:
        least = {"share": share(request.scorecard.least_judged, short=True)}
        return _("Less than %(share)s of the points can be judged: no rank") % least
    if apart == Apart.NO_CASES:
        return _("No cases in this period: nothing to judge")
    return _("Nothing can be judged in this period")


def _notes(request: ScoreRequest, league: League, heads: Cells, before: Period) -> Iterator[str]:
    """What the marks of the table mean, each told once."""
    yield _(
        "Ranks go by the points of those that can be judged; “/ 20”: of 20 points that can be"
        " judged, where an input is missing or there were no cases."
    )
    if request.rules.grades:
        yield _("Ranks go by points alone; a level also takes the conditions to be met.")
    if "change" in heads:
        words = _(
            "Change: against %(period)s, places of the rank, and points below where the same could"
            " be judged."
        )
        if league.other_list:
            words = _("Change: against %(period)s, points where the same could be judged.")
        yield words % {"period": period_name(before)}
    if "announced" in heads:
        yield _(
            "Difference: computed points less the announced ones; not to be compared where not all"
            " points can be judged."
        )
