"""The league table as its page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from math import ceil
from operator import itemgetter

from indicators.comparing import Against, OtherList
from indicators.drawing import Scale, scale
from indicators.models import Direction, Indicator
from indicators.pages.league_columns import SORTS, Order, order_of
from indicators.pages.league_more import MORE, TREND, with_more
from indicators.pages.league_rows import Row, rows_of
from indicators.pages.table_asked import TableAsked
from indicators.pages.table_order import in_order, page_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import Value
from units.searching import finder

PAGE_ROWS = 300
USUAL = TableAsked(columns=frozenset({TREND}))


class Apart(StrEnum):
    """Why rows stand below the ranked ones; empty for those that do not."""

    NO = ""
    FEW = "few"
    NO_CASES = "no_cases"
    NO_VALUE = "no_value"


@dataclass(frozen=True)
class Group:
    """Rows that stand together, and why apart from the ranked ones."""

    apart: Apart
    rows: Sequence[Row]


@dataclass(frozen=True)
class League:
    """One page of a league table; `total` is the figure of all its units together, `by_rank`
    whether the ranked ones stand in the order of their ranks, or in the opposite one (-1). Of the
    `listed` units `found` are those that were looked for; what any of them has is said of all.
    `other_list`: why places are not compared, where they are not."""

    groups: Sequence[Group]
    page: int
    pages: int
    ranked: int
    listed: int
    found: int
    axis: Scale
    total: Value | None
    by_rank: int
    has_changes: bool
    has_targets: bool
    has_steps: bool
    other_list: OtherList | None


def league_of(selection: Selection, results: Results, asked: TableAsked = USUAL) -> League:
    """A page of the league table of a selection in the order that is asked for (see SORTS; with a
    minus downwards), of the units that are looked for; those without a rank follow in groups. What
    takes more than the figures (`league_more`) is there for the columns that are shown, and the
    page is that of the open row, where there is one. Raises SelectionError."""
    order = order_of(asked.sort, selection.indicator)
    if asked.words or asked.open is not None:
        # Everybody looks for other words: only what all look through is kept.
        return _league(selection, results, order, asked)
    more = sorted(MORE & asked.columns)
    return results.keep(
        f"league {order} {asked.page} {asked.against} {more}",
        selection,
        lambda: _league(selection, results, order, asked),
    )


def _league(selection: Selection, results: Results, order: Order, asked: TableAsked) -> League:
    rows = _all_rows(selection, results, order, asked.against)
    finds = finder(asked.words) if asked.words else None
    found = [row for row in rows if finds is None or finds(row.name, row.code, row.parent)]
    groups: dict[Apart, list[Row]] = {apart: [] for apart in Apart}
    for row in found:
        groups[apart_of(row, selection.indicator)].append(row)
    lines = [
        (apart, row)
        for apart, group in groups.items()
        for row in in_order(group, SORTS[order.column], downwards=order.downwards)
    ]
    pages = max(1, ceil(len(lines) / PAGE_ROWS))
    ids = [row.unit_id for _apart, row in lines]
    page = min(max(1, page_of(asked, ids, PAGE_ROWS)), pages)
    shown = lines[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    told = with_more(selection, results, [row for _apart, row in shown], asked.columns)
    placed = [(apart, row) for (apart, _row), row in zip(shown, told, strict=True)]
    return League(
        groups=[
            Group(apart, [row for _apart, row in group])
            for apart, group in groupby(placed, key=itemgetter(0))
        ],
        page=page,
        pages=pages,
        ranked=sum(row.rank is not None for row in rows),
        listed=len(rows),
        found=len(found),
        axis=_axis(row for row in rows if apart_of(row, selection.indicator) == Apart.NO),
        total=_total(selection, results),
        by_rank=_by_rank(order) if finds is None else 0,
        has_changes=any(_has_moved(row, selection.indicator) for row in rows),
        has_targets=any(row.short is not None for row in rows),
        has_steps=any(row.step for row in rows),
        other_list=_other_list(rows),
    )


def _all_rows(selection: Selection, results: Results, order: Order, against: Against) -> list[Row]:
    """The rows of the whole table, with what they are to be ordered by."""
    rows = results.keep(
        f"league rows {against}", selection, lambda: rows_of(selection, results, against)
    )
    ordered_by = {order.column} & MORE
    return with_more(selection, results, rows, ordered_by) if ordered_by else rows


def _by_rank(order: Order) -> int:
    return (-1 if order.downwards else 1) if order.column == "rank" else 0


def apart_of(row: Row, indicator: Indicator) -> Apart:
    """Why a row stands below the ranked ones, if it does."""
    if row.numerator is None:
        return Apart.NO_VALUE
    if not indicator.denominator or row.rank is not None:
        return Apart.NO
    if not row.denominator:
        return Apart.NO_CASES
    # Without a direction nobody has a rank, and nobody stands apart for lack of one.
    return Apart.NO if indicator.direction == Direction.NONE else Apart.FEW


def _has_moved(row: Row, indicator: Indicator) -> bool:
    """Whether there is anything to say of its change."""
    if row.change is None:
        return False
    if indicator.direction == Direction.NONE:
        return row.change.value is not None
    is_known = row.change.value is not None and row.denominator is not None
    return is_known or (row.rank is not None and row.change.other_list is None)


def _other_list(rows: Iterable[Row]) -> OtherList | None:
    """It is the same for all rows of a table, and told where any of them has a rank."""
    return next((row.change.other_list for row in rows if row.change and row.rank), None)


def _axis(rows: Iterable[Row]) -> Scale:
    """The stretch that the shares, their intervals and targets lie in."""
    return scale(
        end for row in rows for end in (row.target, *(row.interval or ())) if end is not None
    )


def _total(selection: Selection, results: Results) -> Value | None:
    """The figure of the unit that all of the table's units belong to."""
    if selection.under_id is None:
        return None
    found = results.values(
        selection, [selection.indicator], [selection.period], [selection.under_id]
    )
    return found[selection.indicator.code, selection.under_id][0]
