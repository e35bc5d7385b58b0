"""Targets: whose holds, from when, and how many dossiers are missing to it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError

from indicators.models import Indicator, Target
from indicators.targets import missing, targets
from indicators.values import Value
from units.actions import create_unit
from units.models import Level

LONG_AGO, IN_2018, IN_2019 = date(2010, 1, 1), date(2018, 1, 1), date(2019, 1, 1)


def on_time(value: str, on: date, **rest) -> Target:
    return Target.objects.create(indicator="on_time", value=Decimal(value), valid_from=on, **rest)


@pytest.fixture
def province(db: None) -> int:
    return create_unit(
        code="64", name="Gia Lai", level=Level.PROVINCE, parent=None, on=LONG_AGO, by="test"
    ).pk


def test_a_units_own_target_comes_before_its_levels_and_that_before_everybodys(province: int):
    on_time("0.8", IN_2018)
    assert targets(["on_time"], IN_2018)["on_time"].of(province, "province") == Fraction(8, 10)
    on_time("0.9", IN_2018, level="province")
    assert targets(["on_time"], IN_2018)["on_time"].of(province, "province") == Fraction(9, 10)
    on_time("0.95", IN_2018, unit_id=province)
    held = targets(["on_time"], IN_2018)["on_time"]
    assert held.of(province, "province") == Fraction(95, 100)
    assert held.of(province + 1, "district") == Fraction(8, 10)


def test_the_newest_of_those_that_hold_on_the_day(db: None):
    on_time("0.8", IN_2018)
    on_time("0.9", IN_2019)
    on_time("0.99", LONG_AGO, valid_to=IN_2018, level="commune")
    held = {day: targets(["on_time"], day)["on_time"] for day in (LONG_AGO, IN_2018, IN_2019)}
    assert held[LONG_AGO].of(1, "commune") == Fraction(99, 100)
    assert held[LONG_AGO].of(1, "district") is None
    assert held[IN_2018].of(1, "commune") == Fraction(8, 10)
    assert held[IN_2019].of(1, "commune") == Fraction(9, 10)


def test_a_target_is_for_a_unit_or_for_a_level(province: int):
    with pytest.raises(IntegrityError):
        on_time("0.9", IN_2018, unit_id=province, level="province")


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "target", "short"),
    [
        # 95% of 238,610 are 226,679.5: 226,680 must be on time (the picture's figure of 935).
        ("on_time_all", 225_745, 238_610, Fraction(95, 100), 935),
        ("on_time_all", 95, 100, Fraction(95, 100), 0),
        ("on_time_all", 94, 100, Fraction(95, 100), 1),
        ("late_share", 5, 100, Fraction(5, 100), 0),
        ("late_share", 9, 100, Fraction(5, 100), 4),
        ("late_share", 6, 119, Fraction(5, 100), 1),
    ],
)
@pytest.mark.django_db
def test_how_many_dossiers_are_missing(code, numerator, denominator, target, short):
    indicator = Indicator.objects.get(code=code)
    value = Value(numerator, denominator)
    assert missing(indicator, value, target) == short


@pytest.mark.django_db
def test_without_cases_nothing_is_missing():
    indicator = Indicator.objects.get(code="on_time")
    assert missing(indicator, Value(0, 0), Fraction(9, 10)) is None
    assert missing(indicator, Value(), Fraction(9, 10)) is None
