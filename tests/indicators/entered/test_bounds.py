"""Values that are more than the whole, or more than a criterion has points: refused by form and
file alike."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.entered.actions import NewValue, enter
from indicators.entered.bounds import out_of_bounds
from indicators.models import EnteredMeasure, EnteredValue, Indicator
from indicators.periods import parse_period
from tests.indicators.scoring import cards
from tests.pages.small_province import id_of, looking_from
from tests.support import run, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

WHOLE, ALL = "services_whole", "services"
ABOVE = (
    "“Online services, whole process” (41) is more than “Services” (40):"
    " “Whole process” would be above 100%."
)


@pytest.fixture
def share() -> Iterator[Indicator]:
    made = Indicator.objects.create(
        code="whole_share",
        name="Toàn trình",
        name_en="Whole process",
        numerator=[f"entered:{WHOLE}"],
        denominator=[f"entered:{ALL}"],
        direction="higher",
        display="percent",
        definition="…",
    )
    yield made
    made.delete()


def value(code: str, number: str | None, *, unit: str = "101", period: str = "2018-06") -> NewValue:
    measure = EnteredMeasure.objects.get(code=code)
    decimal = None if number is None else Decimal(number)
    return NewValue(measure, id_of(unit), parse_period(period), decimal)


def refused(*values: NewValue) -> dict[str, str]:
    found = out_of_bounds(values)
    return {one.measure.code: found[one.key] for one in values if one.key in found}


def test_a_share_above_the_whole_is_refused_with_both_its_sides(share: Indicator) -> None:
    assert refused(value(WHOLE, "41"), value(ALL, "40")) == {WHOLE: ABOVE, ALL: ABOVE}
    assert refused(value(WHOLE, "40"), value(ALL, "40")) == {}


def test_what_holds_already_counts(share: Indicator) -> None:
    enter(values=[value(ALL, "40")], by="test")
    assert refused(value(WHOLE, "41")) == {WHOLE: ABOVE}
    assert refused(value(WHOLE, "41"), value(ALL, "41")) == {}
    # Of another unit or period, or taken back meanwhile, it does not.
    assert refused(value(WHOLE, "41", unit="102")) == {}
    assert refused(value(WHOLE, "41", period="2018-05")) == {}
    assert refused(value(WHOLE, "41"), value(ALL, None)) == {}


def test_a_whole_below_its_part_is_refused_too(share: Indicator) -> None:
    enter(values=[value(WHOLE, "41")], by="test")
    assert refused(value(ALL, "40")) == {ALL: ABOVE}


def test_what_relied_on_a_refused_value_is_refused_after_it(share: Indicator) -> None:
    """35 of 41 would do, but the 41 are refused, and 30 hold."""
    enter(values=[value(ALL, "40"), value(WHOLE, "30")], by="test")
    other = Indicator.objects.create(
        code="part_share",
        name="Một phần",
        numerator=["entered:services_part"],
        denominator=[f"entered:{WHOLE}"],
        direction="higher",
        display="percent",
        definition="…",
    )
    try:
        coming = [value(WHOLE, "41"), value("services_part", "35")]
        assert set(refused(*coming)) == {WHOLE, "services_part"}
        assert refused(coming[1], value(WHOLE, "38")) == {}
    finally:
        other.delete()


def test_a_share_of_another_time_does_not_bound(share: Indicator) -> None:
    Indicator.objects.filter(pk=share.pk).update(valid_from="2018-07-01")
    assert refused(value(WHOLE, "41"), value(ALL, "40")) == {}


def card(**changes: object) -> dict[str, object]:
    """A scorecard of one criterion that reads the points of the web page."""
    criterion = {"code": "1.1", "name": "Web", "maximum": 10, "inputs": ["entered:web_content"]}
    group = {"code": "1", "name": "Web", "maximum": 10, "criteria": [criterion | changes]}
    return {
        "scorecards": [
            {
                "code": "web",
                "name": "Trang thông tin",
                "levels": ["commune"],
                "periods": ["month"],
                "maximum": 10,
                "valid_from": "2018-06-01",
                "groups": [group],
            }
        ]
    }


def test_points_above_those_of_the_criterion_are_refused() -> None:
    cards.put_in_force(card(rule="points"))
    assert refused(value("web_content", "10.01")) == {
        "web_content": "“Content of the web page, points” is at most 10: criterion 1.1 of"
        " “Trang thông tin” has no more points."
    }
    assert refused(value("web_content", "10")) == {}
    # Of units and times that it does not judge it says nothing.
    assert refused(value("web_content", "11", unit="622")) == {}
    assert refused(value("web_content", "11", period="2018-05")) == {}


def test_a_plain_value_that_is_read_as_a_share_is_at_most_one() -> None:
    cards.put_in_force(card(rule="threshold", threshold="0.8"))
    (sentence,) = refused(value("web_content", "1.2")).values()
    assert "is at most 1, which is 100%" in sentence
    assert refused(value("web_content", "1")) == {}


def test_the_form_says_it_beside_the_value(share: Indicator) -> None:
    site = looking_from("64")
    given = {"unit": "101", "period": "2018-06", "calendar": "month"}
    assert site.post("/entered/new/", given | {"measure": ALL, "value": "40"}).status_code == 302
    answer = site.post("/entered/new/", given | {"measure": WHOLE, "value": "41"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"value": [ABOVE]}


def test_a_file_is_taken_but_for_the_lines_of_the_share(share: Indicator, tmp_path: Path) -> None:
    text = (
        "unit,period,measure,value\n"
        "101,2018-06,services,40\n102,2018-06,services,9\n101,2018-06,services_whole,41\n"
    )
    outcome = run("load_values", write_text(tmp_path / "values.csv", text), "--json")
    assert outcome.status == 1
    told = [(one["row"], one["problem"]) for one in outcome.document["problems"]]
    assert told == [(2, ABOVE), (4, ABOVE)]
    assert EnteredValue.objects.get().unit_id == id_of("102")
