"""The columns of a scorecard's league table: which can be chosen, and what a row stands by in
each."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.pages.scores.rows import Row
from indicators.pages.table_asked import Offered
from indicators.scoring.asked import ScoreRequest
from indicators.selection import SelectionError

GROUP = "group-"
CHANGE, PICTURE, LEVEL, ANNOUNCED, SHARE, MISSING = (
    *("change", "picture", "level", "announced", "share", "missing"),
)
# More groups than these leave the picture no room.
_PICTURE_BESIDE = 3


def offered_columns(request: ScoreRequest) -> list[Offered]:
    """Those that a scorecard has, in the order of the table."""
    groups = request.rules.groups
    return [
        Offered(CHANGE, _("Change")),
        Offered(PICTURE, _("Share as a picture"), is_usual=len(groups) <= _PICTURE_BESIDE),
        *(Offered(GROUP + one.code, f"{one.code} {one.name}") for one in groups),
        *([Offered(LEVEL, pgettext("readiness", "Level"))] if request.rules.grades else []),
        Offered(ANNOUNCED, _("Announced")),
        Offered(SHARE, _("Share of the points"), is_usual=False),
        Offered(MISSING, _("Missing inputs"), is_usual=False),
    ]


@dataclass(frozen=True)
class Order:
    """The column of `sorts` that the rows stand by."""

    column: str
    downwards: bool = False


# What a row stands by in a column; None stands last either way.
Place = Callable[[Row], Any]


def order_of(text: str, request: ScoreRequest) -> Order:
    """The order that a `sort` param asks for. Raises SelectionError."""
    order = Order(text.removeprefix("-") or "rank", downwards=text.startswith("-"))
    known = sorts(request)
    if order.column not in known:
        raise SelectionError(
            _("“%(text)s” is no column to sort by: one of %(columns)s.")
            % {"text": text[:40], "columns": ", ".join(known)}
        )
    return order


def sorts(request: ScoreRequest) -> dict[str, Place]:
    """The columns that a table can be sorted by."""
    grades = [one.name for one in request.rules.grades]
    found: dict[str, Place] = {
        "rank": lambda row: row.rank,
        "change": lambda row: row.change.places if row.change else None,
        "name": lambda row: (row.sort_key, row.code),
        "points": lambda row: row.score.points if row.score.judged else None,
        SHARE: lambda row: row.score.share,
        MISSING: lambda row: len(row.score.missing),
    }
    if grades:
        found[LEVEL] = lambda row: (
            grades.index(row.score.grade) if row.score.grade in grades else None
        )
    found[ANNOUNCED] = lambda row: row.announced.points if row.announced else None
    return found | {GROUP + one.code: _by_group(one.code) for one in request.rules.groups}


def _by_group(code: str) -> Place:
    def place(row: Row) -> Fraction | None:
        sums = row.score.groups.get(code)
        return sums.points if sums and sums.judged else None

    return place
