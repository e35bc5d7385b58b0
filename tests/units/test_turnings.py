"""The days on which a unit's tasks or territory changed, from the hierarchy alone."""

from datetime import date

import pytest

from units.hierarchy import Hierarchy, Link, Version
from units.turnings import Turning, TurningKind, tier_ends, turnings

OLD, NEW = date(2004, 1, 1), date(2025, 7, 1)
MERGED, SPLIT = date(2020, 2, 1), date(2023, 1, 1)
TODAY = date(2026, 11, 1)
PROVINCE, DISTRICT, A, B, C, FIRST, OFFICE, OTHER, PART = range(1, 10)


def version(
    unit: int, level: str, parent: int | None, begin: date = OLD, end: date | None = None
) -> Version:
    return Version(unit, f"c{unit}", f"Unit {unit}", level, parent, begin, end)


# A took in C in 2020 and lost a part in 2023; A and B became FIRST on the day on which their
# district ended. OFFICE took in OTHER as departments merged.
UNITS = Hierarchy(
    [
        version(PROVINCE, "province", None),
        version(DISTRICT, "district", PROVINCE, end=NEW),
        version(A, "commune", DISTRICT, end=NEW),
        version(B, "commune", DISTRICT, end=NEW),
        version(C, "commune", DISTRICT, end=MERGED),
        version(FIRST, "commune", PROVINCE, NEW),
        version(OFFICE, "department", PROVINCE),
        version(OTHER, "department", PROVINCE, end=MERGED),
        version(PART, "commune", DISTRICT, SPLIT, NEW),
    ],
    [],
    [
        Link(C, A, MERGED, "whole"),
        Link(A, PART, SPLIT, "part"),
        Link(A, FIRST, NEW, "whole"),
        Link(B, FIRST, NEW, "whole"),
        Link(OTHER, OFFICE, MERGED, "whole"),
    ],
)
DISTRICT_ENDED = Turning(NEW, TurningKind.MORE_TASKS, "district")


def test_a_commune_on_today_s_map_has_more_tasks_since_its_district_ended():
    assert turnings(UNITS, FIRST, TODAY) == [
        Turning(MERGED, TurningKind.JOINED),
        Turning(SPLIT, TurningKind.PART_LEFT),
        DISTRICT_ENDED,
    ]


def test_as_it_was_it_began_on_that_day():
    assert turnings(UNITS, FIRST, None) == [Turning(NEW, TurningKind.BEGAN)]


def test_one_that_lived_before_took_another_in_and_lost_a_part():
    assert turnings(UNITS, A, None) == [
        Turning(OLD, TurningKind.BEGAN),
        Turning(MERGED, TurningKind.TOOK_IN),
        Turning(SPLIT, TurningKind.PART_LEFT),
        Turning(NEW, TurningKind.ENDED),
    ]


def test_the_province_goes_on_without_the_tier():
    ended = Turning(NEW, TurningKind.TIER_ENDED, "district")
    assert turnings(UNITS, PROVINCE, None) == [Turning(OLD, TurningKind.BEGAN), ended]
    assert turnings(UNITS, PROVINCE, TODAY) == [ended]
    assert tier_ends(UNITS, [PROVINCE], TODAY) == [ended]
    assert tier_ends(UNITS, [FIRST], TODAY) == []


def test_a_department_is_not_touched_by_the_end_of_districts():
    assert turnings(UNITS, OFFICE, TODAY) == [Turning(MERGED, TurningKind.JOINED)]
    assert turnings(UNITS, OFFICE, None)[1:] == [Turning(MERGED, TurningKind.TOOK_IN)]


@pytest.mark.parametrize("successor", [None, "district"])
def test_a_commune_that_lives_on_has_more_tasks_only_if_the_tier_is_gone(successor):
    """Its district ended; it goes on below the province, or below another district."""
    above = PROVINCE if successor is None else OTHER
    lines = [
        version(PROVINCE, "province", None),
        version(DISTRICT, "district", PROVINCE, end=NEW),
        version(OTHER, "district", PROVINCE, end=None if successor else NEW),
        version(A, "commune", DISTRICT, end=NEW),
        version(A, "commune", above, NEW),
    ]
    found = turnings(Hierarchy(lines), A, None)[1:]
    assert found == ([] if successor else [DISTRICT_ENDED])
    below = turnings(Hierarchy(lines), PROVINCE, None)[1:]
    assert [one.kind for one in below] == ([] if successor else [TurningKind.TIER_ENDED])
