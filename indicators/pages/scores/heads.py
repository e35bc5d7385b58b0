"""The heads of a scorecard's league table, and the cells of its plain columns."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.comparing import earlier
from indicators.pages.league_heads import sorting_head
from indicators.pages.scores.columns import GROUP, MISSING, SHARE
from indicators.pages.scores.league import League
from indicators.pages.scores.rows import Row
from indicators.pages.table_asked import TableAsked
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.rules import Group
from indicators.wording import period_name
from indicators.writing import count, score, share

Cells = dict[str, Any]


def league_heads(
    request: ScoreRequest, league: League, url: Callable[..., str], asked: TableAsked
) -> Cells:
    """The columns that this table has, for templates/components/league_table.html: those that are
    chosen and of which there is anything to say."""
    shown = asked.columns

    def head(name: str, label: str, **more: str) -> Cells:
        return sorting_head(url, asked.sort or "rank", name, label) | more

    before = period_name(earlier(request.period, asked.against))
    against = _("against %(period)s") % {"period": before}
    is_told = "announced" in shown and league.has_announced
    picture = {"label": _("Share of the points"), "short": _("Share of the points")}
    plain = {SHARE: _("Share of the points"), MISSING: _("Missing inputs")}
    heads: Cells = {
        "opens": _("Details"),
        "rank": head("rank", _("Rank")),
        "change": head("change", _("Change"), hint=against)
        if "change" in shown and league.has_changes
        else None,
        "unit": head("name", _("Unit")),
        "picture": picture if "picture" in shown else None,
        "value": head("points", _("Points")),
        "parts": [
            head(GROUP + one.code, one.code, hint=group_words(one.name, one.maximum))
            for one in groups_shown(request, asked)
        ],
        "level": head("level", pgettext("readiness", "Level")) if "level" in shown else None,
        "announced": head("announced", _("Announced")) if is_told else None,
        "more": [head(code, label) for code, label in plain.items() if code in shown],
    }
    return {name: one for name, one in heads.items() if one is not None}


def groups_shown(request: ScoreRequest, asked: TableAsked) -> Sequence[Group]:
    """The groups that have a column."""
    return [one for one in request.rules.groups if GROUP + one.code in asked.columns]


def group_words(name: str, maximum: Any) -> str:
    """As in "On time (20 points)"."""
    words = {"name": name, "points": score(maximum)}
    return _("%(name)s (%(points)s points)") % words


def more_cells(row: Row, asked: TableAsked) -> list[str]:
    """The cells of the plain columns, as they are written."""
    cells = {SHARE: share(row.score.share), MISSING: count(len(row.score.missing))}
    return [text for code, text in cells.items() if code in asked.columns]
