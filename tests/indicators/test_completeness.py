"""Whether exports were received, expected, or neither: the rule against its slow twin, and told
by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.completeness import Status, figures_told, tallies, tally
from indicators.completeness.statuses import Export, Mark, Reporter, find_statuses
from indicators.half_months import half_month, last_day
from indicators.models import Indicator
from indicators.periods import Calendar, parse_period
from indicators.selection import Scope, Selection
from tests.twin.completeness import is_told, slow_status
from units.hierarchy import Hierarchy, Link, Version
from units.models import Level

N_A, RECEIVED, MISSING = Status.NOT_APPLICABLE, Status.RECEIVED, Status.MISSING
TOP, WEST, EAST, A, B, C, MERGED, OTHER = range(1, 9)
FIRST = half_month(date(2018, 1, 1))
LAST = half_month(date(2018, 12, 31))


def version(unit_id: int, parent: int | None, begins: str, ends: str = "") -> Version:
    level = {TOP: Level.PROVINCE, WEST: Level.DISTRICT, EAST: Level.DISTRICT}
    return Version(
        unit_id,
        str(unit_id),
        f"unit {unit_id}",
        level.get(unit_id, Level.COMMUNE),
        parent,
        date.fromisoformat(begins),
        date.fromisoformat(ends) if ends else None,
    )


# A and B merge in July, C moves to the east in May, another commune begins in the midst of March.
LINES = Hierarchy(
    [
        version(TOP, None, "2010-01-01"),
        version(WEST, TOP, "2010-01-01"),
        version(EAST, TOP, "2010-01-01"),
        version(A, WEST, "2010-01-01", "2018-07-01"),
        version(B, WEST, "2010-01-01", "2018-07-01"),
        version(C, WEST, "2010-01-01", "2018-05-01"),
        version(C, EAST, "2018-05-01"),
        version(MERGED, WEST, "2018-07-01"),
        version(OTHER, EAST, "2018-03-20", "2018-10-05"),
    ],
    links=[
        Link(A, MERGED, date(2018, 7, 1), "whole"),
        Link(B, MERGED, date(2018, 7, 1), "whole"),
    ],
)

units = st.integers(TOP, OTHER)
halves = st.integers(FIRST, LAST)
days = st.dates(date(2017, 12, 1), date(2019, 1, 31))


@st.composite
def exports(draw):
    first, last = sorted((draw(halves), draw(halves)))
    return Export(first, last, draw(st.lists(units, unique=True, max_size=4)))


@st.composite
def reporters(draw, number: int):
    return Reporter(
        source_id=number,
        under=draw(st.none() | units),
        until=draw(st.none() | halves),
        exports=draw(st.lists(exports(), min_size=1, max_size=4)),
    )


@st.composite
def marks(draw):
    begins = draw(days)
    return Mark(
        unit_id=draw(units),
        below=draw(st.booleans()),
        is_expected=draw(st.booleans()),
        source_id=draw(st.sampled_from([None, 1, 2])),
        valid_from=begins,
        valid_to=draw(st.none() | st.dates(begins, date(2019, 3, 1)).filter(lambda d: d > begins)),
    )


@given(st.tuples(reporters(1), reporters(2)), st.lists(marks(), max_size=3))
def test_it_is_what_the_slow_twin_says(sources, decided):
    found = find_statuses(LINES, sources, decided)
    told = [e for one in sources for e in one.exports]
    assert (found.first, found.last) == (min(e.first for e in told), max(e.last for e in told))
    halves_of = range(found.first, found.last + 1)
    for unit_id in LINES.units():
        slow = [slow_status(LINES, sources, decided, unit_id, half) for half in halves_of]
        assert [Status(n) for n in found.cells[found.rows[unit_id]]] == slow, unit_id
        assert found.of(unit_id, found.first, found.last) == max(slow)
        for one in sources:
            told_of = [unit_id in found.told_between([one.source_id], n, n) for n in halves_of]
            assert told_of == [is_told(LINES, one, unit_id, n) for n in halves_of], unit_id


def months(*told: tuple[int, int, list[int]], **more) -> Reporter:
    """A source with an export for each: from month to month of 2018, naming units."""
    found = [
        Export(half_month(date(2018, a, 1)), half_month(date(2018, b, 28)), named)
        for a, b, named in told
    ]
    return Reporter(**{"source_id": 1, "under": None, "until": None, "exports": found} | more)


def by_month(unit_id: int, source: Reporter, *decided: Mark) -> str:
    """r, m or - for each month from the first that is told of to the last."""
    found = find_statuses(LINES, [source], decided)
    signs = {N_A: "-", RECEIVED: "r", MISSING: "m"}
    return "".join(
        signs[found.of(unit_id, half, half + 1)] for half in range(found.first, found.last + 1, 2)
    )


def test_what_was_named_once_is_expected_until_it_ends_and_then_of_its_heir():
    source = months((1, 1, [C]), (2, 2, [A, C]), (4, 4, [C]), (5, 9, [C]))
    assert by_month(A, source) == "-rmmmm---"
    assert by_month(B, source) == "---------"
    assert by_month(MERGED, source) == "------mmm"
    assert by_month(C, source) == "rrmrrrrrr"


def test_a_file_that_still_names_the_ended_unit_tells_of_its_heir():
    assert by_month(MERGED, months((6, 9, [A]))) == "-rrr"
    assert by_month(A, months((6, 9, [A]))) == "r---"


def test_one_system_for_all_tells_of_units_without_a_single_dossier():
    source = months((1, 2, [C]), (5, 10, [C]), under=TOP)
    assert by_month(B, source) == "rrmmrr----"
    # It begins on 20 March, ends on 5 October, and has no end of half month in October.
    assert by_month(OTHER, source) == "--mmrrrrr-"
    assert by_month(C, months((1, 6, [A]), under=EAST)) == "----rr"


def test_nothing_is_expected_after_the_source_has_ended():
    until = half_month(date(2018, 3, 31))
    ended, other = months((1, 2, [C]), until=until), months((6, 6, [A]), source_id=2)
    found = find_statuses(LINES, [ended, other], [])
    assert [found.of(C, h, h + 1) for h in range(FIRST, FIRST + 12, 2)] == [
        RECEIVED, RECEIVED, MISSING, N_A, N_A, N_A,
    ]  # fmt: skip


def mark(unit_id: int, begins: str, ends: str = "", **more) -> Mark:
    given = {"below": False, "is_expected": False, "source_id": None} | more
    return Mark(
        unit_id=unit_id,
        valid_from=date.fromisoformat(begins),
        valid_to=date.fromisoformat(ends) if ends else None,
        **given,
    )


def test_marks_expect_and_exempt():
    source = months((1, 6, [A, B]), (2, 2, [C]), (8, 8, [C]))
    assert by_month(C, source) == "-rmmmmmr"
    assert by_month(C, source, mark(C, "2018-04-01", "2018-06-01")) == "-rm--mmr"
    assert by_month(C, source, mark(EAST, "2018-01-01", below=True)) == "-rmm---r"
    assert by_month(OTHER, source, mark(OTHER, "2018-05-01", is_expected=True)) == "----mmmm"
    assert by_month(C, source, mark(C, "2018-01-01", source_id=2)) == "-rmmmmmr"


def test_without_exports_nothing_is_known():
    found = find_statuses(LINES, [], [mark(A, "2018-01-01", is_expected=True)])
    assert found.of(A, FIRST, LAST) == N_A


def selection(period: str, scope: Scope = Scope.WHOLE, map_day: date | None = None) -> Selection:
    calendar = Calendar.KSTT if period.startswith("kstt ") else Calendar.MONTH
    return Selection(
        indicator=Indicator(code="received"),
        level=Level.COMMUNE,
        period=parse_period(period.removeprefix("kstt "), calendar),
        scope=scope,
        map_day=map_day,
    )


@pytest.mark.parametrize(
    ("period", "unit_id", "received", "missing"),
    [
        ("2018-01", WEST, {A, B, C}, set()),
        ("2018-02", WEST, {A, C}, {B}),
        ("2018-H1", WEST, {A, C}, {B}),  # C as long as it belonged there
        ("2018-Q2", EAST, set(), {C}),
        ("2018-07", WEST, set(), {MERGED}),
        ("2018", TOP, {A}, {B, C, MERGED}),
        ("kstt 2018-01", TOP, {A, B, C}, set()),  # all of it that any file tells of
        ("2017", TOP, set(), set()),
    ],
)
def test_a_roll_up_counts_the_units_that_it_holds(period, unit_id, received, missing):
    source = months((1, 1, [A, B, C]), (2, 4, [A, C]), (5, 6, [A]), (8, 8, [C]))
    found = find_statuses(LINES, [source], [])
    asked = selection(period)
    one = tally(found, asked, LINES, unit_id)
    assert (one.received, one.missing) == (received, missing)
    all_of_them = tallies(found, asked, LINES)
    assert all_of_them.get(unit_id, one) == one
    assert unit_id in all_of_them or not one.listed


def test_own_counters_and_maps():
    found = find_statuses(LINES, [months((1, 6, [WEST, A]), (1, 5, [B]))], [])
    assert tally(found, selection("2018-06", Scope.OWN), LINES, WEST).received == {WEST}
    on_map = selection("2018-06", map_day=date(2018, 12, 31))
    assert tally(found, on_map, LINES, MERGED).missing == {B}
    assert tally(found, on_map, LINES, MERGED).received == {A}
    own = selection("2018-06", Scope.OWN, date(2018, 12, 31))
    assert tally(found, own, LINES, WEST).received == {WEST}


@given(
    st.tuples(reporters(1), reporters(2)),
    st.sampled_from(["2018-02", "2018-H1", "kstt 2018-05", "2018"]),
    st.sampled_from(Scope),
    st.sampled_from([None, date(2018, 2, 1), date(2018, 12, 31)]),
    st.sets(st.sampled_from([1, 2])),
)
def test_a_figure_is_told_of_where_an_export_tells_of_a_unit_that_it_holds(
    sources, period, scope, map_day, speaking
):
    asked = selection(period, scope, map_day)
    slow: set[int | None] = set()
    for half in range(asked.period.first, asked.period.last + 1):
        for unit_id in LINES.units():
            if any(is_told(LINES, s, unit_id, half) for s in sources if s.source_id in speaking):
                place: int | None = unit_id
                above = LINES.ancestors(unit_id, last_day(half))
                if map_day is not None:
                    place, above = LINES.placed_path(unit_id, map_day)
                slow |= set(above) if scope == Scope.WHOLE else {place}
    found = find_statuses(LINES, sources, [])
    for among in (LINES.units(), [A, B, MERGED], [WEST]):
        told = figures_told(found, asked, LINES, speaking, among=among)
        assert told == slow & set(among)


def test_the_last_day_of_a_half_month_decides():
    assert LINES.is_valid(OTHER, last_day(half_month(date(2018, 3, 20))))
    source = months((1, 12, [C]), under=TOP)
    found = find_statuses(LINES, [source], [])
    half = half_month(date(2018, 3, 20))
    assert [found.of(OTHER, one, one) for one in (half - 1, half)] == [N_A, RECEIVED]
