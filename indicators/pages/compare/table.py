"""The shape of tables with a unit a column, and who of a row is best and worst."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True)
class Cell:
    """A unit's cell: its text, where that opens, small lines below it, a tone of the first of them
    (good, bad, warn), and whether it is the best or worst of its row ("best", "worst" or "")."""

    text: str
    url: str = ""
    notes: Sequence[str] = ()
    tone: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """What it says of each unit; `note` is a small line below its label. `is_main`: it is what the
    group is about, and called as that is."""

    label: str
    cells: Sequence[Cell]
    note: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Group:
    """Rows about one thing; `url` leads to what that means."""

    label: str
    url: str
    rows: Sequence[Row]


def marked(
    cells: Sequence[Cell], values: Sequence[Fraction | None], *, higher_is_better: bool
) -> list[Cell]:
    """The cells with the best and worst of the values named; None takes no part, and where all are
    equal nobody is either."""
    known = {one for one in values if one is not None}
    if len(known) < 2:
        return list(cells)
    best, worst = (max(known), min(known)) if higher_is_better else (min(known), max(known))
    marks = {best: "best", worst: "worst"}
    return [
        cell if value is None else replace(cell, mark=marks.get(value, ""))
        for cell, value in zip(cells, values, strict=True)
    ]


def has_text(row: Row) -> bool:
    """Whether any of its cells says anything."""
    return any(cell.text or cell.notes for cell in row.cells)
