"""A league table that is kept as columns is the list of its figures."""

import pickle
from decimal import Decimal
from fractions import Fraction

from indicators.figures import Figure
from indicators.league_table import LeagueTable

FIGURES = [
    Figure(7, "07", "Xã Ba", "xa ba", 18, 20, rank=1, ranked=2),
    Figure(3, "03", "Xã Hai", "xa hai", Decimal("12.5"), None, entered=1, expected=2),
    Figure(5, "05", "Xã Một", "xa mot", 3, 0),
    Figure(9, "09", "Xã Tư", "xa tu", None, None, untold=True),
]


def test_it_is_the_list_of_its_figures_also_from_a_cache():
    table = LeagueTable(FIGURES)
    for one in (table, pickle.loads(pickle.dumps(table))):
        assert list(one) == FIGURES
        assert len(one) == 4
        assert (one[0], one[-1], one[1:3]) == (FIGURES[0], FIGURES[-1], FIGURES[1:3])
        assert [one.of(unit_id) for unit_id in (7, 9, 4)] == [FIGURES[0], FIGURES[3], None]
        assert one.among([9, 4, 7]) == {9: FIGURES[3], 7: FIGURES[0]}
    assert [one.value for one in table] == [Fraction(9, 10), Fraction(25, 2), None, None]


def test_there_may_be_no_figures():
    table = LeagueTable([])
    assert (list(table), len(table), table.of(1), table[:2]) == ([], 0, None, [])
