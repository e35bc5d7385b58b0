"""Plain tables as templates/components/table.html wants them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """The head of a column; `number` puts its cells to the right."""

    label: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell as it is written: with a link, a small line below, a tone (good, bad, warn)."""

    text: str
    url: str = ""
    note: str = ""
    tone: str = ""
    number: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; its first cell names it."""

    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """Columns, rows, and a last row of totals; the caption is for who cannot see the table."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str = ""
    totals: Sequence[Cell] = ()
