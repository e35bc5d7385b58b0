"""From which day on, and until which, a unit of a map is an exact sum of units as they were."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.twin.files import succession_csv, units_csv
from tests.twin.histories import histories, interesting_days
from tests.twin.model import Key, World
from tests.twin.territory import territory
from tests.twin.units import derive_units, is_valid
from units.files import read_succession, read_units
from units.hierarchy import Break, BreakKind, Hierarchy, Link, Version
from units.lineage import decide
from units.matching import match, wanted_versions

D2004, D2018, D2019, D2020, D2021, D2022, D2024 = (
    date(year, 1, 1) for year in (2004, 2018, 2019, 2020, 2021, 2022, 2024)
)
TODAY = date(2026, 1, 1)
ONE, TWO, THREE, FOUR = 1, 2, 3, 4


def line(unit: int, begin: date = D2004, end: date | None = None, code: str = "") -> Version:
    return Version(unit, code or f"c{unit}", f"Xã {unit}", "commune", None, begin, end)


def since(lines: list[Version], links: list[Link], unit: int, day: date = TODAY) -> Break | None:
    return Hierarchy(lines, [], links).exact_since(unit, day)


def until(lines: list[Version], links: list[Link], unit: int, day: date = D2018) -> Break | None:
    return Hierarchy(lines, [], links).exact_until(unit, day)


# Of ONE a part became TWO and a part FOUR in 2020; TWO went into THREE as a whole in 2022.
CHAIN = [line(ONE, end=D2020), line(TWO, D2020, D2022), line(THREE, D2022), line(FOUR, D2020)]
CHAINED = [
    Link(ONE, TWO, D2020, "part"),
    Link(ONE, FOUR, D2020, "part"),
    Link(TWO, THREE, D2022, "whole"),
]


def test_a_part_stays_a_part_however_often_what_took_it_went_on_as_a_whole():
    part = Break(D2020, BreakKind.PART_RECEIVED, TWO, ONE)
    assert since(CHAIN, CHAINED, THREE) == part
    assert since(CHAIN, CHAINED, TWO, D2021) == part


def test_what_came_as_a_whole_is_exact_however_far_back():
    whole = [Link(ONE, TWO, D2020, "whole"), *CHAINED[2:]]
    assert since(CHAIN, whole, THREE) is None
    living = [line(ONE, end=D2020), line(TWO)]
    assert since(living, [Link(ONE, TWO, D2020, "whole")], TWO) is None, "one that lived before"


def test_a_living_unit_that_takes_a_part_is_exact_from_then_on():
    lines = [line(ONE), line(TWO)]
    links = [Link(ONE, TWO, D2020, "part")]
    assert since(lines, links, TWO) == Break(D2020, BreakKind.PART_RECEIVED, TWO, ONE)
    assert since(lines, links, TWO, D2019) is None, "it has not happened by the map's day"
    assert since(lines, links, TWO, D2020) is not None, "on that very day it has"
    assert until(lines, links, TWO, D2019) == Break(D2020, BreakKind.PART_RECEIVED, TWO, ONE)
    assert until(lines, links, TWO, D2020) is None


def test_a_living_unit_that_gives_a_part_is_exact_from_then_on():
    lines = [line(ONE), line(TWO, D2020)]
    links = [Link(ONE, TWO, D2020, "part")]
    given_away = Break(D2020, BreakKind.PART_GIVEN, ONE, TWO)
    assert since(lines, links, ONE) == given_away
    assert since(lines, links, ONE, D2019) is None
    assert until(lines, links, ONE) == given_away
    assert until(lines, links, ONE, D2020) is None


def test_a_part_that_left_before_the_whole_went_on_is_missing_there_too():
    lines = [line(ONE, end=D2022), line(TWO, D2020), line(THREE, D2022)]
    links = [Link(ONE, TWO, D2020, "part"), Link(ONE, THREE, D2022, "whole")]
    assert since(lines, links, THREE) == Break(D2020, BreakKind.PART_GIVEN, ONE, TWO)
    # What gives a part on the day on which it goes, it is said, as a whole, is none.
    links[0] = Link(ONE, TWO, D2022, "part")
    assert since(lines, links, THREE) == Break(D2022, BreakKind.PART_GIVEN, ONE, TWO)


def test_the_last_break_before_the_map_and_the_first_one_after_it_count():
    lines = [line(ONE), *(line(unit, D2019) for unit in (TWO, THREE, FOUR))]
    days = [(TWO, D2019), (THREE, D2021), (FOUR, D2022)]
    links = [Link(ONE, other, day, "part") for other, day in days]
    assert since(lines, links, ONE) == Break(D2022, BreakKind.PART_GIVEN, ONE, FOUR)
    assert since(lines, links, ONE, D2020) == Break(D2019, BreakKind.PART_GIVEN, ONE, TWO)
    assert until(lines, links, ONE, D2020) == Break(D2021, BreakKind.PART_GIVEN, ONE, THREE)


def test_a_chain_that_breaks_off_leaves_the_lineage_unknown():
    lines = [line(ONE, end=D2020, code="7"), line(TWO, D2020, D2022, code="7"), line(THREE, D2022)]
    links = [Link(TWO, THREE, D2022, "whole")]
    unknown = Break(D2020, BreakKind.LINEAGE_UNKNOWN, TWO, ONE)
    assert since(lines, links, TWO, D2021) == unknown
    assert since(lines, links, THREE) == unknown
    assert until(lines, links, ONE) == Break(D2020, BreakKind.LINEAGE_UNKNOWN, ONE, TWO)


@pytest.mark.parametrize(
    ("code", "end"),
    [
        pytest.param("8", D2020, id="another code"),
        pytest.param("7", D2019, id="the code was free for a year"),
    ],
)
def test_before_it_began_from_nothing_a_unit_is_exact(code, end):
    assert since([line(ONE, end=end, code=code), line(TWO, D2020, code="7")], [], TWO) is None


def test_a_known_predecessor_is_believed_whoever_had_the_code():
    """Codes are given anew for other territory (DOMAIN.md section 5)."""
    lines = [line(ONE, end=D2020), line(TWO, D2020, code="7"), line(THREE, end=D2020, code="7")]
    assert since(lines, [Link(ONE, TWO, D2020, "whole")], TWO) is None


def test_until_it_merges_a_unit_of_an_earlier_map_is_exact():
    lines = [line(ONE, end=D2020), line(TWO, end=D2020), line(THREE, D2020)]
    links = [Link(unit, THREE, D2020, "whole") for unit in (ONE, TWO)]
    assert until(lines, links, ONE) == Break(D2020, BreakKind.MERGED, ONE, THREE)


def test_who_takes_in_another_one_and_who_goes_into_it_are_exact_until_then():
    lines = [line(ONE, end=D2020), line(TWO)]
    links = [Link(ONE, TWO, D2020, "whole")]
    assert until(lines, links, ONE) == Break(D2020, BreakKind.MERGED, ONE, TWO)
    assert until(lines, links, TWO) == Break(D2020, BreakKind.ABSORBED, TWO, ONE)
    assert until(lines, links, TWO, D2020) is None


def test_what_goes_whole_into_one_that_begins_with_it_alone_is_seen_on_in_it():
    lines = [line(ONE, end=D2020), line(TWO, D2020), line(THREE, D2022)]
    links = [Link(ONE, TWO, D2020, "whole")]
    assert until(lines, links, ONE) is None
    links.append(Link(TWO, THREE, D2022, "part"))
    assert until(lines, links, ONE) == Break(D2022, BreakKind.PART_GIVEN, TWO, THREE)


def test_a_unit_that_ends_or_falls_apart_is_exact_until_then():
    assert until([line(ONE, end=D2020)], [], ONE) == Break(D2020, BreakKind.ENDED, ONE, None)
    found = until(CHAIN, CHAINED, ONE)
    assert found is not None
    assert (found.day, found.kind, found.unit_id) == (D2020, BreakKind.PART_GIVEN, ONE)


def test_what_went_whole_into_two_is_a_part_of_each():
    """As Xã Hồng Quang did on 1/7/2025, in the file: its counts have no place on the map."""
    lines = [line(ONE, end=D2020), line(TWO, D2020), line(THREE, D2020)]
    links = [Link(ONE, unit, D2020, "whole") for unit in (TWO, THREE)]
    assert since(lines, links, TWO) == Break(D2020, BreakKind.PART_RECEIVED, TWO, ONE)
    assert until(lines, links, ONE, D2018) is not None


def test_what_went_into_one_that_ended_that_day_went_no_further():
    lines = [line(ONE, end=D2020), line(TWO, end=D2020), line(THREE, D2020)]
    links = [Link(ONE, TWO, D2020, "whole"), Link(TWO, THREE, D2020, "whole")]
    assert since(lines, links, THREE) == Break(D2020, BreakKind.PART_RECEIVED, TWO, ONE)


def test_a_link_within_both_lives_turns_the_answer_on_its_day():
    """Answers are kept for stretches of days in which nothing happens."""
    units = Hierarchy([line(ONE), line(TWO)], [], [Link(ONE, TWO, D2020, "part")])
    days = [D2024, D2018, D2020, D2019]
    assert [units.exact_since(TWO, day) is None for day in days] == [False, True, False, True]
    assert [units.exact_until(TWO, day) is None for day in days] == [True, False, True, False]


ANCHOR = date(2020, 1, 20)
MAP_DAYS = [ANCHOR + timedelta(days=days) for days in (-60, -30, -5, 0, 5, 30, 130)]


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(history=histories(interesting_days(ANCHOR)), map_day=st.sampled_from(MAP_DAYS))
def test_in_any_history_it_is_what_the_twin_finds_day_by_day(
    tmp_path: Path, history, map_day: date
) -> None:
    lines, links = history
    world = World(lines, links, sources=(), events=())
    units, twin = loaded(world, tmp_path), derive_units(lines, links)
    news = [day for day in units.change_days() if day > D2018]
    days = [day + timedelta(days=step) for day in news for step in (-1, 0)]
    for unit_id in units.units():
        first = units.versions(unit_id)[0]
        key: Key = first.level, first.code, first.valid_from
        if not is_valid(twin.units[key], map_day):
            continue
        last, next_ = units.exact_since(unit_id, map_day), units.exact_until(unit_id, map_day)
        for day in days:
            known = (last is None or last.day <= day) and (next_ is None or day < next_.day)
            walked = territory(twin, twin.units[key], map_day, day)
            assert known == (walked is not None), (key, day, last, next_)


def loaded(world: World, directory: Path) -> Hierarchy:
    """The units as they are loaded from files, without a database."""
    units, succession = directory / "units.csv", directory / "succession.csv"
    units.write_text(units_csv(world), encoding="utf-8", newline="")
    succession.write_text(succession_csv(world), encoding="utf-8", newline="")
    lineage = decide(match(read_units(units), []), read_succession(succession))
    links = [
        Link(before.unit_id, after.unit_id, link.effective_on, link.extent)
        for link, before, after in lineage.links
    ]
    versions = [row for _entry, rows in wanted_versions(lineage) for row in rows]
    return Hierarchy(versions, [], links)
