"""Units by months as values: which months, which units, in which order, what stands in a cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from indicators.listing import listed_units
from indicators.models import Direction, Indicator
from indicators.periods import Period, of_months
from indicators.results import Results
from indicators.rollup import relation
from indicators.selection import Selection, SelectionError
from indicators.sums import participants
from indicators.values import Value, values
from units.hierarchy import Hierarchy
from units.queries import hierarchy

_OF_A_MONTH = 12  # so many months end with a single one that is asked for
LONGEST = 36  # as many can be read side by side


class State(StrEnum):
    """What can be said of a unit in a month."""

    VALUE = "value"
    FEW = "few"  # too few cases for a rank
    NO_CASES = "no_cases"
    NOTHING = "nothing"  # no export tells of it, or it is not comparable
    ABSENT = "absent"  # the unit was not there


@dataclass(frozen=True)
class Cell:
    """A unit's month."""

    state: State
    value: Value


@dataclass(frozen=True)
class Row:
    """A unit with its months; `rank` is that of the newest one."""

    unit_id: int
    code: str
    name: str
    sort_key: str
    parent: str
    rank: int | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """All rows of a table, in its order; `total` is the unit that all are within, `ranked` how many
    have a rank in the newest month."""

    months: Sequence[Period]
    rows: Sequence[Row]
    total: Row | None
    ranked: int


def months_shown(selection: Selection, results: Results) -> list[Period]:
    """The months of the selection's period, or the twelve that end with it where it is one: the
    newest of very many, and of these from the first one that files tell of to the last."""
    period, covered = selection.period, results.coverage
    is_one = period.first_month == period.last_month
    months = period.months(at_least=_OF_A_MONTH if is_one else 1)[-LONGEST:]
    # Of what is entered no file tells.
    if selection.indicator.is_entered:
        return months
    told = [n for n, one in enumerate(months) if covered is not None and covered.knows(one)]
    return months[told[0] : told[-1] + 1] if told else []


def whole_of(months: Sequence[Period]) -> Period:
    """The period that the months make together."""
    return of_months(months[0].first_month, months[-1].last_month, months[0].calendar)


def grid_of(selection: Selection, results: Results, sort: str = "") -> Grid:
    """The units of a selection with its months, ordered by `sort`: rank (of the newest month),
    name, value (of the newest month) or a month such as 2018-06; with a minus downwards. What lacks
    there stays last either way. Raises SelectionError."""
    months = months_shown(selection, results)
    order = order_of(sort, selection.indicator, months)
    if not months:
        return Grid(months, [], None, 0)
    lines, under_id = hierarchy(), selection.under_id
    listed = _listed(replace(selection, period=whole_of(months)), lines)
    asked = dict.fromkeys([*listed, *([] if under_id is None else [under_id])])
    found = values(selection, [selection.indicator], months, list(asked), lambda: results.statuses)
    newest = results.figures(replace(selection, period=months[-1]))
    ranks = {one.unit_id: one.rank for one in newest if one.rank is not None}

    def row(unit_id: int) -> Row:
        each = found[selection.indicator.code, unit_id]
        return _row(selection, lines, unit_id, ranks.get(unit_id), months, each)

    rows = [row(unit_id) for unit_id in listed]
    return Grid(
        months=months,
        rows=_sorted(rows, order, months),
        total=None if under_id is None else row(under_id),
        ranked=len(ranks),
    )


def _listed(selection: Selection, lines: Hierarchy) -> list[int]:
    into = relation(selection.scope, selection.map_day, lines)
    return listed_units(selection, lines, into, participants(selection.period))


def _row(
    selection: Selection,
    lines: Hierarchy,
    unit_id: int,
    rank: int | None,
    months: Sequence[Period],
    found: Sequence[Value],
) -> Row:
    version = lines.version_at(unit_id, selection.day)
    is_told = version.parent_id not in (None, selection.under_id)
    own_day = lines.clamp(unit_id, selection.day)
    return Row(
        unit_id=unit_id,
        code=version.code,
        name=version.name,
        sort_key=version.sort_key,
        parent=lines.name(version.parent_id, own_day) if version.parent_id and is_told else "",
        rank=rank,
        cells=[
            Cell(_state(selection, lines, unit_id, month, value), value)
            for month, value in zip(months, found, strict=True)
        ],
    )


def _state(
    selection: Selection, lines: Hierarchy, unit_id: int, month: Period, value: Value
) -> State:
    indicator = selection.indicator
    # As it was, what has not begun or has ended has no figure, which is not one that is unknown.
    is_empty = selection.map_day is None and not value.numerator and not value.denominator
    if is_empty and not lines.lives_within(unit_id, month.begins_on, month.ends_on):
        return State.ABSENT
    if value.numerator is None:
        return State.NOTHING
    if not indicator.denominator:
        return State.VALUE
    if not value.denominator:
        return State.NO_CASES
    is_few = value.denominator < indicator.minimum_cases and indicator.direction != Direction.NONE
    return State.FEW if is_few else State.VALUE


# What a row stands by in an order, None where it has none.
_Key = Callable[[Row], Any]


@dataclass(frozen=True)
class Order:
    """A column, as `sort` names it (a month by its text), and the direction."""

    column: str
    downwards: bool = False

    @property
    def text(self) -> str:
        return f"{'-' * self.downwards}{self.column}"


def order_of(text: str, indicator: Indicator, months: Sequence[Period]) -> Order:
    """The order that a `sort` param asks for; without one by rank, and where there are none by the
    newest value downwards. Raises SelectionError."""
    newest = months[-1].text if months else ""
    if not text:
        is_ranked = indicator.direction != Direction.NONE
        return Order("rank") if is_ranked else Order(newest, downwards=True)
    name = text.removeprefix("-")
    known = {"rank": "rank", "name": "name", "value": newest}
    known |= {month.text: month.text for month in months}
    if name not in known:
        raise SelectionError(
            _("“%(text)s” is no column to sort by: one of %(columns)s.")
            % {"text": text[:40], "columns": ", ".join(known)}
        )
    return Order(known[name], downwards=text.startswith("-"))


def _sorted(rows: Sequence[Row], order: Order, months: Sequence[Period]) -> list[Row]:
    """In an order; who has nothing there last, by name, and who has too few cases just before."""
    by_name = sorted(rows, key=_by_name)
    if order.column == "name":
        return by_name[::-1] if order.downwards else by_name
    number = next((n for n, one in enumerate(months) if one.text == order.column), -1)
    key: _Key = _rank if order.column == "rank" else _value_in(number)
    known = [row for row in by_name if key(row) is not None]
    few = [row for row in by_name if key(row) is None and row.cells[number].state == State.FEW]
    rest = [row for row in by_name if key(row) is None and row.cells[number].state != State.FEW]
    return [*sorted(known, key=key, reverse=order.downwards), *few, *rest]


def _rank(row: Row) -> int | None:
    return row.rank


def _value_in(number: int) -> _Key:
    def value(row: Row) -> Any:
        cell = row.cells[number]
        return cell.value.value if cell.state == State.VALUE else None

    return value


def _by_name(row: Row) -> tuple[str, str]:
    return row.sort_key, row.code
