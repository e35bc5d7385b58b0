"""The league table as its page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from indicators.comparing import Against
from indicators.drawing import Scale, scale
from indicators.models import Direction, Indicator
from indicators.pages.league_rows import Row, rows_of
from indicators.pages.trend import months_of, told
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.values import Value

PAGE_ROWS = 300


class Apart(StrEnum):
    """Why rows stand below the ranked ones; empty for those that do not."""

    NO = ""
    FEW = "few"
    NO_CASES = "no_cases"
    NO_VALUE = "no_value"


@dataclass(frozen=True)
class Order:
    """The column of SORTS that the ranked rows stand by."""

    column: str
    downwards: bool = False


BY_NAME = Order("name")


@dataclass(frozen=True)
class Group:
    """Rows that stand together, and why apart from the ranked ones."""

    apart: Apart
    rows: Sequence[Row]


@dataclass(frozen=True)
class League:
    """One page of a league table; `total` is the figure of all its units together, `by_rank`
    whether the ranked ones stand in the order of their ranks, or in the opposite one (-1)."""

    groups: Sequence[Group]
    page: int
    pages: int
    ranked: int
    listed: int
    axis: Scale
    total: Value | None
    by_rank: int


def league_of(
    selection: Selection,
    results: Results,
    *,
    sort: str = "",
    page: int = 1,
    against: Against = Against.BEFORE,
) -> League:
    """A page of the league table of a selection in the order of `sort` (see SORTS; with a minus
    downwards); units without a rank follow by name, in groups. Raises SelectionError."""
    order = _order(sort, selection.indicator)
    return results.keep(
        f"league {order} {page} {against}",
        selection,
        lambda: _league(selection, results, order, page, against),
    )


def _league(
    selection: Selection, results: Results, order: Order, page: int, against: Against
) -> League:
    rows = rows_of(selection, results, against)
    groups: dict[Apart, list[Row]] = {apart: [] for apart in Apart}
    for row in rows:
        groups[_apart(row, selection.indicator)].append(row)
    ordered = _sorted(groups.pop(Apart.NO), order)
    lines = [(Apart.NO, row) for row in ordered]
    lines += [(apart, row) for apart in groups for row in _sorted(groups[apart], BY_NAME)]
    pages = max(1, ceil(len(lines) / PAGE_ROWS))
    page = min(max(1, page), pages)
    shown = lines[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    trends = trends_of(selection, results, [row.unit_id for _apart, row in shown])
    return League(
        groups=[
            Group(apart, [replace(row, trend=trends[row.unit_id]) for _apart, row in group])
            for apart, group in groupby(shown, key=itemgetter(0))
        ],
        page=page,
        pages=pages,
        ranked=sum(row.rank is not None for row in rows),
        listed=len(rows),
        axis=_axis(ordered),
        total=_total(selection, results),
        by_rank=(-1 if order.downwards else 1) if order.column == "rank" else 0,
    )


def _apart(row: Row, indicator: Indicator) -> Apart:
    if row.numerator is None:
        return Apart.NO_VALUE
    if not indicator.denominator or row.rank is not None:
        return Apart.NO
    if not row.denominator:
        return Apart.NO_CASES
    # Without a direction nobody has a rank, and nobody stands apart for lack of one.
    return Apart.NO if indicator.direction == Direction.NONE else Apart.FEW


def _axis(rows: Sequence[Row]) -> Scale:
    """The stretch that the shares, their intervals and targets lie in."""
    return scale(
        end for row in rows for end in (row.target, *(row.interval or ())) if end is not None
    )


def trends_of(
    selection: Selection, results: Results, unit_ids: Sequence[int]
) -> dict[int, list[float | None]]:
    """unit id -> the indicator in each month that the files tell of, twelve at most or all of the
    period; the last one is the period's."""
    months = months_of(selection, results)
    code = selection.indicator.code
    found = results.values(selection, [selection.indicator], months, unit_ids)
    return {
        unit_id: [
            None if one.value is None else float(one.value)
            for one in told(found[code, unit_id], months, results)
        ]
        for unit_id in unit_ids
    }


def _total(selection: Selection, results: Results) -> Value | None:
    """The figure of the unit that all of the table's units belong to."""
    if selection.under_id is None:
        return None
    found = results.values(
        selection, [selection.indicator], [selection.period], [selection.under_id]
    )
    return found[selection.indicator.code, selection.under_id][0]


SORTS: dict[str, Callable[[Row], Any]] = {
    "rank": lambda row: (row.rank, row.sort_key, row.code),
    "change": lambda row: (_moved(row), row.sort_key, row.code),
    "name": lambda row: (row.sort_key, row.code),
    "value": lambda row: (row.value, row.sort_key, row.code),
    "cases": lambda row: (row.denominator or row.numerator or 0, row.sort_key, row.code),
    "short": lambda row: (row.short, row.sort_key, row.code),
    "next": lambda row: (_to_next(row), row.sort_key, row.code),
}


def _moved(row: Row) -> Any:
    """What a row moved by: places of its rank; of a plain count the difference."""
    if row.change is None:
        return None
    return row.change.places if row.denominator is not None else row.change.value


def _to_next(row: Row) -> int | None:
    return None if row.step is None else row.step.dossiers


def _order(text: str, indicator: Indicator) -> Order:
    """The order that a `sort` param asks for; the usual one without."""
    if not text:
        has_ranks = indicator.direction != Direction.NONE
        return Order("rank") if has_ranks else Order("value", downwards=True)
    name = text.removeprefix("-")
    if name not in SORTS:
        raise SelectionError(
            _("“%(text)s” is no column to sort by: one of %(columns)s.")
            % {"text": text[:40], "columns": ", ".join(SORTS)}
        )
    return Order(name, downwards=text.startswith("-"))


def _sorted(rows: Sequence[Row], order: Order) -> list[Row]:
    """The rows in an order; those without a value in its column stay last either way."""
    known = [row for row in rows if not _lacks(row, order.column)]
    unknown = [row for row in rows if _lacks(row, order.column)]
    first = sorted(known, key=SORTS[order.column], reverse=order.downwards)
    return first + sorted(unknown, key=SORTS[BY_NAME.column])


def _lacks(row: Row, column: str) -> bool:
    if column in ("rank", "value", "short"):
        return getattr(row, column) is None
    return {"change": _moved, "next": _to_next}.get(column, lambda _row: 0)(row) is None
