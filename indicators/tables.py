"""Plain tables as templates/components/table.html wants them, and as files have them.

A cell holds what it says twice: written for the page, and as a value for files
(`indicators.exporting.tables`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from indicators.writing import NOTHING, count, day, moment, share
from units.sheets.sheet import Kind

Value = str | int | float | Decimal | Fraction | date | datetime | None
Number = int | Decimal | Fraction
AS_WRITTEN: Final[Any] = object()


@dataclass(frozen=True)
class Column:
    """The head of a column; `number` puts its cells to the right. `name` is what programs call it,
    `kind` what its values are (counts where they are numbers, else texts); `only_in_file` leaves it
    out of the page, where its values stand in the cell before. With a `url` the page sorts by it;
    `sort` is how it does now (ascending, descending)."""

    label: str
    number: bool = False
    name: str = ""
    kind: Kind | None = None
    only_in_file: bool = False
    url: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell as it is written: with a link, a small line below, a tone (good, bad, warn). `value`
    is what it says in a file: its text, unless it is a number or something is given."""

    text: str
    url: str = ""
    note: str = ""
    tone: str = ""
    number: bool = False
    value: Value = AS_WRITTEN
    only_in_file: bool = False

    @property
    def told(self) -> Value:
        """The value, None for nothing. Raises ValueError for a number that was only written."""
        if self.value is not AS_WRITTEN:
            return self.value
        if self.number:
            raise ValueError(f"“{self.text}” is written as a number, and holds none.")
        return None if self.text in ("", NOTHING) else self.text


@dataclass(frozen=True)
class Row:
    """A row of a table, its first cell names it: all cells, in the order of the columns."""

    all_cells: Sequence[Cell]

    @property
    def cells(self) -> list[Cell]:
        """Those that the page shows."""
        return [cell for cell in self.all_cells if not cell.only_in_file]


@dataclass(frozen=True)
class Table:
    """Columns, rows, and a last row of totals; the caption is for who cannot see the table."""

    all_columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str = ""
    totals: Sequence[Cell] = ()

    @property
    def columns(self) -> list[Column]:
        """Those that the page shows."""
        return [column for column in self.all_columns if not column.only_in_file]


def counted(number: Number | None, url: str = "", note: str = "", tone: str = "") -> Cell:
    """A number of dossiers or the like."""
    return Cell(count(number), url, note, tone, number=True, value=number)


def shared(ratio: Fraction | Decimal | None, url: str = "", note: str = "") -> Cell:
    """A ratio, written as per cent."""
    return Cell(share(ratio), url, note, number=True, value=ratio)


def dated(on: date | None) -> Cell:
    """A day."""
    return Cell(day(on), value=on)


def timed(at: datetime | None, note: str = "") -> Cell:
    """A day with its time."""
    return Cell(moment(at), note=note, value=at)


def aside(value: Value) -> Cell:
    """What stands in a file alone, in a column of its own."""
    return Cell("", value=None if value == "" else value, only_in_file=True)
