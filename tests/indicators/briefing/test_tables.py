"""The tables of reports, on values made up for them."""

import pytest

from indicators.briefing.facts import LevelBelow, UnitLine
from indicators.briefing.tables import units_of
from indicators.figures import Figure
from units.models import Level

LISTED = 45


@pytest.mark.parametrize(
    ("ranked", "shown", "caption"),
    [
        (12, [*range(1, 13)], "(the 12 with a rank, of 45)"),
        (20, [*range(1, 21)], "(the 20 with a rank, of 45)"),
        (21, [*range(1, 11), *range(12, 22)], "(the first and the last 10 of 45)"),
    ],
)
def test_of_many_units_each_stands_once(ranked: int, shown: list[int], caption: str):
    figures = [
        Figure(n, str(n), f"Xã {n}", f"{n:02}", 9, 10, n if n <= ranked else None)
        for n in range(1, LISTED + 1)
    ]
    below = LevelBelow(Level.COMMUNE, [UnitLine(one, {}) for one in figures], None, None)
    table = units_of(below)
    assert [row.cells[1].text for row in table.rows] == [f"Xã {n}" for n in shown]
    assert table.caption.endswith(caption)
