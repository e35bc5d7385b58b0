"""Entered parts against their total: told when they differ, whoever came last, never refused."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from indicators.entered.actions import NewValue, enter
from indicators.entered.totals import warnings_of
from indicators.models import EnteredMeasure, EnteredValue
from indicators.periods import Calendar, parse_period
from tests.indicators.entered import na_ri
from tests.pages.small_province import id_of
from tests.support import run, write_text

SAID = "the parts add up to 55.3, not 46.63"


@pytest.fixture(autouse=True)
def total(gia_lai: None) -> Iterator[EnteredMeasure]:
    with na_ri.measures() as total:
        yield total


def told(code: str, value: str | None, **changes: str) -> list[str]:
    """What is said of the totals after a value was entered."""
    period = parse_period(
        changes.get("period", na_ri.PERIOD), Calendar(changes.get("calendar", "month"))
    )
    one = NewValue(
        EnteredMeasure.objects.get(code=code),
        id_of(changes.get("unit", "622")),
        period,
        None if value is None else Decimal(value),
    )
    enter(values=[one], by="test")
    return [warned.unequal.words for warned in warnings_of([one])]


def test_na_ri_whatever_came_last():
    lines = [*na_ri.GROUPS, na_ri.TOTAL]
    for turn in range(len(lines)):
        EnteredValue.objects.all().delete()
        *first, last = [*lines[turn:], *lines[:turn]]
        for code, value in first:
            told(code, value)
        assert told(*last) == [SAID]
    assert told("score_total", "55.3") == []


def test_parts_that_lack_one_are_told_once_they_exceed_the_total():
    told(*na_ri.TOTAL)
    assert told("score_progress", "18.5") == []
    assert told("score_transparency", "12.3") == []
    assert told("score_satisfaction", "18") == [
        "the parts entered so far add up to 48.8, more than 46.63"
    ]
    EnteredMeasure.objects.filter(code="score_digitisation").update(least=None)
    # What may be below zero may still bring the sum down to the total.
    assert told("score_satisfaction", "18.0") == []


def test_a_total_is_of_its_unit_period_and_newest_version():
    told(*na_ri.TOTAL)
    for code, value in na_ri.GROUPS:
        assert told(code, value, unit="623") == []
        assert told(code, value, period="2023") == []
        assert told(code, value, calendar="kstt") == []
    for code, value in na_ri.GROUPS:
        told(code, value)
    assert told("score_progress", "18.6") == ["the parts add up to 55.4, not 46.63"]
    assert told("score_progress", None) == []  # 36.8, and one more to come
    assert told("score_total", None) == []


def test_layers_are_checked_one_by_one(total: EnteredMeasure):
    total.part_of = EnteredMeasure.objects.create(
        code="score_above", name="…", kind="index", told_in="điểm", decimals=2
    )
    total.full_clean()
    total.save()
    for code, value in (*na_ri.GROUPS, ("score_above", "50")):
        told(code, value)
    assert told(*na_ri.TOTAL) == [SAID, "the parts add up to 46.63, not 50"]
    assert told("score_progress", "18.5") == [SAID]


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_tells_the_line_of_the_total(tmp_path: Path, as_json: bool):
    lines = [*na_ri.GROUPS, na_ri.TOTAL]
    file = write_text(tmp_path / "values.csv", na_ri.csv_of("622", *lines))
    sentence = f"“Tổng điểm” of “Thành phố Pleiku”, first 10 months of 2023: {SAID}."
    for options in (["--dry-run"], []):
        outcome = run("load_values", file, *options, *(["--json"] if as_json else []))
        assert outcome.status == 0
        if not as_json:
            assert outcome.stderr == f"Row 6: {sentence}\n"
            continue
        assert outcome.document["warnings"] == [
            {
                "row": 6,
                "measure": "score_total",
                "unit": "622",
                "period": na_ri.PERIOD,
                "parts": 55.3,
                "total": 46.63,
                "warning": sentence,
            }
        ]
    assert EnteredValue.objects.count() == 5
    part = write_text(file, na_ri.csv_of("622", ("score_progress", "9.83")))
    assert run("load_values", part, "--json").document["warnings"] == []


def test_values_of_many_units_are_checked_in_two_queries(django_assert_num_queries):
    values = [
        NewValue(one, id_of(unit), parse_period(na_ri.PERIOD), Decimal(9))
        for unit in ("101", "102", "103", "201")
        for one in EnteredMeasure.objects.filter(code__startswith="score_")
    ]
    with django_assert_num_queries(2):
        assert len(warnings_of(values)) == 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "stock"}, "one kind and one unit of measurement"),
        ({"told_in": "%"}, "one kind and one unit of measurement"),
    ],
)
def test_parts_are_like_their_total(total: EnteredMeasure, change: dict[str, str], sentence: str):
    part = EnteredMeasure.objects.get(code="score_progress")
    for one in (part, total):
        for name, value in change.items():
            setattr(one, name, value)
        with pytest.raises(ValidationError, match=sentence):
            one.full_clean()


def test_nothing_is_part_of_itself(total: EnteredMeasure):
    part = EnteredMeasure.objects.get(code="score_progress")
    for one, above in ((total, part), (part, part)):
        one.part_of = above
        with pytest.raises(ValidationError, match="no part of its own part"):
            one.full_clean()
