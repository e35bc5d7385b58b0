"""The order of a league table's rows, and the page that one of them stands on."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from indicators.pages.table_asked import TableAsked


class Named(Protocol):
    """A row of a unit."""

    @property
    def sort_key(self) -> str: ...

    @property
    def code(self) -> str: ...


AnyRow = TypeVar("AnyRow", bound=Named)


def in_order(
    rows: Sequence[AnyRow], place: Callable[[AnyRow], Any], *, downwards: bool
) -> list[AnyRow]:
    """The rows by their place in a column, then by name; those without one stay last either way."""
    by_name = sorted(rows, key=lambda row: (row.sort_key, row.code))
    placed = [(place(row), row) for row in by_name]
    known = sorted(
        ((at, row) for at, row in placed if at is not None),
        key=lambda one: one[0],
        reverse=downwards,
    )
    return [row for _at, row in known] + [row for at, row in placed if at is None]


def page_of(asked: TableAsked, unit_ids: Sequence[int], size: int) -> int:
    """The page that the unit of the open row stands on, without one the page that is asked for."""
    if asked.open in unit_ids:
        return unit_ids.index(asked.open) // size + 1
    return asked.page
