"""Parts against their total, of any table."""

from decimal import Decimal
from fractions import Fraction

from indicators.reported.checks import check_parts


def test_na_ri():
    """2023: four groups sum to 55.3, the published total is 46.63."""
    groups = {
        "transparency": Decimal("12.3"),
        "progress": Decimal("18.5"),
        "satisfaction": Decimal("18"),
        "digitisation": Decimal("6.5"),
    }
    gap = check_parts(groups, Decimal("46.63"))
    assert gap is not None
    assert (gap.parts, gap.total, gap.difference) == (
        Decimal("55.30"),
        Decimal("46.63"),
        Decimal("-8.67"),
    )
    assert (gap.twice, gap.left_out) == ("", "")
    assert check_parts(groups, Decimal("55.3")) is None


def test_what_is_counted_twice_or_left_out_is_named():
    parts = {"departments": 35_961, "districts": 52_410, "communes": 72_078}
    twice = check_parts(parts, 232_527)
    assert twice is not None
    assert (twice.difference, twice.twice, twice.left_out) == (72_078, "communes", "")
    lacking = check_parts(parts, 108_039)
    assert lacking is not None
    assert (lacking.twice, lacking.left_out) == ("", "districts")
    whole = check_parts({"a": 1, "b": 2, "c": 3}, 11, {"a and b and c": 6, "b and c": 5})
    assert whole is not None
    assert whole.twice == "b and c"


def test_fractions_are_compared_exactly_and_a_tolerance_forgives_what_was_rounded():
    thirds = {"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)}
    assert check_parts(thirds, Fraction(1)) is None
    rounded = dict.fromkeys("abc", Decimal("33.3"))
    assert check_parts(rounded, Decimal(100)) is not None
    assert check_parts(rounded, Decimal(100), tolerance=Decimal("0.1")) is None
    assert check_parts(rounded, Decimal(100), tolerance=Decimal("0.09")) is not None


def test_nothing_is_no_gap():
    assert check_parts({}, 0) is None
    assert check_parts({"a": 2, "b": 3}, 5) is None
