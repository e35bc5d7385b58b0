"""The league table of a scorecard as its page shows it: a page of rows in an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import ceil
from operator import itemgetter

from indicators.comparing import OtherList
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.columns import Order, order_of, sorts
from indicators.pages.scores.rows import Row, lacking, rows_of
from indicators.pages.table_asked import TableAsked
from indicators.pages.table_order import in_order, page_of
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from units.searching import finder

PAGE_ROWS = 300


class Apart(StrEnum):
    """Why rows stand below the ranked ones; empty for those that do not."""

    NO = ""
    LITTLE = "little"
    NOTHING = "nothing"
    NO_CASES = "no cases"


@dataclass(frozen=True)
class Group:
    """Rows that stand together, and why apart from the ranked ones."""

    apart: Apart
    rows: Sequence[Row]


@dataclass(frozen=True)
class League:
    """One page of a league table; of the `listed` units `found` are those that were looked for, and
    what is said of all is said of all that are listed. `missing` is how many units lack each input,
    by reference; `grades` how many have each level; `shares` the ends of the shares of points."""

    groups: Sequence[Group]
    page: int
    pages: int
    ranked: int
    listed: int
    found: int
    missing: Mapping[str, int]
    grades: Mapping[str, int]
    shares: Sequence[Fraction]
    has_changes: bool
    other_list: OtherList | None
    has_announced: bool


def league_of(request: ScoreRequest, cards: Cards, results: Results, asked: TableAsked) -> League:
    """A page in the order that is asked for (see `sorts`; with a minus downwards), of the units
    that are looked for; those of which too little can be judged follow in groups. Raises
    SelectionError."""
    order, against = order_of(asked.sort, request), asked.against

    def compute() -> League:
        rows = results.keep_scores(
            f"scores rows {against}", request, lambda: rows_of(request, cards, against)
        )
        return _league(request, rows, order, asked)

    # Everybody looks for other words: only what all look through is kept.
    if asked.words or asked.open is not None:
        return compute()
    return results.keep_scores(f"scores {order} {asked.page} {against}", request, compute)


def _league(request: ScoreRequest, rows: Sequence[Row], order: Order, asked: TableAsked) -> League:
    finds = finder(asked.words) if asked.words else None
    found = [row for row in rows if finds is None or finds(row.name, row.code, row.parent)]
    groups: dict[Apart, list[Row]] = {apart: [] for apart in Apart}
    for row in found:
        groups[_apart(row)].append(row)
    place = sorts(request)[order.column]
    lines = [
        (apart, row)
        for apart, group in groups.items()
        for row in in_order(group, place, downwards=order.downwards)
    ]
    pages = max(1, ceil(len(lines) / PAGE_ROWS))
    ids = [row.unit_id for _apart, row in lines]
    page = min(max(1, page_of(asked, ids, PAGE_ROWS)), pages)
    shown = lines[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    grades: dict[str, int] = {}
    for row in rows:
        grades[row.score.grade] = grades.get(row.score.grade, 0) + 1
    return League(
        groups=[
            Group(apart, [row for _apart, row in group])
            for apart, group in groupby(shown, key=itemgetter(0))
        ],
        page=page,
        pages=pages,
        ranked=sum(row.rank is not None for row in rows),
        listed=len(rows),
        found=len(found),
        missing=lacking(rows),
        grades=grades,
        shares=_ends(rows),
        has_changes=any(
            row.change and (row.change.other_list is None or row.change.points is not None)
            for row in rows
        ),
        other_list=next((row.change.other_list for row in rows if row.change and row.rank), None),
        has_announced=any(row.announced for row in rows),
    )


def _ends(rows: Sequence[Row]) -> list[Fraction]:
    shares = [row.score.share or Fraction(0) for row in rows if row.rank is not None]
    return [min(shares), max(shares)] if shares else []


def _apart(row: Row) -> Apart:
    if row.rank is not None:
        return Apart.NO
    if row.score.judged:
        return Apart.LITTLE
    return Apart.NOTHING if row.score.missing else Apart.NO_CASES
