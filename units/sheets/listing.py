"""Lists of things as sheets: each column with what it says of a thing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Said(Generic[Thing]):
    """A column, and what it says of one thing."""

    name: str
    label: str
    of: Callable[[Thing], Cell]
    kind: Kind = Kind.TEXT


def list_sheet(
    name: str,
    title: str,
    facts: Sequence[Fact],
    said: Sequence[Said[Thing]],
    things: Iterable[Thing],
    length: int | None = None,
) -> Sheet:
    """A row for each thing; with a `length` they are read one by one, while the file is written."""
    rows = ([_told(one.of(thing)) for one in said] for thing in things)
    return Sheet(
        name=name,
        title=title,
        facts=facts,
        columns=[Column(one.name, one.label, one.kind) for one in said],
        rows=list(rows) if length is None else rows,
        length=length,
    )


def _told(cell: Cell) -> Cell:
    """An empty text is nothing."""
    return None if cell == "" else cell
