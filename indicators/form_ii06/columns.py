"""The columns of the form and the identities that hold between them (DOMAIN.md section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

# Column number -> what it is the sum of. Each must hold in every row.
SUMS: dict[int, tuple[int, ...]] = {3: (4, 5, 6), 7: (8, 9, 10), 11: (12, 13)}
# (3) = (7) + (11): what was there was either resolved or is still in progress.
BALANCE = (3, (7, 11))
PARTS = (4, 5, 6, 8, 9, 10, 12, 13)
COLUMNS = range(3, 14)


@dataclass(frozen=True)
class Numbers:
    """The numbers of dossiers of one row; columns 3, 7 and 11 are sums of the others."""

    online: int = 0
    other: int = 0
    carried_over: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    within_due: int = 0
    overdue: int = 0

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(*(a + b for a, b in zip(self._parts(), other._parts(), strict=True)))

    def _parts(self) -> tuple[int, ...]:
        return (
            *(self.online, self.other, self.carried_over),
            *(self.early, self.on_time, self.late),
            *(self.within_due, self.overdue),
        )

    @property
    def by_column(self) -> dict[int, int]:
        """Column number, 3 to 13 -> number."""
        found = dict(zip(PARTS, self._parts(), strict=True))
        found |= {column: sum(found[part] for part in parts) for column, parts in SUMS.items()}
        return {column: found[column] for column in COLUMNS}

    @property
    def is_empty(self) -> bool:
        return not any(self._parts())


def numbers_of(by_column: Mapping[int, int]) -> Numbers:
    """The numbers that columns 4 to 13 hold."""
    return Numbers(*(by_column[column] for column in PARTS))


def broken_identities(by_column: Mapping[int, int]) -> list[tuple[int, tuple[int, ...]]]:
    """The identities (column, the columns that it must be the sum of) that do not hold; of those
    alone whose columns are all there."""
    asked = [*SUMS.items(), BALANCE]
    return [
        (column, parts)
        for column, parts in asked
        if {column, *parts} <= by_column.keys()
        and by_column[column] != sum(by_column[part] for part in parts)
    ]
