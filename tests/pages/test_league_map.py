"""The map of a league table: who is drawn, in which colour, and what is said of the rest."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.test import Client

from indicators.models import Target
from indicators.pages.fills import fills_of
from indicators.pages.league_map.picture import short_name
from tests.pages.small_province import (
    AN_BINH,
    DIEN_HONG,
    TU_AN,
    YEN_DO,
    id_of,
    looking_from,
)
from tests.units.boundaries.files import collection, feature, square
from units.actions import rename_unit
from units.boundaries.actions import load_boundaries
from units.boundaries.understanding import understood
from units.models import Level
from units.row_actions import save_row

ADDRESS = "/league/map/?indicator=on_time&level=commune&period=2018-06"
# All communes but one of the two that are called Ia Băng.
CODES = ("101", "102", "103", "201", "202")


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def load(*codes: str, level: Level = Level.COMMUNE, as_of: date = date(2018, 1, 1)) -> None:
    file = collection(*(feature(code, square(108 + n, 14)) for n, code in enumerate(codes)))
    found = understood(file, level=level, as_of=as_of)
    load_boundaries(understood=found, file_name="outlines.geojson", by="test")


def drawn(answer) -> dict[str, str]:
    """What each shape says -> what fills it."""
    return {one["title"]: one["fill"] for one in answer.context["shapes"]}


def test_each_unit_is_drawn_with_its_value_rank_and_colour(site: Client):
    load(*CODES)
    answer = site.get(f"{ADDRESS}&under=64")
    assert drawn(answer) == {
        f"{AN_BINH}: 100.0% (10 / 10), rank 1 of 3": "5",
        f"{YEN_DO}: 95.0% (19 / 20), rank 2 of 3": "3",
        f"{DIEN_HONG}: 70.0% (14 / 20), rank 3 of 3": "1",
        f"{TU_AN}: 100.0% (3 / 3), fewer than 10 cases": "few",
        "Xã Ia Băng: no value": "none",
    }
    assert [(one["text"], one["count"]) for one in answer.context["key"]] == [
        ("< 95%", "1"),
        ("95% – 100%", "1"),
        ("≥ 100%", "1"),
        ("fewer than 10 cases", "1"),
        ("no value", "1"),
    ]
    text = answer.content.decode()
    assert text.count('<a href="/units/') == len(CODES)
    assert "1 unit has no outline" in text
    assert "Outlines as of 1 Jan 2018." in text
    rows = [row for group in answer.context["groups"] for row in group["rows"]]
    assert [row["name"] for row in rows] == [
        *(AN_BINH, YEN_DO, DIEN_HONG, TU_AN),
        *("Xã Ia Băng", "Xã Ia Băng"),
    ]
    assert [row["value_note"] for row in rows[:3]] == ["10 / 10", "19 / 20", "14 / 20"]


def test_patterns_tell_without_a_colour(site: Client):
    load(*CODES)
    text = site.get(f"{ADDRESS}&under=64").content.decode()
    for pattern in ("few", "none"):
        assert f'<pattern id="map-{pattern}"' in text
        assert text.count(f'fill="url(#map-{pattern})"') == 2, "the shape and its key"
    assert "style=" not in re.sub(r"<link[^>]*>", "", text)


def test_numbers_of_the_picture_are_those_of_svg(site: Client):
    load(*CODES)
    text = looking_from("64", language="vi").get(f"{ADDRESS}&under=64").content.decode()
    assert re.search(r'viewBox="-4 -4 1008 \d+"', text)
    assert "70,0%" in text


def test_within_a_district_its_communes_fill_the_picture(site: Client):
    load(*CODES)
    assert len(drawn(site.get(f"{ADDRESS}&under=623"))) == 2
    assert site.get(f"{ADDRESS}&under=623").context["view_box"] == "-4 -4 1008 524"


def test_who_sees_a_district_sees_no_other_ones_shapes(site: Client):
    load(*CODES)
    reader = looking_from("623")
    assert len(drawn(reader.get(ADDRESS))) == 2
    assert reader.get(f"{ADDRESS}&under=622").status_code == 404
    assert YEN_DO not in reader.get(ADDRESS).content.decode()


def test_counts_are_coloured_too(site: Client):
    load(*CODES)
    found = drawn(site.get(f"{ADDRESS.replace('on_time', 'overdue')}&under=64"))
    assert found[f"{YEN_DO}: 4"] == "5"
    assert found[f"{AN_BINH}: 0"] == "0"


def test_one_limit_is_the_target(site: Client):
    load(*CODES)
    goal = Target(indicator="on_time", value=Decimal("0.925"), valid_from=date(2018, 1, 1))
    save_row(row=goal, by="test")
    answer = site.get(f"{ADDRESS}&under=64")
    assert "One limit is the target, 92.5%." in answer.content.decode()
    assert answer.context["key"][0]["text"] == "< 92.5%"


def test_a_limit_moves_to_a_value_among_the_others():
    values = [Fraction(number, 100) for number in range(50, 100)]
    assert fills_of(values, are_shares=True, at=Fraction(3, 4)).bounds == [
        Fraction(number, 100) for number in (60, 75, 80, 90)
    ]
    plain = fills_of(values, are_shares=True)
    assert fills_of(values, are_shares=True, at=Fraction(2, 5)) == plain
    assert fills_of([Fraction(1)] * 3, are_shares=True, at=Fraction(1)).bounds == []


def test_without_outlines_it_says_how_they_come(site: Client):
    answer = site.get(f"{ADDRESS}&under=64")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "No outlines of these units" in text
    assert "/admin/units/boundary/add/" in text
    assert "map=today" in text
    assert YEN_DO in text, "the table is there"
    assert "/admin/" not in looking_from("623").get(ADDRESS).content.decode()


def test_departments_have_no_territory(site: Client):
    context = site.get(f"{ADDRESS.replace('commune', 'department')}&under=64").context
    assert (context["has_land"], context["today_url"]) == (False, "")
    told = {"listed": 20, "has_land": False, "may_load": True, "today_url": ""}
    text = render_to_string("indicators/league_map_empty.html", told)
    assert "Units without a territory" in text
    assert "<a " not in text


def test_it_says_where_most_units_have_no_outline(site: Client):
    load(*CODES[:2])
    text = site.get(f"{ADDRESS}&under=64").content.decode()
    assert "Most of the units have no outlines of this time." in text
    assert "map=today" in text.partition('class="map"')[2]
    load(*CODES[2:])
    assert "Most of the units" not in site.get(f"{ADDRESS}&under=64").content.decode()


def test_the_tab_is_there_where_outlines_are(site: Client):
    league = "/league/?indicator=on_time&level=commune&period=2018-06&under=64"
    assert "/league/map/" not in site.get(league).content.decode()
    load("622", level=Level.DISTRICT)
    assert "/league/map/" not in site.get(league).content.decode()
    load(*CODES)
    assert "/league/map/?indicator=on_time" in site.get(league).content.decode()
    assert "/league/map/?" in site.get(league.replace("/?", "/months/?")).content.decode()


def test_a_new_name_and_an_outline_of_another_day(site: Client):
    load(*CODES, as_of=date(2020, 1, 1))
    rename_unit(unit=id_of("101"), name="Phường Mới", on=date(2019, 1, 1), by="test")
    then = site.get(f"{ADDRESS}&under=64")
    assert f"{YEN_DO}: 95.0% (19 / 20), rank 2 of 3" in drawn(then)
    today = site.get(f"{ADDRESS}&under=64&map=today")
    assert "Phường Mới: 95.0% (19 / 20), rank 2 of 3" in drawn(today)


def test_the_table_is_the_leagues_own_sheet(site: Client):
    league = ADDRESS.replace("map/", "") + "&under=64&format=csv"
    assert site.get(f"{ADDRESS}&under=64&format=csv").content == site.get(league).content


def test_nothing_is_asked_for_again(site: Client, django_assert_num_queries):
    load(*CODES)
    site.get(f"{ADDRESS}&under=64")
    # Session, account, grants, version of the units, state of the data; the indicator, those to
    # choose from.
    with django_assert_num_queries(9):
        site.get(f"{ADDRESS}&under=64")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Xã Ia Băng", "Ia Băng"),
        ("Thành phố Pleiku", "Pleiku"),
        ("TP. Pleiku", "TP. Pleiku"),
        ("Ia O", "Ia O"),
    ],
)
def test_a_name_is_written_without_its_kind(name: str, short: str):
    assert short_name(name) == short
