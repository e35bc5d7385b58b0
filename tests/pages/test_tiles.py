"""A tile says how a figure moved as it is written: what rounds to nothing did not move."""

import pytest
from django.utils import translation

from indicators.models import Direction, Indicator
from indicators.pages.tiles import Compared, Facts, tile
from indicators.values import Value

SHARE = Indicator(code="share", denominator=["resolved"], direction=Direction.HIGHER)
COUNT = Indicator(code="count", denominator=[], direction=Direction.NONE)


def change(indicator: Indicator, now: tuple[int, int], then: tuple[int, int]) -> dict[str, str]:
    before, after = (Value(of, all_) for of, all_ in (then, now))
    facts = Facts(indicator, after, "/", earlier=[Compared("year 2017", before)])
    with translation.override("en"):
        (found,) = tile(facts)["changes"]
    return {"text": str(found["text"]), "direction": found["direction"], "tone": found["tone"]}


@pytest.mark.parametrize(
    ("indicator", "now", "then", "text", "direction", "tone"),
    [
        (SHARE, (900, 1000), (899, 1000), "0.1 points against year 2017", "up", "good"),
        (SHARE, (899, 1000), (900, 1000), "0.1 points against year 2017", "down", "bad"),
        (SHARE, (90_049, 100_000), (90_000, 100_000), "unchanged against year 2017", "same", ""),
        (SHARE, (89_951, 100_000), (90_000, 100_000), "unchanged against year 2017", "same", ""),
        (SHARE, (90_050, 100_000), (9, 10), "0.1 points against year 2017", "up", "good"),
        (SHARE, (9, 10), (90, 100), "unchanged against year 2017", "same", ""),
        (COUNT, (12, 1), (11, 1), "1 against year 2017", "up", ""),
        (COUNT, (11, 1), (11, 1), "unchanged against year 2017", "same", ""),
    ],
)
def test_a_change_is_told_as_it_is_written(indicator, now, then, text, direction, tone):
    assert change(indicator, now, then) == {"text": text, "direction": direction, "tone": tone}
