"""Reasoning over time: lives, ancestors, successors, places on a map, stays of a dossier."""

from datetime import date

import pytest

from units.hierarchy import Hierarchy, Link, Stay, Version
from units.stays import Named, cut

D2018, D2020, D2024, D2025 = (date(year, 1, 1) for year in (2018, 2020, 2024, 2025))
JULY = date(2025, 7, 1)
PROVINCE, DISTRICT, A, B, C, SPLIT, LEFT, RIGHT, AB, RENAMED, NEW_PROVINCE = range(1, 12)


def version(unit_id, name, level, parent, begin, end=None, code=None):
    return Version(unit_id, code or f"c{unit_id}", name, level, parent, begin, end, name)


@pytest.fixture(scope="module")
def units() -> Hierarchy:
    """A province with a district, until a new province takes it over on 1 July 2025. A and B
    merge into AB in 2024; SPLIT goes in parts to LEFT and RIGHT in 2020; C becomes RENAMED (whole
    and alone) in 2024; the district ends without a successor."""
    return Hierarchy(
        [
            version(PROVINCE, "Tỉnh Cũ", "province", None, D2018, JULY),
            version(NEW_PROVINCE, "Tỉnh Mới", "province", None, JULY),
            version(DISTRICT, "Huyện Na Rì", "district", PROVINCE, D2018, JULY),
            version(A, "Xã An", "commune", DISTRICT, D2018, D2024),
            version(B, "Xã Bình", "commune", DISTRICT, D2018, D2020),
            version(B, "Xã Bình Mới", "commune", DISTRICT, D2020, D2024),
            version(AB, "Xã An Bình", "commune", DISTRICT, D2024, JULY),
            version(AB, "Xã An Bình", "commune", NEW_PROVINCE, JULY),
            version(C, "Xã Chi", "commune", DISTRICT, D2018, D2024),
            version(RENAMED, "Phường Chi", "commune", DISTRICT, D2024, JULY, "c5"),
            version(RENAMED, "Phường Chi", "commune", NEW_PROVINCE, JULY, None, "c5"),
            version(SPLIT, "Xã Dài", "commune", DISTRICT, D2018, D2020),
            version(LEFT, "Xã Dài Một", "commune", DISTRICT, D2020, JULY),
            version(LEFT, "Xã Dài Một", "commune", NEW_PROVINCE, JULY),
            version(RIGHT, "Xã Dài Hai", "commune", DISTRICT, D2020, JULY),
            version(RIGHT, "Xã Dài Hai", "commune", NEW_PROVINCE, JULY),
        ],
        [],
        [
            Link(A, AB, D2024, "whole"),
            Link(B, AB, D2024, "whole"),
            Link(C, RENAMED, D2024, "whole"),
            Link(SPLIT, LEFT, D2020, "part"),
            Link(SPLIT, RIGHT, D2020, "part"),
            Link(PROVINCE, NEW_PROVINCE, JULY, "whole"),
        ],
    )


def test_life_and_versions(units):
    assert units.life(B) == (D2018, D2024)
    assert units.life(AB) == (D2024, None)
    assert units.version_on(B, date(2019, 12, 31)).name == "Xã Bình"
    assert units.version_on(B, D2020).name == "Xã Bình Mới"
    assert units.version_on(B, D2024) is None
    assert units.version_on(B, date(2017, 12, 31)) is None
    assert units.name(B, JULY) == "Xã Bình Mới"
    assert units.name(B, date(2000, 1, 1)) == "Xã Bình"


def test_ancestors_are_those_of_the_day_within_the_units_own_life(units):
    assert units.ancestors(AB, date(2025, 6, 30)) == (AB, DISTRICT, PROVINCE)
    assert units.ancestors(AB, JULY) == (AB, NEW_PROVINCE)
    assert units.ancestors(AB, D2018) == (AB, DISTRICT, PROVINCE)
    assert units.ancestors(A, date(2026, 1, 1)) == (A, DISTRICT, PROVINCE)
    assert units.ancestors(DISTRICT, date(2026, 1, 1)) == (DISTRICT, PROVINCE)


def test_below_a_unit_are_those_that_are_there_on_the_day(units):
    before = date(2025, 6, 30)
    assert units.below(PROVINCE, before) == (DISTRICT, AB, RENAMED, LEFT, RIGHT)
    assert units.below(DISTRICT, D2018) == (A, B, C, SPLIT)
    assert units.below(DISTRICT, JULY) == units.below(PROVINCE, JULY) == ()
    assert units.below(NEW_PROVINCE, JULY) == (AB, RENAMED, LEFT, RIGHT)
    assert units.below(None, JULY) == (NEW_PROVINCE, AB, RENAMED, LEFT, RIGHT)


def test_successors_and_predecessors(units):
    assert units.whole_successor(A) == AB
    assert units.whole_successor(SPLIT) is None
    assert units.whole_successor(AB) is None
    assert units.single_whole_predecessor(RENAMED) == C
    assert units.single_whole_predecessor(AB) is None
    assert units.single_whole_predecessor(LEFT) is None
    assert set(units.whole_predecessors(AB)) == {A, B}
    assert units.follow(A, D2024) == AB
    assert units.follow(A, date(2023, 12, 31)) == A
    assert units.follow(SPLIT, D2024) == SPLIT


def test_roots_are_the_unit_or_what_it_was_or_became(units):
    assert units.roots(NEW_PROVINCE, D2018) == {PROVINCE}
    assert units.roots(NEW_PROVINCE, JULY) == {NEW_PROVINCE}
    assert units.roots(PROVINCE, date(2026, 1, 1)) == {NEW_PROVINCE}
    assert units.roots(AB, D2018) == {A, B}
    assert units.roots(SPLIT, D2024) == frozenset()


def test_places_on_a_map(units):
    today = date(2026, 1, 1)
    assert units.place(A, today) == AB
    assert units.placed_path(A, today) == (AB, (AB, NEW_PROVINCE))
    assert units.place(A, date(2023, 1, 1)) == A
    assert units.place(RENAMED, D2018) == C, "the single whole predecessor"
    assert units.placed_path(AB, D2018) == (None, (DISTRICT, PROVINCE)), "two predecessors"
    assert units.placed_path(SPLIT, D2024) == (None, (DISTRICT, PROVINCE)), "not comparable"
    assert units.placed_path(SPLIT, today) == (None, (NEW_PROVINCE,))
    assert units.placed_path(DISTRICT, today) == (None, (NEW_PROVINCE,)), "ended"
    assert units.place(PROVINCE, today) == NEW_PROVINCE


def test_units_of_a_level(units):
    assert units.units_of_level_on("commune", D2018) == (A, B, C, SPLIT)
    assert units.units_of_level_on("district", JULY) == ()
    found = units.units_of_level("commune", date(2019, 12, 31), D2020)
    assert set(found) == {A, B, C, SPLIT, LEFT, RIGHT}
    assert units.units_of_level("district", date(2025, 6, 30), date(2026, 1, 1)) == (DISTRICT,)


@pytest.mark.parametrize(
    ("named", "received", "expected"),
    [
        pytest.param([A], date(2023, 5, 1), [(A, date(2023, 5, 1)), (AB, D2024)], id="follows"),
        pytest.param([AB], date(2024, 5, 1), [(AB, date(2024, 5, 1))], id="stays"),
        pytest.param(
            [A, AB],
            date(2023, 5, 1),
            [(A, date(2023, 5, 1)), (AB, D2024)],
            id="the earlier state says where it was",
        ),
        pytest.param(
            [C, AB],
            date(2023, 5, 1),
            [(C, date(2023, 5, 1)), (AB, D2024)],
            id="the later file decides where it went",
        ),
        pytest.param(
            [RENAMED],
            date(2023, 5, 1),
            [(C, date(2023, 5, 1)), (RENAMED, D2024)],
            id="single whole predecessor",
        ),
        pytest.param(
            [AB], date(2023, 5, 1), [(AB, date(2023, 5, 1))], id="recorded under the later unit"
        ),
        pytest.param(
            [A, LEFT],
            date(2023, 5, 1),
            [(LEFT, date(2023, 5, 1))],
            id="among living units the newest counts",
        ),
        pytest.param(
            [SPLIT], date(2019, 5, 1), [(SPLIT, date(2019, 5, 1))], id="no whole successor"
        ),
        pytest.param(
            [SPLIT, LEFT, AB],
            date(2019, 5, 1),
            [(SPLIT, date(2019, 5, 1)), (LEFT, D2020), (AB, D2024)],
            id="three units in turn",
        ),
        pytest.param([A], D2024, [(AB, D2024)], id="it ended on the day of receipt"),
    ],
)
def test_stays_of_a_dossier(units, named, received, expected):
    found = units.stays([Named(unit, JULY) for unit in named], received)
    assert [(stay.unit_id, stay.from_on) for stay in found] == expected
    assert [stay.to_on for stay in found] == [day for _, day in expected[1:]] + [None]


def test_stays_are_cut_at_the_end_day_or_the_data_date(units):
    whole = units.stays([Named(A, JULY)], date(2023, 5, 1))
    first = (Stay(A, date(2023, 5, 1), None),)
    assert cut(whole, None, date(2023, 12, 31)) == first
    assert cut(whole, date(2023, 12, 31), JULY) == first
    assert cut(whole, D2024, JULY) == whole, "it ends on the day: it moves first"
    assert cut(whole, None, D2024) == whole
    assert cut(whole, None, date(2023, 1, 1)) == first, "received after the data date"
