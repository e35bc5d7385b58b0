"""What entered values come to: against a slow twin that tries every way, and by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entered.actions import NewValue, check, enter
from indicators.entered.entering import entered, entered_each
from indicators.entered.stretches import entered_stretches
from indicators.entered.tiling import tiles
from indicators.figures import figures as computed
from indicators.lines.taking import EnteringError, Taken
from indicators.models import EnteredMeasure, EnteredValue, Indicator
from indicators.periods import Calendar, parse_period
from indicators.selection import Selection
from tests.pages.small_province import id_of, load_province
from tests.support import figures
from units.actions import create_unit, move_unit, undo_change
from units.errors import UnitError
from units.models import UnitChange
from units.queries import hierarchy

JANUARY = date(2018, 1, 1)
LETTERS, SERVICES, SIPAS = "apology_letters", "services_whole", "sipas"


def measure(code: str) -> EnteredMeasure:
    return EnteredMeasure.objects.get(code=code)


def put(code: str, unit: str, period: str, value: str | None, rank: int | None = None) -> Taken:
    one = NewValue(
        measure(code),
        id_of(unit),
        parse_period(period),
        None if value is None else Decimal(value),
        rank,
    )
    check(one)
    return enter(values=[one], by="test")


@pytest.fixture
def share(gia_lai: None) -> Iterator[Indicator]:
    """Whole-process services of all services; the table of indicators is kept between tests."""
    made = Indicator.objects.create(
        code="whole_share",
        name="Tỷ lệ toàn trình",
        direction="higher",
        numerator=["entered:services_whole"],
        denominator=["entered:services"],
        display="percent",
        minimum_cases=1,
        definition="…",
    )
    yield made
    made.delete()


def plain(code: str, *numerator: str) -> Indicator:
    return Indicator.objects.create(
        code=code,
        name=code,
        direction="higher",
        numerator=list(numerator),
        display="number",
        definition="…",
    )


@pytest.fixture
def letters(gia_lai: None) -> Iterator[Indicator]:
    made = plain("letters", "entered:apology_letters")
    yield made
    made.delete()


@pytest.fixture
def sipas(gia_lai: None) -> Iterator[Indicator]:
    made = plain("satisfaction", "entered:sipas")
    yield made
    made.delete()


stretches = st.tuples(st.integers(0, 11), st.integers(0, 11)).map(lambda s: (min(s), max(s)))


@given(stretches, st.sets(stretches, max_size=9))
def test_tiles_are_those_of_the_twin_that_tries_every_set(period, known):
    """The twin lays every set of stretches side by side and looks whether they fill the period."""
    wanted = list(range(period[0], period[1] + 1))
    fitting = [
        sorted(some)
        for size in range(1, len(known) + 1)
        for some in combinations(sorted(known), size)
        if [half for one in sorted(some) for half in range(one[0], one[1] + 1)] == wanted
    ]
    found = tiles(period, known)
    if not fitting:
        assert found is None
    else:
        fewest = min(map(len, fitting))
        assert found in fitting
        assert len(found or []) == fewest


def test_a_flow_is_the_sum_of_periods_that_tile_the_asked_one(letters: Indicator):
    put(LETTERS, "101", "2018-01", "2")
    put(LETTERS, "101", "2018-02..2018-03", "3")
    put(LETTERS, "101", "2018-Q2", "7")

    def letters_of(period: str, calendar: str = "month") -> int | None:
        found = entered(letters, parse_period(period, Calendar(calendar))).entries
        return int(found[id_of("101")][LETTERS].value) if id_of("101") in found else None

    assert [letters_of(p) for p in ("2018-01", "2018-Q1", "2018-H1")] == [2, 5, 12]
    assert [letters_of(p) for p in ("2018-02", "2018-Q3", "2018-M9", "2018-04")] == [None] * 4
    assert letters_of("2018-Q1", "kstt") is None
    put(LETTERS, "101", "2018-Q1", "6")  # what was entered for the very period holds
    assert letters_of("2018-Q1") == 6
    assert figures("letters", "commune", "2018-H1")["101"]["value"] == 13


def test_indicators_that_are_read_together_say_what_each_says_alone(
    share: Indicator, letters: Indicator, sipas: Indicator, django_assert_num_queries
):
    put(LETTERS, "101", "2018-01", "2")
    put(LETTERS, "101", "2018-02..2018-03", "3")
    put(LETTERS, "102", "2018-Q1", "4")
    put(SERVICES, "101", "2018-03", "12")
    put("services", "101", "2018-Q1", "40")
    put("services", "102", "2018-Q1", "50")
    put(SIPAS, "101", "2018-Q1", "80.5", rank=3)
    put(SIPAS, "102", "2018-03", "70")
    every = [share, letters, sipas]
    for text in ("2018-Q1", "2018-03", "2018-H1"):
        period = parse_period(text)
        with django_assert_num_queries(2):
            together = entered_each(every, period)
        assert together == [entered(one, period) for one in every]
    quarter = [one.entries for one in entered_each(every, parse_period("2018-Q1"))]
    assert [sorted(one) for one in quarter] == [
        [id_of("101")],
        sorted([id_of("101"), id_of("102")]),
        [id_of("101")],
    ]
    assert quarter[1][id_of("101")][LETTERS].value == 5
    assert quarter[2][id_of("101")][SIPAS].rank == 3


def test_stretches_are_those_that_anything_is_entered_for(share: Indicator):
    assert entered_stretches() == []
    for period in ("2018-Q1", "2018-03", "2018-01", "2018"):
        put(LETTERS, "101", period, "1")
        put(LETTERS, "102", period, "1")
    assert sorted(entered_stretches()) == sorted(
        EnteredValue.objects.values_list("first", "last").distinct().order_by()
    )


def test_a_stock_is_the_one_at_the_end_of_the_period(share: Indicator):
    put("services", "101", "2018-Q1", "40")
    put(SERVICES, "101", "2018-Q1", "10")
    put(SERVICES, "101", "2018-03", "12")
    found = figures("whole_share", "commune", "2018-01..2018-03")["101"]
    assert (found["numerator"], found["denominator"]) == (10, 40)
    found = figures("whole_share", "commune", "2017-10..2018-03")["101"]
    assert (found["numerator"], found["denominator"]) == (12, 40)
    assert figures("whole_share", "commune", "2018-02")["101"]["value"] is None


def test_a_roll_up_holds_the_units_that_have_both_sides_and_says_how_many(share: Indicator):
    for unit, whole in (("101", "10"), ("102", "20"), ("201", "30")):
        put("services", unit, "2018-06", "40")
        put(SERVICES, unit, "2018-06", whole)
    put("services", "103", "2018-06", "100")  # lacks the numerator: it takes no part
    found = figures("whole_share", "district", "2018-06")
    assert (found["622"]["numerator"], found["622"]["denominator"]) == (30, 80)
    assert (found["623"]["numerator"], found["623"]["denominator"]) == (30, 40)
    assert (found["622"]["rank"], found["623"]["rank"]) == (2, 1)
    communes = figures("whole_share", "commune", "2018-06")
    assert communes["103"]["value"] is communes["103"]["numerator"] is None
    params = {"indicator": "whole_share", "level": "district", "period": "2018-06"}
    told = {one.code: (one.entered, one.expected) for one in computed(Selection.parse(params))}
    assert told == {"622": (2, 3), "623": (1, 3)}
    own = figures("whole_share", "district", "2018-06", scope="own")
    assert own["622"]["value"] is None


def test_what_is_counted_beside_entered_values_is_that_of_the_same_units(
    gia_lai: None, tmp_path: Path
):
    load_province(tmp_path)
    made = Indicator.objects.create(
        code="letters_share",
        name="Thư xin lỗi",
        direction="higher",
        numerator=["entered:apology_letters"],
        denominator=["resolved_late"],
        display="percent",
        minimum_cases=1,
        definition="…",
    )
    try:
        put(LETTERS, "102", "2018-06", "3")
        found = figures("letters_share", "commune", "2018-06")
        assert (found["102"]["numerator"], found["102"]["denominator"]) == (3, 6)
        assert found["101"]["value"] is None
        province = figures("letters_share", "province", "2018-06")["64"]
        assert (province["numerator"], province["denominator"]) == (3, 6)
        move_unit(unit=id_of("102"), parent=id_of("623"), on=date(2018, 6, 10), by="test")
        # Of Pleiku in May and of An Khê at the end of June: of neither in all of the period.
        put(LETTERS, "102", "2018-05..2018-06", "5")
        districts = figures("letters_share", "district", "2018-05..2018-06")
        assert districts["622"]["value"] is districts["623"]["value"] is None
        put(LETTERS, "101", "2018-05..2018-06", "4")
        pleiku = figures("letters_share", "district", "2018-05..2018-06")["622"]
        assert (pleiku["numerator"], pleiku["denominator"]) == (4, 11)  # none of its late ones
    finally:
        made.delete()


def test_an_index_is_never_added_up_and_shows_its_published_rank(sipas: Indicator):
    put(SIPAS, "64", "2018", "85.32", rank=17)
    put(SIPAS, "101", "2018", "90.1")
    found = figures("satisfaction", "province", "2018")["64"]
    assert (found["value"], found["rank"], found["ranked"]) == (85.32, 17, 1)
    assert figures("satisfaction", "commune", "2018")["101"]["rank"] is None
    assert figures("satisfaction", "district", "2018")["622"]["value"] is None
    assert figures("satisfaction", "province", "2018-H1")["64"]["value"] is None


def test_the_newest_version_holds_and_the_others_stay(letters: Indicator):
    assert put(LETTERS, "101", "2018-01", "2") == Taken(1, 0, 0)
    assert put(LETTERS, "101", "2018-01", "2") == Taken(0, 0, 1)
    assert put(LETTERS, "101", "2018-01", "5") == Taken(0, 1, 0)
    assert figures("letters", "commune", "2018-01")["101"]["value"] == 5
    assert put(LETTERS, "101", "2018-01", None) == Taken(0, 1, 0)
    assert figures("letters", "commune", "2018-01")["101"]["value"] is None
    kept = EnteredValue.objects.order_by("pk").values_list("value", flat=True)
    assert list(kept) == [Decimal(2), Decimal(5), None]


def test_a_unit_does_not_vanish_while_a_value_of_it_holds(gia_lai: None):
    made = create_unit(
        code="300", name="Xã Mới", level="commune", parent=id_of("622"), on=JANUARY, by="test"
    )
    change = UnitChange.objects.latest("event_id")
    put(LETTERS, "300", "2018-06", "2")
    with pytest.raises(UnitError, match="1 entered value is of a unit that would vanish"):
        undo_change(change=change, by="test")
    put(LETTERS, "300", "2018-06", None)
    undo_change(change=change, by="test")
    assert made.pk not in hierarchy().units()


@pytest.mark.parametrize(
    ("code", "value", "rank", "sentence"),
    [
        (LETTERS, "1.5", None, "takes whole numbers"),
        (LETTERS, "-1", None, "is at least 0"),
        (LETTERS, "1", 3, "Only an index has a published rank."),
        (SIPAS, "100.01", None, "is at most 100"),
        (SIPAS, "85.321", None, "takes at most 2 decimals"),
        ("iso_9001", "2", None, "is at most 1"),
    ],
)
def test_bounds(gia_lai: None, code: str, value: str, rank: int | None, sentence: str):
    with pytest.raises(EnteringError, match=sentence):
        put(code, "101", "2018-01", value, rank)


def test_a_sum_of_many_random_entries_is_that_of_the_twin(share: Indicator):
    """Every subset of communes with either side: the twin adds those with both, unit by unit."""
    communes = {"101": "622", "102": "622", "103": "622", "201": "623", "202": "623", "203": "623"}
    for number, has in enumerate([(1, 1), (1, 0), (0, 1), (1, 1), (0, 0), (1, 1)]):
        unit = list(communes)[number]
        if has[0]:
            put(SERVICES, unit, "2018-06", str(3 * number + 1))
        if has[1]:
            put("services", unit, "2018-06", str(20 + number))
    twin: dict[str, list[int]] = {}
    for number, district in enumerate(communes.values()):
        if number in (0, 3, 5):
            sums = twin.setdefault(district, [0, 0])
            sums[0] += 3 * number + 1
            sums[1] += 20 + number
    found = figures("whole_share", "district", "2018-06")
    for district, (top, below) in twin.items():
        assert (found[district]["numerator"], found[district]["denominator"]) == (top, below)
        assert found[district]["value"] == float(Fraction(top, below))
