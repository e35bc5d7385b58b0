"""The league table as its page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from indicators.drawing import Scale, scale
from indicators.figures import Figure
from indicators.intervals import interval
from indicators.models import Direction, Indicator
from indicators.pages.trend import months_of, told
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.targets import Targets, missing, targets
from indicators.values import Value
from units.hierarchy import Hierarchy
from units.queries import hierarchy

PAGE_ROWS = 300


@dataclass(frozen=True)
class Row:
    """One unit: its place, what it moved by since the period before, and its figure.

    `change` is positive for who rose, None where one of the two ranks lacks; `interval`, `target`
    and `trend` are ratios (counts for a plain count); `short` is how many dossiers are missing to
    the target, 0 where it is reached, None without one.
    """

    unit_id: int
    code: str
    name: str
    sort_key: str
    parent: str
    rank: int | None
    change: int | None
    value: Fraction | None
    numerator: int | None
    denominator: int | None
    interval: tuple[float, float] | None
    target: float | None
    short: int | None
    trend: Sequence[float | None] = ()


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
    """One page of a league table; `total` is the figure of all its units together."""

    groups: Sequence[Group]
    page: int
    pages: int
    ranked: int
    listed: int
    axis: Scale
    total: Value | None


def league_of(selection: Selection, results: Results, *, sort: str, page: int) -> League:
    """A page of the league table of a selection in the order of `sort` (see SORTS; with a minus
    downwards); units without a rank follow by name, in groups. Raises SelectionError."""
    order = _order(sort, selection.indicator)
    return results.keep(
        f"league {order} {page}", selection, lambda: _league(selection, results, order, page)
    )


def _league(selection: Selection, results: Results, order: Order, page: int) -> League:
    rows = _rows(selection, results, results.figures(selection))
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


def _rows(selection: Selection, results: Results, found: Sequence[Figure]) -> list[Row]:
    lines, indicator = hierarchy(), selection.indicator
    before = _ranks_before(selection, results)
    aims = targets([indicator.code], selection.period.ends_on)[indicator.code]
    return [_row(selection, lines, figure, before.get(figure.unit_id), aims) for figure in found]


def _row(
    selection: Selection,
    lines: Hierarchy,
    figure: Figure,
    rank_before: int | None,
    aims: Targets,
) -> Row:
    version = lines.version_at(figure.unit_id, selection.day)
    own_day = lines.clamp(figure.unit_id, selection.day)
    aim = aims.of(figure.unit_id, version.level)
    value = Value(figure.numerator, figure.denominator, figure.value)
    return Row(
        unit_id=figure.unit_id,
        code=figure.code,
        name=figure.name,
        sort_key=figure.sort_key,
        parent=""
        if version.parent_id in (None, selection.under_id)
        else lines.name(version.parent_id, own_day),
        rank=figure.rank,
        change=rank_before - figure.rank if rank_before and figure.rank else None,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        interval=interval(figure.numerator, figure.denominator),
        target=None if aim is None else float(aim),
        short=None if aim is None else missing(selection.indicator, value, aim),
    )


def _ranks_before(selection: Selection, results: Results) -> dict[int, int | None]:
    """The ranks of the period before, where the files tell of all of it."""
    covered, before = results.coverage, selection.period.before
    if covered is None or not covered.holds(before.first_month):
        return {}
    earlier = results.figures(replace(selection, period=before))
    return {figure.unit_id: figure.rank for figure in earlier}


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
    "change": lambda row: (row.change, row.sort_key, row.code),
    "name": lambda row: (row.sort_key, row.code),
    "value": lambda row: (row.value, row.sort_key, row.code),
    "cases": lambda row: (row.denominator or row.numerator or 0, row.sort_key, row.code),
    "short": lambda row: (row.short, row.sort_key, row.code),
}


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
    return column in ("rank", "change", "value", "short") and getattr(row, column) is None
