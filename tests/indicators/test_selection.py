"""Selection: parsed once, validated, printed back as one canonical query."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Indicator
from indicators.selection import Scope, Selection, SelectionError
from units.actions import create_unit
from units.models import Level

pytestmark = pytest.mark.django_db

BASE = {"indicator": "on_time", "level": "commune", "period": "2018-03"}


@pytest.fixture
def province() -> int:
    return create_unit(
        code="64",
        name="Tỉnh Gia Lai",
        level=Level.PROVINCE,
        parent=None,
        on=date(2004, 1, 1),
        by="test",
    ).pk


def test_defaults():
    selection = Selection.parse(BASE)
    assert selection.indicator.code == "on_time"
    assert selection.level == Level.COMMUNE
    assert (selection.scope, selection.map, selection.map_day) == (Scope.WHOLE, "then", None)
    assert (selection.under, selection.under_id) == ("", None)
    assert selection.query() == "indicator=on_time&level=commune&period=2018-03"


def test_defaults_are_not_printed_even_where_given():
    given_all = BASE | {"calendar": "month", "scope": "whole", "map": "then", "under": ""}
    assert Selection.parse(given_all) == Selection.parse(BASE)
    assert Selection.parse(given_all).query() == Selection.parse(BASE).query()


def test_everything(province: int):
    selection = Selection.parse(
        {"map": "2025-07-01", "scope": "own", "calendar": "kstt", "under": "64", **BASE}
    )
    assert (selection.under_id, selection.map_day) == (province, date(2025, 7, 1))
    assert selection.query() == (
        "indicator=on_time&level=commune&under=64&period=2018-03&calendar=kstt&scope=own"
        "&map=2025-07-01"
    )


def test_today_is_a_day_and_stays_today_in_the_query():
    selection = Selection.parse({**BASE, "map": "today"})
    assert selection.map_day == timezone.localdate()
    assert selection.query().endswith("map=today")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    indicator=st.sampled_from(["on_time", "late_share", "received"]),
    level=st.sampled_from([level.value for level in Level]),
    period=st.sampled_from(["2018", "2018-H2", "2018-Q3", "2018-M9", "2018-01..2018-05"]),
    more=st.fixed_dictionaries(
        {},
        optional={
            "under": st.sampled_from(["64", "64@2018-01-01", ""]),
            "scope": st.sampled_from(["own", "whole"]),
            "calendar": st.sampled_from(["month", "kstt"]),
            "map": st.sampled_from(["then", "today", "2020-02-29"]),
        },
    ),
)
def test_what_is_printed_is_read_as_the_same(province: int, indicator, level, period, more):
    selection = Selection.parse({"indicator": indicator, "level": level, "period": period, **more})
    assert Selection.parse(dict(parse_qsl(selection.query()))) == selection


@pytest.mark.parametrize("lacking", BASE)
def test_what_is_required(lacking: str):
    with pytest.raises(SelectionError, match=lacking):
        Selection.parse({name: value for name, value in BASE.items() if name != lacking})
    with pytest.raises(SelectionError, match=lacking):
        Selection.parse({**BASE, lacking: ""})


def test_under_is_looked_for_in_the_period():
    create_unit(
        code="52",
        name="Tỉnh Bình Định",
        level=Level.PROVINCE,
        parent=None,
        on=date(2019, 1, 1),
        by="test",
    )
    assert Selection.parse({**BASE, "under": "52", "period": "2019"}).under_id
    with pytest.raises(SelectionError, match="99"):
        Selection.parse({**BASE, "under": "99"})


def test_an_indicator_has_versions():
    old = Indicator.objects.get(code="on_time")
    old.valid_to = date(2024, 1, 1)
    old.save()
    new = Indicator.objects.get(code="on_time")
    new.pk, new.valid_from, new.valid_to, new.name = None, date(2024, 1, 1), None, "New"
    new.save()
    assert Selection.parse({**BASE, "period": "2023-12"}).indicator.pk == old.pk
    assert Selection.parse({**BASE, "period": "2024-01"}).indicator.pk == new.pk
