"""What was announced: versions of it, what is refused, and its difference from what is computed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.announced.actions import NewAnnounced, announce, check
from indicators.announced.held import announced_for, meant
from indicators.announced.values import Announced, told
from indicators.lines.taking import EnteringError, Taken
from indicators.models import AnnouncedScore
from indicators.periods import Calendar, parse_period
from indicators.scoring.judging import Score, Standing
from tests.indicators.announced import na_ri
from tests.pages.small_province import id_of
from units.errors import UnitError
from units.models import AuditEvent
from units.signals import units_vanish

DOCUMENT = "Báo cáo số 12/BC-UBND"
YEAR = parse_period("2018")


def numbers(groups: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(points) for code, points in groups.items()}


NA_RI = Announced(
    points=Decimal(na_ri.TOTAL), groups=numbers(na_ri.GROUPS), groups_in_all=4, document=DOCUMENT
)


def new(unit: str = "622", says: Announced = NA_RI, **more: Any) -> NewAnnounced:
    return NewAnnounced(
        **{"code": "na-ri", "unit_id": id_of(unit), "period": YEAR, **more}, says=says
    )


def put(*scores: NewAnnounced) -> Taken:
    for one in scores:
        check(one, meant(one.code, one.period))
    return announce(scores=scores, by="test")


def test_na_ri_is_kept_as_it_was_published_and_its_sum_told(gia_lai: None):
    na_ri.scorecard()
    assert put(new()) == Taken(1, 0, 0)
    (found,) = announced_for("na-ri", YEAR, [id_of("622"), id_of("623")]).values()
    assert found == NA_RI
    assert found.gap is not None
    assert (found.gap.parts, found.gap.total) == (Decimal("55.3"), Decimal("46.63"))
    assert found.warning == "the groups add up to 55.3, not 46.63"
    assert announced_for("na-ri", parse_period("2017")) == {}
    assert announced_for("another", YEAR) == {}


def test_the_newest_holds_and_earlier_versions_stay(gia_lai: None):
    na_ri.scorecard()
    put(new())
    corrected = replace(NA_RI, points=Decimal("55.3"), announced_on=date(2019, 2, 1))
    assert put(new(says=corrected), new("623")) == Taken(1, 1, 0)
    assert put(new(says=replace(corrected, points=Decimal("55.30")))) == Taken(0, 0, 1)
    assert announced_for("na-ri", YEAR)[id_of("622")].warning == ""
    assert put(new(says=Announced())) == Taken(0, 1, 0)
    assert announced_for("na-ri", YEAR).keys() == {id_of("623")}
    assert put(new("101", says=Announced())) == Taken(0, 0, 1), "nothing was there to take back"
    kept = AnnouncedScore.objects.filter(unit_id=id_of("622")).order_by("pk")
    assert [told(one.points) for one in kept] == ["46.63", "55.3", "–"]
    events = AuditEvent.objects.filter(action="announce-scores").order_by("pk")
    told_of = [event.new or {} for event in events]
    assert told_of[0]["points"] == "46.63"
    assert told_of[1] == {"new": 1, "changed": 1}


@pytest.mark.parametrize(
    ("changes", "says", "sentence"),
    [
        ({"code": "nothing"}, NA_RI, "There is no scorecard “nothing” in force."),
        ({}, replace(NA_RI, document=" "), "Name the document by which it was announced."),
        ({}, replace(NA_RI, points=Decimal("100.01")), "the total: 100.01 points"),
        ({}, replace(NA_RI, points=Decimal(-1)), "not from 0 to 100"),
        ({}, replace(NA_RI, groups=numbers({"1": "18.1"})), "group 1: 18.1 points"),
        ({}, replace(NA_RI, groups=numbers({"5": "1"})), "no group “5”: it has 1, 2, 3, 4."),
        ({}, replace(NA_RI, grade="IV"), "“IV” is no level of this scorecard: one of I, II."),
        ({}, replace(NA_RI, grade="I", is_unranked=True), "has a level, or is unranked"),
        ({"period": parse_period("2018", Calendar.KSTT)}, NA_RI, "of the calendar year"),
    ],
)
def test_what_the_scorecard_does_not_know_is_refused(gia_lai: None, changes, says, sentence: str):
    na_ri.scorecard()
    one = new(says=says, **changes)
    with pytest.raises(EnteringError) as refused:
        check(one, meant(one.code, one.period))
    assert sentence in str(refused.value)


def test_a_unit_that_something_was_announced_of_does_not_vanish(gia_lai: None):
    na_ri.scorecard()
    put(new())
    with pytest.raises(UnitError, match="1 announced score is of a unit"):
        units_vanish.send(None, unit_ids=frozenset([id_of("622")]))
    put(new(says=Announced()))
    units_vanish.send(None, unit_ids=frozenset([id_of("622")]))


def test_some_groups_may_be_less_than_the_total_and_never_more():
    some = replace(NA_RI, groups=numbers({"1": "12.3", "2": "18.5"}))
    assert some.warning == ""
    assert replace(some, points=Decimal("30.79")).warning == "", "rounded"
    assert replace(some, points=Decimal("30.7")).warning == "the groups add up to 30.8, not 30.7"
    assert replace(some, points=None).warning == ""


@given(st.lists(st.decimals(0, 25, places=4), min_size=1, max_size=6))
def test_rounding_alone_is_never_told(exact: list[Decimal]):
    groups = {str(number): round(points, 2) for number, points in enumerate(exact)}
    total = round(sum(exact, start=Decimal(0)), 2)
    one = Announced(points=total, groups=groups, groups_in_all=len(groups))
    assert one.warning == ""
    assert replace(one, points=total + 1).warning != ""


def score(points: str, standing: Standing = Standing.NONE, grade: str = "") -> Score:
    return Score([], Fraction(points), Fraction(100), Fraction(100), standing, grade)


def test_the_difference_is_exact_and_levels_agree_or_not():
    assert NA_RI.difference(score("47")) == Fraction(37, 100)
    assert Announced(grade="I").difference(score("47")) is None
    fourth, none = Announced(grade="IV"), Announced(is_unranked=True)
    for said, standing, grade, expected in (
        (fourth, Standing.GRADED, "IV", True),
        (fourth, Standing.GRADED, "III", False),
        (fourth, Standing.GATE, "", False),
        (none, Standing.GATE, "", True),
        (none, Standing.BELOW, "", True),
        (none, Standing.GRADED, "II", False),
        (none, Standing.OPEN, "", None),
        (fourth, Standing.NONE, "", None),
        (NA_RI, Standing.GRADED, "II", None),
    ):
        assert said.agrees(score("1", standing, grade)) is expected
